"""Networks as files for other programs: GraphML, GEXF (Gephi), Pajek, and VOSviewer JSON."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import networkx as nx

#: The version of GEXF that Gephi 0.10 reads.
_GEXF_VERSION = "1.2draft"


def write_network(folder: Path, name: str, network: nx.Graph[str], most_edges: int) -> list[Path]:
    """Write a network in all four formats, `most_edges` of its edges, those of most papers first; 0 is all."""
    kept = strongest(network, most_edges)
    return [
        write_graphml(folder / f"{name}.graphml", kept),
        write_gexf(folder / f"{name}.gexf", kept),
        write_pajek(folder / f"{name}.net", kept),
        write_vosviewer(folder / f"{name}.vosviewer.json", kept),
    ]


def strongest(network: nx.Graph[str], most_edges: int) -> nx.Graph[str]:
    """Return a network with its heaviest edges only, the more significant of equal ones; all nodes stay."""
    if not most_edges or network.number_of_edges() <= most_edges:
        return network
    edges = sorted(network.edges(data=True), key=lambda e: (-e[2].get("weight", 1), e[2].get("q", 0.0), e[0], e[1]))
    kept = network.__class__()
    kept.add_nodes_from(network.nodes(data=True))
    kept.add_edges_from(sorted(edges[:most_edges], key=lambda edge: (edge[0], edge[1])))
    return kept


def write_graphml(path: Path, network: nx.Graph[str]) -> Path:
    """Write GraphML with all attributes."""
    nx.write_graphml_xml(_rounded(network), path, named_key_ids=True)
    return path


def write_gexf(path: Path, network: nx.Graph[str]) -> Path:
    """Write GEXF 1.2draft, without the date that networkx would put in."""
    text = "\n".join(nx.generate_gexf(_rounded(network), version=_GEXF_VERSION))
    path.write_text(_without_date(text), encoding="utf-8")
    return path


def write_pajek(path: Path, network: nx.Graph[str]) -> Path:
    """Write a Pajek .net file: vertices are labels (IRIs where two share one), lines have weights."""
    labels = _unique_labels(network)
    out = io.StringIO()
    numbers = {node: number for number, node in enumerate(network, start=1)}
    out.write(f"*Vertices {len(numbers)}\n")
    out.writelines(f'{number} "{labels[node]}"\n' for node, number in numbers.items())
    out.write("*Arcs\n" if network.is_directed() else "*Edges\n")
    out.writelines(f"{numbers[a]} {numbers[b]} {weight}\n" for a, b, weight in network.edges(data="weight", default=1))
    path.write_text(out.getvalue(), encoding="utf-8")
    return path


def write_vosviewer(path: Path, network: nx.Graph[str]) -> Path:
    """Write the JSON that VOSviewer 1.6.17 and later open: items with weights and clusters, links with strengths."""
    numbers = {node: number for number, node in enumerate(network, start=1)}
    items = [_item(node, numbers[node], data, network) for node, data in network.nodes(data=True)]
    links = [
        {"source_id": numbers[a], "target_id": numbers[b], "strength": data.get("weight", 1)}
        for a, b, data in network.edges(data=True)
        if a != b
    ]
    text = json.dumps({"network": {"items": items, "links": links}}, ensure_ascii=False, indent=1)
    path.write_text(text + "\n", encoding="utf-8")
    return path


def _item(node: str, number: int, data: Mapping[str, Any], network: nx.Graph[str]) -> dict[str, Any]:
    weights = {"Papers": data.get("papers", 1), "Links": network.degree(node)}
    item: dict[str, Any] = {"id": number, "label": data["label"], "weights": weights}
    if "://" in node:
        item["url"] = node
    if "type" in data:
        item["description"] = data["type"]
    if "community" in data:
        item["cluster"] = data["community"]
    if "pagerank" in data:
        item["scores"] = {"PageRank": round(data["pagerank"], 9)}
    return item


def _unique_labels(network: nx.Graph[str]) -> dict[str, str]:
    """Return a label per node; Pajek knows vertices by their labels, so none may occur twice."""
    taken: dict[str, str] = {}
    for node, data in network.nodes(data=True):
        label = str(data["label"]).replace('"', "'").replace("\n", " ")
        taken.setdefault(label, node)
    of_node = {node: label for label, node in taken.items()}
    return {node: of_node.get(node, node) for node in network}


def _rounded(network: nx.Graph[str]) -> nx.Graph[str]:
    """Return a copy whose floats have nine decimals: the last digits differ between machines."""
    copy = network.__class__()
    copy.add_nodes_from((node, _round(data)) for node, data in network.nodes(data=True))
    copy.add_edges_from((a, b, _round(data)) for a, b, data in network.edges(data=True))
    return copy


def _round(data: Mapping[str, Any]) -> dict[str, Any]:
    return {key: round(value, 9) if isinstance(value, float) else value for key, value in data.items()}


def _without_date(gexf: str) -> str:
    begin, end = gexf.find("<meta"), gexf.find("</meta>")
    return gexf[:begin] + gexf[end + len("</meta>") :].lstrip() if 0 <= begin < end else gexf
