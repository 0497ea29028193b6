"""Another extractor: described by a file, run beside the model or alone, named in what comes out."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc, Span, SpanGroup

from kg.corpus.paper import Paper
from kg.errors import UsageError
from kg.extract.chosen import Chosen, chosen_mentions, leave_mentions
from kg.extract.elsewhere import UNSCORED, FoundElsewhere
from kg.extract.extractor import read_extractor
from kg.extract.pipeline import pipeline_version, version_of
from kg.extract.record import Record
from kg.extract.run import extract_papers
from kg.settings import Settings

CODE = """
from spacy.language import Language
from spacy.tokens import Span

@Language.factory("FACTORY", default_config={"word": "moss"})
def create(nlp, name, word: str):
    def find(doc):
        doc.ents = [Span(doc, t.i, t.i + 1, label="PLANT") for t in doc if t.text == word]
        return doc
    return find
"""
ABSTRACT = "We grow moss with BERT. The moss reaches 91% accuracy on ImageNet."


@pytest.fixture
def factory(tmp_path: Path) -> str:
    """A name of its own for each test: spaCy keeps what is registered for as long as the process lives."""
    return f"finder_{tmp_path.name}"


@pytest.fixture
def settings(tmp_path: Path, factory: str) -> Callable[..., Settings]:
    """Write the code of an extractor and its description, and return settings that name both."""
    (tmp_path / "finder.py").write_text(CODE.replace("FACTORY", factory), encoding="utf-8")

    def write(description: str = 'code = "finder.py"\n[labels]\nPLANT = "Method"\n', **more: object) -> Settings:
        (tmp_path / "finder.toml").write_text(description, encoding="utf-8")
        given = {"model": "none", "processes": 1, "extractor": factory} | more
        return Settings(extractor_config=str(tmp_path / "finder.toml"), **given)  # type: ignore[arg-type]

    return write


def extracted(settings: Settings, abstract: str = ABSTRACT) -> Record:
    (record,) = extract_papers([Paper("p1", "On Plants", abstract)], settings)
    return record


def found(record: Record) -> list[tuple[str, str, str]]:
    return [(m.text, m.type, m.extractor.partition("_test_")[0]) for m in record.mentions]


def test_its_mentions_stand_beside_those_of_the_model(settings: Callable[..., Settings], factory: str) -> None:
    record = extracted(settings(model="rules"))
    assert ("moss", "Method", "finder") in found(record)
    assert ("BERT", "Method", "known_names") in found(record)
    assert {m.confidence for m in record.mentions if m.extractor == factory} == {UNSCORED}
    assert {role.entity for role in record.roles} >= {"moss", "BERT"}


def test_without_a_model_it_is_alone(settings: Callable[..., Settings]) -> None:
    assert found(extracted(settings())) == [("moss", "Method", "finder")] * 2


def test_its_settings_reach_it(settings: Callable[..., Settings]) -> None:
    description = 'code = "finder.py"\n[labels]\nPLANT = "Task"\n[config]\nword = "grow"\n'
    assert found(extracted(settings(description))) == [("grow", "Task", "finder")]


def test_a_label_without_a_type_is_left_out(settings: Callable[..., Settings]) -> None:
    assert found(extracted(settings('code = "finder.py"\n'))) == []


@pytest.mark.slow
def test_worker_processes_find_the_same(settings: Callable[..., Settings]) -> None:
    papers = [Paper(f"p{i}", "On Plants", ABSTRACT) for i in range(40)]
    alone, two = (list(extract_papers(papers, settings(processes=number))) for number in (1, 2))
    assert alone == two
    assert ("moss", "Method", "finder") in found(two[-1])


def test_the_version_names_it_and_changes_with_all_that_decides_what_it_finds(
    settings: Callable[..., Settings], factory: str, tmp_path: Path
) -> None:
    (tmp_path / "weights").mkdir()
    (tmp_path / "weights" / "a").write_text("1")
    description = 'code = "finder.py"\nfiles = ["weights"]\n'
    first = version_of(settings(description))
    assert first.startswith(pipeline_version(0.0, "none") + f"+{factory}-")
    assert extracted(settings(description)).pipeline == first
    seen = {first, version_of(settings(description + "[config]\nword = 'peat'\n"))}
    (tmp_path / "weights" / "a").write_text("2")
    seen.add(version_of(settings(description)))
    (tmp_path / "finder.py").write_text(CODE)
    seen.add(version_of(settings(description)))
    assert len(seen) == 4
    assert version_of(settings(description)) in seen


@pytest.mark.parametrize(
    ("description", "message"),
    [
        ("labels", "is no TOML file"),
        ("weights = 'a'", "weights has no meaning here"),
        ("code = ['a.py']", "code has no meaning here"),
        ('[labels]\nPLANT = "Plant"', "label 'PLANT' means 'Plant'; the types are Method, Dataset"),
        ('files = ["nowhere"]', "nowhere: no such file or folder"),
        ('code = "finder.py"\n[config]\nspeed = 3', r"the extractor 'finder_\w+' cannot be made"),
    ],
)
def test_a_wrong_description_is_refused_with_the_fault(
    settings: Callable[..., Settings], description: str, message: str
) -> None:
    with pytest.raises(UsageError, match=message):
        extracted(settings(description))


def test_code_that_fails_is_named(settings: Callable[..., Settings], tmp_path: Path) -> None:
    (tmp_path / "finder.py").write_text("raise ValueError('the moss is dry')")
    with pytest.raises(UsageError, match=r"finder\.py cannot be loaded.*the moss is dry"):
        extracted(settings())


@pytest.mark.parametrize(
    ("given", "message"),
    [
        (Settings(model="none", extractor="no_such_factory"), "no spaCy factory 'no_such_factory' is installed"),
        (Settings(extractor="two words"), "'two words' is no name of a spaCy factory"),
        (Settings(extractor_config="finder.toml"), "name its spaCy factory with --extractor"),
        (Settings(model="none"), "model none finds nothing by itself"),
        (Settings(extractor="x", extractor_config="nowhere.toml"), r"nowhere\.toml: No such file"),
    ],
)
def test_settings_that_name_no_extractor_are_refused(given: Settings, message: str) -> None:
    with pytest.raises(UsageError, match=message):
        list(extract_papers([Paper("p1", "Moss", ABSTRACT)], given))


def test_no_extractor_is_asked_for_by_default() -> None:
    assert read_extractor(Settings()) is None


def doc_of(*words: str) -> Doc:
    return Doc(
        spacy.blank("en").vocab, list(words), sent_starts=[i == 0 or words[i - 1] == "." for i in range(len(words))]
    )


def test_scores_are_those_of_the_group_else_of_the_span() -> None:
    doc = doc_of("Reed", "nets", "beat", "moss", ".")
    doc.spans["sc"] = SpanGroup(doc, spans=[Span(doc, 0, 2, label="Method")], attrs={"scores": [1.7]})
    Span.set_extension("score", default=None, force=True)
    try:
        doc.ents = [Span(doc, 3, 4, label="PLANT")]
        doc.ents[0]._.score = 0.25
        chosen = chosen_mentions(FoundElsewhere("reeds", {"Method": "Method", "PLANT": "Task"})(doc))
    finally:
        Span.remove_extension("score")
    assert chosen == [Chosen(0, 2, "Method", "reeds", 1.0), Chosen(3, 4, "Task", "reeds", 0.25)]


def test_the_longer_stands_and_nothing_reaches_over_the_end_of_a_sentence() -> None:
    doc = doc_of("Reed", "nets", "sort", ".", "Moss", "grows")
    doc.spans["sc"] = [
        Span(doc, 1, 2, label="Method"),
        Span(doc, 0, 2, label="Method"),
        Span(doc, 3, 5, label="Method"),
    ]
    leave_mentions(doc, [Chosen(1, 3, "Task", "terms", 0.9), Chosen(4, 5, "Task", "terms", 0.3)])
    chosen = chosen_mentions(FoundElsewhere("reeds", {"Method": "Method"})(doc))
    assert chosen == [Chosen(0, 2, "Method", "reeds", UNSCORED), Chosen(4, 5, "Task", "terms", 0.3)]


def test_what_our_own_rules_propose_is_not_taken_for_its_finds(nlp: Language) -> None:
    doc = nlp("We test BERT.")
    assert doc.spans["known_names"]
    before = chosen_mentions(doc)
    assert chosen_mentions(FoundElsewhere("reeds", {"Method": "Task"})(doc)) == before
