"""From drafts to claims: entities become agents, tokens become spans, findings become values."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from spacy.tokens import Token

from kgbuild.claims.model import (
    Agent,
    Casualties,
    Claim,
    Deployment,
    EventTime,
    Evidence,
    Quantity,
    Resolution,
    Subject,
    Transfer,
    Treaty,
)
from kgbuild.extractors.rules.agents.phrases import wording
from kgbuild.extractors.rules.model import Attribution, Range
from kgbuild.extractors.rules.quantities import QuantityFinding
from kgbuild.extractors.rules.reading import Knowledge, Reading
from kgbuild.extractors.rules.syntax.clean import stored_span, stored_text
from kgbuild.extractors.rules.telling.confidence import Signs
from kgbuild.extractors.rules.telling.draft import Draft, Profile
from kgbuild.extractors.rules.telling.drafting import Drafting
from kgbuild.extractors.rules.telling.explaining import explanation
from kgbuild.extractors.rules.telling.quotes import quote_of, quote_of_statement
from kgbuild.extractors.rules.times import TimeFinding
from kgbuild.extractors.rules.treaties import ResolutionMention, TreatyMention
from kgbuild.grounding.entities import Entity, EntityTable, agent
from kgbuild.grounding.places import placed
from kgbuild.grounding.treaties import treaty_of
from kgbuild.spans import Span


class ClaimWriter:
    """Makes the claims of one document."""

    def __init__(
        self, document: str, reading: Reading, knowledge: Knowledge, table: EntityTable, offset: int = 0
    ) -> None:
        self._document = document
        self._reading = reading
        self._doc = reading.doc
        self._text = stored_text(reading.doc)
        self._offset = offset  # where this reading begins in the stored text
        self._gazetteer = knowledge.gazetteer
        self._model = knowledge.confidence
        self._table = table

    def claims(self, drafting: Drafting) -> Iterator[Claim]:
        """Yield one claim for each draft, then one for each statement that no draft came from."""
        drafts = drafting.drafts()
        signs = Signs(drafts, self._doc, self._reading.mentions)
        for draft in drafts:
            yield self.claim(draft, self._model.confidence(signs.of(draft)))
        for draft, confidence in drafting.statements(drafts):
            yield self.claim(draft, confidence)

    def claim(self, draft: Draft, confidence: float | None = None) -> Claim:
        """Return the claim of one draft."""
        attribution = draft.attribution
        return Claim(
            document=self._document,
            claimants=self._claimants(draft),
            stance=draft.stance,
            modality=draft.modality,
            about=tuple(s for s in (self._subject(draft.profile),) if s is not None),
            act=draft.act,
            relayed_by=tuple(agent(e) for e in draft.relays),
            quantity=_quantity(draft.quantity),
            measure=draft.measure
            if draft.quantity is not None or draft.profile.kind == "Casualties"
            else None,
            cumulative=draft.quantity.cumulative if draft.quantity is not None else None,
            places=tuple(placed(p, self._table) for p in draft.places),
            event_time=_event_time(draft.event_times),
            made_on=draft.made_on.shared if draft.made_on is not None else None,
            time_expressions=tuple(
                dict.fromkeys(
                    t.words for t in (*draft.event_times, *((draft.made_on,) if draft.made_on else ()))
                )
            ),
            alleges_breach_of=tuple(s for b in draft.breaches for s in self._broken(b)),
            cue=self._cue(attribution),
            confidence=confidence,
            evidence=(self._evidence(self._quote(draft)),),
            claimant_span=self._span(attribution.source)
            if attribution is not None and attribution.source
            else None,
            cue_span=self._cue_span(attribution),
            content_spans=self._contents(attribution) or (self._span(draft.range),),
            explanation=explanation(draft, self._doc),
        )

    def _quote(self, draft: Draft) -> Range:
        if draft.attribution is not None and draft.profile.kind == "Statement":
            return quote_of_statement(draft.attribution, self._doc)
        return quote_of(draft, self._doc)

    def _claimants(self, draft: Draft) -> tuple[Agent, ...]:
        """Return who speaks; a single organization also under the words that name it here."""
        agents = tuple(agent(e) for e in draft.claimants)
        said = draft.attribution
        if len(agents) != 1 or said is None or said.source_head is None or agents[0].kind != "Organization":
            return agents
        words = _name_in_text(self._doc[said.source_head])
        known = {name.casefold() for name in (agents[0].name, *agents[0].aliases)}
        if words is None or words.casefold() in known:
            return agents
        return (agents[0].model_copy(update={"aliases": (*agents[0].aliases, words)}),)

    # Spans

    def _span(self, words: Range) -> Span:
        start, end = words
        while start < end - 1 and (self._doc[start].is_space or self._doc[start].text in _CLOSING):
            start += 1
        while end - 1 > start and (self._doc[end - 1].is_space or self._doc[end - 1].text in _OPENING):
            end -= 1
        first, last = stored_span(self._doc, start, end)
        return Span(self._offset + first, self._offset + last)

    def _evidence(self, words: Range) -> Evidence:
        first, last = stored_span(self._doc, words.start, words.end)
        span = Span(self._offset + first, self._offset + last)
        return Evidence(span=span, quote=self._text[span.start - self._offset : span.end - self._offset])

    def _contents(self, attribution: Attribution | None) -> tuple[Span, ...]:
        return tuple(self._span(part) for part in attribution.content) if attribution is not None else ()

    def _cue(self, attribution: Attribution | None) -> str | None:
        if attribution is None or not attribution.cue:
            return None
        stretches: list[Range] = []
        for i in sorted(set(attribution.cue)):
            if stretches and stretches[-1].end == i:
                stretches[-1] = Range(stretches[-1].start, i + 1)
            else:
                stretches.append(Range(i, i + 1))
        spans = map(self._span, stretches)
        # Each stretch in the words of the stored text, which are not always those that were parsed
        return " ".join(self._text[s.start - self._offset : s.end - self._offset] for s in spans)

    def _cue_span(self, attribution: Attribution | None) -> Span | None:
        if attribution is None or not attribution.cue:
            return None
        return self._span(Range(min(attribution.cue), max(attribution.cue) + 1))

    # Subjects

    def _subject(self, profile: Profile) -> Subject | None:
        roles = {role: agent(e) if e is not None else None for role, e in profile.roles.items()}
        match profile.kind:
            case "Transfer":
                return _transfer(profile)
            case "Deployment":
                return Deployment(
                    sender=roles["sender"],
                    destination=roles["destination"],
                    force_type=profile.concept,
                    in_support_of=_agent(profile.in_support_of),
                    against=_agent(profile.against),
                )
            case "Casualties":
                return Casualties(
                    force=roles["force"], civilian=bool(profile.civilian), theatre=roles["theatre"]
                )
            case _:
                return self._treaty(profile.treaty) if profile.treaty is not None else None

    def _treaty(self, mention: TreatyMention) -> Treaty:
        entry = self._gazetteer.treaties.get(mention.key) if mention.key is not None else None
        parties, signatories = map(agent, mention.parties), map(agent, mention.signatories)
        return treaty_of(entry, mention.name, parties, signatories, mention.obligations)

    def _broken(self, breach: ResolutionMention | TreatyMention) -> Iterator[Subject]:
        if isinstance(breach, TreatyMention):
            yield self._treaty(breach)
            return
        adopter = agent(breach.adopter) if breach.adopter is not None else None
        for year in breach.years:
            yield Resolution(adopted_by=adopter, adopted_in=year)
        for number in breach.numbers:
            yield Resolution(adopted_by=adopter, number=number)


_CLOSING = frozenset({",", ".", ";", "”", "’", ")"})
_OPENING = frozenset({",", ".", ";", "“", "‘", "(", '"'})


def _agent(entity: Entity | None) -> Agent | None:
    return agent(entity) if entity is not None else None


def _transfer(profile: Profile, returned: bool = True) -> Transfer:
    """Return a transfer, and what it is given for, but not what that is given for in its turn."""
    price_of = profile.price_of if returned else None
    return Transfer(
        supplier=_agent(profile.roles["supplier"]),
        recipient=_agent(profile.roles["recipient"]),
        materiel=profile.concept,
        in_exchange_for=_transfer(price_of, returned=False) if price_of is not None else None,
    )


def _name_in_text(head: Token) -> str | None:
    """Return the words that name somebody by themselves: not "it", "its army" or "the ministry"."""
    words = wording(head)
    if head.pos_ == "PRON" or head.doc[head.left_edge.i].tag_ == "PRP$":
        return None
    return words if " " in words or words[:1].isupper() else None


def _quantity(finding: QuantityFinding | None) -> Quantity | None:
    if finding is None or (finding.minimum is None and finding.maximum is None):
        return None
    return Quantity(
        minimum=finding.minimum, maximum=finding.maximum, unit=finding.unit, approximate=finding.approximate
    )


def _event_time(times: Iterable[TimeFinding]) -> EventTime | None:
    for finding in times:
        if finding.start is not None or finding.end is not None:
            return EventTime(start=finding.start, end=finding.end)
    return None
