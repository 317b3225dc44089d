"""The whole way on Spark: which stage follows on which, and what meets where."""

from __future__ import annotations

import pickle
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from rdflib import URIRef

from kgbuild.documents import Handed
from kgbuild.documents.reader import list_files
from kgbuild.export.order import Order
from kgbuild.export.shards import check_place, folder_aside, part_name, part_stream, shard_begins
from kgbuild.graph.concepts import concept_quads
from kgbuild.graph.namespaces import BASE
from kgbuild.graph.store import to_oxigraph
from kgbuild.identity.joining import join
from kgbuild.pipeline import SILENT, Watcher
from kgbuild.pipeline.bundles import none_in_its_language, none_read
from kgbuild.pipeline.graphs import Size
from kgbuild.spark import extraction, graphs, reading, writing
from kgbuild.spark.deriving import Derivation, blocks_of
from kgbuild.spark.graphs import CONTEXT, NAMING
from kgbuild.spark.naming import STATED, NodeNames, stated
from kgbuild.spark.rows import packed, stage
from kgbuild.spark.session import in_one_line

Frame = Any
"""A DataFrame of pyspark."""
_DEEPEST = 64
"""Steps from a block to what its claims lead to, in which other documents have a part."""


@dataclass(frozen=True, slots=True)
class SparkTask:
    """What is to be read, by whom, and where the shards go."""

    sources: tuple[Path | Handed, ...]
    out: Path
    """A folder in a place that all workers see."""
    shards: int = 16
    extractor: str = "rules"
    settings: Mapping[str, str] = field(default_factory=dict)
    base: str = BASE
    least: float = 0.0
    """Confidence from which claims are kept."""


@dataclass(frozen=True, slots=True)
class SparkSum:
    """What was written."""

    size: Size
    triples: int
    """Different ones."""


def export_shards(spark: Any, asked: SparkTask, watcher: Watcher = SILENT) -> SparkSum:
    """Read documents on Spark and write the graph of their claims, with what follows from them, as shards.

    The shards have the bytes of those that `kgbuild.export.write_shards` writes. Raises what the stages raise
    on one machine, ExportError where the folder cannot be written, and SparkError.
    """
    check_place(asked.out)
    with in_one_line(), ExitStack() as stack:
        return _SparkExport(spark, asked, watcher, stack).run()


