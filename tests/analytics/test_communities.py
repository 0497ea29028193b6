"""Communities, their stability, and who bridges them, on networks whose answer is plain to see."""

from __future__ import annotations

from typing import Any

import networkx as nx
import pytest

from kg.analytics.communities import adjusted_rand, bridges, find_communities

#: Two triangles of strong pairs, joined by one weak pair between c and d.
TWO = "a-b 5,b-c 5,a-c 6,d-e 4,e-f 4,d-f 4,c-d 1"

BACKENDS = pytest.mark.parametrize("backend", ["networkx", "igraph"])


@BACKENDS
def test_two_cliques_are_two_communities_named_after_their_centre(network_of: Any, backend: str) -> None:
    found = find_communities(network_of(TWO), backend=backend)
    assert [set(c.members) for c in found.communities] == [{"a", "b", "c"}, {"d", "e", "f"}]
    first = found.communities[0]
    assert (first.number, first.members[0], first.label, first.density, first.stability) == (
        1,
        "a",
        "A, C, B",
        1.0,
        1.0,
    )
    assert found.agreement == 1.0
    # By hand: 28 of 29 inside; strengths 33 and 25 of 58.
    assert found.modularity == pytest.approx(28 / 29 - (33 / 58) ** 2 - (25 / 58) ** 2)


@BACKENDS
def test_the_seed_decides_and_is_all_that_does(network_of: Any, backend: str) -> None:
    network = nx.relabel_nodes(nx.connected_caveman_graph(6, 5), {i: f"n{i:02}" for i in range(30)})
    nx.set_edge_attributes(network, 1, "weight")
    for node in network:
        network.nodes[node].update(label=node, type="Method", papers=1)
    one = find_communities(network, seed=3, backend=backend)
    assert one == find_communities(network, seed=3, backend=backend)
    assert 0 < one.agreement <= 1
    assert all(0 < c.stability <= 1 for c in one.communities)


def test_a_higher_resolution_gives_more_communities(network_of: Any) -> None:
    few, many = (len(find_communities(network_of(TWO), resolution=r).communities) for r in (0.01, 5))
    assert few < 2 < many


def test_an_entity_with_pairs_on_both_sides_is_a_bridge(network_of: Any) -> None:
    network = network_of(TWO)
    found = bridges(network, find_communities(network), nx.betweenness_centrality(network))
    assert [b.entity for b in found] == ["d", "c"]
    bridge = found[0]
    assert (bridge.community, bridge.other_community) == (2, 1)
    assert bridge.participation == pytest.approx(1 - (8 / 9) ** 2 - (1 / 9) ** 2)


@pytest.mark.parametrize("alone", ["", "a", "a b"])
def test_without_pairs_every_entity_is_alone(network_of: Any, alone: str) -> None:
    found = find_communities(network_of("", alone=alone))
    assert [c.members for c in found.communities] == [(node,) for node in alone.split()]
    assert found.modularity == 0


def test_a_network_in_parts_has_a_community_for_each(network_of: Any) -> None:
    found = find_communities(network_of("a-b,c-d", alone="e"))
    assert sorted(c.members for c in found.communities) == [("a", "b"), ("c", "d"), ("e",)]


def test_the_rand_index_of_partitions_by_hand() -> None:
    same = [{"a", "b"}, {"c", "d"}]
    assert adjusted_rand(same, [{"c", "d"}, {"b", "a"}]) == 1.0
    # No pair in common: (0 - 2·2/6) / (2 - 2·2/6) = -0.5.
    assert adjusted_rand(same, [{"a", "c"}, {"b", "d"}]) == pytest.approx(-0.5)
    assert adjusted_rand([{"a"}], [{"a"}]) == 1.0
    # Hubert and Arabie's index of (1,1,2,2,3,3) against (1,1,1,2,2,2): (2 - 18/15) / (4.5 - 18/15).
    assert adjusted_rand([{"a", "b"}, {"c", "d"}, {"e", "f"}], [{"a", "b", "c"}, {"d", "e", "f"}]) == pytest.approx(
        (2 - 1.2) / (4.5 - 1.2)
    )
