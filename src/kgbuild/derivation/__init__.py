"""What claims add up to: statements that follow from others by rules, with an account of each."""

from kgbuild.derivation.changes import Watch
from kgbuild.derivation.engine import Summary, derive
from kgbuild.derivation.rules import Rule, RuleScope, load_rules
from kgbuild.derivation.union import Union, unite

__all__ = ["Rule", "RuleScope", "Summary", "Union", "Watch", "derive", "load_rules", "unite"]
