"""Names of things: how entities, papers, mentions and graphs get their IRIs."""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import quote

from kg.extract.record import EntityType
from kg.graph.vocabulary import TYPE_SEGMENTS

_UNSAFE = re.compile(r"[^a-z0-9.+]+")
_GREEK = str.maketrans(
    {"α": "alpha", "β": "beta", "γ": "gamma", "δ": "delta", "ε": "epsilon", "λ": "lambda", "μ": "mu"}
)


def slug(name: str) -> str:
    """Return the last path segment for a name: lower-case ASCII words joined by hyphens, `+` and `.` kept.

    Names without a single ASCII letter or digit are percent-encoded, so that no two of them fall together.
    """
    folded = name.lower()
    if not folded.isascii():
        decomposed = unicodedata.normalize("NFKD", folded.translate(_GREEK))
        folded = "".join(c for c in decomposed if not unicodedata.combining(c))
    return _UNSAFE.sub("-", folded).strip("-.") or quote(name, safe="")


def entity_iri(base: str, type: EntityType, entity_slug: str) -> str:
    """Return the IRI of an entity; the class in the path keeps homonyms apart."""
    return f"{base}/{TYPE_SEGMENTS[type]}/{quote(entity_slug, safe='.+%')}"


def paper_iri(base: str, paper_id: str) -> str:
    """Return the IRI of a paper, which is also the name of its graph."""
    return f"{base}/paper/{quote(paper_id, safe='.')}"


def mention_iri(paper: str, field: str, start: int, end: int) -> str:
    """Return the IRI of a mention: `{paper}#abstract-155-175`."""
    return f"{paper}#{field}-{start}-{end}"


def sentence_iri(paper: str, field: str, start: int) -> str:
    """Return the IRI of a sentence: `{paper}#abstract-118`."""
    return f"{paper}#{field}-{start}"


def graph_iri(base: str, name: str) -> str:
    """Return the IRI of a graph that is no paper's: `entities`, `runs`, `report/centrality`."""
    return f"{base}/graph/{name}"
