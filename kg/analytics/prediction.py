"""Link prediction: what is likely to be used next with an entity, and how well such predictions do."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy import sparse
from scipy.sparse.linalg import svds

from kg.analytics.links import Links
from kg.analytics.shares import Timeline, halving
from kg.extract.record import EntityType

#: Dimensions of the factorisation.
_RANK = 32
#: Rank up to which a hit counts.
HITS_AT = 10

#: Gives the scores of some heads (row numbers) with all tails.
Rows = Callable[[list[int]], npt.NDArray[np.float64]]
#: Heads that are scored at a time.
_CHUNK = 256
#: Most heads that a way of scoring is tested on: with so many, the share of hits is good to 0.01.
MOST_TESTED = 2000


@dataclass(frozen=True, slots=True)
class CoUseTable:
    """In how many papers each head (row) and tail (column) go together, with the names of both, sorted."""

    heads: tuple[str, ...]
    tails: tuple[str, ...]
    papers: Any


@dataclass(frozen=True, slots=True)
class Evaluation:
    """How well a way of scoring ranks the pairs that later papers join first.

    `auc` is the probability that such a pair scores higher than one that stays apart; `hits` is the share of new
    pairs whose tail is among the ten highest of its head; both over `new_pairs` pairs of `heads` heads.
    """

    scorer: str
    auc: float
    hits: float
    new_pairs: int
    heads: int


@dataclass(frozen=True, slots=True)
class Prediction:
    """A pair that no paper has yet, and its score, which means nothing but its order."""

    head: str
    tail: str
    score: float


def co_use_table(
    links: Links, head: EntityType, tail: EntityType, papers: Collection[str] | None = None, min_papers: int = 1
) -> CoUseTable:
    """Return how often entities of two types go together, in all papers or in those given.

    Entities of fewer papers, of all, are left out.
    """
    frequent = {entity for entity, having in links.by_entity().items() if len(having) >= min_papers}
    by_paper: dict[str, tuple[list[str], list[str]]] = {}
    for link in links.links:
        if link.entity in frequent and (papers is None or link.paper in papers):
            type = links.entities[link.entity].type
            if type in (head, tail):
                by_paper.setdefault(link.paper, ([], []))[0 if type == head else 1].append(link.entity)
    pairs = [(a, b) for heads, tails in by_paper.values() for a in heads for b in tails]
    heads, tails = (tuple(sorted({pair[end] for pair in pairs})) for end in (0, 1))
    row, column = ({name: i for i, name in enumerate(names)} for names in (heads, tails))
    matrix = sparse.coo_array(
        (np.ones(len(pairs)), ([row[a] for a, _ in pairs], [column[b] for _, b in pairs])),
        shape=(len(heads), len(tails)),
    )
    return CoUseTable(heads, tails, matrix.tocsr())


def popularity(table: CoUseTable) -> Rows:
    """Score a pair by how often its tail is used with anything: the baseline to beat."""
    uses = np.asarray(table.papers.sum(axis=0), dtype=float).reshape(1, -1)
    return lambda rows: np.tile(uses, (len(rows), 1))


def common_heads(table: CoUseTable) -> Rows:
    """Score a pair by how much the tail's heads are those of the tails that the head has (item-based cosine)."""
    binary = (table.papers > 0).astype(float)
    scaled = (binary @ _inverse(np.sqrt(binary.sum(axis=0)))).tocsr()
    to_heads = scaled.T.tocsr()
    # From the left, some rows at a time: the likeness of all tails to all would take gigabytes.
    return lambda rows: (binary[rows, :] @ to_heads @ scaled).toarray()


def paths_of_three(table: CoUseTable) -> Rows:
    """Score a pair by the paths of three steps between its ends over the degrees on them (Kovács et al. 2019)."""
    binary = (table.papers > 0).astype(float)
    by_tail, by_head = _inverse(np.sqrt(binary.sum(axis=0))), _inverse(np.sqrt(binary.sum(axis=1)))
    to_heads = (by_tail @ binary.T @ by_head).tocsr()
    return lambda rows: (binary[rows, :] @ to_heads @ binary).toarray()


