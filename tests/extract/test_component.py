"""Our extraction in another spaCy pipeline."""

from __future__ import annotations

from importlib.metadata import entry_points

import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc, Span

import kg.extract.component
from kg.extract.record import record_to_json
from kg.extract.text import extract_text

TEXT = "We evaluate ColBERT on MS MARCO with eight NVIDIA A100 GPUs."


@pytest.fixture(scope="module")
def nlp() -> Language:
    blank = spacy.blank("en")
    blank.add_pipe("abstracts_kg", config={"set_ents": True})
    return blank


def test_the_component_can_be_had_by_its_entry_point() -> None:
    (found,) = entry_points(group="spacy_factories", name="abstracts_kg")
    assert found.load() is kg.extract.component.create_extraction


def test_mentions_are_spans_with_their_types_and_confidences(nlp: Language) -> None:
    doc = nlp(TEXT)
    record = extract_text(TEXT)
    spans = doc.spans["abstracts_kg"]
    assert [(span.text, span.label_) for span in spans] == [(m.text, m.type) for m in record.mentions]
    assert len(record.mentions) >= 3
    assert spans.attrs["scores"] == [mention.confidence for mention in record.mentions]
    assert [(ent.text, ent.label_) for ent in doc.ents] == [(span.text, span.label_) for span in spans]
    assert doc.user_data["abstracts_kg"] == record_to_json(record)


def test_entities_of_others_stay(nlp: Language) -> None:
    doc = nlp.make_doc(TEXT)
    start = next(token.i for token in doc if token.text == "MS")
    doc.ents = [Span(doc, start, start + 2, label="ORG")]
    again = nlp.get_pipe("abstracts_kg")(doc)
    assert ("MS MARCO", "ORG") in [(ent.text, ent.label_) for ent in again.ents]


def test_a_mention_within_a_token_is_widened_to_it(nlp: Language) -> None:
    doc = Doc(nlp.vocab, words=["We", "use", "ColBERT!!", "here"])
    nlp.get_pipe("abstracts_kg")(doc)
    assert [span.text for span in doc.spans["abstracts_kg"]][:1] == ["ColBERT!!"]


def test_an_empty_text_has_no_spans_and_the_doc_can_be_stored(nlp: Language) -> None:
    doc = nlp("")
    assert len(doc.spans["abstracts_kg"]) == 0
    stored = nlp(TEXT).to_bytes()
    assert len(Doc(nlp.vocab).from_bytes(stored).spans["abstracts_kg"]) >= 3
