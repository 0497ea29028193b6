"""Scores of reports, written to a server."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from pyoxigraph import Quad

from kg.graph.iris import graph_iri
from kg.graph.report_graph import ReportRun, report_quads
from kg.remote.address import ServerAddress
from kg.remote.mirror import Piece, clear_entity, update_text
from kg.remote.server import SparqlServer
from kg.remote.state import VERSION, read_state
from kg.settings import Settings


def write_reports_to_server(address: ServerAddress, settings: Settings, base: str, runs: Sequence[ReportRun]) -> None:
    """Write the graphs of reports to a server, each in place of that of the same name.

    Raises StoreServerError and UnauthorizedError.
    """
    with SparqlServer(address, settings) as server:
        for run in runs:
            server.update(update_text(_pieces(base, run)))
        state = read_state(server, base)
        graph, changed = f"<{state.graph}>", f"{state.version}+"  # whoever keeps answers has to ask anew
        old = f"GRAPH {graph} {{ {graph} {VERSION} ?version }}"
        new = f'GRAPH {graph} {{ {graph} {VERSION} "{changed}" }}'
        server.update(f"DELETE WHERE {{ {old} }} ;\nINSERT DATA {{ {new} }}")


def _pieces(base: str, run: ReportRun) -> list[Piece]:
    runs = graph_iri(base, "runs")
    pieces = []
    for name, quads in groupby(report_quads(base, run), key=lambda quad: str(quad.graph_name)[1:-1]):
        held = list(quads)
        clear = clear_entity(runs, str(held[0].subject)[1:-1]) if name == runs else f"DROP SILENT GRAPH <{name}>"
        pieces.append(Piece(name, clear, _block(held)))
    return pieces


def _block(quads: Sequence[Quad]) -> str:
    return "".join(f"{quad.triple} .\n" for quad in quads)
