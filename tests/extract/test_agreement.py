"""What mentions of one name say of each other."""

from __future__ import annotations

from spacy.language import Language

from kg.extract.agreement import agreed
from kg.extract.chosen import Chosen

WORDS = {"Moss": 0, "Lichen": 2, "Ferns": 4, "moss": 6}


def agree(nlp: Language, *found: tuple[str, str, float]) -> list[tuple[str, str, float]]:
    """Return word, type and confidence of such mentions when they have agreed."""
    doc = nlp.make_doc("Moss beats Lichen, Ferns and moss.")
    chosen = [Chosen(WORDS[word], WORDS[word] + 1, type, "accurate", confidence) for word, type, confidence in found]
    return [(doc[m.start].text, m.type, m.confidence) for m in agreed(doc, chosen)]


def test_a_name_has_the_type_that_most_speaks_for(nlp: Language) -> None:
    assert agree(nlp, ("Moss", "Dataset", 0.6), ("Lichen", "Task", 0.7), ("moss", "Method", 0.8)) == [
        ("Moss", "Method", 0.6),
        ("Lichen", "Task", 0.7),
        ("moss", "Method", 0.8),
    ]


def test_of_two_types_that_weigh_the_same_the_first_stands(nlp: Language) -> None:
    assert agree(nlp, ("Moss", "Task", 0.5), ("moss", "Method", 0.5))[1] == ("moss", "Task", 0.5)
