"""Which format a corpus has, by its first bytes."""

from __future__ import annotations

import re

from kg.corpus.formats import FORMATS, STRUCTURED, Format, Head
from kg.errors import UnknownFormatError

_FOREIGN = re.compile(r"<(?:\?xml|!DOCTYPE|[A-Za-z][\w:-]*[\s/>])")


def detect_format(head: Head, name: str) -> Format:
    """Return the format of a corpus from its head.

    Raises UnknownFormatError for XML and HTML that are of no known kind, and for a head that fits two formats.
    """
    found = [format for format in STRUCTURED if format.fits(head)]
    if len(found) > 1:
        names = " and ".join(format.name for format in found)
        raise UnknownFormatError(f"{name} looks like {names}; say which with --format {found[0].name}")
    if found:
        return found[0]
    if _FOREIGN.match(head.first):
        raise UnknownFormatError(
            f"{name} looks like XML or HTML that is not read; convert it to JSON lines with title and abstract, "
            f"or force one of {', '.join(FORMATS)} with --format"
        )
    return FORMATS["text" if _has_blocks(head.lines) else "scraped"]


def _has_blocks(lines: list[str]) -> bool:
    """Say whether blank lines part the text."""
    return any(not line.strip() for line in lines[1:-1][:50])
