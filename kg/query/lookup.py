"""Find the entity or paper that a person means by a label, an alias, an id or an IRI."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from kg.errors import AmbiguousNameError, Candidate, ParameterError
from kg.query.quoting import quoted
from kg.query.workers import QueryWorkers
from kg.resolve.normal_form import normal_form

_IRI = re.compile(r"https?://[^<>\"{}|^`\\\x00-\x20]+")
_BY_NAME = """SELECT ?thing ?rank (SAMPLE(?name) AS ?label) (SAMPLE(?kind) AS ?class)
  (COUNT(DISTINCT ?paper) AS ?papers) WHERE {{
  VALUES (?property ?form ?rank) {{
    (skos:prefLabel {exact} 1) (skos:altLabel {exact} 2) (skos:hiddenLabel {normal} 3)
    (dcterms:identifier {exact} 1) (dcterms:title {exact} 2)
  }}
  ?thing ?property ?form ; a kg:{type} .
  ?thing skos:prefLabel|dcterms:title ?name ; a ?kind . FILTER(?kind != kg:Entity)
  OPTIONAL {{ ?paper kg:mentions ?thing }}
}} GROUP BY ?thing ?rank ORDER BY ?rank DESC(?papers) ?thing LIMIT 20"""
_SIMILAR = """SELECT DISTINCT ?label WHERE {{
  ?thing a kg:{type} ; skos:prefLabel ?label ; skos:prefLabel|skos:altLabel ?form .
  FILTER(CONTAINS(LCASE(?form), LCASE({text})))
}} ORDER BY STRLEN(?label) ?label LIMIT 5"""


@dataclass(frozen=True, slots=True)
class Lookup:
    """Finds things in the store that some workers ask."""

    workers: QueryWorkers
    base: str

    def find(self, type: str, value: str, parameter: str) -> str:
        """Return the IRI of what `value` names among the things of a class.

        The label wins over an alias, an alias over another spelling; a label in another case is still the label.
        Raises ParameterError when nothing is so called and AmbiguousNameError when more than one thing is.
        """
        if _IRI.fullmatch(value):
            return value
        if "/" in value and _IRI.fullmatch(path := f"{self.base}/{value}") and self._ask(f"ASK {{ <{path}> ?p ?o }}"):
            return path
        exact, normal = quoted(value), quoted(normal_form(value))
        rows = self.rows(_BY_NAME.format(type=type, exact=exact, normal=normal))
        best = [row for row in rows if row["rank"] == rows[0]["rank"]]
        if len(same := [row for row in best if row["label"].lower() == value.lower()]) == 1:
            best = same
        if len(best) == 1:
            return best[0]["thing"]
        if best:
            names = ", ".join(row["thing"].removeprefix(self.base + "/") for row in best)
            raise AmbiguousNameError(
                f"{parameter}={value!r} is ambiguous: it may be {names}; give one of these",
                parameter,
                value,
                [_candidate(row) for row in best],
            )
        similar = [row["label"] for row in self.rows(_SIMILAR.format(type=type, text=quoted(value)))]
        hint = f"; near: {', '.join(similar)}" if similar else ""
        raise ParameterError(f"no {type} in the store is called {value!r}{hint}")

    def rows(self, query: str) -> list[dict[str, str]]:
        """Return the solutions of a query as plain strings."""
        return list(_rows(json.loads(self.workers.ask(query).read())))

    def _ask(self, query: str) -> bool:
        return bool(json.loads(self.workers.ask(query).read())["boolean"])


def _candidate(row: dict[str, str]) -> Candidate:
    return Candidate(row["thing"], row["label"], row["class"].rpartition("#")[2], int(row["papers"]))


def _rows(answer: dict[str, Any]) -> Iterator[dict[str, str]]:
    for binding in answer["results"]["bindings"]:
        yield {name: term["value"] for name, term in binding.items()}
