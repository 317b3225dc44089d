"""`kgbuild derive` with rules that call elsewhere or never end."""

from __future__ import annotations

from pathlib import Path

import pytest

from listening import listening
from processes import failed_in_one_line, kgbuild

GRAPH = Path(__file__).parents[1] / "resources" / "claims.ttl"
HEAD = """# title: T
# says: S.
# derives: kg:contradicts
# stratum: 3
# scope: corpus
# example: E.
PREFIX kg: <https://w3id.org/kgbuild/ns#>
CONSTRUCT { ?a kg:contradicts ?b . [] kg:derivedFrom ?a, ?b }
"""


def derive(folder: Path, where: str, *options: str) -> str:
    (folder / "mine.rq").write_text(f"{HEAD}WHERE {{ {where} }}\n", encoding="utf-8")
    out = folder / "out.nq"
    told = failed_in_one_line(kgbuild("derive", GRAPH, "-o", out, "--rules", folder, *options))
    assert not out.exists()
    assert told.startswith(f"{folder / 'mine.rq'}: ")
    return told


@pytest.mark.parametrize("silent", ["", "SILENT"])
def test_no_request_leaves_a_rule(silent: str, tmp_path: Path) -> None:
    with listening() as other:
        told = derive(tmp_path, f"?a a kg:Claim . SERVICE {silent} <{other.url}/> {{ ?b a kg:Claim }}")
        assert "asks another server (SERVICE), which is not allowed" in told
        assert other.seen == []


def test_another_server_is_asked_where_that_is_allowed(tmp_path: Path) -> None:
    with listening() as other:
        where = f"?a a kg:Claim . SERVICE <{other.url}/> {{ ?b a kg:Claim }}"
        assert "cannot be run" in derive(tmp_path, where, "--allow-federation")  # no answer is what comes
        assert other.seen


@pytest.mark.parametrize(
    ("where", "options", "told"),
    [
        (
            "?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l FILTER(CONCAT(STR(?a), STR(?l)) = '')",
            ["--timeout", "2"],
            "took longer than 2 s: ask for less, or raise --timeout",
        ),
        (
            "?a a kg:Claim BIND('0123456789abcdef' AS ?x0) "
            + " ".join(f"BIND(CONCAT(?x{i}, ?x{i}) AS ?x{i + 1})" for i in range(36))
            + " BIND(IRI(?x36) AS ?b)",
            ["--memory", "200"],
            "needs more than 200 MB: ask for less, or raise --memory",
        ),
    ],
    ids=["time", "memory"],
)
def test_a_rule_that_takes_too_much_is_ended(
    where: str, options: list[str], told: str, tmp_path: Path
) -> None:
    assert derive(tmp_path, where, *options).endswith(told)
