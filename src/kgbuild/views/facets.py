"""What a list is narrowed down by."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from decimal import Decimal, InvalidOperation

from rdflib import Literal, URIRef
from rdflib.term import Identifier

from kgbuild.errors import QueryError
from kgbuild.graph.namespaces import KG

NARROWED = """\
  OPTIONAL { ?claim kg:madeOn ?madeOn }
  OPTIONAL { ?document dcterms:issued ?issued }
  OPTIONAL { ?claim kg:confidence ?confidence }  # ?least
  BIND(COALESCE(STR(?madeOn), STR(?issued)) AS ?day)
  FILTER(!BOUND(?wantedStance) || ?stance = ?wantedStance)
  FILTER(!BOUND(?since) || COALESCE(?day >= ?since, false))
  FILTER(!BOUND(?until) || COALESCE(?day <= ?until, false))
  FILTER(!BOUND(?least) || COALESCE(?confidence >= ?least, false))
  FILTER(!BOUND(?wantedPublisher) || EXISTS { ?document dcterms:publisher ?wantedPublisher })
"""
"""What queries ask of a `?claim` with its `?stance` and `?document`: `Facets.terms` has the wishes."""
_DAY = re.compile(r"\d{4}(-\d\d(-\d\d)?)?")


@dataclass(frozen=True, slots=True)
class Facets:
    """Wishes, "" where there is none; a claim has to meet all of them."""

    kind: str = ""
    """Local name of the event's class ("Deployment")."""
    standing: str = ""
    stance: str = ""
    state: str = ""
    """IRI of who takes part in the event, makes the claim or is spoken for."""
    publisher: str = ""
    """IRI of the document's publisher."""
    since: str = ""
    """The first day, month or year on which it was said."""
    until: str = ""
    least: str = ""
    """The least confidence, 0 to 1."""

    @classmethod
    def of(cls, given: Mapping[str, str]) -> Facets:
        """Return the wishes among the parameters of a request. Raises QueryError where one is no wish."""
        found = cls(**{f.name: given.get(f.name, "").strip() for f in fields(cls)})
        for name in ("since", "until"):
            if (day := getattr(found, name)) and not _DAY.fullmatch(day):
                raise QueryError(f"{name}: {day!r} is no day: write it as 2024-10-31, 2024-10 or 2024")
        try:
            sure = not found.least or 0 <= Decimal(found.least) <= 1
        except InvalidOperation:
            sure = False
        if not sure:
            raise QueryError(f"least: {found.least!r} is no confidence: write a number from 0 to 1")
        return found

    def told(self) -> dict[str, str]:
        """Return the wishes that there are, as a request has them."""
        return {f.name: value for f in fields(self) if (value := getattr(self, f.name))}

    def without(self, name: str) -> Facets:
        """Return the wishes but for one."""
        return replace(self, **{name: ""})

    def terms(self) -> dict[str, Iterable[Identifier]]:
        """Return the values of a query's variables for what is wished of claims; others stay unbound."""
        given: dict[str, Identifier] = {}
        if self.stance:
            given["wantedStance"] = KG[self.stance]
        if self.publisher:
            given["wantedPublisher"] = URIRef(self.publisher)
        if self.since:
            given["since"] = Literal(self.since)
        if self.until:
            given["until"] = Literal(f"{self.until}~")  # behind all days of a month or year
        if self.least:
            given["least"] = Literal(Decimal(self.least))
        return {name: [term] for name, term in given.items()}
