"""From the fields of a form on a document's page to a decision."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cached_property
from typing import Any

from pydantic import ValidationError

from kgbuild.claims.model import (
    Act,
    Agent,
    Casualties,
    Claim,
    Deployment,
    Event,
    EventTime,
    Evidence,
    Measure,
    Modality,
    Quantity,
    Reader,
    Transfer,
    Treaty,
)
from kgbuild.errors import ReviewError
from kgbuild.grounding.entities import EntityTable
from kgbuild.grounding.entities import agent as agent_of
from kgbuild.knowledge.gazetteer import Gazetteer
from kgbuild.knowledge.thesaurus import Scheme, Thesaurus
from kgbuild.review import Changes, Decision, Seen, Verb
from kgbuild.spans import Span
from kgbuild.views.document import DocumentView
from kgbuild.views.model import ClaimView
from kgbuild.views.wording import STANCES, plain

AGENT_KINDS = ("Organization", "Person", "Official")
"""What a name that the gazetteer lacks can be."""
KINDS = ("Transfer", "Deployment", "Casualties", "Treaty")
Form = Mapping[str, str]


class Decider:
    """Reads forms; names mean what the gazetteer and the thesaurus take them for."""

    def __init__(self, by: str) -> None:
        """Take who decides."""
        self.by = by

    @cached_property
    def _gazetteer(self) -> Gazetteer:
        return Gazetteer.load()

    @cached_property
    def _thesaurus(self) -> Thesaurus:
        return Thesaurus.load()

    @cached_property
    def _table(self) -> EntityTable:
        return EntityTable(self._gazetteer)

    @cached_property
    def choices(self) -> dict[str, list[tuple[str, str]]]:
        """The lists that fields are chosen from: what is stored, and what is shown."""
        return {
            "stance": [(name, plain(name)) for name in STANCES],
            "modality": [(each.value, plain(each.value)) for each in Modality],
            "act": [(each.value, plain(each.value)) for each in Act],
            "measure": [(each.value, plain(each.value)) for each in Measure],
            "kind": [(name, plain(name)) for name in KINDS],
            "thing": [*_concepts(self._thesaurus.materiel), *_concepts(self._thesaurus.force_type)],
            "state": sorted((entry.name, "") for entry in self._gazetteer.states.values()),
        }

    def decision(self, view: DocumentView, form: Form) -> Decision:
        """Return what a form decides on a document. Raises ReviewError where that is nothing."""
        try:
            verb = Verb(form.get("do", ""))
            told: dict[str, Any] = {"at": _now(), "by": self.by, "do": verb, "document": view.source.sha256}
            if verb is Verb.UNDO:
                return Decision(**told, undoes=form.get("undoes", ""))
            if verb is Verb.ADD:
                return Decision(**told, added=self._added(view, form))
            claim = next((each for each in view.claims if each.key == form.get("claim")), None)
            if claim is None:
                raise ReviewError("this document has no such claim: load its page anew")
            told |= {"claim": claim.key, "seen": _seen(claim)}
            if verb is Verb.CHANGE:
                changes = self._fields(form)
                if not changes:
                    raise ReviewError("nothing is changed: fill in what should be different")
                told["changes"] = Changes(**changes)
            return Decision(**told)
        except ValidationError as error:
            fault = error.errors(include_url=False)[0]
            where = " ".join(str(part) for part in fault["loc"])
            raise ReviewError(f"{where}: {fault['msg'].removeprefix('Value error, ')}") from error
        except ValueError as error:
            raise ReviewError(str(error)) from error

    def _added(self, view: DocumentView, form: Form) -> Claim:
        text = "".join(piece.text for piece in view.pieces)
        quote = form.get("quote", "")
        start = int(form["start"]) if form.get("start", "").isdigit() else text.find(quote)
        if not quote.strip() or text[start : start + len(quote)] != quote or start < 0:
            raise ReviewError("mark the words in the text, or copy them as they stand there")
        fields = self._fields(form)
        if not fields.get("claimants") or "stance" not in fields:
            raise ReviewError("a claim needs who makes it, and with which stance")
        return Claim(
            document=view.source.sha256[:16],
            evidence=(Evidence(span=Span(start, start + len(quote)), quote=quote),),
            read_by=(Reader.PERSON,),
            confidence=1.0,
            **fields,
        )

    def _fields(self, form: Form) -> dict[str, Any]:
        """Return the fields that are filled in."""
        told: dict[str, Any] = {
            name: value for name in ("stance", "modality", "act", "measure", "made_on", "cue")
            if (value := form.get(name, "").strip())
        }  # fmt: skip
        if names := form.get("claimant", "").strip():
            told["claimants"] = tuple(
                self._agent(name, form.get("claimant_kind", "")) for name in _split(names)
            )
        if form.get("kind"):
            told["about"] = (self._subject(form),)
        low, high = form.get("minimum", "").strip(), form.get("maximum", "").strip()
        if low or high:
            told["quantity"] = Quantity(minimum=_number(low), maximum=_number(high))
        if form.get("cumulative"):
            told["cumulative"] = form["cumulative"] == "true"
        if happened := form.get("happened", "").strip():
            begun, _, ended = happened.partition(" to ")
            told["event_time"] = EventTime.model_validate({"start": begun, "end": ended or begun})
        return told

    def _subject(self, form: Form) -> Event | Treaty:
        first, second = (self._maybe(form.get(name, "")) for name in ("from", "to"))
        thing = form.get("thing", "").strip()
        kind = form["kind"]
        if kind == "Transfer":
            materiel = _key(thing, self._thesaurus.materiel)
            return Transfer(supplier=first, recipient=second, materiel=materiel)
        if kind == "Deployment":
            force_type = _key(thing, self._thesaurus.force_type)
            return Deployment(sender=first, destination=second, force_type=force_type)
        if kind == "Casualties":
            return Casualties(force=first, theatre=second, civilian=form.get("civilian") == "true")
        if kind == "Treaty":
            return Treaty(name=thing or None, parties=tuple(agent for agent in (first, second) if agent))
        raise ReviewError(f"{kind!r} is no kind of event")

    def _maybe(self, name: str) -> Agent | None:
        return self._agent(name.strip(), "") if name.strip() else None

    def _agent(self, name: str, kind: str) -> Agent:
        known = self._table.named(name)
        if known is not None:
            return agent_of(known)
        return Agent.model_validate({"kind": kind if kind in AGENT_KINDS else "Organization", "name": name})


def _concepts(scheme: Scheme) -> list[tuple[str, str]]:
    return [(key, concept.label) for key, concept in sorted(scheme.concepts.items())]


def _key(words: str, scheme: Scheme) -> str | None:
    """Return the key of a concept by key or label. Raises ReviewError where there is none."""
    if not words or words in scheme.concepts:
        return words or None
    found = scheme.find(words)
    if found is None:
        raise ReviewError(f"{words!r} is no {scheme.name.replace('-', ' ')} of the thesaurus")
    return found


def _seen(claim: ClaimView) -> Seen:
    passage = claim.passages[0]
    names = tuple(node.name for node in claim.claimants)
    return Seen.model_validate(
        {
            "start": passage.start,
            "end": passage.end,
            "quote": passage.quote,
            "stance": claim.stance,
            "claimants": names,
        }
    )


def _split(names: str) -> list[str]:
    return [name.strip() for name in names.split(";") if name.strip()]


def _number(text: str) -> float | None:
    return float(text.replace(",", "")) if text else None


def _now() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
