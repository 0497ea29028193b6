"""A store opened in Python: saved queries and SPARQL in, rows out, ready for pandas.

>>> import kg
>>> with kg.open("store") as graph:
...     rows = graph.query("method_datasets", method="BERT")  # pandas.DataFrame(rows)
...     entity = graph.entity("BERT")
...     network = graph.network("method-dataset")  # networkx.Graph
>>> entity.type, network.number_of_nodes() > 0
('Method', True)
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rdflib import Graph

from kg.extract.record import RoleName
from kg.query.formats import GRAPHS
from kg.query.lookup import Lookup
from kg.query.paging import window
from kg.query.parameters import fill_in, with_base
from kg.query.rows import Row, answer_rows
from kg.query.saved import QueryFolders, SavedQueries
from kg.query.things import EntityFacts, Evidence, Found, entity_facts, find_evidence, find_things
from kg.remote.address import Store, store_at
from kg.remote.asking import base_of, open_workers
from kg.settings import Settings, load_settings

if TYPE_CHECKING:
    import networkx as nx


class OpenStore:
    """A store that can be asked until it is closed; use it as a context manager, or call `close`."""

    def __init__(self, store: Store, folders: Sequence[Path], settings: Settings) -> None:
        self.store = store
        self._settings = settings
        self._workers = open_workers(store, settings)
        self.base = base_of(self._workers)
        self._folders = QueryFolders(folders)

    def __enter__(self) -> OpenStore:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the processes that answer queries."""
        self._workers.close()

    @property
    def lookup(self) -> Lookup:
        """Finds things by name."""
        return Lookup(self._workers, self.base)

    @property
    def saved(self) -> SavedQueries:
        """The saved queries, shipped and one's own."""
        return self._folders.current()

    def query(
        self, query: str, *, limit: int | None = None, offset: int = 0, **parameters: Any
    ) -> list[Row] | Graph | bool:
        """Ask a saved query by name, or SPARQL itself.

        Parameters are those of the saved query: labels, aliases or IRIs, numbers, or several of them in a list; None
        leaves an optional one open. Returns a list of dicts for SELECT, an rdflib graph for CONSTRUCT and DESCRIBE, a
        truth value for ASK. Raises QueryError and NotFoundError.
        """
        if "{" in query:
            text = with_base(query, self.base)
        else:
            given = {name: _values(value) for name, value in parameters.items()}
            text = fill_in(self.saved.get(query), given, self.lookup)
        if limit is not None or offset:
            text = window(text, limit, offset)
        answer = self._workers.ask(text, graph=GRAPHS["nt"])
        if answer.kind == "graph":
            return Graph().parse(data=answer.read(), format="nt")
        return answer_rows(answer.read())

    def search(self, text: str, limit: int = 20) -> list[Found]:
        """Find entities and papers by label, alias or title.

        >>> with open_store("store") as graph:
        ...     [found.label for found in graph.search("colbert", limit=1)]
        ['ColBERT']
        """
        return find_things(self.lookup, " ".join(text.split()), limit) if text.strip() else []

    def entity(self, name: str, type: str = "Entity", evidence: int = 10) -> EntityFacts:
        """Return what is known of an entity by its label, an alias or its IRI, with the surest sentences behind it.

        `type` (Method, Dataset, Hardware, Metric, Task) keeps homonyms apart. Raises ParameterError when nothing is so
        called and AmbiguousNameError, with the candidates, when more than one thing is.

        >>> with open_store("store") as graph:
        ...     entity = graph.entity("ColBERT")
        >>> entity.label, entity.type, entity.papers > 0, "ColBERT" in entity.evidence[0].sentence
        ('ColBERT', 'Method', True, True)
        """
        return entity_facts(self.lookup, self.lookup.find(type, name, "name"), evidence)

    def evidence(self, *names: str, limit: int = 20) -> list[Evidence]:
        """Return the surest sentences that name the first entity, in papers that name all of the others too.

        >>> with open_store("store") as graph:
        ...     sentences = graph.evidence("ColBERT", "MS MARCO")
        >>> all("ColBERT" in found.sentence for found in sentences)
        True
        """
        first, *others = [self.lookup.find("Entity", name, "name") for name in names]
        return find_evidence(self.lookup, [first], limit, others)

    def network(
        self,
        name: str = "co-use",
        *,
        since: int | None = None,
        until: int | None = None,
        categories: Sequence[str] = (),
        roles: Sequence[RoleName] = ("introduces", "compares", "uses"),
        confidence: float = 0.0,
        min_papers: int = 1,
        min_pair_papers: int = 1,
    ) -> nx.Graph[str]:
        """Return a network by its name: what stands together in papers, or what sentences relate.

        `kg.analytics.networks.NETWORKS` holds the names: `co-use`, of one type (`methods`, `datasets`, ...), of two
        (`method-dataset`, ...), `paper-entity`, `papers`, `authors`, `categories`, and stated relations, which are
        directed (`comparedWith`, `basedOn`, ...). Nodes are IRIs with `label` and `type`; edges have `weight`, the
        number of papers, and networks of what stands together `lift`, `npmi` and `q` too.

        `since` and `until` are years, both included; papers of any of the `categories` count; an entity counts in a
        paper that has it in one of the `roles` and names it with this `confidence` (0 to 1) or more. Nodes of fewer
        than `min_papers` papers and pairs of fewer than `min_pair_papers` stay out. The published graph is read as it
        is at the call. Raises NotFoundError for a name that is none, UsageError for a role that is none, and
        NetworkTooLargeError when the network would take more than the setting `network_memory_mb`.

        >>> with open_store("store") as graph:
        ...     network = graph.network("method-dataset", min_pair_papers=2)
        >>> pairs = network.edges(data="weight")
        >>> one, other, papers = max(pairs, key=lambda pair: pair[2])
        >>> network.nodes[one]["type"], network.nodes[other]["type"], papers > 1
        ('Dataset', 'Method', True)
        """
        from kg.analytics.network import Thresholds
        from kg.analytics.networks import read_network
        from kg.analytics.selection import Selection

        selection = Selection(since, until, tuple(categories), tuple(roles), confidence)
        thresholds = Thresholds(min_papers, min_pair_papers, self._settings.network_memory_mb)
        return read_network(self.store, name, selection, thresholds)


def open_store(
    store: str | Path = "store", queries: Iterable[str | Path] = (), settings: Settings | None = None
) -> OpenStore:
    """Open a store, a folder or the address of a SPARQL server, with folders of saved queries beside the shipped ones.

    Settings are those of the environment unless given. Raises StoreError when there is no store.
    """
    settings = settings or replace(load_settings(), query_workers=1)
    return OpenStore(store_at(str(store)), [Path(folder) for folder in queries], settings)


def _values(value: Any) -> list[str]:
    if value is None:
        return [""]
    if isinstance(value, list | tuple | set | frozenset):
        return [str(item) for item in value]
    return [str(value)]
