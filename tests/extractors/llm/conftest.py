from __future__ import annotations

import pytest

from kgbuild.extractors.llm.ground import AnswerGrounder


@pytest.fixture(scope="session")
def grounder() -> AnswerGrounder:
    return AnswerGrounder.load()
