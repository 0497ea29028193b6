"""How a question opens: with its own example, or, where the corpus lacks that, with what most papers name.

And what an answer without rows leads on to.
"""

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

_NAMED = """SELECT ?label (COUNT(DISTINCT ?paper) AS ?papers) WHERE {
  $iri skos:prefLabel ?label . OPTIONAL { ?paper kg:mentions $iri }
} GROUP BY ?label"""


def opening(site: Site, saved: SavedQuery, examples: bool = True) -> dict[str, list[str]]:
    """Return values for those parameters whose example is not in this corpus, or, without `examples`, for all.

    An optional parameter is left open, another gets the entities of the same type that most papers name.
    """
    values: dict[str, list[str]] = {}
    taken: set[str] = set()
    for parameter in saved.parameters:
        own = _examples(site, parameter)
        if not own or (examples and all(site.rows("SELECT ?o WHERE { $iri a ?o } LIMIT 1", iri=iri) for iri in own)):
            taken.update(own)
        elif parameter.optional:
            values[parameter.name] = [""]
        elif chosen := [iri for iri in _most_named(site, own[0]) if iri not in taken][: len(own)]:
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


def asked_about(site: Site, saved: SavedQuery, given: Mapping[str, Sequence[str]]) -> list[tuple[str, str, int]]:
    """Return label, path of the page and number of papers of the entities asked for, where nothing was found."""
    found = []
    for parameter in saved.parameters:
        if not parameter.entity_class or parameter.entity_class == "Paper":
            continue
        names = given.get(parameter.name, _examples(site, parameter))
        for name in (name.strip() for name in names if name.strip()):
            iri = site.lookup.find(parameter.entity_class, name, parameter.name)
            found += [(row["label"], site.path(iri) or iri, int(row["papers"])) for row in site.rows(_NAMED, iri=iri)]
    return found


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
