"""Coinages: names that a paper gives to what it presents, known by their shape and by where they stand."""

from __future__ import annotations

import re
from collections.abc import Iterator

from spacy.lang.en.stop_words import STOP_WORDS
from spacy.language import Language
from spacy.tokens import Doc, Span

from kg.extract.candidates import propose
from kg.extract.document import text_of, title_chars
from kg.extract.record import EntityType

TITLE = "title_coinage"
STATED = "stated_coinage"
SHAPE = "shape"

_NAME = r"[A-Za-z0-9][\w+*.]*(?:[-‑–][\w+*.]+)*\b[+*]*"
_VERB = (
    r"(?:propos|introduc|present|develop|describ|releas|design|build|creat|construct|open-sourc|contribut|unveil|curat)"
    r"(?:e?s|e|ed|ing)?"
)
_MARKUP = r"\\?(?:(?:emph|textbf|texttt|textsc)\{)?"
_WE_CALL = r"(?:which )?we (?:call|name|term|dub)(?: it| this)?"
_CALLED = re.compile(
    rf"\b(?:called|named|termed|dubbed|denoted(?: as)?|{_WE_CALL}|coined|namely|titled)[: ]+(?:as )?(?:the )?[\"'“‘]?"
    rf"{_MARKUP}({_NAME}(?: [A-Z]{_NAME}| \d+(?:\.\d+)?)?)"
)
_PRESENTED = re.compile(
    rf"\b(?:[Ww]e|[Tt]his (?:paper|work|article|study)|[Pp]aper|authors?|[Hh]ere)\b(?:,? \w+,?){{0,3}}? {_VERB} "
    rf"{_MARKUP}[\"'“‘]?({_NAME})"
)
_APPOSITION = re.compile(rf"(?:^|[,.:;] |[Ww]e {_VERB} )({_NAME})(?: \([^()]*\))?, (?:a|an|our|the first) ")
_DATASET = (
    r"(?:data ?set|benchmark|corpus|corpora|test ?suite|testbed|test set|shared task|leaderboard|text collection)"
)
_KINDS: tuple[tuple[EntityType, re.Pattern[str]], ...] = (
    ("Dataset", re.compile(rf"\b{_DATASET}s?\b", re.I)),
    ("Hardware", re.compile(r"\b(?:processor|chip|coprocessor|ASIC|FPGA board)\b")),
    (
        "Method",
        re.compile(
            r"\b(?:framework|method|model|approach|system|algorithm|architecture|library|toolkit|pipeline|network|agent|"
            r"technique|learning|mechanism|optimizer|tool|engine|protocol|strategy|compiler|scheduler|module|paradigm|"
            r"LLM)s?\b",
            re.I,
        ),
    ),
)
#: What stands before the name of a dataset, and after it; and after a name, what says of what kind it is.
_DATASET_BEFORE = re.compile(rf"{_DATASET}s?(?:,? (?:called|named|dubbed|termed|titled))?,? \(?\Z", re.I)
_DATASET_AFTER = re.compile(rf"(?:-\d+[kK]?)? (?:\w+ )?{_DATASET}")
_KIND_AFTER = re.compile(r"(?: \([^()]*\))?(?:,| is|:) (?:an?|the|our)?\b([^.;]{0,110})")
#: More characters than `_DATASET_BEFORE` can take.
_REACH = 40
_SHAPED = re.compile(rf"(?<![\w\\/@.-]){_NAME}(?![\w/@])")
_TITLE_HEAD = re.compile(r"^[\"'“‘]?([^:]{2,60}?)[\"'”’]?\s*(?::| [-–—] )")


#: Words that open titles without being names.
_ORDINARY_WORDS = (
    "towards toward beyond learning scaling training rethinking understanding exploring improving efficient deep "
    "neural language data models model survey review benchmark evaluation introduction overview"
)
_ORDINARY = frozenset(STOP_WORDS) | frozenset(_ORDINARY_WORDS.split(" "))


def looks_coined(name: str) -> bool:
    """Say whether a word has the shape of a name: a capital or digit after its first letter, or all capitals."""
    letters = [c for c in name if c.isalpha()]
    return len(letters) >= 2 and (
        any(c.isupper() for c in name[1:]) or (letters[0].isupper() and any(c.isdigit() for c in name))
    )


def kind_of(context: str) -> EntityType | None:
    """Return the type of the first word in a text that names a kind of thing (`benchmark`, `framework`)."""
    found = [(match.start(), type) for type, pattern in _KINDS if (match := pattern.search(context))]
    return min(found)[1] if found else None


def stated_kind(name: str, text: str) -> EntityType | None:
    """Return the type that a text gives a name: `X, a corpus of …`, `the benchmark X`, `the X dataset`."""
    for start, end in _places(_lower(name), _lower(text)):
        if not _is_of_word(text, end) and _DATASET_BEFORE.search(text, max(0, start - _REACH), start):
            return "Dataset"
    places = [place for place in _places(name, text) if not _is_of_word(text, place[0] - 1)]
    if any(_DATASET_AFTER.match(text, end) for _, end in places):
        return "Dataset"
    read = 0
    for start, end in places:
        match = _KIND_AFTER.match(text, end) if start >= read else None
        if match and (kind := kind_of(match[1])):
            return kind
        read = match.end() if match else read
    return None


