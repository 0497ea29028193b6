"""Public annotated corpora whose licences let weights that were trained on them be shipped.

Each is read from a pinned commit, cloned into a cache folder. Labels are mapped to the types of this project; where a
corpus does not annotate a type, or annotates something that may or may not be one, the words are left open (any of
the named types, or none) and not taken for negatives.
"""

from __future__ import annotations

import ast
import csv
import io
import json
import re
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from kg.extract.patterns import PATTERNS
from kg.extract.record import ENTITY_TYPES


@dataclass(frozen=True, slots=True)
class Source:
    """A repository at a commit, its licence, and which of our types it annotates."""

    repository: str
    commit: str
    licence: str
    types: frozenset[str]


@dataclass(frozen=True, slots=True)
class Text:
    """Words of a text, spans (first word, word after the last, type) and which types each word may have unmarked."""

    corpus: str
    words: tuple[str, ...]
    spans: tuple[tuple[int, int, str], ...]
    open_types: tuple[frozenset[str], ...]


SOURCES: Mapping[str, Source] = {
    "scirex": Source(
        "allenai/SciREX",
        "7daad660fe94f504433590b7a781cfabe1e179c6",
        "Apache-2.0",
        frozenset(("Method", "Task", "Metric", "Dataset")),
    ),
    "tdmsci": Source(
        "IBM/science-result-extractor",
        "1c59ff337d09a6c3af313c65cf1c43a5b7f89c7a",
        "Apache-2.0",
        frozenset(("Task", "Dataset", "Metric")),
    ),
    "scierc": Source(
        "allenai/scibert",
        "06793f77d7278898159ed50da30d173cdc8fdea9",
        "Apache-2.0",
        frozenset(("Method", "Task", "Metric")),
    ),
    "crossner": Source(
        "zliucr/CrossNER", "2e7ba2a7798c961e3f29fbc51252c5a8d40224bf", "MIT", frozenset(("Method", "Task", "Metric"))
    ),
    "dsr": Source(
        "xjaeh/ner_dataset_recognition",
        "a9f24f22fdcce6f3009ce48c2fc2a34726f222e4",
        "CC-BY-4.0",
        frozenset(("Dataset",)),
    ),
}
_SCIERC = {"Method": "Method", "Task": "Task", "Metric": "Metric"}
_CROSSNER = {"algorithm": "Method", "task": "Task", "metrics": "Metric"}
_SCIREX = {"Method": "Method", "Task": "Task", "Metric": "Metric", "Material": "Dataset"}
_TDMSCI = {"TASK": "Task", "DATASET": "Dataset", "METRIC": "Metric"}
_DEVICE = re.compile(r"\b(?:[GCTN]PUs?|FPGAs?|Titan|V100|A100|RTX|GTX|Xeon|Raspberry|Jetson)\b")
_GENERIC_HEAD = re.compile(r"(?:data ?sets?|databases?|corpus|corpora|benchmarks?|collections?|collected|data)", re.I)
_DETERMINERS = frozenset(("the", "a", "an", "our", "this", "its", "their"))
_ANY = frozenset(ENTITY_TYPES)
Span = tuple[int, int, str]


def clone(name: str, folder: Path) -> Path:
    """Return a bare repository that holds the pinned commit of a corpus, fetched when it is not there yet."""
    return fetched(SOURCES[name], folder / f"{name}.git")


def fetched(source: Source, path: Path) -> Path:
    """Return a bare repository at a path that holds the pinned commit of a source, fetched when it is not there yet."""
    if not path.exists():
        path.mkdir(parents=True)
        _git(path, "init", "--quiet", "--bare")
        _git(path, "fetch", "--quiet", "--depth", "1", f"https://github.com/{source.repository}", source.commit)
    return path


def _git(path: Path, *command: str) -> bytes:
    return subprocess.run(["git", "-C", str(path), *command], check=True, capture_output=True).stdout


def show(repository: Path, commit: str, path: str) -> str:
    """Return the text of a file at a commit."""
    return _git(repository, "show", f"{commit}:{path}").decode("utf-8", "replace")


def _file(name: str, folder: Path, path: str) -> str:
    return show(clone(name, folder), SOURCES[name].commit, path)


def read_public(folder: Path) -> Iterator[Text]:
    """Yield the texts of all corpora."""
    yield from read_scirex(folder)
    yield from read_scierc(folder)
    yield from read_tdmsci(folder)
    yield from read_crossner(folder)
    yield from read_dsr(folder)


def read_scirex(folder: Path) -> Iterator[Text]:
    """Yield title and abstract of each paper; devices, which are methods there, become Hardware."""
    names = _git(
        clone("scirex", folder), "ls-tree", "--name-only", SOURCES["scirex"].commit, "docs/train_docs/"
    ).decode()
    for path in sorted(names.split()):
        paper = json.loads(_file("scirex", folder, path))
        end = paper["sections"][1][1] if len(paper["sections"]) > 1 else paper["sections"][0][1]
        end = min(end, 420)
        words = paper["words"][:end]
        spans = [(a, b, _SCIREX[type]) for a, b, type in paper["ner"] if b <= end and type in _SCIREX]
        spans = [(a, b, "Hardware" if _is_device(" ".join(words[a:b])) else type) for a, b, type in spans]
        yield _text("scirex", words, spans)


