"""What was asked of a report: store, selection, settings; and the opening and the ending that all reports share."""

from __future__ import annotations

import platform
import shlex
from collections.abc import Sequence
from dataclasses import dataclass, fields
from functools import cached_property
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import networkx as nx

from kg import __version__
from kg.analytics.centrality import Centrality, measure_by
from kg.analytics.links import LINKS_QUERY, Links, read_links
from kg.analytics.network import CO_USE_TYPES, Thresholds, co_use_network
from kg.analytics.report import Block, EntityScore, Report, percent
from kg.analytics.selection import EVERYTHING, Selection
from kg.analytics.shares import Period, Timeline, timeline
from kg.analytics.store_rows import StoreRows
from kg.extract.record import EntityType
from kg.remote.address import Store
from kg.remote.asking import open_lookup
from kg.settings import Settings

#: The libraries whose versions a report names.
_LIBRARIES = ("networkx", "igraph", "scipy", "numpy", "matplotlib", "pyoxigraph")

#: The settings that change what a report says.
_TELLING = frozenset({
    "seed", "betweenness_samples", "backend", "min_papers", "min_pair_papers", "significance", "resolution",
    "community_runs", "table_rows", "drawn_entities", "exported_pairs",
})  # fmt: skip


@dataclass(frozen=True)
class Asked:
    """One request for reports; what it reads from the store is read once for all of them."""

    store: StoreRows
    path: Store
    out: Path
    settings: Settings
    selection: Selection = EVERYTHING
    entities: tuple[str, ...] = ()
    period: Period | None = None
    of_all: bool = False

    @cached_property
    def links(self) -> Links:
        """The papers, entities and links of the selection."""
        return read_links(self.store, self.selection)

    @cached_property
    def network(self) -> nx.Graph[str]:
        """The co-use network of methods, datasets, tasks and hardware; its nodes get what is measured of them."""
        return co_use_network(self.links, CO_USE_TYPES, Thresholds.of(self.settings))

    @cached_property
    def centrality(self) -> Centrality:
        """The measures of that network, which are also written to its nodes."""
        found = measure_by(self.network, self.settings)
        for score in found.scores:
            self.network.nodes[score.entity].update(pagerank=score.pagerank, betweenness=score.betweenness)
        return found

    @cached_property
    def time(self) -> Timeline:
        """The periods of the selected papers."""
        return timeline(self.links, self.period)

    def find(self, name: str) -> str:
        """Return the IRI of an entity by label, alias or IRI; raises ParameterError when there is none or several."""
        with open_lookup(self.path, self.settings) as lookup:
            return lookup.find("Entity", name, "entity")

    def most_used(self, type: EntityType) -> list[str]:
        """Return the entities of a type, those of most papers first."""
        counts = {e: len(p) for e, p in self.links.by_entity().items() if self.links.entities[e].type == type}
        return sorted(counts, key=lambda entity: (-counts[entity], self.label(entity), entity))

    def label(self, entity: str) -> str:
        """Return the label of an entity; its IRI where no selected paper has it."""
        named = self.links.entities.get(entity)
        return named.label if named else entity

    def report(
        self,
        name: str,
        title: str,
        question: str,
        blocks: Sequence[Block],
        *,
        facts: Sequence[tuple[str, str]] = (),
        queries: Sequence[str] = (LINKS_QUERY,),
        networks: dict[str, nx.Graph[str]] | None = None,
        scores: Sequence[EntityScore] = (),
        entities: Sequence[str] = (),
    ) -> Report:
        """Return a report with its opening, denominators and ending around some blocks."""
        return Report(
            name=name,
            title=title,
            question=question,
            opening=(*self._opening(), *facts, ("Made by", _versions())),
            denominators=tuple(self._denominators()),
            blocks=tuple(blocks),
            again=(self._command(name, entities), *(self._query(query) for query in queries)),
            networks=networks or {},
            scores=tuple(scores),
        )

    def _opening(self) -> list[tuple[str, str]]:
        links, snapshot, settings = self.links, self.store.snapshot, self.settings
        years = f", {links.years[0]} to {links.years[1]}" if links.years else ""
        undated = f" ({self.time.undated:,} undated)" if self.time.undated else ""
        selected = (
            f"{len(links.papers):,} of {snapshot.papers:,}" if self.selection != EVERYTHING else f"{snapshot.papers:,}"
        )
        thresholds = f"Entities of at least {settings.min_papers} paper{'s' * (settings.min_papers != 1)}"
        if settings.min_pair_papers > 1:
            thresholds += f", pairs of at least {settings.min_pair_papers}"
        return [
            ("Corpus", f"{selected} papers{years}{undated}; SHA-256 {snapshot.corpus_hash}"),
            ("Extracted by", snapshot.pipeline),
            ("Filters", " ".join([*self.selection.describe(), f"{thresholds}."])),
            ("Seed", str(settings.seed)),
        ]

    def _denominators(self) -> list[str]:
        papers = len(self.links.papers)
        return [
            f"{type} is named in {count:,} of {papers:,} papers ({percent(count, papers)})."
            for type, count in self.links.papers_with().items()
        ]

    def _command(self, name: str, entities: Sequence[str]) -> str:
        defaults = Settings()
        changed = [
            f"--{f.name.replace('_', '-')} {shlex.quote(str(getattr(self.settings, f.name)))}"
            for f in fields(Settings)
            if f.name in _TELLING and getattr(self.settings, f.name) != getattr(defaults, f.name)
        ]
        words = [
            f"kg report {name} --store STORE --out DIR",
            self.selection.options(),
            *(f"--entity {shlex.quote(self.label(entity))}" for entity in entities),
            *([f"--period {self.period}"] if self.period else []),
            *changed,
        ]
        return " ".join(word for word in words if word)

    def _query(self, query: str) -> str:
        values = self.selection.query_values() if query.startswith("network_") else ""
        return " ".join(word for word in ("kg query", query, values, "--store STORE --format csv") if word)


def _versions() -> str:
    found = [f"kg {__version__}", f"Python {platform.python_version()}"]
    for library in _LIBRARIES:
        try:
            found.append(f"{library} {version(library)}")
        except PackageNotFoundError:  # an extra
            continue
    return ", ".join(found)
