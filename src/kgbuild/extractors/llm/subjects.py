"""What a claim of an answer is about: events and treaties with the parties that the document names."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeVar

from kgbuild.claims.model import (
    Agent,
    Casualties,
    Deployment,
    Place,
    Resolution,
    Subject,
    Transfer,
    Treaty,
)
from kgbuild.extractors.llm.answer import (
    Breached,
    CasualtiesAnswer,
    Consignment,
    DeploymentAnswer,
    Named,
    Topic,
    TransferAnswer,
    TreatyAnswer,
)
from kgbuild.extractors.llm.foreign import sound_alike
from kgbuild.extractors.llm.people import Cast
from kgbuild.extractors.llm.witness import Witness
from kgbuild.grounding.concepts import ConceptGrounder
from kgbuild.grounding.places import PlaceGrounder
from kgbuild.grounding.treaties import TreatyGrounder
from kgbuild.knowledge.gazetteer import Gazetteer
from kgbuild.knowledge.thesaurus import Scheme, Thesaurus

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Grounders:
    """What turns strings into things, for every document alike."""

    concepts: ConceptGrounder
    places: PlaceGrounder
    treaties: TreatyGrounder
    thesaurus: Thesaurus

    @classmethod
    def of(cls, gazetteer: Gazetteer, thesaurus: Thesaurus) -> Grounders:
        """Make them from what is known."""
        return cls(ConceptGrounder(thesaurus), PlaceGrounder(gazetteer), TreatyGrounder(gazetteer), thesaurus)


class Topics:
    """Grounds subjects, breaches and places of one document's claims."""

    def __init__(self, cast: Cast, witness: Witness, grounders: Grounders, foreign: bool = False) -> None:
        self._cast = cast
        self._witness = witness
        self._ground = grounders
        self._foreign = foreign

    def subject(self, about: Topic) -> tuple[Subject | None, tuple[str, ...]]:
        """Return what a claim is about, and the names of the answer that the document does not give."""
        match about:
            case TransferAnswer():
                subject: Subject | None = self._transfer(about, about.in_exchange_for)
                named: tuple[str | None, ...] = (about.supplier, about.recipient)
            case DeploymentAnswer():
                subject = self._deployment(about)
                named = (about.sender, about.destination)
            case CasualtiesAnswer():
                subject = Casualties(
                    force=self._cast.party(about.force),
                    civilian=about.civilian,
                    theatre=self._state(about.theatre),
                )
                named = (about.force, about.theatre)
            case TreatyAnswer():
                subject = self._treaty(about)
                named = (about.name, *about.parties)
        return subject, tuple(name for name in named if name and not self._is_proved(name, about))

    def places(self, names: Iterable[Named], about: Subject | None) -> tuple[Place, ...]:
        """Return the places that the document names, in the event's state where one lies there."""
        state = getattr(about, "destination", None) or getattr(about, "theatre", None)
        found: dict[Place, None] = {}
        for name in names:
            place = self._place(name, state)
            if place is not None:
                found[place] = None
        return tuple(found)

    def breached(self, breaches: Iterable[Breached]) -> tuple[Subject, ...]:
        """Return the treaties and resolutions that the document names as breached."""
        found: dict[Subject, None] = {}
        for breach in breaches:
            subject = self._breached(breach)
            if subject is not None:
                found[subject] = None
        return tuple(found)

    def _transfer(self, about: Consignment, in_exchange_for: Consignment | None = None) -> Transfer:
        supplier, recipient = self._cast.party(about.supplier), self._cast.party(about.recipient)
        if supplier is not None and supplier == recipient:
            recipient = None
        return Transfer(
            supplier=supplier,
            recipient=recipient,
            materiel=self._materiel(about.materiel, about.words),
            in_exchange_for=self._price(in_exchange_for),
        )

    def _price(self, given: Consignment | None) -> Transfer | None:
        """Return the transfer that another is given for; None where the document names nobody in it."""
        transfer = self._transfer(given) if given is not None else None
        return transfer if transfer is not None and (transfer.supplier or transfer.recipient) else None

    def _materiel(self, kind: str | None, words: str | None) -> str | None:
        """Return the kind that the document's words carry; an answer's kind may narrow it, not change it.

        Of several that they carry ("parts for tanks") the answer's counts, and where they hold a designation
        that the thesaurus lacks ("ZSU-23 guns") what the answer says that it is.
        """
        if not self._witness.says(words):
            words = kind if self._witness.says(kind) else None
            if words is None:
                return None
        told = self._ground.concepts.materiel(words or "")
        meant = self._ground.concepts.materiel(kind) if kind else None
        scheme = self._ground.thesaurus.materiel
        if meant is not None and (_carries(scheme, words or "", meant) or _has_unknown(scheme, words or "")):
            return meant
        return _narrower(scheme, told, meant)

    def _deployment(self, about: DeploymentAnswer) -> Deployment:
        sender, destination = self._cast.party(about.sender), self._state(about.destination)
        if sender is not None and sender == destination:
            destination = None
        return Deployment(
            sender=sender,
            destination=destination,
            force_type=self._ground.concepts.force_type(about.force_type) if about.force_type else None,
            in_support_of=self._cast.party(about.in_support_of),
            against=self._cast.party(about.against),
        )

    def _state(self, name: str | None) -> Agent | None:
        """Return the state of this name, or in which the place of this name lies."""
        state = self._cast.state(name)
        if state is None and name and self._witness.says(name):
            place = self._ground.places.place(name)
            state = place.in_state
        return state

    def _treaty(self, about: TreatyAnswer) -> Treaty | None:
        parties = _distinct(self._cast.party(name) for name in about.parties)
        signatories = _distinct(self._cast.agent(name) for name in about.signatories)
        obligations = _distinct(self._ground.concepts.obligation(words) for words in about.obligations)
        title = self._title(about.name, about.words)
        treaty = self._ground.treaties.treaty(title, parties, obligations)
        if not parties and treaty.name is None:
            return None
        earlier = self._title(about.revives)
        revived = self._ground.treaties.treaty(earlier, parties) if earlier is not None else None
        return treaty.model_copy(
            update={"signatories": signatories, "revives": revived if revived != treaty else None}
        )

    def _title(self, name: str | None, words: str | None = None) -> str | None:
        """Return a treaty's proper name, where the document gives it or another of the gazetteer's.

        In a document of another language its own words for it are enough.
        """
        if name is None or name.islower():
            return None
        if self._witness.says(name) or (self._foreign and self._witness.says(words)):
            return name
        known = self._ground.treaties.treaty(name)
        return name if any(map(self._witness.says, known.aliases)) else None

    def _breached(self, breach: Breached) -> Subject | None:
        title = self._title(breach.name)
        if title is not None:
            return self._ground.treaties.treaty(title)
        body = self._cast.agent(breach.body) if breach.body else None
        year = breach.year if breach.year and self._witness.says(str(breach.year)) else None
        number = breach.number if self._witness.says(breach.number) else None
        if year is None and number is None:
            return None
        return Resolution(adopted_by=body, adopted_in=year, number=number)

    def _place(self, told: Named, state: Agent | None) -> Place | None:
        name = told.name or told.words or ""
        if not name:
            return None
        place = self._ground.places.place(name)
        if not any(map(self._witness.says, (name, place.name, *place.aliases))):
            if not self._foreign or told.words is None or not self._witness.says(told.words):
                return None
            if not sound_alike(told.words, name):  # its own words, and no other place
                return Place(name=told.words)
        iso3 = state.iso3 if state is not None else None
        if iso3 is not None and place.in_state is not None and place.in_state.iso3 != iso3:
            near = self._ground.places.place(name, iso3)
            place = near if near.latitude is not None else place
        return place

    def _is_proved(self, name: str, about: Topic) -> bool:
        if isinstance(about, TreatyAnswer) and name == about.name:
            return name.islower() or self._title(name, about.words) is not None
        return self._cast.agent(name) is not None or self._state(name) is not None


def _carries(scheme: Scheme, words: str, kind: str) -> bool:
    """Whether some of the words name a kind, or a broader one."""
    parts = words.split()
    spans = (" ".join(parts[i:j]) for i in range(len(parts)) for j in range(i + 1, len(parts) + 1))
    return any(scheme.is_a(kind, key) for key in map(scheme.find, spans) if key is not None)


def _has_unknown(scheme: Scheme, words: str) -> bool:
    """Whether one of the words is a designation ("ZSU-23", "ATMOS") that the thesaurus lacks."""
    return any(
        scheme.find(word) is None
        and any(map(str.isalpha, word))
        and ((any(map(str.isdigit, word)) and word[:1].isupper()) or (len(word) > 2 and word.isupper()))
        for word in words.split()
    )


def _narrower(scheme: Scheme, told: str | None, meant: str | None) -> str | None:
    if told is None or meant is None:
        return told or meant
    return meant if scheme.is_a(meant, told) else told


def _distinct(found: Iterable[T | None]) -> tuple[T, ...]:
    return tuple(dict.fromkeys(item for item in found if item is not None))
