"""A server comes to hold what a store has published, and whatever fails on the way, no half of a paper."""

from __future__ import annotations

import io
from collections import defaultdict
from dataclasses import replace
from pathlib import Path

import pytest
from pyoxigraph import NamedNode, RdfFormat, Store, parse

from kg.build import build_store, remove_papers
from kg.errors import StoreServerError
from kg.graph.store import StoreFolder
from kg.remote.address import ServerAddress
from kg.remote.mirror import Piece, batches, graph_pieces, mirror_store
from kg.remote.server import SparqlServer
from kg.remote.state import VERSION
from kg.settings import Settings
from tests.conftest import PAPERS, write_corpus
from tests.remote.conftest import BASE
from tests.remote.faulty import Faults, faulty

MIRROR = f"{BASE}/graph/mirror"


def held(address: ServerAddress, settings: Settings) -> dict[str, set[str]]:
    """Return the statements on a server by graph, but for those that only say what version they are."""
    graphs: dict[str, set[str]] = {}
    with SparqlServer(address, settings) as server:
        names = server.rows(f'SELECT DISTINCT ?g {{ GRAPH ?g {{ ?s ?p ?o }} FILTER(STRSTARTS(STR(?g), "{BASE}/")) }}')
        for name in sorted({row["g"] for row in names} - {MIRROR}):
            query = f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ GRAPH <{name}> {{ ?s ?p ?o }} }}"
            with server.asked(query, "application/n-triples", 60) as answer:
                triples = parse(io.BytesIO(answer.content), format=RdfFormat.N_TRIPLES)
                graphs[name] = {str(quad.triple) for quad in triples if quad.predicate != VERSION}
    return graphs


def published(store: Path) -> dict[str, set[str]]:
    graphs: defaultdict[str, set[str]] = defaultdict(set)
    quads = Store.read_only(str(StoreFolder.open(store).current().graph))
    for quad in quads.quads_for_pattern(None, None, None, None):
        assert isinstance(quad.graph_name, NamedNode)
        graphs[quad.graph_name.value].add(str(quad.triple))
    return dict(graphs)


def test_a_server_holds_what_was_published(built: Path, address: ServerAddress, settings: Settings) -> None:
    done = mirror_store(built, address, settings)
    entities = StoreFolder.open(built).current().entities
    assert (done.written, done.removed, done.unchanged) == (len(PAPERS) + 1 + entities, 0, 0)
    assert held(address, settings) == published(built)
    assert mirror_store(built, address, settings).written == 0


def test_graphs_go_by_the_graph_store_protocol_where_it_is_named(
    built: Path, address: ServerAddress, settings: Settings
) -> None:
    graph_store = settings.graph_store_url or address.url.replace("/query", "/store")
    mirror_store(built, address, replace(settings, graph_store_url=graph_store))
    assert held(address, settings) == published(built)


def test_only_what_has_changed_is_written(tmp_path: Path, address: ServerAddress, settings: Settings) -> None:
    store = tmp_path / "store"
    changed = {**PAPERS[0], "abstract": "We compare BM25 with ColBERT on MS MARCO."}
    build_store([str(write_corpus(tmp_path / "a.jsonl", PAPERS[:3]))], store, settings)
    mirror_store(store, address, settings)
    build_store([str(write_corpus(tmp_path / "b.jsonl", (changed, PAPERS[3])))], store, settings)
    remove_papers([str(PAPERS[1]["id"])], store, settings)
    done = mirror_store(store, address, settings)
    assert held(address, settings) == published(store)
    assert min(done.unchanged, done.written, done.removed) > 0
    assert f"{BASE}/paper/{PAPERS[1]['id']}" not in held(address, settings)


def test_a_graph_of_others_stays(built: Path, address: ServerAddress, settings: Settings) -> None:
    own = f"{BASE}/graph/own"
    with SparqlServer(address, settings) as server:
        server.update(f"INSERT DATA {{ GRAPH <{own}> {{ <http://example.org/a> <http://example.org/b> 1 }} }}")
    mirror_store(built, address, settings)
    assert len(held(address, settings)[own]) == 1


@pytest.mark.parametrize("failing", [1, 8, 20])
def test_a_failure_half_way_leaves_no_half_of_a_paper_and_the_next_run_goes_on(
    built: Path, address: ServerAddress, settings: Settings, failing: int
) -> None:
    small = replace(settings, update_kb=2, server_retries=0)
    updates = 0

    def status(_number: int, body: bytes) -> int:
        nonlocal updates
        updates += b"INSERT DATA" in body
        return 500 if updates > failing else 0

    failed = pytest.raises(StoreServerError, match=r"failed on the update \(500\)")
    with faulty(address, Faults(status)) as broken, failed:
        mirror_store(built, broken, small)
    whole = published(built)
    there = {name: lines for name, lines in held(address, settings).items() if "/paper/" in name}
    assert there == {name: whole[name] for name in there}
    assert len(there) < len(PAPERS)
    assert mirror_store(built, address, small).unchanged >= len(there)
    assert held(address, settings) == whole


def test_a_long_graph_goes_in_parts_and_has_its_version_at_the_end(
    built: Path, address: ServerAddress, settings: Settings
) -> None:
    graph = Store.read_only(str(StoreFolder.open(built).current().graph))
    name = f"{BASE}/paper/{PAPERS[0]['id']}"
    pieces = list(graph_pieces(graph, name, "v", 500))
    assert len(pieces) > 3
    assert [bool(piece.clear) for piece in pieces] == [True] + [False] * (len(pieces) - 1)
    assert [VERSION.value in piece.block for piece in pieces] == [False] * (len(pieces) - 1) + [True]
    assert {line for p in pieces for line in p.block.splitlines() if VERSION.value not in line} == {
        f"{triple} ." for triple in published(built)[name]
    }
    graph_store = settings.graph_store_url or address.url.replace("/query", "/store")
    for way in ("", graph_store):
        mirror_store(built, address, replace(settings, graph_store_url=way, update_kb=1))
        assert held(address, settings) == published(built)
        with SparqlServer(address, settings) as server:
            server.update(f"DROP GRAPH <{name}> ; DROP GRAPH <{MIRROR}>")


def test_a_server_that_is_busy_is_asked_again(
    built: Path, address: ServerAddress, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kg.remote.server._BACKOFF_FACTOR", 0.001)
    with faulty(address, Faults(lambda number, _body: 503 if number % 3 else 0)) as busy:
        mirror_store(built, busy, settings)
    assert held(address, settings) == published(built)


def test_a_server_that_cannot_be_reached_is_said_so(built: Path, settings: Settings) -> None:
    with pytest.raises(StoreServerError, match=r"cannot be reached: .*refused"):
        mirror_store(built, ServerAddress("http://127.0.0.1:9/query"), replace(settings, server_retries=0))


def test_batches_cut_no_piece() -> None:
    pieces = [Piece("g", "", "x" * size) for size in (3, 3, 9, 2)]
    assert [[len(piece.block) for piece in batch] for batch in batches(pieces, 6)] == [[3, 3], [9], [2]]
