"""XML by element, in memory that does not grow with the file, with entities, DTDs and the network off."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from lxml import etree

from kg.corpus.paper import Paper, Skipped
from kg.corpus.source import Source

BROKEN_XML = "broken XML"
Element = etree._Element
ToPaper = Callable[[Element, str], Paper | Skipped]


def read_xml(source: Source, records: Mapping[str, ToPaper]) -> Iterator[Paper | Skipped]:
    """Yield the paper of each element of the given names (`{namespace}tag`); what follows a syntax error is skipped."""
    count = 0
    try:
        for _, element in etree.iterparse(
            source.stream,
            tag=tuple(records),
            resolve_entities=False,
            no_network=True,
            load_dtd=False,
            huge_tree=False,
        ):
            count += 1
            yield records[str(element.tag)](element, f"{source.name} record {count}")
            _forget(element)
    except etree.XMLSyntaxError as error:
        yield Skipped(BROKEN_XML, f"{source.name} after record {count}", str(error)[:120])


def _forget(element: Element) -> None:
    """Free an element and its elder siblings, which the parser would keep."""
    element.clear()
    parent = element.getparent()
    while parent is not None and element.getprevious() is not None:
        del parent[0]


def content(element: Element | None) -> str:
    """Return all text inside an element, of inline markup too, with white space as it is; empty for none."""
    return "".join(str(part) for part in element.itertext()) if element is not None else ""


def contents(elements: list[Element]) -> list[str]:
    """Return the text of each element on one line."""
    return [" ".join(content(element).split()) for element in elements]
