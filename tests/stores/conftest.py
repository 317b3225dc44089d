"""Stores to load into: each test gets an empty one of its own."""

from __future__ import annotations

import pytest
from places import MAKERS, Place, fuseki_dataset

from servers import Server


@pytest.fixture(params=sorted(MAKERS))
def place(request: pytest.FixtureRequest) -> Place:
    """An empty store of each kind."""
    return MAKERS[request.param](request)


@pytest.fixture
def dataset(fuseki: Server) -> str:
    """An empty dataset of Fuseki."""
    return fuseki_dataset(fuseki)
