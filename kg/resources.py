"""Find the files shipped beside the code: the ontology, the gazetteers, the saved queries, the sample corpus."""

from __future__ import annotations

from pathlib import Path

PACKAGE = Path(__file__).resolve().parent


def _shipped(name: str) -> Path:
    """Return a top-level data folder: inside the installed wheel, or beside the package in a checkout."""
    in_wheel = PACKAGE / "_data" / name
    return in_wheel if in_wheel.is_dir() else PACKAGE.parent / name


def ontology_dir() -> Path:
    """Return the folder with `kg.ttl` and one gazetteer (TSV) per entity type."""
    return _shipped("ontology")


def queries_dir() -> Path:
    """Return the folder with the saved queries, one `.rq` file each."""
    return _shipped("queries")


def sample_corpus() -> Path:
    """Return the bundled corpus of invented abstracts."""
    return PACKAGE / "sample" / "papers.jsonl"