class _SparkExport:
    def __init__(self, spark: Any, asked: SparkTask, watcher: Watcher, stack: ExitStack) -> None:
        from pyspark import StorageLevel  # noqa: PLC0415 - of the extra "spark"
        from pyspark.sql import functions  # noqa: PLC0415

        self._spark, self._asked, self._watcher, self._stack = spark, asked, watcher, stack
        self._f: Any = functions
        self._level = StorageLevel.DISK_ONLY

    def run(self) -> SparkSum:
        with self._watcher.stage("Reading documents"):
            extracted = self._kept(self._extracted())
            self._tell(extracted)
        with self._watcher.stage("Building the graph"):
            facts = self._kept(self._facts(extracted))
            concepts = self._concepts(facts)
            told = self._kept(_of(facts, graphs.TOLD).select("name", "link", "number", "data").distinct())
            names = self._kept(self._names(facts, told))
        with self._watcher.stage("Deriving what follows"):
            derived = self._kept(self._derived(facts, told, concepts))
        thesaurus = [stated(Order(self._asked.base), quad) for quad in to_oxigraph(concept_quads(concepts))]
        pieces = _of(facts, graphs.GRAPH).select("at", "number", "data")
        for more in (names, derived, self._frame(thesaurus, STATED)):
            pieces = pieces.unionByName(more)
        self._write(pieces)
        sizes = self._sizes(facts)
        triples = sizes[2] + told.count() + names.count() + derived.count() + len(thesaurus)
        return SparkSum(Size(sizes[0], sizes[1]), triples)

    def _frame(self, rows: Iterable[Any], columns: str) -> Frame:
        return self._spark.createDataFrame(list(rows), columns)

    def _kept(self, frame: Frame) -> Frame:
        """Keep a frame on the disks of the workers until the end: what they lose is made again."""
        kept = frame.persist(self._level)
        self._stack.callback(kept.unpersist)
        return kept

    def _extracted(self) -> Frame:
        asked = self._asked
        listing = list_files(asked.sources)
        for fault in listing.faults:
            self._watcher.skipped(fault)
        spread = min(len(listing.files), 4 * self._spark.sparkContext.defaultParallelism)
        files = self._frame(reading.rows_of(listing.files), reading.FILES).repartition(
            max(1, spread), "number"
        )
        found = _by(stage(reading.read, reading.FOUND).on(files), "called", "number", "part")
        read = _by(stage(reading.named, reading.FOUND).on(found), "sha", "number", "part")
        work = extraction.Extraction(asked.extractor, dict(asked.settings), asked.least)
        return stage(work, extraction.EXTRACTED).on(read)

    def _tell(self, extracted: Frame) -> None:
        """Tell what became of the documents. Raises DocumentError where none is left."""
        notes = extracted.filter(~self._f.col("kind").isin(extraction.BUNDLE, extraction.READINGS))
        counts: list[extraction.Counts] = []
        for kind, data in _each(notes.orderBy("number", "part", "kind").select("kind", "data")):
            told = pickle.loads(data)
            if kind == extraction.COUNTS:
                counts.append(told)
            else:
                getattr(self._watcher, kind)(told)
        self._watcher.all_read()
        self._watcher.unsure(sum(each.less_sure for each in counts))
        if not any(each.read for each in counts):
            raise none_read()
        if not any(each.kept for each in counts):
            raise none_in_its_language(counts[0].languages)

    def _facts(self, extracted: Frame) -> Frame:
        bundles = _of(extracted, extraction.BUNDLE).select("key", "data")
        read = _of(extracted, extraction.READINGS).select("key", "data").collect()
        joined = join({key: pickle.loads(data) for key, data in read})
        keys = ((key, pickle.dumps([each.key for each in meant])) for key, meant in joined.items())
        meant = self._frame(keys, "key string, meant binary")
        rows = bundles.join(meant, "key", "left").select("data", "meant")
        return stage(graphs.Graphs(self._asked.base), graphs.MADE).on(rows)

    def _concepts(self, facts: Frame) -> set[URIRef]:
        return {URIRef(name) for (name,) in _of(facts, graphs.CONCEPT).select("name").distinct().collect()}

    def _names(self, facts: Frame, told: Frame) -> Frame:
        """Bring together what is said of each node, of its parts, and of the readings that mean it."""
        col = self._f.col
        inputs = told.filter(col("number").bitwiseAND(NAMING) > 0).select("name", "link", "data")
        readings = _of(facts, graphs.READING).select("name", "link", "data").distinct()
        whole = inputs.select("name", "data")
        for links, about in ((inputs, inputs), (readings, readings)):
            linked = links.filter(col("link").isNotNull()).select("name", "link").distinct()
            if links is inputs:
                parts = linked.join(about.select(col("name").alias("link"), "data"), "link").select(
                    "name", "data"
                )
            else:
                parts = linked.join(about.select("name", "data"), "name").select(
                    col("link").alias("name"), "data"
                )
            whole = whole.union(parts)
        return stage(NodeNames(self._asked.base), STATED).on(_by(whole, "name"))

    def _derived(self, facts: Frame, told: Frame, concepts: set[URIRef]) -> Frame:
        """Bring together each block of claims with all that these lead to, and run the rules on it."""
        f, col = self._f, self._f.col
        links = _of(facts, graphs.LINK).select("name", "link").distinct().collect()
        blocks = self._frame(blocks_of(links), "name string, block string")

        def in_blocks(kind: str) -> Frame:
            found = _of(facts, kind).select("name", "link", "number", "data").join(blocks, "name", "left")
            return found.withColumn("block", f.coalesce("block", "name"))

        context = told.filter(col("number").bitwiseAND(CONTEXT) > 0)
        reached = self._reached(in_blocks(graphs.REACH).select("block", col("link").alias("name")), context)
        described = context.select("name", "data").union(
            self._frame(_described(concepts), "name string, data binary")
        )
        media = _of(facts, graphs.MEDIUM).groupBy("name").agg(f.min("data").alias("data"))
        plain = f.lit(packed(b""))
        seen = reached.join(described.union(media), "name").select(
            "block", f.lit(0).cast("long"), f.concat(plain, col("data"))
        )
        rows = in_blocks(graphs.CLAIM).select("block", "number", "data").union(seen)
        derivation = Derivation(self._asked.base)
        derived = stage(derivation, STATED).on(_by(rows, "block"))
        return derived.union(self._frame(derivation(()), STATED)).dropDuplicates(["at"])

    def _reached(self, reached: Frame, context: Frame) -> Frame:
        """Follow what other documents say of the nodes that a block leads to, until there is nothing new."""
        links = context.filter(self._f.col("link").isNotNull()).select("name", "link").distinct()
        reached = self._kept(reached.distinct())
        for _ in range(_DEEPEST):
            further = reached.join(links, "name").select("block", self._f.col("link").alias("name"))
            fresh = self._kept(further.subtract(reached))
            if fresh.isEmpty():
                break
            reached = self._kept(reached.union(fresh))
        return reached

    def _write(self, pieces: Frame) -> None:
        asked = self._asked
        keys = self._kept(_ranged(pieces.select("at", "number")))
        firsts = sorted(tuple(row) for row in stage(writing.totals, writing.TOTALS).on(keys).collect())
        before, total = {}, 0
        for at, number in firsts:
            before[bytes(at)] = total
            total += number
        search = writing.Begins(before, shard_begins(total, asked.shards)[1:])
        begins = sorted(
            (bytes(at), offset) for at, offset in stage(search, writing.TOTALS).on(keys).collect()
        )
        cut = stage(writing.Cut(begins), writing.PIECES).on(pieces)
        spread = cut.repartition(asked.shards, "shard").sortWithinPartitions("shard", "at", "part")
        with folder_aside(asked.out) as aside:
            aside.chmod(0o777)  # workers may be another user
            written = stage(writing.Writing(str(aside.resolve())), writing.WRITTEN).on(spread).collect()
            done = {row[0] for row in written}
            for number in range(asked.shards):
                if number not in done:
                    with part_stream(aside / part_name(number)):
                        pass
            for left in aside.glob(".*"):  # of tasks that were given up
                left.unlink()

    def _sizes(self, facts: Frame) -> tuple[int, int, int]:
        documents = claims = own = 0
        for (data,) in _each(_of(facts, graphs.SIZES).select("data")):
            size: graphs.Sizes = pickle.loads(data)
            documents, claims, own = documents + 1, claims + size.claims, own + size.own
        return documents, claims, own


def _described(concepts: Iterable[URIRef]) -> Iterator[tuple[str, bytes]]:
    """Yield each concept with all that the thesaurus says of it and of what is broader."""
    for concept in sorted(concepts):
        lines = b"".join(graphs.line(quad) for quad in to_oxigraph(concept_quads([concept])))
        yield str(concept), lines


def _of(facts: Frame, kind: str) -> Frame:
    return facts.filter(facts["kind"] == kind)


def _by(frame: Frame, *columns: str) -> Frame:
    """Bring rows together by the first of some columns, in their order."""
    return frame.repartition(columns[0]).sortWithinPartitions(*columns)


def _ranged(frame: Frame) -> Frame:
    return frame.repartitionByRange("at").sortWithinPartitions("at")


def _each(frame: Frame) -> Iterator[Any]:
    """Yield rows a partition at a time, so that they are never held at once."""
    yield from frame.toLocalIterator()
