"""Conclusions and their accounts: what a rule's template yields becomes statements and derivations."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping

import pyoxigraph as ox

from kgbuild.derivation import terms
from kgbuild.derivation.rules import Rule
from kgbuild.errors import RuleError

_DIGITS = 16


class Conclusions:
    """What one rule has yielded so far.

    The account of a conclusion is a node named by a digest of the rule and of what the account concerns or,
    where it concerns nothing, of its claims: accounts of the same become one.
    """

    def __init__(self, rule: Rule, base: str) -> None:
        self.rule = rule
        self.statements: dict[ox.Triple, None] = {}
        self._base = base
        self._iri = ox.NamedNode(f"{base}rule/{rule.name}")
        self._named: dict[frozenset[str], ox.NamedNode] = {}
        self._accounts: dict[ox.NamedNode, tuple[frozenset[str], set[str]]] = {}

    @property
    def derivations(self) -> int:
        """How many accounts there are."""
        return len(self._accounts)

    def take(self, triples: Iterable[ox.Triple]) -> list[ox.Triple]:
        """Add what the template yielded and return the statements that are new.

        Raises RuleError where the template yields another property than the rule says, or an account that is
        not made of kg:derivedFrom and kg:concerns.
        """
        told: dict[str, tuple[set[str], set[str]]] = {}
        fresh: list[ox.Triple] = []
        for triple in triples:
            if isinstance(triple.subject, ox.BlankNode):
                account = told.get(triple.subject.value)
                if account is None:
                    account = told[triple.subject.value] = (set(), set())
                self._account(triple, *account)
            elif triple not in self.statements:
                self._check(triple)
                self.statements[triple] = None
                fresh.append(triple)
        for concerns, claims in told.values():
            about = frozenset(concerns)
            iri = self._named.get(about)
            if iri is None or not claims:
                iri = self._name(concerns, claims)
                if about:
                    self._named[about] = iri
            self._accounts.setdefault(iri, (about, set()))[1].update(claims)
        return fresh

    def check(self, blocks: Mapping[str, int]) -> None:
        """Raise RuleError where a statement has no account, or joins claims of two blocks."""
        if self.rule.makes:
            self._check_made()
        members: dict[str, set[ox.NamedNode]] = {}
        for iri, (concerns, claims) in self._accounts.items():
            for node in (*concerns, *claims):
                members.setdefault(node, set()).add(iri)
        for triple in self.statements:
            # The account of a node that is made is that of all that is said of it
            told = (triple.subject,) if self.rule.makes else (triple.subject, triple.object)
            ends = [end for end in map(self._individual, told) if end]
            if not ends or not set.intersection(*(members.get(end, set()) for end in ends)):
                self._fail(
                    f"{triple.subject} {triple.predicate} {triple.object} has no account: let the template "
                    "say [] kg:derivedFrom its claims, and kg:concerns what is no claim"
                )
            if len({blocks[end] for end in ends if end in blocks}) > 1:
                self._fail(
                    "joins claims that are not connected through what they are about: "
                    "give it the scope corpus"
                )

    def quads(self, graph: ox.NamedNode) -> Iterator[ox.Quad]:
        """Yield the statements and their accounts."""
        for triple in self.statements:
            yield ox.Quad(triple.subject, triple.predicate, triple.object, graph)
        for iri, (concerns, claims) in self._accounts.items():
            yield ox.Quad(iri, terms.TYPE, terms.DERIVATION, graph)
            yield ox.Quad(iri, terms.RULE, self._iri, graph)
            for node in concerns:
                yield ox.Quad(iri, terms.CONCERNS, ox.NamedNode(node), graph)
            for claim in claims:
                yield ox.Quad(iri, terms.DERIVED_FROM, ox.NamedNode(claim), graph)

    def _account(self, triple: ox.Triple, concerns: set[str], claims: set[str]) -> None:
        if not isinstance(triple.object, ox.NamedNode):
            self._fail("the account of a conclusion points to something that has no name")
        elif triple.predicate == terms.DERIVED_FROM:
            claims.add(triple.object.value)
        elif triple.predicate == terms.CONCERNS:
            concerns.add(triple.object.value)
        else:
            self._fail(f"the account has {triple.predicate}: it takes kg:derivedFrom and kg:concerns only")

    def _check_made(self) -> None:
        kind = ox.NamedNode(self.rule.derives)
        made = {t.subject for t in self.statements if (t.predicate, t.object) == (terms.TYPE, kind)}
        for triple in self.statements:
            if triple.subject not in made:
                self._fail(f"says something of {triple.subject}, which it does not make a {kind}")

    def _check(self, triple: ox.Triple) -> None:
        if not self.rule.makes and triple.predicate.value != self.rule.derives:
            self._fail(f"the template yields {triple.predicate}, but the head says {self.rule.derives}")
        if isinstance(triple.object, ox.BlankNode | ox.Triple) or isinstance(triple.subject, ox.Triple):
            self._fail("a conclusion points to something that has no name")

    def _individual(self, end: object) -> str | None:
        return end.value if isinstance(end, ox.NamedNode) and end.value.startswith(self._base) else None

    def _name(self, concerns: set[str], claims: set[str]) -> ox.NamedNode:
        if not claims:
            self._fail("an account names no claim: let the template say [] kg:derivedFrom ?claim")
        what = ["concerns", *sorted(concerns)] if concerns else ["claims", *sorted(claims)]
        identity = [self.rule.name, *(each.removeprefix(self._base) for each in what)]
        digest = hashlib.sha256(json.dumps(identity).encode("ascii")).hexdigest()[:_DIGITS]
        return ox.NamedNode(f"{self._base}derivation/{digest}")

    def _fail(self, problem: str) -> None:
        raise RuleError(f"{self.rule.place}: {problem}")


def describe(rule: Rule, base: str, graph: ox.NamedNode) -> Iterator[ox.Quad]:
    """Yield what the graph of derived statements says of a rule."""
    iri = ox.NamedNode(f"{base}rule/{rule.name}")
    yield ox.Quad(iri, terms.TYPE, terms.RULE_CLASS, graph)
    yield ox.Quad(iri, terms.LABEL, ox.Literal(rule.title), graph)
    yield ox.Quad(iri, terms.COMMENT, ox.Literal(rule.says), graph)
    yield ox.Quad(iri, terms.DERIVES, ox.NamedNode(rule.derives), graph)
    yield ox.Quad(iri, terms.VERSION, ox.Literal(rule.version), graph)