def _lower(text: str) -> str:
    """Return a text in lower case, character by character: `İ`, which would become two, stays."""
    lower = text.lower()
    return lower if len(lower) == len(text) else "".join(c if len(c.lower()) > 1 else c.lower() for c in text)


def _places(name: str, text: str) -> Iterator[tuple[int, int]]:
    """Yield where a text has a name, within words as well."""
    start = text.find(name)
    while start >= 0:
        yield start, start + len(name)
        start = text.find(name, start + 1)


def _is_of_word(text: str, i: int) -> bool:
    """Say whether a character is one of a word; outside of the text there is none."""
    return 0 <= i < len(text) and (text[i].isalnum() or text[i] == "_")


@Language.component("kg_coinages")
def find_coinages(doc: Doc) -> Doc:
    """Propose the name that opens a title, names that a sentence presents, and their other occurrences."""
    title = list(_from_title(doc))
    stated = list(_from_statements(doc))
    propose(doc, TITLE, title)
    propose(doc, STATED, stated)
    names = {span.text: span.label_ for span in [*stated, *title] if span is not None}
    if names:
        propose(doc, TITLE if title else STATED, list(_occurrences(doc, names)))
    return doc


def _from_title(doc: Doc) -> Iterator[Span | None]:
    text, title_end = text_of(doc), title_chars(doc)
    head = _TITLE_HEAD.match(text[:title_end])
    if not head:
        return
    name = head[1].strip()
    words = name.split()
    coined = any(looks_coined(word) for word in words)
    single = len(words) == 1 and words[0][0].isupper() and words[0].lower() not in _ORDINARY
    used_again = single and re.search(rf"\b{re.escape(name)}\b", text[title_end:])
    if (coined and len(words) <= 3) or used_again:
        begin = head.start(1)
        kind = stated_kind(name, text) or kind_of(text[head.end() : title_end]) or "Method"
        yield doc.char_span(begin, begin + len(name), label=kind)


def _from_statements(doc: Doc) -> Iterator[Span | None]:
    whole = text_of(doc)
    for sentence in doc.sents:
        text = whole[sentence.start_char : sentence.end_char]
        for pattern in (_CALLED, _PRESENTED, _APPOSITION):
            for match in pattern.finditer(text):
                name = match[1].rstrip(".")
                words = name.split()
                if not all(looks_coined(word) or (pattern is _CALLED and word[0].isupper()) for word in words):
                    continue
                begin = sentence.start_char + match.start(1)
                context = (
                    text[match.start() : match.start(1)]
                    if pattern is _CALLED
                    else text[match.end(1) : match.end(1) + 90]
                )
                kind = stated_kind(name, whole) or kind_of(context) or "Method"
                yield doc.char_span(begin, begin + len(name), label=kind)


def _occurrences(doc: Doc, names: dict[str, str]) -> Iterator[Span | None]:
    text = text_of(doc)
    for name, label in sorted(names.items()):
        for start, end in _places(name, text):
            if not (_is_of_word(text, start - 1) or _is_of_word(text, end)):
                yield doc.char_span(start, end, label=label)


@Language.component("kg_shapes")
def find_shapes(doc: Doc) -> Doc:
    """Propose words that look like names and that nobody knows: `XLM-RoBERTa`, `FlashFill++`."""
    spans, text = [], text_of(doc)
    for match in _SHAPED.finditer(text):
        name = match[0].rstrip(".")
        if _is_shape(name):
            kind = stated_kind(name, text) or "Method"
            spans.append(doc.char_span(match.start(), match.start() + len(name), label=kind))
    propose(doc, SHAPE, spans)
    return doc


#: Shapes of what names nothing: numbers, spelled-out letters, words joined by hyphens, numerals, short capitals.
_NOT_SHAPES = (
    r"\d[\w.-]*", r"(?:\w-){2,}\w", r"[A-Z][a-z]+-[A-Z]?[a-z]+(?:-\w+)*", r"[IVX]+", r"[A-Z]s?", r"[A-Z]{2}", r".*GB",
    r".*-based", r"(?:19|20)\d\d", r"[A-Z]\d{0,2}", r"COVID-?19", r"[a-z]+",
)  # fmt: skip
#: What looks like a name and is none of a method: places, units, formats, words of every paper.
_NOT_WORDS = (
    "arXiv", "GitHub", "US", "USA", "UK", "EU", "URL", "AI", "CS", "NP", "IID", "i.i.d", "PhD", "ID", "IDs", "PDF",
    "HTML", "TODO", "JSON", "API", "APIs", "IoT", "GB", "TB", "MB", "kHz", "MHz", "GHz", "ACM", "IEEE", "English", "Hz",
    "dB", "mm", "I/O", "SOTA", "SoTA", "STEM",
)  # fmt: skip
_NOT_NAMES = re.compile("|".join((*_NOT_SHAPES, *map(re.escape, _NOT_WORDS))))


def _is_shape(name: str) -> bool:
    return 3 <= len(name) <= 40 and looks_coined(name) and not _NOT_NAMES.fullmatch(name)
