"""Which texts are nearly the same words: MinHash with LSH, so that few pairs are ever compared.

Two texts are near-identical where their pairs of adjacent words overlap by `SIMILAR` or more (Jaccard). The
hash only proposes pairs; the overlap itself decides. Everything is deterministic.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations, pairwise

from kgbuild.derivation.joining import Groups

SIMILAR = 0.7
"""Share of adjacent word pairs that two texts must have in common to be copies: in a sentence of twenty
words, one may have been changed for another."""
SHORTEST = 8
"""Words below which equal texts say nothing: short ones come about by chance."""
FEW = 50
"""Texts up to which all pairs are compared; of more, only those that the hash proposes."""
_BANDS, _ROWS = 32, 4
"""LSH bands and rows: a pair at the threshold is proposed with a probability above 0.999."""
_SEED = 1
_BUCKET = 8
"""Texts of one hash that a further one is compared with at most."""
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")


def shingles(text: str) -> frozenset[str]:
    """Return the pairs of adjacent words of a text, in lower case; none where it is too short to tell."""
    words = _WORD.findall(text.lower().replace("’", "'"))
    if len(words) < SHORTEST:
        return frozenset()
    return frozenset(f"{one} {next_}" for one, next_ in pairwise(words))


def near_identical(texts: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield pairs of texts that are nearly the same words, the lesser first; with each text itself.

    Of few texts these are all pairs, of many as many as join what is joined by them.
    """
    known = {text: found for text in sorted(set(texts)) if (found := shingles(text))}
    for text in known:
        yield text, text
    if len(known) > FEW:
        yield from _joining(known)
        return
    for one, other in combinations(known, 2):
        if _overlap(known[one], known[other]) >= SIMILAR:
            yield one, other


def _joining(known: Mapping[str, frozenset[str]]) -> Iterator[tuple[str, str]]:
    """Yield pairs of similar texts that join all which the hash finds."""
    # It takes a moment to load, and most events are spoken of in few claims
    from rensa import RMinHash  # noqa: PLC0415

    hashes = RMinHash.digests_from_token_sets(
        [sorted(found) for found in known.values()], num_perm=_BANDS * _ROWS, seed=_SEED
    )
    groups: Groups[str] = Groups()
    buckets: dict[tuple[int, tuple[int, ...]], list[str]] = {}
    for text, hashed in zip(known, hashes, strict=True):
        refused: set[str] = set()
        for band in range(_BANDS):
            rows = tuple(hashed[band * _ROWS : (band + 1) * _ROWS])
            bucket = buckets.setdefault((band, rows), [])
            for other in bucket:
                if other in refused or groups.together(other, text):
                    continue
                if _overlap(known[other], known[text]) >= SIMILAR:
                    groups.join(other, text)
                    yield other, text
                else:
                    refused.add(other)
            if len(bucket) < _BUCKET:
                bucket.append(text)


def _overlap(one: frozenset[str], other: frozenset[str]) -> float:
    shared = len(one & other)
    return shared / (len(one) + len(other) - shared)
