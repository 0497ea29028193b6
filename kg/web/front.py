"""The front page: what the graph holds, where to begin, what others ask."""

from __future__ import annotations

from flask import Blueprint, render_template

from kg.web.catalogue import Catalogue
from kg.web.panels import ask, places, shown_in_time
from kg.web.site import TYPES, site

pages = Blueprint("front", __name__)

#: Questions that stand on the front page: a saved query, its parameter, and how to say it with a name of this corpus.
_EXAMPLES = (
    ("method_hardware", "method", "Method", "Which hardware is used for {}?"),
    ("method_datasets", "method", "Method", "Which datasets go with {}?"),
    ("task_benchmarks", "task", "Task", "Which benchmarks are there for {}?"),
    ("first_mention", "entity", "Dataset", "Who was first to name {}?"),
    ("evidence", "entity", "Hardware", "What do papers say about {}?"),
    ("reading_list", "entity", "Task", "What should I read on {}?"),
)


@pages.get("/")
def front() -> str:
    """Show what the graph holds and where to begin."""
    this = site()
    panels = ask(this, places(this, "Corpus", {}))
    catalogue = this.kept_catalogue.soon(this.settings.panel_seconds / 2)
    return render_template(
        "front.html",
        snapshot=this.workers.published.current().snapshot,
        counts={type: catalogue.count(type) if catalogue else None for type in TYPES.values()},
        panels=shown_in_time(this, panels),
        page="Corpus",
        examples=_examples(catalogue) if catalogue else [],
        queries=list(this.saved_queries),
    )


def _examples(catalogue: Catalogue) -> list[tuple[str, str]]:
    """Return questions with the address of their answers, about what this corpus names most often."""
    found, used = [], set()
    for name, parameter, type, question in _EXAMPLES:
        for thing, _ in catalogue.top(type, 8):
            if thing.label not in used:
                used.add(thing.label)
                found.append((question.format(thing.label), f"/queries/{name}?{parameter}={thing.iri}"))
                break
    return found
