"""The rules and a language model read the same documents; where they agree, a claim is sure."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from itertools import tee

from kgbuild.claims.bundle import Bundle
from kgbuild.claims.model import Claim, Reader
from kgbuild.documents.model import Document
from kgbuild.extractors.base import Extractor, Fingerprint, settings_of
from kgbuild.extractors.both.matching import Pair, match, told
from kgbuild.extractors.both.sureness import Sureness
from kgbuild.extractors.llm.extractor import ModelExtractor


class BothExtractor:
    """Reads by rules and by a language model, and tells who read what: sure where they agree."""

    languages = ()

    def __init__(self, rules: Extractor, model: ModelExtractor, sureness: Sureness) -> None:
        self._rules = rules
        self.model = model
        """The part that asks; its report tells what became of the answers."""
        self._sureness = sureness

    @classmethod
    @settings_of(ModelExtractor.load)
    def load(cls, **settings: str) -> BothExtractor:
        """Make one; the settings are those of `ModelExtractor.load`, and raise what they raise there."""
        from kgbuild.extractors.rules.extractor import RulesExtractor  # noqa: PLC0415 - loads spaCy

        asking = ModelExtractor.load(**settings)
        return cls(RulesExtractor.load(), asking, Sureness.load())

    def fingerprint(self) -> Fingerprint:
        """Return the fingerprints of the two readers as one."""
        rules, model = self._rules.fingerprint(), self.model.fingerprint()
        digest = hashlib.sha256(f"{rules.data}\n{model.data}\n{self._sureness}".encode()).hexdigest()
        return Fingerprint(
            name="both", version=rules.version, model=f"{rules.model}; {model.model}", data=digest
        )

    def extract(self, documents: Iterable[Document]) -> Iterator[Bundle]:
        """Yield what both find in each document; one that only one of them reads has that one's claims."""
        first, second = tee(documents)
        found = self.model.extract(second)
        for document, by_model in zip(first, found, strict=True):
            english = document.language.lower().startswith("en")
            by_rules = next(iter(self._rules.extract([document]))).claims if english else ()
            yield Bundle(by_model.document, tuple(self._merged(by_rules, by_model.claims)))

    def _merged(self, rules: Sequence[Claim], model: Sequence[Claim]) -> list[Claim]:
        """Return the claims of both in the order of the text, each with who read it and how sure it is."""
        pairs = match(rules, model)
        paired = {pair.model: pair for pair in pairs}
        matched = {pair.rules for pair in pairs}
        claims = [
            self._read_by_both(paired[j], rules, claim)
            if j in paired
            else _marked(claim, (Reader.MODEL,), self._sureness.model)
            for j, claim in enumerate(model)
        ]
        claims += [
            _marked(claim, (Reader.RULES,), self._alone(claim))
            for i, claim in enumerate(rules)
            if i not in matched
        ]
        return sorted(claims, key=lambda claim: claim.evidence[0].span)

    def _read_by_both(self, pair: Pair, rules: Sequence[Claim], claim: Claim) -> Claim:
        """Return the model's reading; what the rules read otherwise stands in its explanation only."""
        other = rules[pair.rules]
        if not pair.differ:
            how = tuple(f"rules: {line}" for line in other.explanation)
            return _marked(claim, (Reader.RULES, Reader.MODEL), self._sureness.agree, how)
        otherwise = tuple(f"{field}: rules read: {told(other, field)}" for field in pair.differ)
        return _marked(claim, (Reader.MODEL,), self._sureness.differ, otherwise)

    def _alone(self, claim: Claim) -> float | None:
        """Return how sure a claim is that only the rules read: no surer than such claims are."""
        if claim.confidence is None or not claim.about:
            return claim.confidence
        return min(claim.confidence, self._sureness.rules)


def _marked(
    claim: Claim, readers: tuple[Reader, ...], confidence: float | None, more: tuple[str, ...] = ()
) -> Claim:
    return claim.model_copy(
        update={
            "read_by": readers,
            "confidence": confidence,
            "explanation": (*claim.explanation, *more),
        }
    )
