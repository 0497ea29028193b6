"""Curation of a store: what a file of decisions would do to it, and what might be decided."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from kg.gazetteer import load_gazetteer
from kg.graph.paper_table import read_papers
from kg.graph.store import StoreFolder
from kg.resolve.curation import Decision, read_curation
from kg.resolve.entities import resolve
from kg.resolve.meanings import gather_meanings
from kg.resolve.names import PaperNames
from kg.resolve.normal_form import normal_form
from kg.resolve.rules import find_conflicts, subject
from kg.resolve.suggestions import Suggestion, suggest_merges


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
    meanings = gather_meanings(papers, load_gazetteer())
    forms = {(name.type, name.form) for paper in papers for name in paper.names}
    keys = {meanings.in_paper(paper.id, name.type, name.form) for paper in papers for name in paper.names}

    def meets(decision: Decision) -> bool:
        if decision.action == "split":
            return (decision.type, normal_form(decision.name)) in forms
        return subject(decision, meanings) in keys

    idle = tuple(decision for decision in decisions if store and not meets(decision))
    return Check(decisions, tuple(find_conflicts(decisions, meanings)), idle)


def suggest_curation(store: Path, min_similarity: float) -> list[Suggestion]:
    """Return merges to be decided on by people, the likeliest first; what curation has settled is not among them."""
    curation = StoreFolder.open(store).current().curation_file
    papers = _names(store)
    resolution = resolve(papers, load_gazetteer(), read_curation(curation) if curation.exists() else ())
    return suggest_merges(papers, resolution, min_similarity)


def _names(store: Path) -> Sequence[PaperNames]:
    with read_papers(StoreFolder.open(store).current().papers_file) as table:
        return [state.names for state in table.states()]
