"""What to read on an entity, and what is likely to be used with it next."""

from __future__ import annotations

from kg.analytics.asked import Asked
from kg.analytics.network import CO_USE_TYPES
from kg.analytics.paper_networks import bipartite_network
from kg.analytics.prediction import HITS_AT, Evaluation, co_use_table, evaluate, predict
from kg.analytics.reading import DAMPING, Reading, reading_list
from kg.analytics.report import Block, Column, Heading, Ref, Report, Table, Text, table
from kg.errors import UsageError
from kg.extract.record import EntityType

#: What is predicted for an entity of each type.
_PREDICTED: dict[EntityType, tuple[EntityType, ...]] = {
    "Method": ("Dataset", "Task"),
    "Task": ("Dataset", "Method"),
    "Dataset": ("Method", "Task"),
    "Hardware": ("Method",),
    "Metric": ("Task",),
}
_MOST_PREDICTED = 100


def reading_list_report(asked: Asked) -> Report:
    """List what to read on the entity that was asked for, or, if none was, on the method of most papers.

    Raises UsageError when there is none or more than one.
    """
    entity = _chosen(asked)
    label, links = asked.label(entity), asked.links
    pagerank = {score.entity: score.pagerank for score in asked.centrality.scores}
    found = reading_list(
        bipartite_network(links, (*CO_USE_TYPES, "Metric"), max(asked.settings.min_papers, 2)), entity, pagerank
    )
    having = sum(reading.has_entity for reading in found)
    return asked.report(
        "reading-list",
        f"What to read on {label}",
        f"Which papers with {label} touch most of what matters to it, which others are near, and what is likely to be "
        "used with it next?",
        [*_readings(asked, found, label, pagerank), *_predictions(asked, entity, label)],
        facts=[("Papers", f"{having:,} have {label}, {len(found):,} are within reach of it")],
        entities=(entity,),
    )


def _chosen(asked: Asked) -> str:
    if len(asked.entities) == 1 or (asked.entities and asked.of_all):
        return asked.find(asked.entities[0])
    if asked.entities:
        raise UsageError("reading-list is on one entity: kg report reading-list --entity NAME")
    ranked = asked.most_used("Method")
    if not ranked:
        raise UsageError("there is no method to read on; name an entity with --entity")
    return ranked[0]


def _readings(asked: Asked, found: list[Reading], label: str, pagerank: dict[str, float]) -> list[Block]:
    rows = asked.settings.table_rows
    walk = (
        f"A walk from {label} over papers and what they have, starting again with a chance of {1 - DAMPING:.0%} at "
        "each step (personalised PageRank), visits these most. Beside each stand the most central things it touches."
    )
    near = [reading for reading in found if not reading.has_entity]
    return [
        Heading(f"Papers with {label}"),
        Text(walk),
        _reading_table("papers", [reading for reading in found if reading.has_entity], asked, rows),
        Heading("Papers near it, without it"),
        _reading_table("near", near, asked, rows),
    ]


def _reading_table(name: str, found: list[Reading], asked: Asked, rows: int) -> Table:
    columns = [Column("paper"), Column("date"), Column("visits", "score"), Column("touches")]
    papers = asked.links.papers
    return table(
        name,
        columns,
        [(Ref(r.title, r.paper), papers[r.paper].issued or "", r.score, ", ".join(r.because)) for r in found],
        rows,
    )


def _predictions(asked: Asked, entity: str, label: str) -> list[Block]:
    named = asked.links.entities.get(entity)
    if named is None:
        return [Text(f"No selected paper has {label} in a role that was asked for.")]
    blocks: list[Block] = []
    for tail in _PREDICTED[named.type]:
        evaluations = evaluate(asked.links, asked.time, named.type, tail, asked.settings.min_papers)
        best = max(evaluations, key=lambda e: (round(e.hits, 9), round(e.auc, 9)), default=None)
        scorer = best.scorer if best else "paths of three"
        known = co_use_table(asked.links, named.type, tail, min_papers=asked.settings.min_papers)
        predicted = predict(known, entity, scorer, _MOST_PREDICTED)
        entities = asked.links.entities
        blocks += [
            Heading(f"{tail}s likely to be used next with {label}"),
            Text(_told(evaluations, scorer, named.type, tail)),
            table(
                f"next-{tail.lower()}s",
                [Column(tail.lower()), Column("score", "score")],
                [(Ref(entities[p.tail].label, p.tail), p.score) for p in predicted],
                asked.settings.table_rows,
                note="Pairs that no selected paper has yet; the score means nothing but its order.",
            ),
            _evaluation_table(f"evaluation-{tail.lower()}s", evaluations),
        ]
    return blocks


def _told(evaluations: list[Evaluation], scorer: str, head: EntityType, tail: EntityType) -> str:
    if not evaluations:
        return (
            f"Ranked by {scorer}. How good that is cannot be told here: it takes dated papers of two periods or more, "
            "in which later papers join what earlier ones knew apart."
        )
    first = evaluations[0]
    return (
        f"Learned from the earlier half of the papers, tested on {first.new_pairs:,} pairs of {head.lower()} and "
        f"{tail.lower()} that only the later half joins, of {first.heads:,} {head.lower()}s. Ranked by {scorer}, which "
        "does best there; popularity is the baseline."
    )


def _evaluation_table(name: str, evaluations: list[Evaluation]) -> Table:
    columns = [
        Column("scorer"), Column("auc", "number", "AUC"), Column("hits", "share", f"hits@{HITS_AT}"),
        Column("new_pairs", "count"), Column("heads", "count"),
    ]  # fmt: skip
    return table(name, columns, [(e.scorer, e.auc, e.hits, e.new_pairs, e.heads) for e in evaluations])
