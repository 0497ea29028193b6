"""What is known of a thing, and the sentences that say so: for Python, for assistants, for anything but a page."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from rdflib import URIRef

from kg.query.lookup import Lookup
from kg.query.quoting import quoted
from kg.resolve.normal_form import normal_form

_FACTS = """SELECT ?p ?o ?label WHERE {{
  GRAPH ?g {{ {thing} ?p ?o }} FILTER NOT EXISTS {{ ?g a kg:Paper }}
  OPTIONAL {{ ?o skos:prefLabel ?label }}
}} ORDER BY ?p ?o"""
_ROLES = """SELECT ?role (COUNT(DISTINCT ?paper) AS ?papers) WHERE {{
  ?paper a kg:Paper ; ?p {thing} . BIND(STRAFTER(STR(?p), "#") AS ?role) FILTER(?role != "")
}} GROUP BY ?role ORDER BY DESC(?papers) ?role"""
_YEARS = """SELECT ?year (COUNT(DISTINCT ?paper) AS ?papers) WHERE {{
  ?paper kg:mentions {thing} ; kg:year ?year }} GROUP BY ?year ORDER BY ?year"""
_EVIDENCE = """SELECT ?thing ?paper ?title ?year ?sentence ?words ?confidence ?extractor WHERE {{
  VALUES ?thing {{ {things} }}
  ?mention kg:refersTo ?thing ; a kg:Mention ; oa:exact ?words ; kg:sentence ?in ;
           kg:confidence ?confidence ; kg:extractor ?extractor ; nif:beginIndex ?begin .
  ?in oa:exact ?sentence ; dcterms:isPartOf ?paper .
  {together}
  ?paper dcterms:title ?title . OPTIONAL {{ ?paper kg:year ?year }}
}} ORDER BY DESC(?confidence) DESC(?year) ?paper ?begin LIMIT {most}"""
_SEARCH = """SELECT ?thing ?label ?class (MIN(?rank) AS ?best) (COUNT(DISTINCT ?paper) AS ?papers) WHERE {{
  {{ ?thing skos:prefLabel|skos:altLabel|skos:hiddenLabel ?form ; skos:prefLabel ?label ; a ?class .
    FILTER(?class != kg:Entity) ?paper kg:mentions ?thing }}
  UNION {{ ?thing a kg:Paper ; dcterms:title ?form . BIND(?form AS ?label) BIND(kg:Paper AS ?class) }}
  BIND(LCASE(?form) AS ?lower)
  BIND(IF(?lower = {text} || ?lower = {normal}, 1, IF(STRSTARTS(?lower, {text}), 2, 3)) AS ?rank)
  FILTER(CONTAINS(?lower, {text}) || ?lower = {normal})
}} GROUP BY ?thing ?label ?class ORDER BY ?best DESC(?papers) STRLEN(?label) ?label LIMIT {most}"""


@dataclass(frozen=True, slots=True)
class Evidence:
    """A sentence that names a thing: which words, in which paper, found by what and how surely (0 to 1)."""

    thing: str
    paper: str
    title: str
    year: int | None
    sentence: str
    words: str
    confidence: float
    extractor: str


@dataclass(frozen=True, slots=True)
class Found:
    """What a search found: an entity, with the number of papers that name it, or a paper."""

    iri: str
    label: str
    type: str
    papers: int


@dataclass(frozen=True, slots=True)
class EntityFacts:
    """An entity: names, wider terms and links by IRI, papers by role and by year, and some of the evidence."""

    iri: str
    label: str
    type: str
    aliases: tuple[str, ...]
    broader: Mapping[str, str]
    links: tuple[str, ...]
    papers: int
    roles: Mapping[str, int]
    years: Mapping[int, int]
    evidence: tuple[Evidence, ...]


def find_things(lookup: Lookup, text: str, most: int) -> list[Found]:
    """Return entities and papers that are called so: exactly, then what begins with the words, then what holds them."""
    lower, normal = quoted(text.lower()), quoted(normal_form(text))
    rows = lookup.rows(_SEARCH.format(text=lower, normal=normal, most=most))
    return [Found(r["thing"], r["label"], r["class"].rpartition("#")[2], int(r["papers"])) for r in rows]


def entity_facts(lookup: Lookup, iri: str, evidence: int) -> EntityFacts:
    """Return what is known of the entity with an IRI, with the `evidence` surest sentences that name it."""
    thing = URIRef(iri).n3()
    facts: dict[str, list[str]] = {}
    broader: dict[str, str] = {}
    for row in lookup.rows(_FACTS.format(thing=thing)):
        name = row["p"].rpartition("#")[2].rpartition("/")[2]
        facts.setdefault(name, []).append(row["o"])
        if name == "broader":
            broader[row["o"]] = row.get("label", row["o"])
    roles = {row["role"]: int(row["papers"]) for row in lookup.rows(_ROLES.format(thing=thing))}
    classes = (kind.rpartition("#")[2] for kind in facts.get("type", []))
    return EntityFacts(
        iri=iri,
        label=facts["prefLabel"][0],
        type=next(kind for kind in classes if kind != "Entity"),
        aliases=tuple(facts.get("altLabel", ())),
        broader=broader,
        links=tuple(facts.get("exactMatch", [])) + tuple(facts.get("closeMatch", [])),
        papers=roles.pop("mentions", 0),
        roles=roles,
        years={int(row["year"]): int(row["papers"]) for row in lookup.rows(_YEARS.format(thing=thing))},
        evidence=tuple(find_evidence(lookup, [iri], evidence)),
    )


def find_evidence(lookup: Lookup, things: Sequence[str], most: int, together: Collection[str] = ()) -> list[Evidence]:
    """Return the surest sentences that name one of some things, in papers that name all of those in `together`."""
    rows = lookup.rows(
        _EVIDENCE.format(
            things=" ".join(URIRef(thing).n3() for thing in things),
            together=" ".join(f"?paper kg:mentions {URIRef(other).n3()} ." for other in sorted(together)),
            most=most,
        )
    )
    return [
        Evidence(
            thing=row["thing"],
            paper=row["paper"],
            title=row["title"],
            year=int(row["year"]) if "year" in row else None,
            sentence=row["sentence"],
            words=row["words"],
            confidence=float(row["confidence"]),
            extractor=row["extractor"],
        )
        for row in rows
    ]
