"""Another extractor beside ours: any spaCy factory whose component sets `doc.ents` or `doc.spans`.

A setting names the factory; a TOML file says what its labels mean here, how it is configured, and what else decides
what it finds:

    code = "tagger.py"             # a file that registers the factory, where no installed package does
    files = ["weights"]            # files and folders that it reads: another version of them extracts anew
    [labels]                       # its labels and our types; a label that is one of our types needs no line
    "machine learning model" = "Method"
    [config]                       # as nlp.add_pipe takes it
    threshold = 0.5
"""

from __future__ import annotations

import hashlib
import importlib.util
import json
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.metadata import entry_points
from pathlib import Path
from typing import Any

from spacy.language import Language

from kg.errors import UsageError
from kg.extract.record import ENTITY_TYPES
from kg.settings import Settings

_KEYS = {"code": str, "files": list, "labels": dict, "config": dict}


@dataclass(frozen=True, slots=True)
class Extractor:
    """A factory, the type that each label of its component means, its settings as JSON, and the code to load first.

    `version` names the factory, with a digest of all that decides what it finds, as far as that is known here.
    """

    factory: str
    labels: tuple[tuple[str, str], ...]
    config: str
    code: Path | None
    version: str


def read_extractor(settings: Settings) -> Extractor | None:
    """Return the extractor that the settings name, None where they name none.

    Raises UsageError when the file that describes it has faults.
    """
    if not settings.extractor:
        if settings.extractor_config:
            raise UsageError("extractor_config describes an extractor; name its spaCy factory with --extractor")
        if settings.model == "none":
            raise UsageError("model none finds nothing by itself; name a spaCy factory with --extractor")
        return None
    if not re.fullmatch(r"[\w.-]+", settings.extractor):
        raise UsageError(f"{settings.extractor!r} is no name of a spaCy factory")
    file = Path(settings.extractor_config) if settings.extractor_config else None
    described = _described(file) if file else {}
    beside = file.parent if file else Path()
    code = beside / described["code"] if "code" in described else None
    files = [beside / name for name in described.get("files", ())]
    return Extractor(
        factory=settings.extractor,
        labels=tuple({**{type: type for type in ENTITY_TYPES}, **described.get("labels", {})}.items()),
        config=json.dumps(described.get("config", {}), sort_keys=True),
        code=code,
        version=f"{settings.extractor}-{_digest(settings.extractor, [p for p in (file, code, *files) if p])}",
    )


def _described(file: Path) -> Mapping[str, Any]:
    try:
        described = tomllib.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise UsageError(f"{file}: {error.strerror}") from None
    except ValueError as error:
        raise UsageError(f"{file} is no TOML file: {error}") from None
    for key, value in described.items():
        if not isinstance(value, _KEYS.get(key, ())):
            raise UsageError(f"{file}: {key} has no meaning here; there are code, files, [labels] and [config]")
    for label, type in described.get("labels", {}).items():
        if type not in ENTITY_TYPES:
            raise UsageError(f"{file}: label {label!r} means {type!r}; the types are {', '.join(ENTITY_TYPES)}")
    return described


def _digest(factory: str, paths: list[Path]) -> str:
    """Return a digest of files and folders, and of the version of the package that brings the factory."""
    found = entry_points(group="spacy_factories", name=factory)
    digest = hashlib.sha256(str([(each.dist.name, each.dist.version) for each in found if each.dist]).encode())
    for path in paths:
        for file in _files(path):
            digest.update(file.name.encode() + b"\0" + hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()[:8]


def _files(path: Path) -> Iterator[Path]:
    if not path.exists():
        raise UsageError(f"{path}: no such file or folder; the paths of an extractor are relative to its description")
    yield from sorted(file for file in path.rglob("*") if file.is_file()) if path.is_dir() else [path]


def add_extractor(nlp: Language, extractor: Extractor) -> None:
    """Add an extractor's component to a pipeline, and behind it what makes mentions of its finds.

    Raises UsageError when there is no such factory, or when it cannot be made with its settings.
    """
    if extractor.code:
        _load(extractor.code, extractor.version)
    if not nlp.has_factory(extractor.factory):
        raise UsageError(
            f"no spaCy factory {extractor.factory!r} is installed; name the file that registers it as `code` in the "
            "TOML file of --extractor-config, or install the package that has it"
        )
    try:
        nlp.add_pipe(extractor.factory, config=json.loads(extractor.config))
    except Exception as error:  # whatever another's code raises
        raise UsageError(f"the extractor {extractor.factory!r} cannot be made: {error}") from error
    nlp.add_pipe("kg_found_elsewhere", config={"extractor": extractor.factory, "labels": dict(extractor.labels)})


@cache
def _load(code: Path, version: str) -> None:
    """Run a file of Python, which registers factories, once for each version of it."""
    spec = importlib.util.spec_from_file_location(f"kg_extractor_{code.stem}", code)
    if spec is None or spec.loader is None:
        raise UsageError(f"{code} is no file of Python")
    try:
        spec.loader.exec_module(importlib.util.module_from_spec(spec))
    except Exception as error:  # whatever another's code raises
        raise UsageError(f"{code} cannot be loaded: {error!r}") from error
