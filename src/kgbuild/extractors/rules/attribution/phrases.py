"""Attribution without a verb: "according to X", "citing X", "reportedly", and headlines ("X: Y")."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from kgbuild.extractors.rules.attribution.blocks import head_of, items_from
from kgbuild.extractors.rules.attribution.found import attribution
from kgbuild.extractors.rules.attribution.matching import CueMatch, matches
from kgbuild.extractors.rules.model import Attribution, Range
from kgbuild.extractors.rules.syntax.view import View
from kgbuild.knowledge.cues import Cue, CueLexicon

_FEWEST = 3
"""Words of what is said between a semicolon and who says it."""


def according_to(view: View, lexicon: CueLexicon) -> Iterator[Attribution]:
    """Read "Y, according to X"; "According to X, Y"."""
    for i in range(view.size):
        for match in matches(view, lexicon, "phrases", i):
            if match.certainty("after"):
                yield from _after(view, match)
                break


def _after(view: View, match: CueMatch) -> Iterator[Attribution]:
    source = view.child(match.last, "pobj")
    if source is None:
        source = next((c for t in match.tokens for c in view.children[t] if c > match.last), None)
    if source is None:
        return
    sentence = view.sentence(match.head)
    start, end = match.head, max(view.right[source], match.last + 1)
    if view.words(sentence.start, start) < 3:
        content = [Range(end, sentence.end)]
        if view.words(end, sentence.end) == 0 and view.lower[sentence.end - 1] == ":":
            content = list(items_from(view, view.paragraph_of[sentence.end - 1] + 1))
    else:
        content = [Range(_behind_statement(view, sentence.start, start), start)]
        if end < sentence.end and view.lower[end] in {",", "—", "--"} and view.words(end, sentence.end) > 0:
            rest = end + 1
            if (
                view.left[rest] >= start
                and view.tag[rest] not in {"VBG", "CC"}
                and view.lower[rest] not in {"who", "which"}
            ):
                content.append(Range(rest, sentence.end))
    found = attribution(view, match, source, content, "according-to", match.certainty("after"))
    if found is not None:
        yield found


def _behind_statement(view: View, first: int, end: int) -> int:
    """Return where what is said begins: not with what somebody else is said to say before a semicolon."""
    parted = next((i for i in range(end - 1, first, -1) if view.lower[i] == ";"), None)
    if parted is None or not any(first <= cue < parted for cue in view.cues):
        return first
    return parted + 1 if view.words(parted + 1, end) > _FEWEST else first


def reportedly(view: View, lexicon: CueLexicon) -> Iterator[Attribution]:
    """Read "N has reportedly done Y": nobody is named, the clause is the content."""
    for i in range(view.size):
        if view.pos[i] != "ADV":
            continue
        for match in matches(view, lexicon, "phrases", i):
            certainty = match.certainty("adverb")
            head = view.head[i]
            if certainty and head != i:
                start, end = view.subtree(head)
                content = [Range(start, i), Range(i + 1, end)]
                found = attribution(view, match, None, content, "adverb", 2 * certainty)
                if found is not None:
                    yield found


def in_a_survey(view: View, lexicon: CueLexicon) -> Iterator[Attribution]:
    """Read "In a poll of voters, Y"; "Y in a report by X": the text is the source."""
    for i in range(view.size):
        if view.lower[i] != "in" or view.dep[i] != "prep" or i in view.cues:
            continue
        source = view.child(i, "pobj")
        if source is None or source - i > 12:
            continue
        for match in matches(view, lexicon, "phrases", source):
            certainty = match.certainty("text")
            if certainty:
                yield from _in_text(view, match, i, source, certainty)


def _in_text(
    view: View, match: CueMatch, preposition: int, source: int, certainty: float
) -> Iterator[Attribution]:
    sentence = view.sentence(source)
    end = view.right[source]
    if view.words(sentence.start, preposition) <= 1:
        content = [Range(end, sentence.end)]
    else:
        clause = view.head[preposition]
        while view.head[clause] != clause and view.pos[clause] not in {"VERB", "AUX"}:
            clause = view.head[clause]
        start, stop = view.subtree(clause)
        content = [Range(start, preposition), Range(end, stop)]
    here = CueMatch(match.cue, preposition, (preposition,))
    found = attribution(view, here, source, content, "in-text", certainty)
    if found is not None:
        yield found


_LONGEST_LABEL = 7


def labelled(view: View, lexicon: CueLexicon) -> Iterator[Attribution]:
    """Read a paragraph that opens with who speaks: "Minister: we sent nothing"."""
    for entry in lexicon.starting_with("phrases", ":"):
        for start, end in (*view.paragraphs, *_named_sentences(view)):
            colon = next(
                (i for i in range(start, min(end, start + _LONGEST_LABEL + 1)) if view.lower[i] == ":"), None
            )
            if colon is None or colon == start or view.words(colon, end) < 3:
                continue
            label = range(start, colon)
            dateline = view.doc[start].is_upper and any(view.lower[i] == "," for i in label)
            if dateline or not all(_names(view, i) for i in label):
                continue
            if view.pos[colon + 1] == "NUM":
                continue  # "Chad: 40 killed"
            several = view.tag[colon - 1] == "NNS" and view.lemma[colon - 1] in view.speakers
            if not several and all(view.lower[i] in lexicon.lines.no_labels for i in label):
                continue  # "Verdict: no soldiers were sent", but "Sources: 300 were sent"
            if not (_speaks(view, colon - 1) or _only_a_name(view, start, colon, end)):
                continue
            content = [Range(colon + 1, end)]
            certainty = entry.takes.get("label", 0.0)
            head = _labelled_head(view, start, colon)
            found = attribution(view, CueMatch(entry, colon, (colon,)), head, content, "label", certainty)
            if found is not None:
                whole = not any(view.pos[i] == "ADP" for i in label)
                yield replace(found, source=view.trim(start, colon)) if whole else found


_LONGEST_NAME = 3


def _named_sentences(view: View) -> Iterator[Range]:
    """Yield the sentences inside paragraphs that open with a bare name: "Paris: nobody was sent."."""
    for start, _ in view.sentences if view.paragraphs else ():
        paragraph = view.paragraph(start)
        if paragraph.start == start or view.quotation_of[start] >= 0:
            continue
        near = range(start, min(paragraph.end, start + _LONGEST_NAME + 1))
        colon = next((i for i in near if view.lower[i] == ":"), start)
        if start < colon < paragraph.end - 1:  # the parser ends a sentence at the colon, or not
            end = min(view.sentence(colon + 1).end, paragraph.end)
            named = view.doc[start].text[0].isupper() and view.doc[colon - 1].ent_type_ in _SPEAKERS
            if named and any(view.pos[i] in {"VERB", "AUX"} for i in range(colon, end)):
                yield Range(start, end)


def _only_a_name(view: View, start: int, colon: int, end: int) -> bool:
    """Whether a label is a bare name before a sentence: "Tapper: why not debate?"."""
    if colon - start > _LONGEST_NAME or any(view.pos[i] != "PROPN" for i in range(start, colon)):
        return False
    return any(view.pos[i] in {"VERB", "AUX"} for i in range(colon, min(end, colon + 12)))


def name_before_quotation(view: View, lexicon: CueLexicon) -> Iterator[Attribution]:
    """Read 'More from Ali Sow: "Y"', where no verb says who speaks."""
    for entry in lexicon.starting_with("phrases", ":"):
        for quotation in view.quotations:
            colon = quotation.start - 1
            if colon < 1 or view.lower[colon] != ":" or view.pos[colon - 1] != "PROPN":
                continue
            first = max(view.sentence(colon - 1).start, view.paragraph(colon - 1).start, colon - 12)
            if any(view.pos[i] in {"VERB", "AUX"} for i in range(first, colon)):
                continue
            match, certainty = CueMatch(entry, colon, (colon,)), entry.takes.get("label", 0.0)
            head = _labelled_head(view, first, colon)
            found = attribution(view, match, head, [quotation], "label", certainty)
            if found is not None:
                yield found


def _labelled_head(view: View, start: int, colon: int) -> int:
    """Return the word that a label is about: the name in "President Sow of Mali", else its last."""
    of_state = colon - start > 2 and view.lower[colon - 2] == "of"
    return head_of(view, Range(start, colon)) if of_state else colon - 1


_SPEAKERS = frozenset({"PERSON", "ORG", "GPE", "NORP"})


def _speaks(view: View, i: int) -> bool:
    """Whether the last word before a colon names somebody or a body, not a subject matter."""
    return view.doc[i].ent_type_ in _SPEAKERS or view.lemma[i] in view.speakers or view.pos[i] == "VERB"


def _names(view: View, i: int) -> bool:
    """Whether a word can be part of a name; the parser takes many a capitalized name for a verb."""
    return view.pos[i] in _LABEL_PARTS or (view.pos[i] == "VERB" and view.doc[i].is_title)


_LABEL_PARTS = frozenset({"PROPN", "NOUN", "ADJ", "DET", "PUNCT", "PART", "ADP"})

_LONGEST_HEADLINE = 16


def headline(view: View, lexicon: CueLexicon) -> Iterator[Attribution]:
    """Read "Kenya Slams Ethiopia Over Raid", where capitals make the parser take the verb for a name."""
    for start, end in view.paragraphs:
        if end - start > _LONGEST_HEADLINE or view.lower[end - 1] in {".", "?", "!"}:
            continue
        if any(view.pos[i] in {"VERB", "AUX"} for i in range(start, end)):
            continue
        for i in range(start + 1, end - 1):
            cue = _misread_verb(view, lexicon, i)
            if cue is not None and view.pos[i - 1] in {"PROPN", "NOUN"}:
                found = attribution(
                    view,
                    CueMatch(cue, i, (i,)),
                    i - 1,
                    [Range(i + 1, end)],
                    "headline",
                    cue.takes["np"],
                    nominal=True,
                )
                if found is not None:
                    yield replace(found, source=view.trim(start, i))
                break


def _misread_verb(view: View, lexicon: CueLexicon, i: int) -> Cue | None:
    """Return the cue that a capitalized word is a third person of ("Slams", "Denies")."""
    word = view.lower[i]
    if not word.endswith("s") or not view.doc[i].is_title or view.pos[i] not in {"PROPN", "NOUN"}:
        return None
    stems = [word[:-1], word[:-2]] if word.endswith("es") else [word[:-1]]
    stems += [word[:-3] + "y"] if word.endswith("ies") else []
    for stem in stems:
        for cue in lexicon.starting_with("verbs", stem):
            if len(cue.words) == 1 and cue.takes.get("np", 0.0) >= 0.55:
                return cue
    return None


RULES = (according_to, reportedly, in_a_survey, labelled, name_before_quotation, headline)
