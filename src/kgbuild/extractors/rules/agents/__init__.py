"""Who is meant by a noun phrase: names, descriptions ("the envoy"), bodies of states, pronouns."""

from kgbuild.extractors.rules.agents.resolver import AgentResolver

__all__ = ["AgentResolver"]
