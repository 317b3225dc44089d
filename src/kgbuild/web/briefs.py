"""A page on an event or agent for a memo: Markdown, or HTML, with footnotes to the sentences."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from kgbuild.views import AskedGraph
from kgbuild.views.agent import AgentView, agent
from kgbuild.views.event import EventView, event
from kgbuild.views.model import ClaimView, Node
from kgbuild.views.wording import EVENTS
from kgbuild.web.rendering import environment, rendered

FORMS = ("md", "html")


@dataclass(slots=True)
class Notes:
    """The footnotes of one brief: each claim has one, however often it is called upon."""

    claims: list[ClaimView] = field(default_factory=list)

    def of(self, claim: ClaimView) -> int:
        """Return the number of a claim's footnote."""
        if claim not in self.claims:
            self.claims.append(claim)
        return self.claims.index(claim) + 1


def brief(graph: AskedGraph, node: Node, form: str = "md") -> str:
    """Return the brief on a node. Raises MissingGraphError where the graph knows none of that name."""
    view = event(graph, node.iri) if node.kind in EVENTS else agent(graph, node.iri)
    return brief_of(view, form)


def brief_of(view: EventView | AgentView, form: str) -> str:
    """Return the brief on what a view shows."""
    templates = environment()
    templates.filters["md"] = in_markdown
    if form == "md":
        templates = templates.overlay(autoescape=False)
    name = f"brief-{'event' if isinstance(view, EventView) else 'agent'}.{form}"
    text = rendered(templates, name, {"view": view, "notes": Notes()})
    return re.sub(r"\n{3,}", "\n\n", text).strip() + "\n"


def in_markdown(text: str) -> str:
    """Return text on one line as Markdown that shows just that."""
    return re.sub(r"([\\`*_\[\]<>#|~$])", r"\\\1", re.sub(r"\s+", " ", text))
