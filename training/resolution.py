"""How well names are resolved, on hand-made pairs of names: `python -m training.resolution` prints it and the errors.

Each name stands in a paper of its own. Pairwise figures are over the pairs as marked; B-cubed (Bagga and Baldwin 1998)
is over all names, with the pairs marked `same` and what follows from them as the true clusters.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from kg.extract.record import EntityType
from kg.gazetteer import load_gazetteer
from kg.resolve.entities import resolve
from kg.resolve.names import NameCount, PaperNames
from kg.resolve.normal_form import normal_form

PAIRS = Path(__file__).parents[1] / "tests" / "resolve" / "name_pairs.tsv"
#: A name: its type, and how the file writes it.
Name = tuple[EntityType, str]


@dataclass(frozen=True, slots=True)
class Pair:
    """Two names of a type, and whether they are one thing."""

    one: Name
    other: Name
    same: bool


@dataclass(frozen=True, slots=True)
class Quality:
    """Precision and recall, and the pairs that resolution gets wrong."""

    precision: float
    recall: float
    b_cubed_precision: float
    b_cubed_recall: float
    wrong: tuple[Pair, ...]


def read_pairs(path: Path = PAIRS) -> list[Pair]:
    """Return the marked pairs."""
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    rows = csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
    return [Pair((r["type"], r["one"]), (r["type"], r["other"]), r["verdict"] == "same") for r in rows]  # type: ignore[arg-type]


def measure(pairs: Sequence[Pair]) -> Quality:
    """Resolve all names and compare with what the pairs say."""
    names = sorted({name for pair in pairs for name in (pair.one, pair.other)})
    resolution = resolve([_paper(name) for name in names], load_gazetteer())
    found = {name: resolution.find("|".join(name), name[0], normal_form(name[1].partition(" = ")[0])) for name in names}
    joined = [pair for pair in pairs if found[pair.one] == found[pair.other]]
    right = sum(pair.same for pair in joined)
    of_truth = _clusters({name: _root(name, _links(pairs)) for name in names})
    of_system = _clusters(found)
    return Quality(
        precision=right / len(joined),
        recall=right / sum(pair.same for pair in pairs),
        b_cubed_precision=sum(len(of_truth[n] & of_system[n]) / len(of_system[n]) for n in names) / len(names),
        b_cubed_recall=sum(len(of_truth[n] & of_system[n]) / len(of_truth[n]) for n in names) / len(names),
        wrong=tuple(pair for pair in pairs if (found[pair.one] == found[pair.other]) != pair.same),
    )


def _paper(name: Name) -> PaperNames:
    """Return a paper that names nothing else, and spells a short form out where the file does."""
    type, written = name
    short, _, long = written.partition(" = ")
    pairs = ((type, normal_form(short), normal_form(long)),) if long else ()
    return PaperNames("|".join(name), (NameCount(type, short, normal_form(short), 1),), pairs)


def _links(pairs: Sequence[Pair]) -> Mapping[Name, set[Name]]:
    links: dict[Name, set[Name]] = defaultdict(set)
    for pair in pairs:
        if pair.same:
            links[pair.one].add(pair.other)
            links[pair.other].add(pair.one)
    return links


def _root(name: Name, links: Mapping[Name, set[Name]]) -> Name:
    """Return the least of all names that are the same thing."""
    reached, to_visit = {name}, [name]
    while to_visit:
        for other in links.get(to_visit.pop(), set()) - reached:
            reached.add(other)
            to_visit.append(other)
    return min(reached)


def _clusters(label: Mapping[Name, object]) -> dict[Name, set[Name]]:
    """Return, for each name, all names with the same label, itself included."""
    members: dict[object, set[Name]] = defaultdict(set)
    for name, given in label.items():
        members[given].add(name)
    return {name: members[given] for name, given in label.items()}


if __name__ == "__main__":
    all_pairs = read_pairs()
    quality = measure(all_pairs)
    same = sum(pair.same for pair in all_pairs)
    print(f"{len(all_pairs)} pairs of names, {same} the same, {len(all_pairs) - same} different")
    print(f"pairwise  precision {quality.precision:.3f}  recall {quality.recall:.3f}")
    print(f"B-cubed   precision {quality.b_cubed_precision:.3f}  recall {quality.b_cubed_recall:.3f}")
    for wrong in quality.wrong:
        what = "kept apart" if wrong.same else "joined"
        print(f"  {what}: {wrong.one[0]} {wrong.one[1]} | {wrong.other[1]}")
