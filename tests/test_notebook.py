"""The notebook of the manual runs from top to bottom, and is kept without its output."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

NOTEBOOK = Path(__file__).parents[1] / "docs" / "stores" / "notebook.ipynb"


def test_it_is_kept_without_output() -> None:
    """Figures of one day would be read as those of another."""
    for cell in json.loads(NOTEBOOK.read_text(encoding="utf-8"))["cells"]:
        assert not cell.get("outputs")
        assert cell.get("execution_count") is None


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::ResourceWarning", "ignore::RuntimeWarning")
def test_it_runs(needed: Callable[[str], Any], tmp_path: Path) -> None:
    nbformat, client = needed("nbformat"), needed("nbclient").NotebookClient
    needed("ipykernel")
    needed("pandas")
    notebook = nbformat.read(NOTEBOOK, as_version=4)
    client(notebook, timeout=300, resources={"metadata": {"path": str(tmp_path)}}).execute()
    shown = [
        output["data"]["text/plain"]
        for cell in notebook.cells
        for output in cell.get("outputs", ())
        if output.output_type == "execute_result"
    ]
    assert any("Asserts" in text for text in shown)
    assert any("claimant" in text and "quote" in text for text in shown)
