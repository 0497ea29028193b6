"""Plain text: titles and abstracts in turn, as a web page's scrape gives them, or blocks between blank lines."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kg.corpus.fields import paper
from kg.corpus.jsonl import LINE_TOO_LONG
from kg.corpus.paper import Paper, Skipped
from kg.corpus.source import Line, Source

BOILERPLATE = "boilerplate line"
ALONE = "abstract without a title"
TITLE_ALONE = "title without an abstract"
GLUED = "word glued to a title, removed"

#: In characters. Of 69,710 arXiv papers none has a longer title; by these rules 14 titles and 7 abstracts are mistaken.
_LONGEST_TITLE = 250
_SENTENCE_END = re.compile(r"[.?!][\"'”’)\]]*(?:\s|$)")
#: Words of a page's furniture that a scrape joins to the text after them.
_GLUED = re.compile(r"(?:Subscribe|Submit|Upvote|Share|Search|Menu|Login|Sign [Uu]p|Sign [Ii]n|Log [Ii]n)(?=[A-Z\d])")


@dataclass(frozen=True, slots=True)
class _Block:
    """Lines that belong together: between blank lines, or one line where there are none."""

    number: int
    lines: tuple[str, ...]

    @property
    def text(self) -> str:
        return "\n".join(self.lines)


def read_scraped(source: Source) -> Iterator[Paper | Skipped]:
    """Yield the papers of a text with one title or abstract a line."""
    blocks: list[_Block | Skipped] = []
    for line in source.lines():
        if line.text is None:
            blocks.append(Skipped(LINE_TOO_LONG, f"{source.name}:{line.number}"))
        elif line.text.strip():
            blocks.append(_Block(line.number, (line.text.strip(),)))
    yield from _pair(blocks, source.name)


def read_blocks(source: Source) -> Iterator[Paper | Skipped]:
    """Yield the papers of a text with blank lines: a block's first line is the title, the others the abstract."""
    yield from _pair(_blocks(source.lines(), source.name), source.name)


def _blocks(lines: Iterable[Line], name: str) -> Iterator[_Block | Skipped]:
    held: list[str] = []
    number = 1
    for line in lines:
        if line.text is None:
            yield Skipped(LINE_TOO_LONG, f"{name}:{line.number}")
        elif line.text.strip():
            number = number if held else line.number
            held.append(line.text.strip())
        elif held:
            yield _Block(number, tuple(held))
            held = []
    if held:
        yield _Block(number, tuple(held))


def _pair(blocks: Iterable[_Block | Skipped], name: str) -> Iterator[Paper | Skipped]:
    """Pair each title with the abstract after it; what has no partner is skipped."""
    title: _Block | None = None
    begun = False
    for block in blocks:
        if isinstance(block, Skipped):
            yield block
        elif len(block.lines) > 1 and not _is_abstract(block.lines[0]):
            if title:
                yield _alone(title, name, begun)
                title = None
            yield from _paper(block.lines[0], "\n".join(block.lines[1:]), f"{name}:{block.number}")
            begun = True
        elif not _is_abstract(block.text):
            if title:
                yield _alone(title, name, begun)
            title = block
        elif title:
            yield from _paper(title.text, block.text, f"{name}:{title.number}")
            title, begun = None, True
        else:
            yield Skipped(ALONE, f"{name}:{block.number}", block.text[:80])
    if title:
        yield _alone(title, name, begun)


def _paper(title: str, abstract: str, source: str) -> Iterator[Paper | Skipped]:
    if glued := _GLUED.match(title):
        yield Skipped(GLUED, source, glued[0])
        title = title[glued.end() :]
    yield paper(source, title, abstract)


def _alone(block: _Block, name: str, begun: bool) -> Skipped:
    return Skipped(TITLE_ALONE if begun else BOILERPLATE, f"{name}:{block.number}", block.text[:80])


def _is_abstract(text: str) -> bool:
    """Tell an abstract, long or of several sentences, from a title."""
    if len(text) > _LONGEST_TITLE:
        return True
    return len(_SENTENCE_END.findall(text)) >= 2 and len(text) > 100
