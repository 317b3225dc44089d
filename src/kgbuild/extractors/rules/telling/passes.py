"""What is made of the tellings of one document, one pass after the other.

Each pass takes the drafts and returns those that go on. Their order is that of `PASSES`; what one of them is
worth shows where it is left out (`Drafting(..., without=("topic",))`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from kgbuild.claims.model import Stance
from kgbuild.extractors.rules.model import Range
from kgbuild.extractors.rules.placed import ByPlace
from kgbuild.extractors.rules.reading import Knowledge, Reading
from kgbuild.extractors.rules.telling import fill_gaps
from kgbuild.extractors.rules.telling.attachments import Attachments
from kgbuild.extractors.rules.telling.back_references import BackReferences
from kgbuild.extractors.rules.telling.draft import Draft
from kgbuild.extractors.rules.telling.estimates import Estimates
from kgbuild.extractors.rules.telling.exchanges import Exchanges
from kgbuild.extractors.rules.telling.figure_rows import FigureRows
from kgbuild.extractors.rules.telling.later_figures import LaterFigures
from kgbuild.extractors.rules.telling.losses import Losses
from kgbuild.extractors.rules.telling.pacts import Pacts
from kgbuild.extractors.rules.telling.paragraph_parties import ParagraphParties
from kgbuild.extractors.rules.telling.sides import Sides
from kgbuild.extractors.rules.telling.stances import Stances
from kgbuild.extractors.rules.telling.told_twice import told_once
from kgbuild.extractors.rules.telling.voices import Voices
from kgbuild.extractors.rules.telling.whose_act import each_for_itself, own_denial, settle_blame
from kgbuild.extractors.rules.telling.withdrawals import Withdrawals
from kgbuild.grounding.entities import Entity

Drafts = list[Draft]
_SHORT = 4
"""Words of a mention that is little more than a pronoun with its verb."""


@dataclass(frozen=True, slots=True)
class Bench:
    """What the passes over one reading work with."""

    reading: Reading
    knowledge: Knowledge
    voices: Voices
    stances: Stances
    details: Attachments
    losses: Losses
    later: LaterFigures
    rows: FigureRows
    estimates: Estimates
    back: BackReferences

    @classmethod
    def of(cls, reading: Reading, knowledge: Knowledge, publisher: Entity) -> Bench:
        """Lay out the readers of one document; `publisher` speaks where nobody is quoted."""
        people, evaluations = knowledge.frames.people, knowledge.evaluations
        voices = Voices(reading, publisher, knowledge.frames.modality)
        stances = Stances(knowledge.frames.modality, evaluations)
        details, losses = Attachments(reading), Losses(reading, people)
        later = LaterFigures(reading, people, voices, stances)
        back = BackReferences(reading, knowledge, voices, losses, details)
        rows = FigureRows(reading, people, voices)
        estimates = Estimates(reading, people, voices)
        return cls(reading, knowledge, voices, stances, details, losses, later, rows, estimates, back)


class Pass(NamedTuple):
    """One step over all drafts of a document."""

    name: str
    run: Callable[[Bench, Drafts], Drafts]


def losses(bench: Bench, drafts: Drafts) -> Drafts:
    """Settle measure, force and theatre of losses, with totals and figures told further on."""
    settled = bench.losses.settle(drafts)
    bench.details.running_totals(settled)
    return sorted([*settled, *bench.later.drafts(drafts)], key=lambda d: (d.anchor, d.profile.kind))


def rows(bench: Bench, drafts: Drafts) -> Drafts:
    """Read the figures of tables and lists, in the place of what else was read in their rows."""
    return bench.rows.replace(drafts)


def other_tellings(bench: Bench, drafts: Drafts) -> Drafts:
    """Fill open roles from the compatible tellings of the document."""
    beside = ParagraphParties(bench.reading).states_around
    fill_gaps.fill(drafts, bench.knowledge.thesaurus, _items(bench.reading), beside)
    return drafts


def pacts(bench: Bench, drafts: Drafts) -> Drafts:
    """Fill the open party of what is done under an agreement of two."""
    Pacts(bench.reading, bench.knowledge.words.telling).settle(drafts)
    return drafts


def own_denials(bench: Bench, drafts: Drafts) -> Drafts:
    """Give an act that somebody denies to have done to who denies it."""
    for draft in drafts:
        own_denial(draft, gerund=bench.reading.doc[draft.anchor].tag_ == "VBG")
    return drafts


def paragraph(bench: Bench, drafts: Drafts) -> Drafts:
    """Fill open roles from the states named in the paragraph."""
    ParagraphParties(bench.reading).fill(drafts)
    return drafts


def nowhere(_: Bench, drafts: Drafts) -> Drafts:
    """Drop tellings that need a place and have found none."""
    return [draft for draft in drafts if not _is_nowhere(draft)]


def topic(bench: Bench, drafts: Drafts) -> Drafts:
    """Fill the counterpart that most tellings of the document name."""
    fill_gaps.fill_from_topic(drafts, _items(bench.reading), ParagraphParties(bench.reading).states_around)
    return drafts


def parts(_: Bench, drafts: Drafts) -> Drafts:
    """Leave a recipient open that was taken to be the supplier itself."""
    fill_gaps.part(drafts)
    return drafts


def blame(bench: Bench, drafts: Drafts) -> Drafts:
    """Fill the actors of acts that somebody owns up to, and correct claimants who cannot claim them."""
    for draft in drafts:
        settle_blame(draft, bench.voices, bench.knowledge.words.telling)
    each_for_itself(drafts)
    return drafts


def whole(bench: Bench, drafts: Drafts) -> Drafts:
    """Drop tellings that are not enough to name an event, or only help to understand the others.

    Words in quotation marks of somebody unknown are nobody's claim.
    """
    thesaurus = bench.knowledge.thesaurus
    told = (draft for draft in drafts if draft.claimants and not _is_in_passing(bench, draft))
    return [draft for draft in told if fill_gaps.is_whole(draft.profile, thesaurus)]


def exchanges(bench: Bench, drafts: Drafts) -> Drafts:
    """Tell a transfer what it is given in return for."""
    Exchanges(bench.reading, bench.knowledge.words.telling).settle(drafts)
    return drafts


def sides(bench: Bench, drafts: Drafts) -> Drafts:
    """Tell a deployment whom it is to help and whom it is to fight."""
    reader = Sides(bench.reading, bench.knowledge.words.telling)
    for draft in drafts:
        reader.settle(draft)
    return drafts


def withdrawals(bench: Bench, drafts: Drafts) -> Drafts:
    """Turn what corrections, retractions and the labels of fact checks withdraw."""
    publisher = bench.voices.publisher
    return list(Withdrawals(bench.reading, bench.knowledge.evaluations, publisher).settle(drafts))


def back_references(bench: Bench, drafts: Drafts) -> Drafts:
    """Add the statements that point back to what was told ("called it a lie")."""
    events = ByPlace((d for d in drafts if d.event is not None), lambda draft: draft.anchor)
    drafts = [draft for draft in drafts if not _means_an_event(draft, events)]
    drafts.extend(bench.back.drafts(drafts))  # one that points back can be pointed to in its turn
    return drafts


def estimates(bench: Bench, drafts: Drafts) -> Drafts:
    """Add the figures that others give for what was told, and those of a part of it."""
    return [*drafts, *bench.estimates.drafts(drafts)]


def once(bench: Bench, drafts: Drafts) -> Drafts:
    """Drop what adds nothing to another telling of its sentence."""
    return list(told_once(bench.reading.doc, drafts))


def breaches(bench: Bench, drafts: Drafts) -> Drafts:
    """Attach the instruments that an act is said to break."""
    bench.details.breaches(drafts)
    return drafts


PASSES: tuple[Pass, ...] = (
    Pass("losses", losses),
    Pass("rows", rows),
    Pass("pacts", pacts),
    Pass("other-tellings", other_tellings),
    Pass("own-denials", own_denials),
    Pass("paragraph", paragraph),
    Pass("topic", topic),
    Pass("nowhere", nowhere),
    Pass("parts", parts),
    Pass("blame", blame),
    Pass("whole", whole),
    Pass("exchanges", exchanges),
    Pass("sides", sides),
    Pass("withdrawals", withdrawals),
    Pass("estimates", estimates),
    Pass("back-references", back_references),
    Pass("once", once),
    Pass("breaches", breaches),
)
"""All passes, in their order."""


def _items(reading: Reading) -> tuple[Range, ...]:
    """Return the items of lists, in tokens: each tells of another thing."""
    spans = (reading.doc.char_span(s.body, s.end, alignment_mode="expand") for s in reading.lines if s.item)
    return tuple(Range(span.start, span.end) for span in spans if span is not None)


def _means_an_event(draft: Draft, events: ByPlace[Draft]) -> bool:
    """Whether "it" was taken for an agreement, though an event was told since ("called it an invasion")."""
    treaty = draft.profile.treaty
    if treaty is None or treaty.antecedent is None or treaty.act is not None or treaty.name is not None:
        return False
    if treaty.range.end - treaty.range.start > _SHORT or draft.stance is Stance.ASSERTS or not treaty.weak:
        return False
    between = events.inside(treaty.antecedent + 1, treaty.noun)
    return any(d.event is not None and not d.event.in_passing for d in between)


def _is_nowhere(draft: Draft) -> bool:
    """Whether a telling that needs a place has found none in the document."""
    event = draft.event
    return event is not None and event.unplaced and draft.profile.roles.get("destination") is None


def _is_of_report(bench: Bench, draft: Draft) -> bool:
    """Whether an event is what a report is of: "reports of a base in Mali do not reflect the truth"."""
    trigger = bench.reading.doc[draft.anchor]
    above = trigger.head.head if trigger.dep_ == "pobj" and trigger.head.lower_ in ("of", "about") else None
    return above is not None and above.lemma_.lower() in bench.knowledge.evaluations.pointers


def _is_in_passing(bench: Bench, draft: Draft) -> bool:
    """Whether a telling only helps to understand the others ("the French soldiers in Niger")."""
    if draft.event is None or not draft.event.in_passing:
        return False
    if draft.stance is Stance.DENIES and _is_of_report(bench, draft):
        return False
    said = draft.attribution
    # "admits: 11,000 troops abroad": all that is said
    reach = 3 if draft.stance is Stance.ASSERTS else 6  # "dismissed reports of French soldiers in Mali"
    return said is None or not (
        said.nominal and said.content[0].start <= draft.range.start <= said.content[0].start + reach
    )
