"""Names that were probably meant."""

from __future__ import annotations

import pytest

from kgbuild.nearest import did_you_mean, nearest

NAMES = ("denials", "demands", "treaties", "treaty-acts", "unquoted-treaties", "by")


@pytest.mark.parametrize(
    ("name", "near"),
    [
        ("denial", ["denials"]),
        ("DENIALS", ["denials"]),
        ("treaty", ["treaties", "treaty-acts"]),
        ("acts", ["treaty-acts"]),
        ("all-demands-of-states", ["demands"]),
        ("standby", []),
        ("by", ["by"]),
        ("xyz", []),
        ("", []),
    ],
)
def test_what_comes_near_by_spelling_or_as_a_part(name: str, near: list[str]) -> None:
    assert nearest(name, NAMES) == near


def test_no_more_than_three_whatever_their_order() -> None:
    many = {f"losses-{n}" for n in range(9)}
    assert nearest("losses", many) == nearest("losses", sorted(many, reverse=True))
    assert len(nearest("losses", many)) == 3


def test_the_hint_in_words() -> None:
    assert did_you_mean("denial", NAMES) == " did you mean denials?"
    assert did_you_mean("treaty", NAMES) == " did you mean treaties or treaty-acts?"
    assert did_you_mean("losses", ["losses-a", "losses-b", "losses-c"]).count(" or ") == 1
    assert did_you_mean("xyz", NAMES) == ""
