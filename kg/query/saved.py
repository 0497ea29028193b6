"""Saved queries: `.rq` files of ordinary SPARQL, whose `#+` comment lines describe them in YAML.

    #+ summary: Datasets most often used in the same paper as a method
    #+ parameters:
    #+   method: {type: kg:Method, label: Method}
    SELECT … WHERE { VALUES ?method { <…/method/colbert> } … }

A parameter's default stands in the braces of its `VALUES` line, so the file runs unchanged in any SPARQL tool.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from kg.errors import NotFoundError, QueryError
from kg.query.values import find_values
from kg.resources import queries_dir

#: Types of parameters that are no class; those of a class are written `kg:Method`.
PLAIN_TYPES = ("text", "year", "integer", "decimal")
CLASS_TYPES = ("kg:Method", "kg:Dataset", "kg:Hardware", "kg:Metric", "kg:Task", "kg:Entity", "kg:Paper")
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_-]*")


@dataclass(frozen=True, slots=True)
class Parameter:
    """A value that the asker may choose; an optional one may be left out."""

    name: str
    type: str
    label: str
    description: str = ""
    optional: bool = False
    default: str = ""


@dataclass(frozen=True, slots=True)
class SavedQuery:
    """A question with a name: its SPARQL, what it answers, what can be chosen."""

    name: str
    text: str
    summary: str
    description: str = ""
    tags: tuple[str, ...] = ()
    parameters: tuple[Parameter, ...] = ()


@dataclass(frozen=True, slots=True)
class SavedQueries:
    """Saved queries by name."""

    queries: Mapping[str, SavedQuery] = field(default_factory=dict)

    def get(self, name: str) -> SavedQuery:
        """Return a query by name; raises NotFoundError naming those there are."""
        try:
            return self.queries[name]
        except KeyError:
            known = ", ".join(sorted(self.queries))
            raise NotFoundError(f"no saved query {name!r}; there are: {known}") from None


def load_saved_queries(folders: Sequence[Path] = ()) -> SavedQueries:
    """Return the shipped queries and those of further folders; a later folder wins over an earlier one.

    Raises QueryError when a folder is missing or a file's header cannot be understood.
    """
    queries: dict[str, SavedQuery] = {}
    for folder in (queries_dir(), *folders):
        if not folder.is_dir():
            raise QueryError(f"no folder of saved queries at {folder}")
        for path in sorted(folder.glob("*.rq")):
            queries[path.stem] = read_saved_query(path)
    return SavedQueries(queries)


def read_saved_query(path: Path) -> SavedQuery:
    """Return the saved query in a file, named after it."""
    if not _NAME.fullmatch(path.stem):
        raise QueryError(f"{path}: a saved query's file name is made of letters, digits, _ and -")
    return parse_saved_query(path.stem, path.read_text(encoding="utf-8"), str(path))


def parse_saved_query(name: str, text: str, where: str) -> SavedQuery:
    """Return the saved query of a text; raises QueryError when its header cannot be understood."""
    header = _header(text, where)
    if not header.get("summary"):
        raise QueryError(f"{where}: the header needs a line '#+ summary: …'")
    parameters = header.get("parameters") or {}
    if not isinstance(parameters, dict):
        raise QueryError(f"{where}: parameters are written as '#+   name: {{type: …}}'")
    return SavedQuery(
        name=name,
        text=text,
        summary=str(header["summary"]),
        description=str(header.get("description") or ""),
        tags=tuple(str(tag) for tag in header.get("tags") or ()),
        parameters=tuple(_parameter(key, facts, text, where) for key, facts in parameters.items()),
    )


def _header(text: str, where: str) -> dict[str, Any]:
    lines = [line[2:].removeprefix(" ") for line in text.splitlines() if line.startswith("#+")]
    try:
        header = yaml.safe_load("\n".join(lines))
    except yaml.YAMLError as error:
        raise QueryError(f"{where}: the '#+' lines are not YAML: {error}") from None
    return header if isinstance(header, dict) else {}


def _parameter(name: str, facts: Any, text: str, where: str) -> Parameter:
    if not isinstance(facts, dict) or facts.get("type") not in (*PLAIN_TYPES, *CLASS_TYPES):
        raise QueryError(f"{where}: parameter {name} needs a type, one of {', '.join((*PLAIN_TYPES, *CLASS_TYPES))}")
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
    )
