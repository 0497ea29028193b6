"""Reports: what was asked, of which corpus, the answer with its denominators, and how to get it again."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import networkx as nx

from kg import __version__
from kg.analytics.centrality import Centrality, measure
from kg.analytics.drawing import draw_core
from kg.analytics.links import LINKS_QUERY, Coverage, open_dataset, read_coverage, read_links
from kg.analytics.network import CO_USE_TYPES, co_use_network
from kg.analytics.writing import write_csv, write_graphml, write_page
from kg.errors import NotFoundError
from kg.graph.store import StoreFolder
from kg.settings import Settings

#: Rows per table in the text; the CSV file has all of them.
TOP = 20

#: Entities in the picture.
DRAWN = 40


@dataclass(frozen=True, slots=True)
class CentralityReport:
    """Everything that the pages of a centrality report show."""

    coverage: Coverage
    corpus_hash: str
    network: nx.Graph[str]
    centrality: Centrality
    picture: str | None


def write_report(store: Path, out: Path, name: str, settings: Settings) -> list[Path]:
    """Write a report of a store into a folder and return the files written.

    Raises NotFoundError when there is no report of that name.
    """
    if name not in REPORTS:
        raise NotFoundError(f"there is no report {name!r}; there is: {', '.join(sorted(REPORTS))}")
    out.mkdir(parents=True, exist_ok=True)
    return REPORTS[name](store, out, settings)


def centrality_report(store: Path, settings: Settings) -> CentralityReport:
    """Measure the method–dataset–task–hardware co-use network of a store."""
    dataset = open_dataset(store)
    network = co_use_network(read_links(dataset))
    centrality = measure(network, seed=settings.seed, betweenness_samples=settings.betweenness_samples)
    return CentralityReport(
        coverage=read_coverage(dataset),
        corpus_hash=StoreFolder.open(store).current().corpus_hash,
        network=network,
        centrality=centrality,
        picture=draw_core(network, centrality.scores[:DRAWN], seed=settings.seed),
    )


def _write_centrality(store: Path, out: Path, settings: Settings) -> list[Path]:
    report = centrality_report(store, settings)
    facts = {
        "report": report,
        "sentences": coverage_sentences(report.coverage),
        "top": report.centrality.scores[:TOP],
        "top_by_type": {t: [s for s in report.centrality.scores if s.type == t][:TOP] for t in CO_USE_TYPES},
        "bridges": sorted(report.centrality.scores, key=lambda s: (-round(s.betweenness, 12), s.label, s.entity))[:TOP],
        "version": __version__,
        "query": LINKS_QUERY,
        "drawn": DRAWN,
        "samples": settings.betweenness_samples,
    }
    return [
        write_page(out / "centrality.md", "centrality.md", facts),
        write_page(out / "centrality.html", "centrality.html", facts),
        write_csv(out / "centrality.csv", report.centrality.scores),
        write_graphml(out / "centrality.graphml", report.network, report.centrality.scores),
    ]


def coverage_sentences(coverage: Coverage) -> list[str]:
    """Return one sentence per entity type that says in how many papers it is named at all."""
    return [
        f"{type} is named in {papers} of {coverage.papers} papers ({_percent(papers, coverage.papers)})."
        for type, papers in coverage.papers_with.items()
    ]


def _percent(part: int, whole: int) -> str:
    return f"{100 * part / whole:.0f} %" if whole else "0 %"


REPORTS: Mapping[str, Callable[[Path, Path, Settings], list[Path]]] = {"centrality": _write_centrality}
