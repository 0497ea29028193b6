"""The example of the documentation that brings GLiNER, run with a stand-in of its interface: the weights are elsewhere.

`KG_GLINER_WEIGHTS=FOLDER` runs it with GLiNER itself, which has to be installed.
"""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from kg.corpus.paper import Paper
from kg.extract.pipeline import version_of
from kg.extract.record import Record
from kg.extract.run import extract_papers
from kg.settings import Settings

PAGE = Path(__file__).parents[2] / "docs" / "how-to" / "another-extractor.md"
WEIGHTS = os.environ.get("KG_GLINER_WEIGHTS", "")
ABSTRACT = "MossNet learns to sort letters. It reads the PondBank corpus on two GPUs."


KNOWN = {"MossNet": "machine learning method", "PondBank": "dataset or benchmark", "GPUs": "computer hardware"}


class StandIn:
    """GLiNER as the example calls it, finding words of a list in place of what a model would."""

    @classmethod
    def from_pretrained(cls, weights: str) -> StandIn:
        return cls()

    def predict_entities(self, text: str, labels: list[str], threshold: float = 0.5) -> list[dict[str, Any]]:
        scored = [(re.search(word, text), label, 1 / i) for i, (word, label) in enumerate(KNOWN.items(), start=1)]
        return [
            {"start": match.start(), "end": match.end(), "text": match[0], "label": label, "score": score}
            for match, label, score in scored
            if match and label in labels and score >= threshold
        ]


def example(folder: Path, **changes: str) -> Settings:
    """Write the example's files as the page has them, and return settings that name them."""
    page = PAGE.read_text(encoding="utf-8")
    for name in ("gliner_extractor.py", "gliner.toml"):
        (body,) = re.findall(rf'^```\w+ title="{re.escape(name)}"\n(.*?)^```$', page, re.DOTALL | re.MULTILINE)
        for old, new in changes.items():
            body = body.replace(old, new)
        (folder / name).write_text(body, encoding="utf-8")
    return Settings(model="none", processes=1, extractor="gliner", extractor_config=str(folder / "gliner.toml"))


def extracted(settings: Settings) -> Record:
    (record,) = extract_papers([Paper("p1", "Letters", ABSTRACT)], settings)
    return record


def test_what_gliner_finds_in_each_sentence_becomes_mentions(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "gliner", SimpleNamespace(GLiNER=StandIn))
    settings = example(tmp_path)
    record = extracted(settings)
    assert [(m.text, m.type, m.extractor, m.confidence) for m in record.mentions] == [
        ("MossNet", "Method", "gliner", 1.0),
        ("PondBank", "Dataset", "gliner", 0.5),
    ]
    assert record.pipeline == version_of(settings)
    assert ".none+gliner-" in record.pipeline


if WEIGHTS:  # not a skip: where nothing may be skipped, nothing but the weights is missing

    def test_gliner_itself_runs(tmp_path: Path) -> None:
        record = extracted(example(tmp_path, **{"urchade/gliner_medium-v2.1": WEIGHTS}))
        assert {mention.extractor for mention in record.mentions} == {"gliner"}
