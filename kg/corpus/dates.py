"""Dates as sources write them, to ISO 8601 in the precision known."""

from __future__ import annotations

import re
from datetime import date
from email.utils import parsedate
from typing import Any

_ISO = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?(?:[T ].*)?$")


def parse_date(value: Any) -> str | None:
    """Return `2021`, `2021-05` or `2021-05-14` for an ISO date or time, a year, or an RFC 2822 date; else None."""
    text = str(value).strip().replace("/", "-")
    if match := _ISO.match(text):
        year, month, day = (int(part) if part else None for part in match.groups())
        return _valid(year or 0, month, day)
    parsed = parsedate(str(value))
    return _valid(*parsed[:3]) if parsed else None


def _valid(year: int, month: int | None, day: int | None) -> str | None:
    try:
        date(year, month or 1, day or 1)
    except ValueError:
        return None
    if year < 1000:
        return None
    return "-".join([f"{year:04}", *(f"{part:02}" for part in (month, day) if part)])