def _is_device(name: str) -> bool:
    return bool(_DEVICE.search(name) or PATTERNS["Hardware"].fullmatch(name))


def read_scierc(folder: Path, parts: Sequence[str] = ("train", "dev", "test")) -> Iterator[Text]:
    """Yield whole abstracts; other scientific terms may be of any type, materials may be datasets."""
    for part in parts:
        for abstract in _file("scierc", folder, f"data/ner/sciie/{part}.txt").split("-DOCSTART-")[1:]:
            rows = [line.split() for line in abstract.splitlines()[1:] if line.strip()]
            words, tags = [row[0] for row in rows], [row[-1] for row in rows]
            yield _tagged(
                "scierc",
                words,
                tags,
                _SCIERC,
                {"OtherScientificTerm": _ANY, "Material": frozenset(("Dataset", "Hardware"))},
            )


def read_tdmsci(folder: Path, parts: Sequence[str] = ("train_1500_v2", "test_500_v2")) -> Iterator[Text]:
    """Yield sentences."""
    for part in parts:
        rows = [
            line.split("\t") for line in _file("tdmsci", folder, f"data/TDMSci/conllFormat/{part}.conll").splitlines()
        ]
        for filled, group in groupby(rows, lambda row: len(row) >= 3):
            if filled:
                sentence = list(group)
                yield _tagged("tdmsci", [row[0] for row in sentence], [row[2].upper() for row in sentence], _TDMSCI, {})


def read_crossner(folder: Path) -> Iterator[Text]:
    """Yield sentences of the domain `ai`; products and fields may be of any type."""
    for part in ("train", "dev", "test"):
        rows = [line.split("\t") for line in _file("crossner", folder, f"ner_data/ai/{part}.txt").splitlines()]
        for filled, group in groupby(rows, lambda row: len(row) == 2):
            if filled:
                sentence = list(group)
                open_tags = dict.fromkeys(("product", "field", "misc", "programlang"), _ANY)
                yield _tagged(
                    "crossner", [row[0] for row in sentence], [row[1] for row in sentence], _CROSSNER, open_tags
                )


def read_dsr(folder: Path) -> Iterator[Text]:
    """Yield sentences; a name that ends in a generic word ends before it, and joined names are left open."""
    for row in csv.DictReader(io.StringIO(_file("dsr", folder, "datasets/Train_set_sentences.csv"))):
        sentence = row["text"]
        matches = list(re.finditer(r"\w+|[^\w\s]", sentence))
        words = [match[0] for match in matches]
        spans, unsure = [], set()
        for begin, end, _ in ast.literal_eval(row["labels"]):
            inside = [i for i, match in enumerate(matches) if match.start() < end and match.end() > begin]
            inside = inside[words[inside[0]].lower() in _DETERMINERS :] if inside else inside
            last = len(inside)
            while last and _GENERIC_HEAD.fullmatch(words[inside[last - 1]]):
                last -= 1
            if not last or any(words[i] in ("and", ",", "or") for i in inside):
                unsure.update(inside)
            else:
                spans.append((inside[0], inside[last - 1] + 1, "Dataset"))
        yield _text("dsr", words, spans, dict.fromkeys(unsure, _ANY))


def _tagged(
    corpus: str, words: list[str], tags: list[str], types: Mapping[str, str], open_tags: Mapping[str, frozenset[str]]
) -> Text:
    """Turn BIO tags into spans; words of `open_tags` stay open."""
    spans: list[Span] = []
    unsure: dict[int, frozenset[str]] = {}
    start = 0
    for i, tag in enumerate(tags):
        kind = tag[2:]
        begins = tag[0] == "B" or (tag[0] == "I" and (i == 0 or tags[i - 1][2:] != kind))
        start = i if begins else start
        ends = i + 1 == len(tags) or tags[i + 1][0] != "I" or tags[i + 1][2:] != kind
        if kind in open_tags:
            unsure[i] = open_tags[kind]
        elif kind in types and ends:
            spans.append((start, i + 1, types[kind]))
    return _text(corpus, words, spans, unsure)


def _text(corpus: str, words: list[str], spans: list[Span], unsure: Mapping[int, frozenset[str]] | None = None) -> Text:
    kept: list[Span] = []
    for span in sorted(spans, key=lambda s: (s[0] - s[1], s[0])):
        if all(span[1] <= other[0] or other[1] <= span[0] for other in kept):
            kept.append(span)
    unknown = _ANY - SOURCES[corpus].types
    open_types = tuple(unknown | (unsure or {}).get(i, frozenset()) for i in range(len(words)))
    return Text(corpus, tuple(words), tuple(sorted(kept)), open_types)
