"""Gold annotations without their texts, and how to put the two together again.

    python -m training.gold strip RECORDS.jsonl > training/gold/NAME.jsonl
    python -m training.gold join TEXTS… [--gold training/gold] [--out build/gold] [--most 24]

`join` reads any corpus that `kg` reads (the scraped seed file, arXiv JSONL, …) and writes, for every file of the gold,
the records whose texts it has found: a paper is known by its arXiv id or by the hash of its title, and its abstract
must have the hash that was annotated, white space apart.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from kg.corpus.paper import Paper
from kg.corpus.read import read_corpus
from kg.settings import Settings

GOLD = Path(__file__).parent / "gold"
Record = dict[str, Any]
_KEPT = ("mentions", "roles", "relations", "results")


def fingerprint(text: str) -> str:
    """Return a hash of a text that letter case and white space do not change."""
    return hashlib.sha256(re.sub(r"\s+", " ", text).strip().lower().encode()).hexdigest()[:16]


def strip(record: Mapping[str, Any]) -> Record:
    """Return a record with hashes in the place of its title and abstract."""
    hashes = {"title_hash": fingerprint(record["title"]), "abstract_hash": fingerprint(record["abstract"])}
    return {"id": record["id"], **hashes, **{key: record[key] for key in _KEPT if key in record}}


def join(
    annotations: Iterable[Mapping[str, Any]], texts: Mapping[tuple[str, str], tuple[str, str]]
) -> Iterator[Record]:
    """Yield the annotations whose texts are there, with title and abstract; `texts` is keyed by both hashes."""
    for annotation in annotations:
        found = texts.get((annotation["title_hash"], annotation["abstract_hash"]))
        if found:
            title, abstract = found
            yield {"id": annotation["id"], "title": title, "abstract": abstract} | {
                key: annotation[key] for key in _KEPT if key in annotation
            }


def few(annotations: Iterable[Record], most: int) -> list[Record]:
    """Return so many papers at most: those whose texts have the lowest hashes, so the same ones in every reading."""
    return sorted(annotations, key=lambda annotation: annotation["abstract_hash"])[:most]


def texts_of(sources: list[str]) -> dict[tuple[str, str], tuple[str, str]]:
    """Read corpora and return their (title, abstract) by the hashes of the two."""
    papers = (item for item in read_corpus(sources, None, Settings()) if isinstance(item, Paper))
    return {(fingerprint(p.title), fingerprint(p.abstract)): (p.title, p.abstract) for p in papers}


def read_lines(path: Path) -> list[Record]:
    """Read JSON lines."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def main() -> None:
    """Strip or join."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    verbs = parser.add_subparsers(dest="verb", required=True)
    stripping = verbs.add_parser("strip")
    stripping.add_argument("records", type=Path)
    joining = verbs.add_parser("join")
    joining.add_argument("texts", nargs="+")
    joining.add_argument("--gold", type=Path, default=GOLD)
    joining.add_argument("--out", type=Path, default=Path("build/gold"))
    joining.add_argument("--most", type=int, help="papers of each file at most, for a rehearsal (default: all)")
    args = parser.parse_args()
    if args.verb == "strip":
        sys.stdout.writelines(json.dumps(strip(r), ensure_ascii=False) + "\n" for r in read_lines(args.records))
        return
    texts = texts_of(args.texts)
    args.out.mkdir(parents=True, exist_ok=True)
    for path in sorted(args.gold.glob("*.jsonl")):
        annotations = few(read_lines(path), args.most) if args.most else read_lines(path)
        records = list(join(annotations, texts))
        lines = "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records)
        (args.out / path.name).write_text(lines, encoding="utf-8")
        print(f"{path.stem}: {len(records)} of {len(annotations)} papers have their text")


if __name__ == "__main__":
    main()
