"""Through whom a statement was passed on: "told Yonhap", "KCNA quoted him as saying"."""

from __future__ import annotations

from dataclasses import replace

from kgbuild.extractors.rules.attribution.matching import CueMatch
from kgbuild.extractors.rules.attribution.source_phrases import own_subject
from kgbuild.extractors.rules.model import Attribution, Range
from kgbuild.extractors.rules.syntax.view import View
from kgbuild.knowledge.words import grammar_words


def relays(view: View, match: CueMatch, source: int | None) -> tuple[int, ...]:
    """Return the heads of those who passed the words on; whether they are media the caller decides."""
    quoting = quoting_verb(view, match.head)
    if quoting is not None:
        teller = _agent(view, quoting) if _passive(view, quoting) else own_subject(view, quoting)
        return () if teller is None or teller == source else (teller,)
    if view.lemma[match.head] not in view.around.telling and view.pos[match.head] != "NOUN":
        return ()
    found = [
        token
        for child in view.children[match.head]
        for token in (_addressees(view, match.head, child) if child > match.head else _given_to(view, child))
        if view.pos[token] in {"NOUN", "PROPN"}
        and view.lemma[token] not in view.around.hearers
        and token != source
    ]
    return tuple(sorted(found))


def _addressees(view: View, cue: int, child: int) -> list[int]:
    """Return the noun a child of the cue names as the one spoken to, if it does."""
    if view.dep[child] in {"dobj", "dative"} and view.lemma[cue] in grammar_words().addressing:
        return [child] if view.pos[child] != "ADP" else _objects(view, child)
    if view.dep[child] not in {"prep", "dative"}:
        return []
    if view.lower[child] in {"to", "with"}:
        return _objects(view, child)
    return _given_to(view, child)


def _given_to(view: View, child: int) -> list[int]:
    """Return the addressee of "in a statement to KCNA", "in an interview with KCNA"."""
    if view.dep[child] != "prep":
        return []
    return [
        addressee
        for noun in _objects(view, child)
        if view.lemma[noun] in view.around.carriers
        for prep in view.children[noun]
        for addressee in _through(view, prep)
    ]


def _through(view: View, prep: int) -> list[int]:
    """Return the addressee of "(a statement) to KCNA", "provided to KCNA", "carried by KCNA"."""
    if view.dep[prep] == "acl":
        return [
            noun
            for c in view.children[prep]
            if view.lower[c] in {"to", "by", "on"}
            for noun in _objects(view, c)
        ]
    return _objects(view, prep) if view.lower[prep] in {"to", "with"} else []


def _objects(view: View, prep: int) -> list[int]:
    return [c for c in view.children[prep] if view.dep[c] == "pobj"]


def quoting_verb(view: View, saying: int) -> int | None:
    """Return the verb of "quoted X as saying", seen from "saying"."""
    if view.tag[saying] != "VBG" or view.dep[saying] != "pcomp":
        return None
    prep = view.head[saying]
    above = view.head[prep]
    if view.lower[prep] != "as":
        return None
    for _ in range(2):
        if view.lemma[above] in view.around.quoting:
            return above
        above = view.head[above]
    return None


def quoted_speaker(view: View, quoting: int) -> int | None:
    """Who is quoted: the object of an active "quoted", the subject of a passive one."""
    if _passive(view, quoting):
        return view.child(quoting, "nsubjpass", "nsubj")
    return view.child(quoting, "dobj")


def _passive(view: View, verb: int) -> bool:
    return any(view.dep[c] in {"auxpass", "nsubjpass"} for c in view.children[verb])


def _agent(view: View, verb: int) -> int | None:
    by = view.child(verb, "agent")
    return None if by is None else view.child(by, "pobj")


def citing(view: View, found: list[Attribution]) -> list[Attribution]:
    """Read "Yonhap reported Y, citing a source": the source said it, Yonhap passed it on.

    The attribution of "citing" goes; that of the verb it hangs on gets the one cited as its source.
    """
    by_cue = {token: number for number, one in enumerate(found) for token in one.cue}
    result: list[Attribution | None] = list(found)
    for number, one in enumerate(found):
        verb = one.cue[0]
        if (
            view.lemma[verb] not in view.around.quoting
            or view.tag[verb] != "VBG"
            or view.dep[verb] != "advcl"
        ):
            continue
        cited = view.child(verb, "dobj")
        told = _telling(view, verb, by_cue)
        if cited is None or told is None or not _speaks(view, cited):
            continue
        teller = found[told].source_head
        outer = () if teller is None else (teller,)
        start, end = view.subtree(cited)
        result[told] = replace(
            found[told],
            source=Range(start, end),
            source_head=cited,
            relays=(*found[told].relays, *outer),
            rule="citing",
        )
        result[number] = None
    return [one for one in result if one is not None]


def _telling(view: View, citing_verb: int, by_cue: dict[int, int]) -> int | None:
    """Return the number of the attribution that "citing" hangs on, or on whose content it hangs."""
    here = citing_verb
    for _ in range(4):
        here = view.head[here]
        if here in by_cue:
            return by_cue[here]
    return None


def _speaks(view: View, noun: int) -> bool:
    if view.pos[noun] == "PROPN":
        return True
    return view.pos[noun] == "NOUN" and view.lemma[noun] in view.speakers
