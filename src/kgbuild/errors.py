"""Every error that kgbuild raises on purpose.

KGBuildError
├── DocumentError        a document cannot be read
├── ResourceError        a data, ontology or query file is missing or malformed
├── ModelError           the language model is missing or unfit
├── ExtractorError       an extractor is unknown, cannot be loaded, or lacks a setting
├── ClaimError           a claims file does not follow the schema
├── IdentityError        a node is unknown, or a file of joins and splits is malformed
├── ExportError          a graph cannot be written
├── SparkError           Spark is not installed, does not start, or fails
├── GraphFileError       a graph file cannot be read
├── RuleError            a rule is malformed, or yields what it may not
├── QueryError           a saved query is unknown, lacks a parameter or is not SPARQL
│   ├── NotSparqlError   a query is not SPARQL, or what is to be loaded is not RDF
│   ├── NoFormatError    an answer comes in none of the formats that were asked for
│   ├── MissingGraphError  a store has no graph of this name
│   ├── FederationError  a query would ask another server, and may not
│   └── LimitError       a query takes more time, rows or memory than it may
├── EndpointError        a SPARQL endpoint cannot be reached, refuses, or gives no answer in time
├── LoadError            a remote store cannot be loaded, or does not hold what it should
├── StoreError           a store on this machine cannot be made, opened or served
│   └── DamagedError     what such a store holds cannot be read any more
├── ValidationError      a graph breaks a shape or the ontology
├── ReviewError          a review file is malformed or cannot be written, or a decision is none
└── EvaluationError      a gold file is malformed, or does not go with the documents or the graph

Each message says what is wrong with what, and what to do about it, on one line.
"""

from __future__ import annotations


class KGBuildError(Exception):
    """Base of all errors a user can act on."""


class DocumentError(KGBuildError):
    """A document cannot be read."""


class ResourceError(KGBuildError):
    """A data, ontology or query file is missing or malformed."""


class ModelError(KGBuildError):
    """The language model is missing or unfit."""


class ExtractorError(KGBuildError):
    """An extractor is unknown, cannot be loaded, or lacks a setting."""


class ClaimError(KGBuildError):
    """A claims file does not follow the schema."""


class IdentityError(KGBuildError):
    """A node is unknown, or a file of joins and splits is malformed."""


class ExportError(KGBuildError):
    """A graph cannot be written."""


class SparkError(KGBuildError):
    """Spark is not installed, does not start, or fails."""


class GraphFileError(KGBuildError):
    """A graph file cannot be read."""


class RuleError(KGBuildError):
    """A rule is malformed, or yields what it may not."""


class QueryError(KGBuildError):
    """A saved query is unknown, lacks a parameter or is not SPARQL."""


class NotSparqlError(QueryError):
    """A query is not SPARQL, or what is to be loaded is not RDF; the message is the parser's own."""


class NoFormatError(QueryError):
    """An answer comes in none of the formats that were asked for."""


class MissingGraphError(QueryError):
    """A store has no graph of this name."""


class FederationError(QueryError):
    """A query would ask another server, and may not."""


class LimitError(QueryError):
    """A query takes more than it may; `kind` is "time", "rows", "memory" or "turn" (too many at once)."""

    def __init__(self, message: str, kind: str = "time") -> None:
        super().__init__(message)
        self.kind = kind


class EndpointError(KGBuildError):
    """A SPARQL endpoint cannot be reached, refuses, or gives no answer in time."""


class LoadError(KGBuildError):
    """A remote store cannot be loaded, or does not hold what it should."""


class StoreError(KGBuildError):
    """A store on this machine cannot be made, opened or served."""


class DamagedError(StoreError):
    """What a store on this machine holds cannot be read any more."""


class ValidationError(KGBuildError):
    """A graph breaks a shape or the ontology."""


class EvaluationError(KGBuildError):
    """A gold file is malformed, or does not go with the documents or the graph."""


class ReviewError(KGBuildError):
    """A review file is malformed or cannot be written, or a decision is none."""
