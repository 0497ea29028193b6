"""Texts of others as literals in SPARQL."""

from __future__ import annotations

import re

from pyoxigraph import Literal

_NO_CHARACTER = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def quoted(text: str) -> str:
    """Return a text as a literal that it cannot end; what is no character of XML, and so of RDF, is left out.

    By the engine's own writer: rdflib's leaves the quote unescaped that ends a text of several lines after a backslash.
    """
    return str(Literal(_NO_CHARACTER.sub("", text)))
