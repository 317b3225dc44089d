"""Bundles laid aside: by document, whole, in an order that does not depend on how they came."""

from __future__ import annotations

from itertools import permutations

from builders import claim, document, state, transfer, treaty
from kgbuild.claims.bundle import Bundle
from kgbuild.claims.model import DocumentRecord
from kgbuild.claims.spool import BundleSpool

TEXT = "Mali said “oui”,\n\tand that’s all. \u2028 Né à Gao."
SENT = transfer(state("TCD"), state("MLI"), "tank")
PACT = treaty("Bamako Pact", state("TCD"), state("MLI"))


def bundle(name: str, *abouts: object, **fields: object) -> Bundle:
    record = document(name, TEXT, **fields)
    return Bundle(record, tuple(claim(record, about=(about,)) for about in abouts))


def test_bundles_come_back_as_they_were_by_identifier() -> None:
    given = [bundle("b.txt", SENT), bundle("a.txt"), bundle("c.txt", PACT, SENT)]
    for order in permutations(given):
        spool = BundleSpool(order)
        assert list(spool) == [given[1], given[0], given[2]]
        assert list(spool) == list(spool)
        assert (len(spool), spool.claims) == (3, 3)
        assert list(spool.with_treaties()) == [given[2]]


def test_a_document_that_comes_in_parts_is_one() -> None:
    one, other = bundle("a.txt", SENT, title="Z"), bundle("a.txt", PACT, title="A")
    for parts in permutations([one, other, bundle("b.txt")]):
        whole, _ = BundleSpool(parts)
        assert whole.document == other.document
        assert {c.about for c in whole.claims} == {(SENT,), (PACT,)}


def test_documents_are_found_by_key_and_by_name() -> None:
    given = bundle("a.txt", SENT)
    spool = BundleSpool([given])
    assert spool.find(given.document.key) == given
    assert spool.find("0" * 16) is None
    assert spool.keys("a.txt") == [given.document.key]
    assert spool.keys("b.txt") == []


def test_what_is_not_known_comes_back_as_it_was() -> None:
    record = DocumentRecord(key="a" * 16, sha256="a" * 64, identifier="x.txt")
    assert list(BundleSpool([Bundle(record)])) == [Bundle(record)]
