"""The words printed with a claim: a clause that stands alone, with its subject, its negation and its figure.

What places a telling in the text (its trigger and what fills its roles) often reads as a fragment, or says
the opposite of what somebody says of it. A quote is that stretch widened to the clause around it, to the
words that carry the stance where they stand outside, and to the end of the phrase it would break off.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from spacy.tokens import Doc, Token

from kgbuild.claims.model import Modality, Stance
from kgbuild.extractors.rules.model import Attribution, Range
from kgbuild.extractors.rules.telling.draft import Draft
from kgbuild.extractors.rules.telling.phrase_ends import balanced, completed

_LONGEST = 40
"""Tokens that a quote of one clause may have."""
_LONGEST_WITH_SPEAKER = 48
"""Tokens that it may have together with who speaks and how."""
_LONGEST_WITHOUT_SUBJECT = 30
"""Tokens that a sentence may have in which no subject is found, from its beginning to what is told."""
_LONGEST_STATEMENT = 60
"""Tokens that the words of a statement about no event may have."""
_DATING = 6
"""Tokens among which the "that" of a statement stands, behind what dates it."""
_SHORT = 8
"""Tokens up to which a phrase behind a clause counts as part of it."""
_SUBJECTS = ("nsubj", "nsubjpass", "csubj", "csubjpass", "expl")
_HELPERS = ("aux", "auxpass", "neg", "prt")
_OBJECTS = ("dobj", "attr", "acomp", "oprd", "agent", "dative")
_ADVERBIAL = ("prep", "advmod", "npadvmod")
_NEGATIVE = frozenset({"no", "not", "never", "neither", "nor", "hardly", "nowhere", "scarcely"})
_VERBAL = ("VERB", "AUX")
_OF_THEIR_OWN = ("conj", "advcl")
"""Clauses that say something of their own, whatever the one above them says."""
_SUPPOSING = frozenset({"if", "unless"})
_CONDITIONAL = frozenset({"if", "unless", "whether", "until", "once", "should"})
"""Words without which a clause would read as told for a fact."""


def quote_of(draft: Draft, doc: Doc) -> Range:
    """Return the words that show what a draft tells, who does it, and the stance where it is not plain."""
    core, told = draft.range, doc[_told_by(draft)]
    sentence = told.sent
    if not sentence.start <= core.start < core.end <= sentence.end:
        return balanced(core, doc)
    said = (
        draft.attribution if draft.attribution is not None and draft.attribution.source is not None else None
    )
    inside = _inside(said, told.i, Range(sentence.start, sentence.end))
    plain = draft.stance is Stance.ASSERTS and draft.modality is not Modality.POSSIBLE
    carried = said is not None and bool(said.cue) and not plain and said.stance != Stance.ASSERTS
    if carried and core.start < inside.end and inside.start < core.end:
        inside = Range(inside.start, max(inside.end, core.end))
        core = Range(max(core.start, inside.start), core.end)  # without the cue before it
    found = list(_clauses(told, core, inside, plain))
    tries = [completed(words, doc, inside) for words in found or (core,)]
    if not plain:
        tries = [completed(_judged(words, doc), doc, inside) for words in tries]
    longest = _LONGEST
    if said is not None and (carried or not found or _is_pronoun_of(said, found[0], doc)):
        whole = _part(said, core, doc) if not found else None
        tries = [w for t in (whole, *tries) if t is not None for w in _spoken(said, t, doc)] + tries
        longest = _LONGEST_WITH_SPEAKER
    elif not found:
        tries.insert(0, completed(Range(sentence.start, core.end), doc, inside))  # headlines, parsing faults
        longest = _LONGEST_WITHOUT_SUBJECT
    fitting = next((t for t in tries if t.end - t.start <= longest), None)
    return balanced(fitting or completed(core, doc, inside), doc)


def quote_of_statement(said: Attribution, doc: Doc) -> Range:
    """Return the words of a statement about no event: what is said, with who says it where it needs that."""
    whole = Range(said.content[0].start, said.content[-1].end)
    if whole.end - whole.start > _LONGEST_STATEMENT:
        whole = max(said.content, key=lambda p: (min(p.end - p.start, _LONGEST_STATEMENT), -p.start))
    whole = Range(_behind_that(whole, doc), whole.end)
    words = doc[whole.start : whole.end]
    stands = any(t.dep_ in _SUBJECTS and whole.start <= t.head.i < whole.end for t in words)
    if stands and said.stance == Stance.ASSERTS:
        return balanced(whole, doc)
    tries = [w for w in _spoken(said, whole, doc) if w.end - w.start <= _LONGEST_STATEMENT]
    return balanced(tries[0] if tries else whole, doc)


def _behind_that(words: Range, doc: Doc) -> int:
    """Return where a statement begins behind its "that" and what dates the saying: "a day later that ..."."""
    that = next(
        (t for t in doc[words.start : min(words.start + _DATING, words.end - 1)] if t.lower_ == "that"), None
    )
    if that is None:
        return words.start
    before = doc[words.start : that.i]
    if any(t.pos_ in _VERBAL or t.dep_ in _SUBJECTS for t in before):
        return words.start
    if that.i == words.start and that.dep_ != "mark":
        # taken for a relative pronoun though the clause has its subject: "that they would leave"
        clause = any(t.dep_ in _SUBJECTS for t in doc[that.i + 1 : that.head.i])
        return that.i + 1 if that.tag_ == "WDT" and clause else words.start
    dated = that.i == words.start or any(t.pos_ == "ADV" or t.ent_type_ in ("DATE", "TIME") for t in before)
    return that.i + 1 if dated else words.start


def _told_by(draft: Draft) -> int:
    """Return the word around which the clause is built: not a noun where a verb says something of it."""
    treaty, said = draft.profile.treaty, draft.attribution
    if treaty is not None and treaty.predicate is not None and draft.anchor == treaty.noun:
        return treaty.predicate
    if said is not None and draft.anchor in said.cue:  # what points back stands at one end of what was found
        return draft.range.start if draft.range.start < said.cue[0] else draft.range.end - 1
    return draft.anchor


def _inside(said: Attribution | None, told: int, sentence: Range) -> Range:
    """Return how far the words of whoever speaks reach in the sentence, on both sides of an inserted cue."""
    parts = [p for p in said.content if p.start < sentence.end and sentence.start < p.end] if said else []
    if not any(part.start <= told < part.end for part in parts):
        return sentence
    start, end = min(part.start for part in parts), max(part.end for part in parts)
    return Range(max(sentence.start, start), min(sentence.end, end))


def _clauses(told: Token, core: Range, inside: Range, plain: bool) -> Iterator[Range]:
    """Yield the clauses around a telling, the best first: the nearest; where a stance shows, the widest.

    A condition ("if N broke the deal") says nothing without what depends on it.
    """
    found: list[Range] = []
    supposed: list[Range] = []
    reached = core
    for token in _above(told, inside):
        reached = _joined(reached, (token.i,))
        if token.pos_ in _VERBAL:
            reached = _joined(reached, (c.i for c in token.children if c.dep_ in _HELPERS))
            subject = next((c for c in token.children if c.dep_ in _SUBJECTS), None)
            if subject is not None:
                clause = _clause(token, subject, reached, inside)
                if _is_condition(token):
                    reached = clause
                    supposed.append(clause)
                    continue
                found.append(clause)
                if token.dep_ in _OF_THEIR_OWN:
                    break
    fitting = [c for c in found if c.end - c.start <= _LONGEST]
    yield from fitting if plain else reversed(fitting)
    yield from supposed


def _is_condition(verb: Token) -> bool:
    return verb.dep_ == "advcl" and any(c.dep_ == "mark" and c.lower_ in _SUPPOSING for c in verb.lefts)


def _above(token: Token, inside: Range) -> Iterator[Token]:
    """Yield a word and those above it in the parse, as far as the statement reaches."""
    yield token
    while token.head.i != token.i and inside.start <= token.head.i < inside.end:
        token = token.head
        yield token


def _clause(verb: Token, subject: Token, reached: Range, inside: Range) -> Range:
    """Return the stretch from the subject of a verb to what is said of it."""
    words = [subject.left_edge.i, verb.i]
    words += [c.i for c in verb.children if c.dep_ in (*_HELPERS, *_OBJECTS)]
    words += [c.i for c in verb.children if c.dep_ == "mark" and c.lower_ in _CONDITIONAL]
    words += [c.left_edge.i for c in verb.lefts if c.dep_ in _ADVERBIAL and _denies(c)]
    if verb.dep_ == "relcl" and _needs_antecedent(verb, subject):
        words.append(verb.head.i)
    return _joined(reached, (i for i in words if inside.start <= i < inside.end))


def _denies(adverbial: Token) -> bool:
    """Whether an adverbial before a clause turns what it says: "at no time had it sent them"."""
    return any(t.lower_ in _NEGATIVE for t in adverbial.subtree)


def _needs_antecedent(verb: Token, subject: Token) -> bool:
    """Whether a relative clause is whole only with the noun before it: "the arms it sent", "who left"."""
    if subject.tag_ in ("WDT", "WP"):
        return True
    objects = any(c.dep_ in ("dobj", "auxpass") for c in verb.children)
    return not objects and 0 < subject.left_edge.i - verb.head.i <= 2


def _judged(words: Range, doc: Doc) -> Range:
    """Return a clause with what its verb says of its object: "described the text as defensive"."""
    behind = doc[words.end] if words.end < len(doc) else None
    if behind is None or behind.dep_ != "prep" or not words.start <= behind.head.i < words.end:
        return words
    return _joined(words, (behind.i,)) if behind.right_edge.i - behind.i < _SHORT else words


def _joined(words: Range, more: Iterable[int]) -> Range:
    tokens = list(more)
    if not tokens:
        return words
    return Range(min(words.start, *tokens), max(words.end, *(i + 1 for i in tokens)))


def _is_pronoun_of(said: Attribution, clause: Range, doc: Doc) -> bool:
    """Whether a clause says only "it" or "we" of whoever speaks beside it."""
    named = said.source_head is not None and doc[said.source_head].pos_ != "PRON"
    return named and doc[clause.start].tag_ == "PRP"


def _part(said: Attribution, core: Range, doc: Doc) -> Range | None:
    """Return the part of what is said that a telling stands in, where it is short."""
    for part in said.content:
        if part.start <= core.start < part.end and part.end - part.start <= _LONGEST:
            sentence = doc[core.start].sent
            return _joined(core, (max(part.start, sentence.start), min(part.end, sentence.end) - 1))
    return None


def _spoken(said: Attribution, words: Range, doc: Doc) -> Iterator[Range]:
    """Yield words together with who says them and how, then with how alone; nothing across sentences."""
    sentence = doc[words.start].sent
    cue = [i for i in said.cue if sentence.start <= i < sentence.end]
    if not cue:
        return
    helpers = [c.i for i in cue for c in doc[i].children if c.dep_ in _HELPERS]
    spoken = _joined(words, (*cue, *helpers))
    if said.source is not None and sentence.start <= said.source.start < said.source.end <= sentence.end:
        named = _joined(spoken, (said.source.start, said.source.end - 1))
        yield completed(named, doc, Range(sentence.start, sentence.end))
    yield completed(spoken, doc, Range(sentence.start, sentence.end))
