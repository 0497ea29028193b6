"""What tests of analytics share: links and networks written in a line, and a store of the bundled sample."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import networkx as nx
import pytest

from kg.analytics.asked import Asked
from kg.analytics.links import Link, Links, Named, PaperFacts
from kg.analytics.store_rows import open_rows
from kg.build import build_store
from kg.extract.record import ENTITY_TYPES
from kg.resources import sample_corpus
from kg.settings import Settings

MakeLinks = Callable[..., Links]
MakeNetwork = Callable[..., "nx.Graph[str]"]


@pytest.fixture
def links_of() -> MakeLinks:
    """Makes links from papers and the entities that they use; an entity is `type/label` in lower case."""

    def make(papers: Mapping[str, Sequence[str]], dates: Mapping[str, str] | None = None) -> Links:
        entities = sorted({entity for having in papers.values() for entity in having})
        types = {type.lower(): type for type in ENTITY_TYPES}
        return Links(
            papers={paper: PaperFacts(f"On {paper}", (dates or {}).get(paper)) for paper in sorted(papers)},
            entities={e: Named(e.partition("/")[2].upper(), types[e.partition("/")[0]]) for e in entities},
            links=tuple(
                sorted(Link(paper, entity, "uses") for paper, having in papers.items() for entity in set(having))
            ),
        )

    return make


@pytest.fixture
def network_of() -> MakeNetwork:
    """Makes a co-use network from `a-b` pairs, with weights where a number follows: `a-b 3`."""

    def make(pairs: str, alone: str = "") -> nx.Graph[str]:
        network: nx.Graph[str] = nx.Graph()
        edges = [pair.split() for pair in pairs.split(",") if pair.strip()]
        for ends, *weight in edges:
            a, b = ends.split("-")
            network.add_edge(a, b, weight=int(weight[0]) if weight else 1, lift=2.0, npmi=0.5, q=0.01)
        network.add_nodes_from(alone.split())
        for node in network:
            network.nodes[node].update(label=node.upper(), type="Method", papers=1)
        return network

    return make


@pytest.fixture(scope="session")
def sample_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of the bundled sample corpus; tests only read it."""
    store = tmp_path_factory.mktemp("analytics") / "store"
    build_store([str(sample_corpus())], store, Settings(processes=1))
    return store


@pytest.fixture
def asked_of() -> Callable[..., Asked]:
    """Makes a request for reports on a store."""

    def make(store: Path, out: Path, settings: Settings | None = None, **more: object) -> Asked:
        return Asked(
            store=open_rows(store),
            path=store,
            out=out,
            settings=settings or Settings(),
            **more,  # type: ignore[arg-type]
        )

    return make
