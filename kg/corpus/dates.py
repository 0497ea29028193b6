"""Dates as sources write them, to ISO 8601 in the precision known."""

from __future__ import annotations

import re
from datetime import date
from email.utils import parsedate
from typing import Any

_ISO = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?(?:[T ].*|\.0)?$")
_MEDLINE = re.compile(r"(\d{4})[ -]([A-Za-z]{3})[a-z]*(?:[ -](\d{1,2}))?\b")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def month_number(month: str) -> str:
    """Return the number of an English month, named in full, in three letters or as a number; else nothing."""
    name = month.strip().lower()[:3]
    return str(_MONTHS.index(name) + 1) if name in _MONTHS else name if name.isdigit() else ""


def parse_date(value: Any) -> str | None:
    """Return `2021`, `2021-05` or `2021-05-14` for a date, a time or a year, months in words too; else None.

    ISO 8601, RFC 2822 and MEDLINE's `2021 May 14` are read. Of an impossible month or day only the year counts.
    """
    text = str(value).strip().replace("/", "-")
    if match := _MEDLINE.match(text):
        return _valid(int(match[1]), int(month_number(match[2]) or 0) or None, int(match[3]) if match[3] else None)
    if match := _ISO.match(text):
        year, month, day = (int(part) if part else None for part in match.groups())
        return _valid(year or 0, month, day)
    parsed = parsedate(str(value))
    return _valid(*parsed[:3]) if parsed else None


def _valid(year: int, month: int | None, day: int | None) -> str | None:
    if not 1000 <= year <= 9999:
        return None
    try:
        date(year, 1 if month is None else month, 1 if day is None else day)
    except ValueError:
        return f"{year:04}"
    return "-".join([f"{year:04}", *(f"{part:02}" for part in (month, day if month else None) if part)])
