"""The whole reading of one document: every step of the extraction, in order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from spacy.language import Language
from spacy.tokens import Doc

from kgbuild.extraction.agents import AgentResolver
from kgbuild.extraction.attribution import attributions
from kgbuild.extraction.boilerplate import boilerplate
from kgbuild.extraction.casualties import PeopleReader
from kgbuild.extraction.entities import Entity, EntityTable, Mentions, NameFinder
from kgbuild.extraction.events import EventFinder, EventMention
from kgbuild.extraction.model import Attribution
from kgbuild.extraction.parsing import parse
from kgbuild.extraction.people import find_people
from kgbuild.extraction.quantities import QuantityFinding, quantities
from kgbuild.extraction.roles import RoleReader
from kgbuild.extraction.silence import silences
from kgbuild.extraction.terms import TermFinder, Terms
from kgbuild.extraction.times import TimeFinding, times
from kgbuild.extraction.treaties import ResolutionMention, TreatyFinder, TreatyMention, find_resolutions
from kgbuild.knowledge.boilerplate import BoilerplatePatterns
from kgbuild.knowledge.confidence import ConfidenceWeights
from kgbuild.knowledge.cues import CueLexicon
from kgbuild.knowledge.evaluations import Evaluations
from kgbuild.knowledge.frames import Frames
from kgbuild.knowledge.gazetteer import Gazetteer
from kgbuild.knowledge.measures import QuantityLexicon, TimeLexicon
from kgbuild.knowledge.thesaurus import Thesaurus
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
    confidence: ConfidenceWeights

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
            ConfidenceWeights.load(),
        )


@dataclass(frozen=True, slots=True)
class Reading:
    """What was found in one document."""

    doc: Doc
    ignored: tuple[Span, ...]
    """Boilerplate, in characters."""
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

    def state(self, iso3: str) -> Entity:
        """Return the state of a code."""
        return self.table.state(iso3)

    def is_ignored(self, token: int) -> bool:
        """Whether a token stands in boilerplate."""
        at = self.doc[token].idx
        return any(span.start <= at < span.end for span in self.ignored)


class Reader:
    """Reads documents with one language model and one body of knowledge."""

    def __init__(self, nlp: Language, knowledge: Knowledge) -> None:
        self.nlp = nlp
        self.knowledge = knowledge
        self.table = EntityTable(knowledge.gazetteer)
        self._names = NameFinder(nlp, knowledge.gazetteer, self.table)
        self._materiel = TermFinder(nlp, knowledge.thesaurus.materiel)
        # What weapons are is for the materiel scheme to say; that they are stationed, for the frames.
        self._forces = TermFinder(nlp, knowledge.thesaurus.force_type, frozenset({"stationed-weapons"}))

    def parse(self, texts: Iterable[str]) -> Iterator[Doc]:
        """Parse texts, in order."""
        return parse(self.nlp, texts)

    def attributions(self, doc: Doc) -> list[Attribution]:
        """Return who said what, without events."""
        return attributions(doc, self.knowledge.cues)

    def read(self, doc: Doc, issued: PartialDate | None, home: Entity | None) -> Reading:
        """Find everything in a parsed document.

        Args:
            doc: the parsed stored text.
            issued: the day relative times count from.
            home: the state of the publisher, which "the government" means where no other is named.
        """
        known = self.knowledge
        materiel = self._materiel.find(doc)
        names = Mentions.of(self._names.find(doc))
        people = [p for p in find_people(doc, names, known.gazetteer.titles) if materiel.free(p.range)]
        mentions = Mentions.of([*names.all, *people])
        said = self.attributions(doc)
        said.extend(silences(doc, said))
        agents = AgentResolver(doc, mentions, known.gazetteer, self.table, said, home)
        forces = self._forces.find(doc).without(materiel)
        frames = known.frames
        people = PeopleReader(agents, mentions, forces, frames.people)
        roles = RoleReader(agents, mentions, materiel, known.thesaurus.materiel, forces, self.table, people)
        return Reading(
            doc,
            tuple(boilerplate(doc.text, known.boilerplate)),
            mentions,
            materiel,
            forces,
            tuple(said),
            agents,
            tuple(EventFinder(doc, roles, frames.events).find()),
            tuple(TreatyFinder(doc, mentions, agents, frames.treaty, known.gazetteer, self.table).find()),
            tuple(find_resolutions(doc, mentions, frames.resolution, frames.treaty, self.table)),
            tuple(quantities(doc, known.quantities)),
            tuple(times(doc, issued, known.times)),
            self.table,
        )
