"""Fill in a saved query: typed values become RDF terms between the braces of its VALUES lines, never text."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from rdflib import Literal, URIRef
from rdflib.namespace import XSD

from kg.errors import ParameterError
from kg.query.declared import Parameter, SavedQuery
from kg.query.lookup import Lookup
from kg.query.quoting import quoted
from kg.query.tokens import tokens
from kg.query.values import replace_values
from kg.settings import Settings

#: Most values that one parameter can be given.
MOST_VALUES = 20
_INTEGER = re.compile(r"[+-]?\d{1,18}")
_DECIMAL = re.compile(r"[+-]?(?:\d{1,30}(?:\.\d{1,30})?|\.\d{1,30})")
_YEAR = re.compile(r"\d{4}")
_BUILD = re.compile(r"[0-9]{1,18}")
#: How a build's number is written in the IRI of its run, at least.
_BUILD_DIGITS = 6


def fill_in(query: SavedQuery, given: Mapping[str, Sequence[str]], lookup: Lookup) -> str:
    """Return the SPARQL of a saved query for some parameter values; one left out keeps its default.

    An empty value of an optional parameter leaves it open. IRIs of the default base are moved to the store's. Raises
    ParameterError when a parameter is unknown or its value does not fit its type.
    """
    known = {parameter.name: parameter for parameter in query.parameters}
    if unknown := sorted(set(given) - set(known)):
        have = ", ".join(known) or "none"
        raise ParameterError(f"{query.name} has no parameter {', '.join(unknown)}; it has: {have}")
    text = with_base(query.text, lookup.base)
    for name, values in given.items():
        text = replace_values(text, name, _terms(known[name], values, lookup))
    return text


def with_base(text: str, base: str) -> str:
    """Return a query whose IRIs under the default base are under another."""
    default = Settings().base
    if base == default:
        return text
    parts, position = [], 0
    for token in tokens(text):
        if token.kind == "iri" and token.text.startswith(f"<{default}/"):
            parts += [text[position : token.start], f"<{base}{token.text[len(default) + 1 :]}"]
            position = token.end
    return "".join([*parts, text[position:]])


def _terms(parameter: Parameter, values: Sequence[str], lookup: Lookup) -> str:
    filled = [value.strip() for value in values if value.strip()]
    if not filled:
        if parameter.optional:
            return "UNDEF"
        raise ParameterError(f"parameter {parameter.name} must not be empty")
    if len(filled) > MOST_VALUES:
        raise ParameterError(f"parameter {parameter.name} takes at most {MOST_VALUES} values, not {len(filled)}")
    return " ".join(_term(parameter, value, lookup) for value in filled)


def _term(parameter: Parameter, value: str, lookup: Lookup) -> str:
    if parameter.type.startswith("kg:"):
        return URIRef(lookup.find(parameter.type.removeprefix("kg:"), value, parameter.name)).n3()
    if parameter.type == "text":
        return quoted(value)
    if parameter.type == "choice":
        if value not in parameter.choices:
            raise ParameterError(
                f"parameter {parameter.name} must be one of {', '.join(parameter.choices)}, not {value!r}"
            )
        return quoted(value)
    if parameter.type == "build":
        if not _BUILD.fullmatch(value):
            raise ParameterError(
                f"parameter {parameter.name} must be the number of a build, as in 000002, not {value!r}"
            )
        return quoted(value.zfill(_BUILD_DIGITS))
    pattern, datatype, kind = {
        "year": (_YEAR, XSD.integer, "a year of four digits"),
        "integer": (_INTEGER, XSD.integer, "a whole number"),
        "decimal": (_DECIMAL, XSD.decimal, "a number such as 0.8"),
    }[parameter.type]
    if not pattern.fullmatch(value):
        raise ParameterError(f"parameter {parameter.name} must be {kind}, not {value!r}")
    return Literal(value, datatype=datatype, normalize=False).n3()
