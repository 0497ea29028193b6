"""Our extraction as a component of another spaCy pipeline: `nlp.add_pipe("abstracts_kg")`."""

from __future__ import annotations

from collections.abc import Sequence

from spacy.language import Language
from spacy.tokens import Doc, Span
from spacy.util import filter_spans

from kg.extract.record import Mention, record_to_json
from kg.extract.text import extract_text

#: The key of `doc.user_data` under which the whole Record is left, as JSON.
RECORD = "abstracts_kg"


class Extraction:
    """Reads a Doc's text as an abstract and leaves its mentions as spans on the Doc's own tokens.

    `doc.spans[spans_key]` gets one span a mention, labelled with its type; `attrs["scores"]` of the group are their
    confidences, in the same order. A mention that begins or ends within a token is widened to it. With `set_ents` they
    are added to `doc.ents` too, where they overlap none. `doc.user_data["abstracts_kg"]` holds the Record with roles,
    relations and results; offsets are characters of `doc.text`.
    """

    def __init__(self, spans_key: str, set_ents: bool) -> None:
        self.spans_key = spans_key
        self.set_ents = set_ents

    def __call__(self, doc: Doc) -> Doc:
        record = extract_text(doc.text) if doc.text.strip() else None
        doc.user_data[RECORD] = record_to_json(record) if record else None
        found = [(_span(doc, mention), mention.confidence) for mention in record.mentions] if record else []
        spans = [(span, confidence) for span, confidence in found if span is not None]
        doc.spans[self.spans_key] = [span for span, _ in spans]
        doc.spans[self.spans_key].attrs["scores"] = [confidence for _, confidence in spans]
        if self.set_ents:
            doc.ents = filter_spans([*doc.ents, *(s for s, _ in spans if not _overlaps(s, doc.ents))])
        return doc


def _span(doc: Doc, mention: Mention) -> Span | None:
    return doc.char_span(mention.start, mention.end, label=mention.type, alignment_mode="expand")


def _overlaps(span: Span, others: Sequence[Span]) -> bool:
    return any(span.start < other.end and other.start < span.end for other in others)


@Language.factory(
    "abstracts_kg",
    assigns=["doc.spans", "doc.user_data"],
    default_config={"spans_key": "abstracts_kg", "set_ents": False},
)
def create_extraction(nlp: Language, name: str, spans_key: str, set_ents: bool) -> Extraction:
    """Return the component, which any pipeline can add by its entry point.

    >>> import spacy
    >>> nlp = spacy.blank("en")
    >>> _ = nlp.add_pipe("abstracts_kg")
    >>> doc = nlp("We evaluate BERT on SQuAD.")
    >>> [(span.text, span.label_) for span in doc.spans["abstracts_kg"]]
    [('BERT', 'Method'), ('SQuAD', 'Dataset')]
    """
    return Extraction(spans_key, set_ents)
