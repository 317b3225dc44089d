"""Claims with their explanations, as a person reads them."""

from __future__ import annotations

from collections.abc import Iterator

from kgbuild.claims.model import Claim


def lines(claim: Claim) -> Iterator[str]:
    """Yield a claim and its explanation as a person reads them: a heading, the quote, then a line a field."""
    who = ", ".join(agent.name for agent in claim.claimants)
    about = ", ".join(_subject(subject) for subject in claim.about) or "no event"
    sure = f" (confidence {claim.confidence:.2f})" if claim.confidence is not None else ""
    yield f"{who} {claim.stance}, {claim.modality}: {about}{sure}"
    for evidence in claim.evidence:
        yield f"  at {evidence.span.start}-{evidence.span.end}: {' '.join(evidence.quote.split())}"
    yield from (f"  {line}" for line in claim.explanation)


def _subject(subject: object) -> str:
    fields = ("supplier", "recipient", "sender", "destination", "force", "theatre")
    named = {f: getattr(subject, f, None) for f in fields}
    parties = [f"{field} {agent.name}" for field, agent in named.items() if agent is not None]
    parties += [f"party {agent.name}" for agent in getattr(subject, "parties", ())]
    thing = (
        getattr(subject, "materiel", None)
        or getattr(subject, "force_type", None)
        or getattr(subject, "name", None)
    )
    return f"{type(subject).__name__} ({', '.join([*parties, *([thing] if thing else [])])})"
