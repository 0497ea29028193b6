"""The form of a saved query: a field for each parameter, with what it may hold and how often that occurs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kg.query.declared import Parameter, SavedQuery
from kg.query.parameters import with_base
from kg.query.tokens import tokens
from kg.web.site import Site

#: How many entities a field offers before anything is typed.
_OFFERED = 100
#: Types of fields in HTML; numbers are kept as text where a browser would change them.
_INPUT_MODES: Mapping[str, str] = {"year": "numeric", "integer": "numeric", "decimal": "decimal"}
#: Builds that were recorded, the newest first.
_BUILDS = """SELECT ?number ?ended ?added ?papers WHERE {
  ?run a prov:Activity ; prov:endedAtTime ?ended ; kg:papers ?papers .
  OPTIONAL { ?run kg:added ?added }
  BIND(STRAFTER(STR(?run), "/run/") AS ?number)
} ORDER BY DESC(?number) LIMIT 200"""


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a form: the parameter, the values it holds now, what it offers with counts of papers.

    `options`, where there are any, are all that can be chosen: values with their labels.
    """

    parameter: Parameter
    values: tuple[str, ...]
    offers: tuple[tuple[str, int], ...] = ()
    options: tuple[tuple[str, str], ...] = ()

    @property
    def input_mode(self) -> str:
        """The keyboard that a phone should show."""
        return _INPUT_MODES.get(self.parameter.type, "text")

    @property
    def left_open(self) -> str:
        """What is asked where nothing is chosen."""
        return "the last that added papers to others" if self.parameter.type == "build" else "any"


def form_fields(site: Site, saved: SavedQuery, given: Mapping[str, Sequence[str]]) -> list[Field]:
    """Return the fields of a query's form, filled in as sent, or with the defaults."""
    return [_field(site, parameter, given.get(parameter.name)) for parameter in saved.parameters]


def _field(site: Site, parameter: Parameter, given: Sequence[str] | None) -> Field:
    values = tuple(_readable(site, value) for value in given) if given else _defaults(site, parameter)
    offers: tuple[tuple[str, int], ...] = ()
    if parameter.entity_class and parameter.entity_class != "Paper":
        catalogue = site.kept_catalogue.soon(0)  # the field suggests while one types, if it offers nothing yet
        top = catalogue.top(parameter.entity_class, _OFFERED) if catalogue else []
        offers = tuple((thing.label, papers) for thing, papers in top)
    return Field(parameter, values or ("",), offers, _options(site, parameter, values))


def _options(site: Site, parameter: Parameter, values: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    """Return the choices of a parameter, or the builds of the graph, the newest first, and one that was asked for."""
    if parameter.type != "build":
        return tuple(parameter.choices.items())
    builds = {row["number"]: _build(row) for row in site.rows(_BUILDS)}
    return tuple(({value: value for value in values if value not in builds and value} | builds).items())


def _build(row: Mapping[str, str]) -> str:
    """Return a build as a list names it: its number, the minute in which it ended, and what it did."""
    added = f"{int(row['added']):,} added, " if "added" in row else ""
    return f"{row['number']}: {row['ended'][:16].replace('T', ' ')}, {added}{int(row['papers']):,} in all"


def _defaults(site: Site, parameter: Parameter) -> tuple[str, ...]:
    """Return a parameter's default values as a person writes them."""
    values = []
    for token in tokens(with_base(parameter.default, site.base)):
        if token.kind == "iri":
            values.append(_readable(site, token.text.strip("<>")))
        elif token.kind in ("string", "number"):
            values.append(token.text.strip("\"'"))
    return tuple(values)


def _readable(site: Site, value: str) -> str:
    """Return the label of an entity, or the id of a paper, for its IRI, where it leads back to the same thing."""
    if site.path(value) is None:
        return value
    rows = site.rows("SELECT ?name WHERE { $iri skos:prefLabel|dcterms:identifier ?name }", iri=value)
    if not rows:
        return value
    same = "SELECT ?other WHERE { ?other skos:prefLabel ?name . $iri skos:prefLabel ?name }"
    return rows[0]["name"] if len(site.rows(same, iri=value)) <= 1 else value
