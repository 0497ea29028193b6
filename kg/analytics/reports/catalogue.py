"""All reports by name, and writing them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path

from kg import __version__
from kg.analytics.asked import Asked
from kg.analytics.report import Report
from kg.analytics.reports.centrality import centrality_report
from kg.analytics.reports.communities import communities_report
from kg.analytics.reports.compare import compare_report
from kg.analytics.reports.coverage import coverage_report
from kg.analytics.reports.hardware import hardware_report
from kg.analytics.reports.reading_list import reading_list_report
from kg.analytics.reports.trends import trends_report
from kg.analytics.writing import write_files
from kg.errors import NotFoundError
from kg.graph.report_graph import ReportRun, write_report_graphs
from kg.graph.store import StoreFolder
from kg.remote.address import ServerAddress
from kg.remote.reports import write_reports_to_server

REPORTS: Mapping[str, Callable[[Asked], Report]] = {
    "centrality": centrality_report,
    "communities": communities_report,
    "trends": trends_report,
    "hardware": hardware_report,
    "coverage": coverage_report,
    "compare": compare_report,
    "reading-list": reading_list_report,
}

#: The name that stands for every report.
ALL = "all"


def write_reports(name: str, asked: Asked, *, write_back: bool = False) -> Iterator[Path]:
    """Write a report, or all of them, and yield the files written, one report at a time.

    With `write_back` the scores of all go into the store at the end, in one graph per report. Raises NotFoundError
    when there is no report of that name, StoreLockedError when another process writes to the store, and whatever makes
    a report impossible.
    """
    if name not in (*REPORTS, ALL):
        raise NotFoundError(f"there is no report {name!r}; there is: {', '.join([*REPORTS, ALL])}")
    runs = []
    for wanted in REPORTS if name == ALL else [name]:
        started = _now()
        report = REPORTS[wanted](asked)
        yield from write_files(report, asked.out, asked.settings.exported_pairs)
        if report.scores:
            runs.append(_run(report, asked, started))
    if write_back and runs:
        if isinstance(asked.path, ServerAddress):
            write_reports_to_server(asked.path, asked.settings, asked.store.base, runs)
        else:
            write_report_graphs(StoreFolder.open(asked.path), runs)


def _run(report: Report, asked: Asked, started: str) -> ReportRun:
    return ReportRun(
        name=report.name,
        title=report.title,
        command=report.again[0],
        software=f"abstracts-kg {__version__}",
        corpus_hash=asked.store.snapshot.corpus_hash,
        started=started,
        ended=_now(),
        scores={score.entity: score.values for score in report.scores},
    )


def _now() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
