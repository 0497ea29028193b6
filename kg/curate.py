"""Curation of a store: what a file of decisions would do to it, and what might be decided."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from kg.annotation.corrections import Corrected
from kg.annotation.verdicts import Verdict, verdicts
from kg.extract.record import EntityType
from kg.gazetteer import load_gazetteer
from kg.graph.paper_table import read_papers
from kg.graph.store import StoreFolder, replace_text
from kg.resolve.curation import COLUMNS, Action, Decision, read_curation
from kg.resolve.entities import resolve
from kg.resolve.names import PaperNames
from kg.resolve.normal_form import normal_form
from kg.resolve.rules import find_conflicts, subject
from kg.resolve.suggestions import Suggestion, suggest_merges
from kg.resolve.usage import meanings_in_use


@dataclass(frozen=True, slots=True)
class Check:
    """What is to be said of a curation file: its decisions, conflicts between them, and those that meet no name."""

    decisions: tuple[Decision, ...]
    conflicts: tuple[str, ...]
    idle: tuple[Decision, ...]


def check_curation(file: Path, store: Path | None) -> Check:
    """Check a curation file, and against the papers of a store when one is given.

    Raises CurationError, which lists the faulty lines.
    """
    decisions = read_curation(file)
    papers = _names(store) if store else []
    meanings = meanings_in_use(papers, load_gazetteer(), decisions)
    forms = {(name.type, name.form) for paper in papers for name in paper.names}
    keys = {meanings.in_paper(paper.id, name.type, name.form) for paper in papers for name in paper.names}

    def meets(decision: Decision) -> bool:
        if decision.action == "split":
            return (decision.type, normal_form(decision.name)) in forms
        return subject(decision, meanings) in keys

    idle = tuple(decision for decision in decisions if store and not meets(decision))
    return Check(decisions, tuple(find_conflicts(decisions, meanings)), idle)


def correct_curation(file: Path, corrected: Sequence[Corrected], store: Path) -> int:
    """Add to a curation file what people's corrections of papers decide on names, and return how many decisions.

    A name that they always marked as another type is retyped, one that they always unmarked is blocked; each reason
    says how many mentions say so. What extraction had found is read from the store. Raises CurationError when the file
    has faults.
    """
    ids = {paper.id for paper in corrected}
    with read_papers(StoreFolder.open(store).current().papers_file) as table:
        records = {record.id: record for record in table.records() if record.id in ids}
    return add_decisions(file, map(_decision, verdicts(corrected, records)))


def add_decisions(path: Path, decisions: Iterable[Decision]) -> int:
    """Add decisions to the end of a file, made if there is none, and return how many; its lines stay as they are.

    A name of a type that the file already decides on is left to it. Raises CurationError when the file has faults.
    """
    text = path.read_text(encoding="utf-8-sig") if path.exists() else "\t".join(COLUMNS) + "\n"
    decided = {_of_name(decision) for decision in (read_curation(path) if path.exists() else ())}
    added = [decision for decision in decisions if _of_name(decision) not in decided]
    header = next(line for line in text.splitlines() if line.strip() and not line.startswith("#")).split("\t")
    lines = ["\t".join(_cells(decision)[column.strip()] for column in header) for decision in added]
    if lines:
        replace_text(path, "".join(f"{line}\n" for line in (*text.splitlines(), *lines)))
    return len(lines)


def _of_name(decision: Decision) -> tuple[EntityType, str]:
    return decision.type, normal_form(decision.name)


def _cells(decision: Decision) -> Mapping[str, str]:
    cells = {column: str(getattr(decision, column)) for column in COLUMNS}
    return cells | {"papers": "|".join(decision.papers)}


def _decision(verdict: Verdict) -> Decision:
    where = f"paper {verdict.papers[0]}" if len(verdict.papers) == 1 else f"{len(verdict.papers)} papers"
    reason = f"as annotators corrected all mentions, {verdict.mentions} in {where}"
    action: Action = "retype" if verdict.instead else "block"
    return Decision(action, verdict.type, verdict.name, verdict.instead or "", reason=reason)


def suggest_curation(store: Path, min_similarity: float) -> list[Suggestion]:
    """Return merges to be decided on by people, the likeliest first; what curation has settled is not among them."""
    curation = StoreFolder.open(store).current().curation_file
    papers = _names(store)
    resolution = resolve(papers, load_gazetteer(), read_curation(curation) if curation.exists() else ())
    return suggest_merges(papers, resolution, min_similarity)


def _names(store: Path) -> Sequence[PaperNames]:
    with read_papers(StoreFolder.open(store).current().papers_file) as table:
        return [state.names for state in table.states()]
