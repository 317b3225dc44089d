"""A Spark session, and its errors in one line."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from kgbuild import errors
from kgbuild.errors import KGBuildError, SparkError

_OWN = re.compile(r"kgbuild\.errors\.(\w+): (.+)")
"""How an error of kgbuild ends the traceback that Spark passes on from a worker."""
_OWN_OF_SPARK = re.compile(r"^(?:\w+\.)+(?:\w*Exception|\w*Error): *", re.MULTILINE)
_LONGEST = 300
_DEFAULTS = {
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.log.level": "OFF",
    "spark.sql.execution.arrow.maxRecordsPerBatch": "1000",
}
"""What is set where nobody else has."""


@contextmanager
def session(master: str | None = None, settings: Mapping[str, str] | None = None) -> Iterator[Any]:
    """Yield a session: that of this process, else a new one, which ends with the block.

    `master` is where it runs; without one, what spark-submit or its files of settings say counts, else all
    cores of this machine. Raises SparkError where Spark is not installed or does not start, and what it
    raises within the block in one line.
    """
    conf_type, session_type = _imported()
    with in_one_line(), warnings.catch_warnings():
        warnings.filterwarnings("ignore", "PySpark does not yet fully support pandas", FutureWarning)
        running = session_type.getActiveSession()
        if running is not None:
            yield running
            return
        conf = conf_type()
        for name, value in {**_DEFAULTS, **(settings or {})}.items():
            if (settings and name in settings) or not conf.contains(name):
                conf.set(name, value)
        if master or not conf.contains("spark.master"):
            conf.setMaster(master or "local[*]")
        started = session_type.builder.config(conf=conf).appName("kgbuild").getOrCreate()
        try:
            if not conf.contains("spark.sql.shuffle.partitions"):
                parts = max(2, 2 * started.sparkContext.defaultParallelism)
                started.conf.set("spark.sql.shuffle.partitions", str(parts))
            yield started
        finally:
            started.stop()


def _imported() -> tuple[Any, Any]:
    try:
        import pandas  # noqa: F401, PLC0415 - mapInArrow asks for it
        import pyarrow  # noqa: F401, PLC0415
        from pyspark import SparkConf  # noqa: PLC0415
        from pyspark.sql import SparkSession  # noqa: PLC0415
    except ImportError as error:
        raise SparkError(
            f"Spark is not installed ({error.name}): pip install 'kgbuild[spark]'; it also needs Java 17"
        ) from error
    return SparkConf, SparkSession


@contextmanager
def in_one_line() -> Iterator[None]:
    """Let what Spark raises be an error of kgbuild: the one that a worker raised, else a SparkError."""
    try:
        yield
    except KGBuildError:
        raise
    except Exception as error:
        if type(error).__module__.partition(".")[0] not in ("pyspark", "py4j"):
            raise
        raise _translated(str(error)) from error


def _translated(told: str) -> KGBuildError:
    """Return the error that a traceback of Spark tells of."""
    for name, message in _OWN.findall(told):
        kind = getattr(errors, name, None)
        if isinstance(kind, type) and issubclass(kind, KGBuildError):
            return kind(message.strip())
    if "JAVA_GATEWAY_EXITED" in told:
        return SparkError("Spark does not start: it needs Java 17 or later, and its memory has to be free")
    lines = [line.strip() for line in told.splitlines() if line.strip() and not line.startswith(("\t", "  "))]
    causes = [line for line in lines if _OWN_OF_SPARK.match(line)] or lines or ["no reason given"]
    return SparkError(f"Spark failed: {causes[-1][:_LONGEST]}")
