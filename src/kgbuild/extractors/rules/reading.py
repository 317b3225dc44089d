"""The whole reading of one document: every step of the extraction, in order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from spacy.language import Language
from spacy.tokens import Doc

from kgbuild.extractors.rules.agents import AgentResolver
from kgbuild.extractors.rules.agents.allegiance import Allegiances, with_allegiances
from kgbuild.extractors.rules.agents.own import Own
from kgbuild.extractors.rules.attribution import attributed, attributions, viewed
from kgbuild.extractors.rules.attribution.continued import continued
from kgbuild.extractors.rules.attribution.refusals import as_refusals
from kgbuild.extractors.rules.attribution.remarks import remarks
from kgbuild.extractors.rules.attribution.silence import silences
from kgbuild.extractors.rules.attribution.transcripts import asked
from kgbuild.extractors.rules.boilerplate import boilerplate
from kgbuild.extractors.rules.events.events import EventFinder
from kgbuild.extractors.rules.events.mention import EventMention
from kgbuild.extractors.rules.events.people import PeopleReader
from kgbuild.extractors.rules.events.triggers import EventTriggers
from kgbuild.extractors.rules.layout import Line
from kgbuild.extractors.rules.model import Attribution, Range
from kgbuild.extractors.rules.names.mentions import Mentions
from kgbuild.extractors.rules.names.misread import is_misread
from kgbuild.extractors.rules.names.names import NameFinder
from kgbuild.extractors.rules.names.namesakes import Namesakes
from kgbuild.extractors.rules.names.people import find_people
from kgbuild.extractors.rules.names.terms import TermFinder, Terms
from kgbuild.extractors.rules.quantities import QuantityFinding, quantities
from kgbuild.extractors.rules.roles import RoleReader
from kgbuild.extractors.rules.roles.lists import Lists
from kgbuild.extractors.rules.roles.slots import Slots
from kgbuild.extractors.rules.syntax.parsing import parse
from kgbuild.extractors.rules.syntax.recase import Recaser
from kgbuild.extractors.rules.times import TimeFinding, times
from kgbuild.extractors.rules.treaties import ResolutionMention, TreatyFinder, TreatyMention, find_resolutions
from kgbuild.grounding.entities import Entity, EntityTable
from kgbuild.knowledge.boilerplate import BoilerplatePatterns
from kgbuild.knowledge.confidence import ConfidenceModel, StatementConfidence
from kgbuild.knowledge.cues import CueLexicon
from kgbuild.knowledge.evaluations import Evaluations
from kgbuild.knowledge.frames import Frames
from kgbuild.knowledge.gazetteer import Gazetteer
from kgbuild.knowledge.measures import QuantityLexicon, TimeLexicon
from kgbuild.knowledge.thesaurus import Thesaurus
from kgbuild.knowledge.words import Words
from kgbuild.spans import Span
from kgbuild.times import PartialDate


@dataclass(frozen=True, slots=True)
class Knowledge:
    """Everything the extraction knows before it reads."""

    gazetteer: Gazetteer
    thesaurus: Thesaurus
    frames: Frames
    cues: CueLexicon
    quantities: QuantityLexicon
    times: TimeLexicon
    boilerplate: BoilerplatePatterns
    evaluations: Evaluations
    words: Words
    confidence: ConfidenceModel
    statements: StatementConfidence

    @classmethod
    def load(cls) -> Knowledge:
        """Read the shipped data files."""
        return cls(
            Gazetteer.load(),
            Thesaurus.load(),
            Frames.load(),
            CueLexicon.load(),
            QuantityLexicon.load(),
            TimeLexicon.load(),
            BoilerplatePatterns.load(),
            Evaluations.load(),
            Words.load(),
            ConfidenceModel.load(),
            StatementConfidence.load(),
        )


@dataclass(frozen=True, slots=True)
class Reading:
    """What was found in one document."""

    doc: Doc
    ignored: tuple[Span, ...]
    """Boilerplate and what is only asked, in characters of the parsed text."""
    quotations: tuple[Range, ...]
    """Stretches between quotation marks."""
    lines: tuple[Line, ...]
    """The lines of the parsed text."""
    mentions: Mentions
    materiel: Terms
    forces: Terms
    attributions: tuple[Attribution, ...]
    agents: AgentResolver
    events: tuple[EventMention, ...]
    treaties: tuple[TreatyMention, ...]
    resolutions: tuple[ResolutionMention, ...]
    quantities: tuple[QuantityFinding, ...]
    times: tuple[TimeFinding, ...]
    table: EntityTable
    triggers: EventTriggers
    """The words that can tell of an event."""

    def state(self, iso3: str) -> Entity:
        """Return the state of a code."""
        return self.table.state(iso3)

    def is_ignored(self, token: int) -> bool:
        """Whether a token stands in boilerplate."""
        at = self.doc[token].idx
        return any(span.start <= at < span.end for span in self.ignored)


class RulesReader:
    """Reads documents with one language model and one body of knowledge."""

    def __init__(self, nlp: Language, knowledge: Knowledge) -> None:
        self.nlp = nlp
        self.knowledge = knowledge
        self.table = EntityTable(knowledge.gazetteer)
        words = knowledge.words
        self._triggers = EventTriggers(knowledge.frames.events)
        self._saying = knowledge.cues.saying
        self._names = NameFinder(nlp, knowledge.gazetteer, self.table, words.names)
        calendar = knowledge.times
        self._recaser = Recaser(
            nlp,
            (
                *calendar.weekdays,
                *(month for month in calendar.months if month not in calendar.ambiguous_months),
            ),
            knowledge.gazetteer,
        )
        self._materiel = TermFinder(
            nlp, knowledge.thesaurus.materiel, words.terms, unsure=words.terms.unsure_materiel
        )
        # What weapons are is for the materiel scheme to say; that they are stationed, for the frames.
        stationed = frozenset({"stationed-weapons"})
        self._forces = TermFinder(nlp, knowledge.thesaurus.force_type, words.terms, stationed)

    def parse(self, texts: Iterable[str]) -> Iterator[Doc]:
        """Parse texts, in order."""
        return parse(self.nlp, texts, self.knowledge.words.breaks, self.knowledge.cues.lines, self._recaser)

    def attributions(self, doc: Doc) -> list[Attribution]:
        """Return who said what, without events."""
        return attributions(doc, self.knowledge.cues)

    def read(self, doc: Doc, issued: PartialDate | None, publisher: Entity | None) -> Reading:
        """Find everything in a parsed document.

        Args:
            doc: the parsed stored text.
            issued: the day relative times count from.
            publisher: who speaks where nobody is quoted; it may name officials of its own state without one.

        """
        known, frames, table = self.knowledge, self.knowledge.frames, self.table
        materiel = self._materiel.find(doc)
        forces = self._forces.find(doc).without(materiel)
        mentions = self._mentions(doc, materiel)
        view = viewed(doc, known.cues)
        said = [a for a in attributed(view, known.cues) if not _is_dateline(doc, a, mentions)]
        said = as_refusals(doc, said, known.words.silence)
        said.extend(silences(doc, said, known.words.silence))
        home = publisher.state if publisher is not None else None
        said = remarks(doc, said, known.words.silence, known.evaluations)
        said.extend(continued(doc, said, known.words.agents.homes))
        official = publisher is not None and not publisher.is_media and publisher.party is not None
        allegiances = Allegiances(doc, mentions, known.words.agents.own_deeds, home, table, official)
        names = known.gazetteer
        mentions = with_allegiances(mentions, said, allegiances, names.titles, names.state_offices)
        own = Own(publisher, view.quotations) if publisher is not None else None
        agents = AgentResolver(
            doc, mentions, known.gazetteer, table, known.words.agents, said, allegiances, own
        )
        people = PeopleReader(agents, mentions, forces, frames.people)
        kinds = known.thesaurus.materiel
        slots = Slots(mentions, known.words.roles, Lists(doc, view.lines))
        roles = RoleReader(agents, mentions, materiel, kinds, forces, table, people, slots)
        return Reading(
            doc,
            (*boilerplate(doc.text, known.boilerplate, view.lines), *asked(view, known.evaluations)),
            tuple(view.quotations),
            view.lines,
            mentions,
            materiel,
            forces,
            tuple(said),
            agents,
            tuple(EventFinder(doc, roles, self._triggers, known.words.roles).find()),
            tuple(TreatyFinder(doc, mentions, agents, frames.treaty, known.gazetteer, table).find()),
            tuple(find_resolutions(doc, mentions, frames.resolution, frames.treaty, table)),
            tuple(quantities(doc, known.quantities)),
            tuple(times(doc, issued, known.times)),
            table,
            self._triggers,
        )

    def _mentions(self, doc: Doc, materiel: Terms) -> Mentions:
        """Return all names; what names a weapon names no person ("Tomahawk")."""
        titles, words = self.knowledge.gazetteer.titles, self.knowledge.words.names
        found = (m for m in self._names.find(doc) if not is_misread(doc, m, titles, words))
        namesakes = Namesakes(doc, found, self.knowledge.gazetteer, words, self._saying)
        names = Mentions.of(namesakes.mentions())
        people = find_people(doc, names, titles, words, namesakes.people)
        return Mentions.of([*names.all, *(p for p in people if materiel.free(p.range))])


def _is_dateline(doc: Doc, attribution: Attribution, mentions: Mentions) -> bool:
    """Whether what looks like a speaker is where a report was written ("NAIROBI: Ethiopia said ...").

    In a headline a capital speaks for its government ("Nairobi: Ethiopia has sent ...").
    """
    if attribution.rule != "label" or attribution.source is None:
        return False
    mention = mentions.at.get(attribution.source.start)
    if mention is None or mention.range != attribution.source or mention.role not in ("capital", "place"):
        return False
    at = doc[attribution.source.start].idx
    if doc.text[:at].rpartition("\n")[2].strip():
        return False  # inside a paragraph nobody writes where a report was written
    line = doc.text[at:].split("\n", 1)[0].rstrip("”\"’' ")
    return line.endswith((".", "!", "?"))
