"""The templates, and what all of them can use."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from kgbuild.query.results import words
from kgbuild.views.wording import EVENTS, STANCES, STANDINGS, plain
from kgbuild.web.names import ending
from kgbuild.web.tables import link


def environment() -> Environment:
    """Return the templates; whatever a document says is text in them, never markup."""
    found = Environment(
        loader=PackageLoader("kgbuild.web"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    found.globals |= {"link": link, "words": words, "ending": ending, "plain": plain}
    found.globals |= {"STANCES": STANCES, "STANDINGS": STANDINGS, "EVENTS": EVENTS}
    found.filters |= {"number": "{:,}".format, "percent": lambda share: f"{share:.0%}"}
    return found


def rendered(templates: Environment, name: str, values: Mapping[str, Any]) -> str:
    """Return a page."""
    return templates.get_template(name).render(values)
