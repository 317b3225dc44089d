"""Which records are about the same thing: keys of nodes, and one canonical record for each."""

from kgbuild.identity.keys import agent_key, claim_key, place_key, quantity_key, subject_key
from kgbuild.identity.unify import unify

__all__ = ["agent_key", "claim_key", "place_key", "quantity_key", "subject_key", "unify"]
