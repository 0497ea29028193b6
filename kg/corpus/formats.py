"""The formats of corpora: how each is told from the others by a file's first bytes, and how it is read."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from kg.corpus.arxiv_xml import ATOM, OAI
from kg.corpus.bibtex import read_bibtex
from kg.corpus.json_shapes import BY_NAME, PLAIN, Shape, shape_of
from kg.corpus.jsonl import read_json_lines, read_json_values
from kg.corpus.lines_of_tags import read_nbib, read_ris
from kg.corpus.paper import Paper, Skipped
from kg.corpus.pubmed import PUBMED
from kg.corpus.scraped import read_blocks, read_scraped
from kg.corpus.source import Source, decode
from kg.corpus.tables import delimiter_of, read_table
from kg.corpus.xml_records import ToPaper, read_xml

Columns = Mapping[str, str]
Reader = Callable[[Source, Columns], Iterator[Paper | Skipped]]
_LIST = re.compile(r'"(?:results|data|items)"\s*:\s*\[')
_KEY = re.compile(r'"((?:[^"\\]|\\.){1,60})"\s*:')


@dataclass(frozen=True, slots=True)
class Head:
    """The first bytes of a file as text, and what the user says of its columns."""

    text: str
    columns: Columns = field(default_factory=dict)

    @property
    def lines(self) -> list[str]:
        """The lines, of which the last may be cut."""
        return self.text.splitlines()

    @property
    def first(self) -> str:
        """The first line with something on it."""
        return next((line.strip() for line in self.lines if line.strip()), "")


@dataclass(frozen=True, slots=True)
class Format:
    """A format: its name, what it is, whether a head looks like it, and its reader."""

    name: str
    what: str
    fits: Callable[[Head], bool]
    read: Reader


def _is_json(head: Head) -> bool:
    return head.first.startswith(("{", "["))


def is_one_a_line(head: Head) -> bool:
    """Say whether a JSON head has an object a line: one of the first lines is an object, and not a service's answer."""
    objects = [found for line in head.lines[:5] if (found := _object(line)) is not None]
    return bool(objects) and not (_LIST.search(head.first) and not objects[0].keys() & {"title", "display_name"})


def shapes_in(head: Head) -> list[Shape]:
    """Return the shapes of the objects in a JSON head: of each line's, or of all keys where objects run on."""
    objects = [found for line in head.lines if (found := _object(line)) is not None]
    keys = [frozenset(found) for found in objects] if is_one_a_line(head) else [frozenset(_KEY.findall(head.text))]
    names = {shape_of(each).name for each in keys}
    return [BY_NAME[name] for name in sorted(names)]


def _object(line: str) -> dict[str, object] | None:
    try:
        value = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) else None


def _shape_fits(shape: Shape) -> Callable[[Head], bool]:
    return lambda head: _is_json(head) and shape in shapes_in(head)


def _json_reader(shape: Shape) -> Reader:
    def read(source: Source, _columns: Columns) -> Iterator[Paper | Skipped]:
        lines = is_one_a_line(Head(decode(source.head)))
        return read_json_lines(source, shape) if lines else read_json_values(source, shape)

    return read


def _xml_reader(records: Mapping[str, ToPaper]) -> Reader:
    return lambda source, _columns: read_xml(source, records)


def _without_columns(read: Callable[[Source], Iterator[Paper | Skipped]]) -> Reader:
    return lambda source, _columns: read(source)


def _matches(pattern: str) -> Callable[[Head], bool]:
    compiled = re.compile(pattern)
    return lambda head: compiled.search(head.text) is not None


def _is_xml_with(pattern: str) -> Callable[[Head], bool]:
    holds = _matches(pattern)
    return lambda head: head.first.startswith("<") and holds(head)


def _is_table(head: Head) -> bool:
    return not _is_json(head) and delimiter_of(head.first, head.columns) is not None


#: Every format but plain text, which is what is left. A head that fits two is of two minds.
STRUCTURED: tuple[Format, ...] = (
    *(
        Format(shape.name, f"JSON of {what}, a line or a list", _shape_fits(shape), _json_reader(shape))
        for shape, what in (
            (PLAIN, "title, abstract and more"),
            (BY_NAME["arxiv"], "the arXiv API"),
            (BY_NAME["arxiv-kaggle"], "arXiv's snapshot on Kaggle"),
            (BY_NAME["openalex"], "OpenAlex works"),
            (BY_NAME["semantic-scholar"], "Semantic Scholar papers"),
            (BY_NAME["crossref"], "Crossref works or CSL"),
        )
    ),
    Format("arxiv-atom", "the arXiv API's feed", _is_xml_with(r"<(?:\w+:)?feed\b"), _xml_reader(ATOM)),
    Format(
        "oai-pmh",
        "OAI-PMH records of arXiv",
        _is_xml_with(r"<(?:\w+:)?(?:OAI-PMH|ListRecords|record)\b"),
        _xml_reader(OAI),
    ),
    Format("pubmed", "PubMed XML", _is_xml_with(r"<Pubmed(?:Article|BookArticle)"), _xml_reader(PUBMED)),
    Format("nbib", "PubMed's MEDLINE lines", _matches(r"(?m)^PMID\s*- "), _without_columns(read_nbib)),
    Format("ris", "RIS", _matches(r"(?m)^\s*TY {1,2}-"), _without_columns(read_ris)),
    Format(
        "bibtex",
        "BibTeX",
        _matches(r"(?m)^\s*@\s*[A-Za-z]+\s*[{(]\s*[^\s{},]+\s*,\s*$|^\s*@\s*[A-Za-z]+\s*\{[^\s{},]+,\s*\w+\s*="),
        _without_columns(read_bibtex),
    ),
    Format("table", "CSV or TSV with a header line", _is_table, read_table),
)
PLAIN_TEXT: tuple[Format, ...] = (
    Format("text", "plain text, blank lines between papers", lambda head: True, _without_columns(read_blocks)),
    Format("scraped", "text with title and abstract lines in turn", lambda head: True, _without_columns(read_scraped)),
)
FORMATS: Mapping[str, Format] = {format.name: format for format in (*STRUCTURED, *PLAIN_TEXT)}
