"""Papers to build a store from, what builds them, and what a store then holds."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from kg.build import build_store
from kg.graph.export import export_store
from kg.settings import Settings
from kg.summary import BuildSummary

BASE = "https://w3id.org/abstracts-kg/id"
SETTINGS = Settings(processes=1)
PAPERS: tuple[dict[str, Any], ...] = (
    {
        "id": "a",
        "title": "Zorbnet: A Ranker",
        "abstract": "We propose Zorbnet. Zorbnet outperforms BM25 on MS MARCO.",
        "date": "2023",
    },
    {
        "id": "b",
        "title": "On Adjacency",
        "abstract": "A region adjacency graph (RAG) describes an image. We evaluate on COCO.",
    },
    {"id": "c", "title": "Of RAG", "abstract": "RAG is compared with ColBERT on an NVIDIA A100 GPU."},
    {
        "id": "d/1",
        "title": "Lookups",
        "abstract": "Retrieval-augmented generation (RAG) with BM25 takes 41% less time on Natural Questions.",
        "date": "2024-02",
    },
)

Build = Callable[..., BuildSummary]


def builder(folder: Path) -> Build:
    """Return a function that builds papers into `store`, or another name, below a folder."""

    def run(*papers: dict[str, Any], into: str = "store", **more: Any) -> BuildSummary:
        corpus = folder / f"{into}.jsonl"
        corpus.write_text("".join(json.dumps(paper) + "\n" for paper in papers))
        return build_store([str(corpus)], folder / into, more.pop("settings", SETTINGS), **more)

    return run


def exported(store: Path) -> bytes:
    out = io.BytesIO()
    export_store(store, out)
    return out.getvalue()


def snapshots(store: Path) -> list[str]:
    return sorted(path.name for path in (store / "snapshots").iterdir())
