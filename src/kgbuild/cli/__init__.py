"""The command line: reads options, calls the packages, prints. Nothing else does any of the three."""

from kgbuild.cli.group import main

__all__ = ["main"]
