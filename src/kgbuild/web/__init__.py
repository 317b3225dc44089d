"""A graph in the browser: a SPARQL endpoint on this machine with a page to ask it."""

from kgbuild.web.app import make_app
from kgbuild.web.backend import Backend

__all__ = ["Backend", "make_app"]
