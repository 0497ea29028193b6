"""Read the `#+` comment lines of a saved query, which describe it in YAML.

    #+ summary: Datasets most often used in the same paper as a method
    #+ parameters:
    #+   method: {type: kg:Method, label: Method}
    #+   kind: {type: choice, choices: {all: every role, uses: papers that use it}, optional: true}
    #+ needs: [dates]
    #+ draw: {as: bars, label: dataset, value: papers}
    #+ panel: {pages: [Method], title: Datasets used with it, order: 30, rows: 8}
    SELECT … WHERE { VALUES ?method { <…/method/colbert> } … }

A parameter's default stands in the braces of its `VALUES` line, so the file runs unchanged in any SPARQL tool.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

import yaml

from kg.errors import QueryError
from kg.query.declared import (
    CLASS_TYPES,
    DRAWING_EXTRAS,
    DRAWINGS,
    HEADER_KEYS,
    NEEDS,
    PAGES,
    PANEL_KEYS,
    PARAMETER_KEYS,
    PLAIN_TYPES,
    RESERVED,
    Drawing,
    Panel,
    Parameter,
    SavedQuery,
)
from kg.query.values import find_values

_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


def parse_saved_query(name: str, text: str, where: str) -> SavedQuery:
    """Return the saved query of a text; raises QueryError when its header cannot be understood."""
    header = _header(text, where)
    if not header.get("summary"):
        raise QueryError(f"{where}: the header needs a line '#+ summary: …'")
    _known(header, HEADER_KEYS, "the header", where)
    parameters = header.get("parameters") or {}
    if not isinstance(parameters, dict):
        raise QueryError(f"{where}: parameters are written as '#+   name: {{type: …}}'")
    return SavedQuery(
        name=name,
        text=text,
        summary=str(header["summary"]),
        description=str(header.get("description") or ""),
        tags=tuple(str(tag) for tag in header.get("tags") or ()),
        parameters=tuple(_parameter(str(key), facts, text, where) for key, facts in parameters.items()),
        drawing=_drawing(header.get("draw"), where),
        panels=_panels(header.get("panel"), tuple(parameters), where),
        needs=_needs(header.get("needs"), where),
    )


def _header(text: str, where: str) -> dict[str, Any]:
    lines = [line[2:].removeprefix(" ") for line in text.splitlines() if line.startswith("#+")]
    try:
        header = yaml.safe_load("\n".join(lines))
    except yaml.YAMLError as error:
        raise QueryError(f"{where}: the '#+' lines are not YAML: {error}") from None
    return header if isinstance(header, dict) else {}


def _known(given: Iterable[Any], keys: Sequence[str], what: str, where: str) -> None:
    """Raise QueryError for a key without a meaning: mistyped, it would be passed over without a word."""
    if unknown := [str(key) for key in given if key not in keys]:
        raise QueryError(f"{where}: {what} has no key {', '.join(unknown)}; it can have {', '.join(keys)}")


def _parameter(name: str, facts: Any, text: str, where: str) -> Parameter:
    if name in RESERVED or not _NAME.fullmatch(name):
        raise QueryError(
            f"{where}: no parameter can be called {name}; {', '.join(RESERVED)} have a meaning of their own"
        )
    if not isinstance(facts, dict) or facts.get("type") not in (*PLAIN_TYPES, *CLASS_TYPES):
        raise QueryError(f"{where}: parameter {name} needs a type, one of {', '.join((*PLAIN_TYPES, *CLASS_TYPES))}")
    _known(facts, PARAMETER_KEYS, f"parameter {name}", where)
    values = find_values(text, name)
    if values is None:
        raise QueryError(f"{where}: parameter {name} needs a line 'VALUES ?{name} {{ default }}' in the query")
    default = text[values.start : values.end].strip()
    return Parameter(
        name=name,
        type=str(facts["type"]),
        label=str(facts.get("label") or name),
        description=str(facts.get("description") or ""),
        optional=bool(facts.get("optional")),
        default="" if default == "UNDEF" else default,
        choices=_choices(name, facts, where),
        many=bool(facts.get("many")),
    )


def _choices(name: str, facts: dict[str, Any], where: str) -> dict[str, str]:
    """Return what a parameter of type choice can be, each with its label."""
    choices = facts.get("choices")
    if (facts["type"] == "choice") != bool(choices):
        raise QueryError(f"{where}: parameter {name} needs the type choice and a list of choices, or neither")
    if not choices:
        return {}
    if isinstance(choices, dict):
        return {str(value): str(label) for value, label in choices.items()}
    return {str(value): str(value) for value in choices}


def _needs(facts: Any, where: str) -> tuple[str, ...]:
    if facts is None:
        return ()
    if not isinstance(facts, list) or not set(facts) <= set(NEEDS):
        raise QueryError(f"{where}: needs is a list of {', '.join(NEEDS)}")
    return tuple(facts)


def _drawing(facts: Any, where: str) -> Drawing:
    if facts is None:
        return Drawing()
    kind = str(facts.get("as") if isinstance(facts, dict) else facts)
    if kind not in DRAWINGS:
        raise QueryError(f"{where}: draw needs 'as', one of {', '.join(DRAWINGS)}")
    columns = {str(k): str(v) for k, v in facts.items() if k != "as"} if isinstance(facts, dict) else {}
    if missing := [part for part in DRAWINGS[kind] if part not in columns]:
        raise QueryError(f"{where}: to draw {kind}, name the columns for {', '.join(missing)}")
    _known(columns, (*DRAWINGS[kind], *DRAWING_EXTRAS.get(kind, ())), f"draw: {{as: {kind}}}", where)
    return Drawing(kind, columns)


def _panels(facts: Any, parameters: tuple[str, ...], where: str) -> tuple[Panel, ...]:
    """Return where the query stands on pages: `panel` is one place or a list of them."""
    if facts is None:
        return ()
    return tuple(_panel(place, parameters, where) for place in (facts if isinstance(facts, list) else [facts]))


def _panel(facts: Any, parameters: tuple[str, ...], where: str) -> Panel:
    pages = facts.get("pages") if isinstance(facts, dict) else None
    if not isinstance(pages, list) or not set(pages) <= set(PAGES) or not facts.get("title"):
        raise QueryError(f"{where}: panel needs a title and 'pages', a list of {', '.join(PAGES)}")
    _known(facts, PANEL_KEYS, "panel", where)
    preset, filters = dict(facts.get("with") or {}), tuple(facts.get("filters") or ())
    if unknown := sorted({*preset, *filters} - set(parameters)):
        raise QueryError(f"{where}: panel sets or filters by {', '.join(unknown)}, which is no parameter")
    try:
        order, rows = int(facts.get("order", 50)), int(facts.get("rows", 10))
    except (TypeError, ValueError):
        raise QueryError(f"{where}: order and rows of a panel are whole numbers") from None
    return Panel(tuple(pages), str(facts["title"]), order, rows, {k: str(v) for k, v in preset.items()}, filters)
