"""Strings to treaties, and treaties of the gazetteer to the claim model."""

from __future__ import annotations

from collections.abc import Iterable

from kgbuild.claims.model import Agent, Treaty
from kgbuild.knowledge.gazetteer import Gazetteer, TreatyEntry


class TreatyGrounder:
    """Finds the treaty that a name means."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer

    def treaty(
        self, name: str | None, parties: Iterable[Agent] = (), obligations: Iterable[str] = ()
    ) -> Treaty:
        """Return a treaty by its name in a text, if any, its parties and what it obliges them to.

        A treaty of the gazetteer has the name, the other names and the year that stand there; its parties are
        those that the text names.
        """
        entry = self._entry(name) if name is not None else None
        return treaty_of(entry, name, parties, (), obligations)

    def _entry(self, name: str) -> TreatyEntry | None:
        bare = " ".join(name.split()).strip('"“”«»')
        for form in (bare, bare.removeprefix("the ")):
            for sense in self._gazetteer.forms.get(form, ()):
                if sense.kind == "treaty":
                    return self._gazetteer.treaties[sense.key]
        return None


def treaty_of(
    entry: TreatyEntry | None,
    name: str | None,
    parties: Iterable[Agent],
    signatories: Iterable[Agent],
    obligations: Iterable[str],
) -> Treaty:
    """Return a treaty of the claim model; what the gazetteer's entry knows comes before the text's name."""
    return Treaty(
        name=entry.name if entry is not None else name,
        aliases=entry.aliases if entry is not None else (),
        parties=tuple(parties),
        signatories=tuple(signatories),
        obligations=tuple(obligations),
        signed_in=entry.signed_in if entry is not None else None,
    )