def factorisation(table: CoUseTable) -> Rows:
    """Score a pair by the product of its ends' vectors in a truncated singular value decomposition of 32 dimensions."""
    rank = min(_RANK, min(table.papers.shape) - 1)
    if rank < 1:
        return lambda rows: np.zeros((len(rows), len(table.tails)))
    left, values, right = svds(table.papers.astype(float).log1p(), k=rank, v0=np.ones(min(table.papers.shape)))
    return lambda rows: np.asarray((left[rows] * values) @ right)


#: The ways of scoring; the first is the baseline.
SCORERS: Mapping[str, Callable[[CoUseTable], Rows]] = {
    "popularity": popularity,
    "common heads": common_heads,
    "paths of three": paths_of_three,
    "factorisation": factorisation,
}


def evaluate(links: Links, time: Timeline, head: EntityType, tail: EntityType, min_papers: int = 1) -> list[Evaluation]:
    """Learn from the earlier half of the dated papers, and rank the pairs that the later half joins first.

    Only pairs whose two ends the earlier half knows can be predicted, and only they count; of very many heads, those of
    `MOST_TESTED` that are spread evenly over all names. Empty without such pairs.
    """
    split = halving(time.papers)
    earlier = {paper for paper, period in time.of_paper.items() if period < split}
    later = {paper for paper, period in time.of_paper.items() if period >= split}
    known = co_use_table(links, head, tail, earlier, min_papers)
    new = _spread(_new_pairs(known, co_use_table(links, head, tail, later, min_papers)), MOST_TESTED)
    if not new:
        return []
    return [_evaluate(name, score(known), known, new) for name, score in SCORERS.items()]


def predict(table: CoUseTable, head: str, scorer: str, most: int) -> list[Prediction]:
    """Return the tails that are likeliest to be used next with a head and that no paper has used with it yet."""
    if head not in table.heads:
        return []
    row = table.heads.index(head)
    scores = SCORERS[scorer](table)([row])[0]
    taken = set(table.papers[[row], :].nonzero()[1].tolist())
    ranked = sorted((-round(float(scores[i]), 9), tail) for i, tail in enumerate(table.tails) if i not in taken)
    return [Prediction(head, tail, -score) for score, tail in ranked[:most] if score < 0]


def _new_pairs(known: CoUseTable, later: CoUseTable) -> dict[int, list[int]]:
    """Return, by row of the earlier table, the columns that only the later one joins it with."""
    row = {name: i for i, name in enumerate(known.heads)}
    column = {name: i for i, name in enumerate(known.tails)}
    joined = set(zip(*(ends.tolist() for ends in known.papers.nonzero()), strict=True))
    new: dict[int, list[int]] = {}
    for a, b in zip(*(ends.tolist() for ends in later.papers.nonzero()), strict=True):
        i, j = row.get(later.heads[a]), column.get(later.tails[b])
        if i is not None and j is not None and (i, j) not in joined:
            new.setdefault(i, []).append(j)
    return new


def _spread(new: Mapping[int, list[int]], most: int) -> dict[int, list[int]]:
    """Return the pairs of no more than so many rows, at even distances."""
    rows = sorted(new)
    tested = min(most, len(rows))
    return {row: new[row] for row in (rows[i * len(rows) // tested] for i in range(tested))}


def _evaluate(name: str, score: Rows, known: CoUseTable, new: Mapping[int, list[int]]) -> Evaluation:
    wins, hits = 0.0, 0
    rows = sorted(new)
    for start in range(0, len(rows), _CHUNK):
        chunk = rows[start : start + _CHUNK]
        for row, scores in zip(chunk, score(chunk), strict=True):
            others = np.ones(len(known.tails), dtype=bool)
            others[known.papers.indices[known.papers.indptr[row] : known.papers.indptr[row + 1]]] = False
            others[new[row]] = False
            rivals = scores[others]
            for column in new[row]:
                below, equal = int((rivals < scores[column]).sum()), int((rivals == scores[column]).sum())
                wins += (below + equal / 2) / len(rivals) if len(rivals) else 1.0
                # Among equals, the new pair has an average place.
                hits += len(rivals) - below - equal / 2 < HITS_AT
    count = sum(len(columns) for columns in new.values())
    return Evaluation(name, wins / count, hits / count, count, len(new))


def _inverse(values: Any) -> Any:
    """Return a diagonal matrix of 1 / values, 0 where a value is 0."""
    flat = np.asarray(values, dtype=float).reshape(-1)
    return sparse.diags_array(np.divide(1, flat, out=np.zeros_like(flat), where=flat > 0))
