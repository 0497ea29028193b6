"""One spaCy Doc per paper: title and abstract in one text, with offsets that lead back to each."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc

from kg.corpus.paper import Paper
from kg.extract.record import TextField

_TITLE_CHARS = "kg_title_chars"
_TEXT = "kg_text"
#: White space of one character becomes one space, so that hard line ends do not part the words of a term.
_SPACES = str.maketrans(dict.fromkeys("\n\r\t\v\f\u00a0\u2002\u2003\u2009\u202f", " "))


def make_doc(nlp: Language, paper: Paper) -> Doc:
    """Return the tokenised, not yet annotated Doc of a paper: its title, if it has one, a space, its abstract."""
    text = f"{paper.title} {paper.abstract}" if paper.title else paper.abstract
    doc = nlp.make_doc(text.translate(_SPACES))
    doc.user_data[_TITLE_CHARS] = len(paper.title)
    return doc


def title_chars(doc: Doc) -> int:
    """Return how many characters of the Doc's text are the title; 0 for a Doc that is no paper."""
    return int(doc.user_data.get(_TITLE_CHARS, 0))


def text_of(doc: Doc) -> str:
    """Return `doc.text`, which spaCy puts together from all tokens whenever it is asked."""
    text = doc.user_data.get(_TEXT)
    if text is None:
        text = doc.user_data[_TEXT] = doc.text
    return str(text)


def field_of(doc: Doc, start: int) -> TextField:
    """Return the field that a character of the Doc's text is in."""
    return "title" if start < title_chars(doc) else "abstract"


def sentence_spans(doc: Doc) -> list[tuple[TextField, int, int]]:
    """Return each sentence of the Doc as its field, and where it starts and ends in that field."""
    spans: list[tuple[TextField, int, int]] = []
    chars = len(text_of(doc))
    for sentence in doc.sents:
        field = field_of(doc, sentence.start_char)
        offset = field_offset(doc, field)
        length = title_chars(doc) if field == "title" else chars - offset
        spans.append((field, sentence.start_char - offset, min(sentence.end_char - offset, length)))
    return spans


def field_offset(doc: Doc, field: TextField) -> int:
    """Return where a field begins in the Doc's text."""
    return 0 if field == "title" or not title_chars(doc) else title_chars(doc) + 1
