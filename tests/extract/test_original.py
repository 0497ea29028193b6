"""What is found in cleaned text has its offsets and surface forms in the text as the user holds it."""

from __future__ import annotations

from collections.abc import Callable

from hypothesis import given, settings
from hypothesis import strategies as st

from kg.corpus.paper import Paper
from kg.extract.original import cleaned
from kg.extract.record import Record

Extract = Callable[..., Record]


def test_latex_between_a_reader_and_a_name_does_no_harm(extract: Extract) -> None:
    record = extract(r"We fine-tune \textbf{BERT} on SQu\textsc{AD}. It gains 2.5\% accuracy on GLUE.")
    assert {(m.text, m.type) for m in record.mentions} >= {("BERT", "Method"), ("GLUE", "Dataset")}
    assert all(record.text(m.field)[m.start : m.end] == m.text for m in record.mentions)
    assert [(r.value, r.unit) for r in record.results] == [("2.5", "%")]


def test_a_macro_that_prints_a_name_is_that_name(extract: Extract) -> None:
    assert [m.text for m in extract(r"We propose \QuillRank, which sorts letters.").mentions] == [r"\QuillRank"]


def test_names_in_statements_are_those_of_the_mentions(extract: Extract) -> None:
    record = extract(
        r"We fine-tune \textbf{BERT} on GLUE and report \emph{accuracy}: BERT achieves 91\% accuracy on GLUE."
    )
    surfaces = {(m.text, m.type) for m in record.mentions}
    assert {(role.entity, role.type) for role in record.roles} <= surfaces
    assert {(r.head, r.head_type) for r in record.relations} <= surfaces
    assert record.abstract.startswith(r"We fine-tune \textbf{BERT}")


def test_a_text_without_markup_is_read_as_it_is() -> None:
    paper = Paper("p", "On BERT", "A plain abstract on BERT.")
    assert cleaned(paper).paper is paper


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.sampled_from(["BERT ", r"\emph{GPT-3} ", "$\\alpha$ ", "&amp; ", "on GLUE. ", "$x$", "{", "}", "\\", "~"])
    )
)
def test_every_mention_is_its_own_text(extract: Extract, parts: list[str]) -> None:
    record = extract("We use " + "".join(parts))
    assert all(record.text(m.field)[m.start : m.end] == m.text != "" for m in record.mentions)
