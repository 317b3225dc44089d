"""Which records are about the same thing: keys of nodes, one record for each thing of a document, joins."""

from kgbuild.identity.joining import Joined, join
from kgbuild.identity.keys import agent_key, claim_key, place_key, quantity_key, subject_key
from kgbuild.identity.naming import agent_name, treaty_title
from kgbuild.identity.readings import TreatyReading, readings_of
from kgbuild.identity.unify import settle, settled, unify

__all__ = [
    "Joined",
    "TreatyReading",
    "agent_key",
    "agent_name",
    "claim_key",
    "join",
    "place_key",
    "quantity_key",
    "readings_of",
    "settle",
    "settled",
    "subject_key",
    "treaty_title",
    "unify",
]
