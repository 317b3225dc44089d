"""The way from documents to shards on Apache Spark, with the bytes of the way on one machine.

Each stage is a function from rows to rows (`reading`, `extraction`, `graphs`, `naming`, `deriving`,
`writing`), which calls the functions that a single machine runs; `plan` joins them to one whole. Spark itself
(the extra `spark`) is imported where it is used.
"""

from kgbuild.spark.plan import SparkSum, SparkTask, export_shards
from kgbuild.spark.session import session

__all__ = ["SparkSum", "SparkTask", "export_shards", "session"]
