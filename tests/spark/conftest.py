"""A Spark of several processes, in which an extractor of the tests can be found."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NoReturn

import pytest

from kgbuild.spark import session

DEADLY = '''
import os, signal
from pathlib import Path
from kgbuild.extractors.jsonl import JsonLinesExtractor

class Deadly(JsonLinesExtractor):
    """Kills the first process that reads with it: that which the file `victim` is named in."""
    def __init__(self, file, victim):
        super().__init__(file)
        self._victim = Path(victim)

    def extract(self, documents):
        try:
            with self._victim.open("x") as stream:
                stream.write(str(os.getpid()))
        except FileExistsError:
            yield from super().extract(documents)
        else:
            os.kill(os.getpid(), signal.SIGKILL)
'''
QUICK = {
    "spark.sql.shuffle.partitions": "3",
    # What pays off in hours costs seconds here
    "spark.sql.adaptive.enabled": "false",
    "spark.sql.codegen.wholeStage": "false",
    "spark.driver.extraJavaOptions": "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC",
    "spark.executor.extraJavaOptions": "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC",
    "spark.task.maxFailures": "2",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.driver.host": "127.0.0.1",
}


@pytest.fixture(scope="session")
def deadly(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a package that brings the extractor `deadly`."""
    folder = tmp_path_factory.mktemp("deadly")
    (folder / "deadly.py").write_text(DEADLY)
    about = folder / "deadly-1.dist-info"
    about.mkdir()
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: deadly\nVersion: 1\n")
    (about / "entry_points.txt").write_text("[kgbuild.extractors]\ndeadly = deadly:Deadly\n")
    return folder


@pytest.fixture(scope="session")
def cluster(
    deadly: Path, lacking: Callable[[str], NoReturn], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Any]:
    """A session on two workers with an executor each, in processes of their own."""
    if shutil.which("java") is None:
        lacking("no java on this machine: Spark needs it")
    for needed in ("pyspark", "pyarrow", "pandas"):
        if find_spec(needed) is None:
            lacking(f"no {needed} here: pip install 'kgbuild[spark]'")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYSPARK_PYTHON", sys.executable)
        patch.setenv("SPARK_LOCAL_IP", "127.0.0.1")
        patch.setenv("SPARK_WORKER_DIR", str(tmp_path_factory.mktemp("workers")))
        patch.delenv("SPARK_HOME", raising=False)
        paths = os.pathsep.join([str(deadly), *filter(None, [os.environ.get("PYTHONPATH")])])
        with session("local-cluster[2,1,1024]", QUICK | {"spark.executorEnv.PYTHONPATH": paths}) as started:
            yield started
