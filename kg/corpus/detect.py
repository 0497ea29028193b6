"""Which format a corpus has, by its first lines."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence

from kg.corpus.fields import is_arxiv
from kg.errors import UnknownFormatError

FORMATS = ("jsonl", "arxiv", "json", "scraped", "text")
_FOREIGN = {
    "XML or HTML": re.compile(r"\s*<(?:\?xml|!DOCTYPE|[A-Za-z][\w:-]*[\s/>])"),
    "BibTeX": re.compile(r"\s*@[A-Za-z]+\s*\{"),
    "RIS": re.compile(r"TY {2}- "),
    "CSV": re.compile(r"(?i)(?=.*\btitle\b)(?=.*\b(?:abstract|summary)\b)[\w\s\"'-]+(?:[,;\t][\w\s\"'-]*)+$"),
}


def detect_format(head: Sequence[str], name: str) -> str:
    """Return the format of a corpus from its first lines.

    Raises UnknownFormatError for formats that are recognised but not read, and for lines that are neither JSON nor
    prose.
    """
    lines = [line for line in head if line.strip()]
    first = lines[0].lstrip() if lines else ""
    if first.startswith("{"):
        return _json_format(lines)
    if first.startswith("["):
        return "json"
    for what, pattern in _FOREIGN.items():
        if pattern.match(first):
            raise UnknownFormatError(
                f"{name} looks like {what}, which is not read; convert it to JSON lines with title and abstract, "
                f"or force one of {', '.join(FORMATS)} with --format"
            )
    return "text" if _has_blocks(head) else "scraped"


def _json_format(lines: Sequence[str]) -> str:
    for line in lines:
        try:
            data = json.loads(line)
        except (ValueError, RecursionError):
            continue
        if isinstance(data, dict):
            return "arxiv" if is_arxiv(data) else "jsonl"
    return "json" if lines[0].strip() == "{" else "jsonl"


def _has_blocks(head: Sequence[str]) -> bool:
    """Say whether blank lines part the text."""
    return any(not line.strip() for line in list(head)[1:-1])
