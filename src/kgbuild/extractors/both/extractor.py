"""The rules and a language model read the same documents; where they agree, a claim is sure."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from itertools import tee

from kgbuild.claims.bundle import Bundle
from kgbuild.claims.model import Claim, Reader
from kgbuild.documents.model import Document
from kgbuild.errors import ExtractorError
from kgbuild.extractors.base import Extractor, Fingerprint, settings_of
from kgbuild.extractors.both.matching import Pair, match, told
from kgbuild.extractors.both.unsure import Openness, Triggers, excerpt
from kgbuild.extractors.llm.extractor import ModelExtractor
from kgbuild.extractors.llm.sureness import WHY, Doubts, Sureness

PARAGRAPHS = ("all", "unsure")


class BothExtractor:
    """Reads by rules and by a language model, and tells who read what: sure where they agree."""

    languages = ()

    def __init__(
        self, rules: Extractor, model: ModelExtractor, sureness: Sureness, openness: Openness | None = None
    ) -> None:
        """Take both; with `openness` the model is asked only about paragraphs that the rules leave open."""
        self._rules = rules
        self._openness = openness
        self._read: dict[str, tuple[Claim, ...]] = {}
        """By key of the document what the rules read in it, until the model has read it too."""
        self.model = model
        """The part that asks; its report tells what became of the answers."""
        self._sureness = sureness
        if openness is not None:
            model.excerpt = self._open

    @classmethod
    @settings_of(ModelExtractor.load)
    def load(cls, *, paragraphs: str = "all", **settings: str) -> BothExtractor:
        """Make one; the settings are those of `ModelExtractor.load`, and raise what they raise there.

        Args:
            paragraphs: which ones the model is asked about, "all" or "unsure".
            settings: of the model.

        """
        if paragraphs not in PARAGRAPHS:
            raise ExtractorError(f"paragraphs: {paragraphs!r} is none of {', '.join(PARAGRAPHS)}")
        from kgbuild.extractors.rules.extractor import RulesExtractor  # noqa: PLC0415 - loads spaCy

        asking = ModelExtractor.load(**settings)
        openness = Openness(Triggers.load()) if paragraphs == "unsure" else None
        return cls(RulesExtractor.load(), asking, Sureness.load(), openness)

    def fingerprint(self) -> Fingerprint:
        """Return the fingerprints of the two readers as one."""
        rules, model = self._rules.fingerprint(), self.model.fingerprint()
        settings = f"{self._sureness}\n{'unsure' if self._openness else 'all'}"
        digest = hashlib.sha256(f"{rules.data}\n{model.data}\n{settings}".encode()).hexdigest()
        return Fingerprint(
            name="both", version=rules.version, model=f"{rules.model}; {model.model}", data=digest
        )

    def extract(self, documents: Iterable[Document]) -> Iterator[Bundle]:
        """Yield what both find in each document; one that only one of them reads has that one's claims."""
        first, second = tee(documents)
        found = self.model.extract(second)
        for document, by_model in zip(first, found, strict=True):
            by_rules = self._read.pop(document.key, None) or self._by_rules(document)
            alone, common = self._parted(document, by_rules)
            merged = [*alone, *self._merged(common, by_model.claims)]
            yield Bundle(by_model.document, tuple(sorted(merged, key=lambda c: c.evidence[0].span)))

    def _by_rules(self, document: Document) -> tuple[Claim, ...]:
        english = document.language.lower().startswith("en")
        return next(iter(self._rules.extract([document]))).claims if english else ()

    def _open(self, document: Document) -> Document:
        """Return what the rules leave open of a document; of one in another language all of it."""
        if self._openness is None or not document.language.lower().startswith("en"):
            return document
        self._read[document.key] = claims = self._by_rules(document)
        return excerpt(document, list(self._openness.paragraphs(document, claims)))

    def _parted(self, document: Document, claims: Sequence[Claim]) -> tuple[list[Claim], list[Claim]]:
        """Return the claims of the rules where only they read, and those where the model read too."""
        if self._openness is None:
            return [], list(claims)
        shut = [span for span, is_open in self._openness.paragraphs(document, claims) if not is_open]
        alone = [c for c in claims if any(each.start <= c.evidence[0].span.start < each.end for each in shut)]
        return alone, [claim for claim in claims if claim not in alone]

    def _merged(self, rules: Sequence[Claim], model: Sequence[Claim]) -> list[Claim]:
        """Return the claims of both, each with who read it and how sure it is."""
        pairs = match(rules, model)
        paired = {pair.model: pair for pair in pairs}
        matched = {pair.rules for pair in pairs}
        doubts = Doubts()
        claims = [
            self._read_by_model(claim, paired.get(number), rules, doubts.of(claim))
            for number, claim in sorted(enumerate(model), key=lambda each: each[1].evidence[0].span)
        ]
        claims += [
            _marked(claim, (Reader.RULES,), self._alone(claim))
            for i, claim in enumerate(rules)
            if i not in matched
        ]
        return claims

    def _read_by_model(
        self, claim: Claim, pair: Pair | None, rules: Sequence[Claim], doubts: tuple[str, ...]
    ) -> Claim:
        """Return the model's reading; what the rules read otherwise stands in its explanation only."""
        readers: tuple[Reader, ...] = (Reader.MODEL,)
        reader, more = "model", tuple[str, ...]()
        if pair is not None and not pair.differ:
            readers, reader = (Reader.RULES, Reader.MODEL), "agree"
            more = tuple(f"rules: {line}" for line in rules[pair.rules].explanation)
        elif pair is not None:
            reader = "differ"
            other = rules[pair.rules]
            more = tuple(f"{field}: rules read: {told(other, field)}" for field in pair.differ)
        confidence, why = self._sureness.of(reader, doubts)
        own = tuple(line for line in claim.explanation if not line.startswith(WHY))
        bare = claim.model_copy(update={"explanation": own})
        return _marked(bare, readers, confidence, (*more, f"{WHY}{why}"))

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
