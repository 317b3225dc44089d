"""Fillers of roles: which words in which slot of a trigger name a party, a place, a thing or people."""

from kgbuild.extractors.rules.roles.reader import RoleReader

__all__ = ["RoleReader"]
