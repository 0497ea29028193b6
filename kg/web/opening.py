"""How a question opens: with its own example, or, where the corpus lacks that, with what most papers name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from urllib.parse import urlencode

from kg.query.declared import Parameter, SavedQuery
from kg.query.parameters import with_base
from kg.query.tokens import tokens
from kg.web.site import TYPES, Site

#: What people ask, in their words, and where it is answered.
QUESTIONS: Sequence[tuple[str, str]] = (
    ("Which hardware is a method run on?", "/queries/method_hardware"),
    ("Which datasets are used together with a method?", "/queries/method_datasets"),
    ("Which methods are rising?", "/queries/rising_methods"),
    ("On which datasets is a method evaluated, and with which metrics?", "/queries/method_evaluations"),
    ("What scores are claimed for a method on a dataset?", "/queries/method_results"),
    ("Which sentences say that one thing uses another?", "/queries/evidence"),
    ("What does an abbreviation stand for?", "/queries/abbreviations"),
    ("Which paper was first to name or to introduce it?", "/queries/first_mention"),
    ("Which methods bridge two fields?", "/queries/method_bridges"),
    ("Which benchmarks exist for a task, and which fell out of use?", "/queries/task_benchmarks"),
    ("What do two have in common, and what has each alone?", "/compare"),
    ("Which papers make do with consumer hardware?", "/queries/consumer_hardware"),
    ("What should I read on it?", "/queries/reading_list"),
    ("What is new since the last build?", "/queries/new_since_last_run"),
    ("How much of this can I trust?", "/queries/coverage"),
)


def opening(site: Site, saved: SavedQuery) -> dict[str, list[str]]:
    """Return values for those parameters whose example is not in this corpus.

    An optional parameter is left open, another gets the entities of the same type that most papers name.
    """
    values: dict[str, list[str]] = {}
    taken: set[str] = set()
    for parameter in saved.parameters:
        examples = _examples(site, parameter)
        if all(site.rows("SELECT ?o WHERE { $iri a ?o } LIMIT 1", iri=iri) for iri in examples):
            taken.update(examples)
        elif parameter.optional:
            values[parameter.name] = [""]
        elif chosen := [iri for iri in _most_named(site, examples[0]) if iri not in taken][: len(examples)]:
            values[parameter.name] = chosen
            taken.update(chosen)
    return values


def wider(saved: SavedQuery, given: Mapping[str, Sequence[str]]) -> list[tuple[str, str]]:
    """Return, for each optional parameter that was set, its label and the address of the question without it."""
    return [
        (parameter.label, f"/queries/{saved.name}?{urlencode({**given, parameter.name: ['']}, doseq=True)}")
        for parameter in saved.parameters
        if parameter.optional and any(given.get(parameter.name, (parameter.default.replace("UNDEF", "").strip(),)))
    ]


def _examples(site: Site, parameter: Parameter) -> list[str]:
    if not parameter.entity_class:
        return []
    default = tokens(with_base(parameter.default, site.base))
    return [token.text.strip("<>") for token in default if token.kind == "iri"]


def _most_named(site: Site, example: str) -> list[str]:
    """Return what most papers name of the type of an example, or the first papers."""
    catalogue = site.catalogue()
    segment = example.removeprefix(site.base).strip("/").split("/")[0]
    if segment not in TYPES:
        return [thing.iri for thing in catalogue.things[catalogue.entities :][:10]]
    return [thing.iri for thing, _ in catalogue.top(TYPES[segment], 10)]
