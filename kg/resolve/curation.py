"""The curation file: what people have decided about names, one decision a line, kept in version control.

It is a TSV file with a header. Blank lines, and lines that begin with `#`, are for readers.

    action  type    name       value            papers   reason
    merge   Method  BERT base  BERT                      one architecture, two sizes
    split   Method  CNN        cable news text  p1|p2    here it is the broadcaster
    rename  Method  bert       BERT                      as its authors write it
    retype  Method  SQuAD      Dataset                   read as a method by mistake
    block   Method  our model                            names nothing
    link    Method  BERT       Q61726893                 Wikidata

`name` is a name as papers write it, in any spelling; it stands for the entity that it names, with all its other names
(for split: for this name alone, in the papers given or in all). `papers` and `reason` may be left out.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, get_args

from kg.errors import CurationError
from kg.extract.record import ENTITY_TYPES, EntityType
from kg.resolve.normal_form import normal_form

Action = Literal["merge", "split", "rename", "retype", "block", "link"]
ACTIONS: tuple[Action, ...] = get_args(Action)
COLUMNS = ("action", "type", "name", "value", "papers", "reason")
_REQUIRED = ("action", "type", "name")
_LINK = re.compile(r"Q[1-9]\d*|https?://[^\s<>\"{}|^`\\]+")


@dataclass(frozen=True, slots=True)
class Decision:
    """One line: what to do with a name of a type, and why."""

    action: Action
    type: EntityType
    name: str
    value: str = ""
    papers: tuple[str, ...] = ()
    reason: str = ""
    line: int = 0

    def __str__(self) -> str:
        """The decision in words, without its type."""
        what = {"merge": f"merge {self.name} into {self.value}", "split": f"{self.name} is {self.value}"}
        what |= {"rename": f"rename {self.name} to {self.value}", "retype": f"{self.name} is a {self.value}"}
        what |= {"block": f"block {self.name}", "link": f"{self.name} is {self.value}"}
        return what[self.action]

    @property
    def note(self) -> str:
        """What the graph says about the decision: its words, the papers it holds for, and its reason."""
        where = f" in {', '.join(self.papers)}" if self.papers else ""
        return f"{self}{where}" + (f": {self.reason}" if self.reason else "")


def read_curation(path: Path) -> tuple[Decision, ...]:
    """Return the decisions of a file, in its order.

    Raises CurationError, which lists every faulty line by its number.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise CurationError(f"{path}: no such file; it is a TSV file with the columns {', '.join(COLUMNS)}") from None
    except (OSError, UnicodeDecodeError) as error:
        raise CurationError(f"{path} cannot be read as UTF-8 text: {error}") from None
    decisions: list[Decision] = []
    faults: list[str] = []
    for line, row in _rows(path, text):
        if fault := _fault(row):
            faults.append(f"{path.name}:{line}: {fault}")
        else:
            decisions.append(_decision(row, line))
    if faults:
        raise CurationError("the curation file has faults; nothing was changed\n" + "\n".join(faults))
    return tuple(decisions)


def _rows(path: Path, text: str) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield number and cells, by column, of each line that holds a decision."""
    header: list[str] | None = None
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip() or line.startswith("#"):
            continue
        (cells,) = csv.reader([line], delimiter="\t", quoting=csv.QUOTE_NONE)
        cells = [cell.strip() for cell in cells]
        if header is None:
            header = cells
            _check_header(path, number, header)
            continue
        row = dict(zip(header, cells, strict=False))
        if any(cells[len(header) :]):
            row["action"] = ""
            row["fault"] = f"{len(cells)} cells, but the header has {len(header)} columns"
        yield number, row


def _check_header(path: Path, number: int, header: list[str]) -> None:
    if set(_REQUIRED) - set(header) or set(header) - set(COLUMNS) or len(set(header)) < len(header):
        raise CurationError(
            f"{path.name}:{number}: the header names the columns: {', '.join(COLUMNS)}, parted by tabs; "
            f"it is {', '.join(header)}"
        )


def _fault(row: Mapping[str, str]) -> str | None:
    """Return what is wrong with a line, or None."""
    action, value = row["action"], row.get("value", "")
    checks = (
        ("fault" in row, row.get("fault", "")),
        (action not in ACTIONS, f"unknown action {action!r}; there are {', '.join(ACTIONS)}"),
        (row.get("type") not in ENTITY_TYPES, f"unknown type {row.get('type')!r}; there are {', '.join(ENTITY_TYPES)}"),
        (not row.get("name"), "no name"),
        (action == "block" and bool(value), "block takes no value"),
        (action != "block" and not value, f"{action} needs a value"),
        (
            action == "retype" and value not in ENTITY_TYPES,
            f"{value!r} is no type; there are {', '.join(ENTITY_TYPES)}",
        ),
        (action == "retype" and value == row.get("type"), f"it is a {value} already"),
        (action == "link" and not _LINK.fullmatch(value), f"{value!r} is neither a Wikidata id such as Q42 nor an IRI"),
        (bool(row.get("papers")) and action != "split", f"{action} holds for all papers; only split takes some"),
        (
            action in ("merge", "split") and normal_form(row.get("name", "")) == normal_form(value),
            f"{row.get('name')} and {value} are one name already",
        ),
    )
    return next((message for wrong, message in checks if wrong), None)


def _decision(row: Mapping[str, str], line: int) -> Decision:
    action: Action = row["action"]  # type: ignore[assignment]  # checked before
    type: EntityType = row["type"]  # type: ignore[assignment]
    papers = tuple(part for part in row.get("papers", "").split("|") if part)
    return Decision(action, type, row["name"], row.get("value", ""), papers, row.get("reason", ""), line)
