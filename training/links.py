"""How right the shipped links are, on a sample that was judged by hand: `python -m training.links` prints it.

`python -m training.links draw` prints a sample of `ontology/links.tsv` to be judged anew: 200 links to Wikidata, 50 to
CSO and 50 to MLSO, drawn with a fixed seed. A verdict is `same` (the target is what papers mean by the name), `near`
(it is the nearest thing described there, but not the same) or `wrong`.
"""

from __future__ import annotations

import csv
import random
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from kg.analytics.shares import wilson
from kg.resources import ontology_dir

LINKS = ontology_dir() / "links.tsv"
SAMPLE = Path(__file__).parents[1] / "tests" / "resolve" / "link_sample.tsv"
COLUMNS = ("type", "name", "match", "link", "verdict", "why")
#: How many links of each vocabulary are drawn.
DRAWN = {"wd": 200, "cso": 50, "mlso": 50}
SEED = 201
#: What a link of either kind has to be, to be right.
RIGHT = {"exact": ("same",), "close": ("same", "near")}


@dataclass(frozen=True, slots=True)
class Judged:
    """A link as it was drawn, what it was found to be, and why where that is not plain."""

    type: str
    name: str
    match: str
    link: str
    verdict: str = ""
    why: str = ""

    @property
    def vocabulary(self) -> str:
        """The prefix of the vocabulary: `wd`, `cso` or `mlso`."""
        return self.link.partition(":")[0]

    @property
    def is_right(self) -> bool:
        """Whether the link claims no more than holds."""
        return self.verdict in RIGHT[self.match]


def draw(links: Sequence[Judged], seed: int = SEED) -> list[Judged]:
    """Return a sample of the links, by vocabulary, in the order of the file."""
    chance = random.Random(seed)
    drawn: list[Judged] = []
    for vocabulary, most in DRAWN.items():
        of_it = [link for link in links if link.vocabulary == vocabulary]
        chosen = set(chance.sample(range(len(of_it)), min(most, len(of_it))))
        drawn += [link for index, link in enumerate(of_it) if index in chosen]
    return drawn


def read_sample(path: Path = SAMPLE) -> list[Judged]:
    """Return the judged links of a file."""
    return [Judged(*(row.get(column) or "" for column in COLUMNS)) for row in _rows(path)]


def read_links(path: Path = LINKS) -> list[Judged]:
    """Return all shipped links, not judged."""
    return [Judged(row["type"], row["name"], row["match"], row["link"]) for row in _rows(path)]


def report(sample: Iterable[Judged]) -> list[str]:
    """Return precision with its 95 % interval by vocabulary and kind of match, a line each, and the wrong links."""
    judged = list(sample)
    groups = [
        (f"{vocabulary:4s} {match:5s}", [j for j in judged if j.vocabulary == vocabulary and match in ("all", j.match)])
        for vocabulary in DRAWN
        for match in ("exact", "close", "all")
    ]
    lines = []
    for title, of_group in groups:
        right = sum(link.is_right for link in of_group)
        share = wilson(right, len(of_group))
        figures = f"{right:3d} of {len(of_group):3d} right  precision {share.value:.3f}"
        lines += [f"{title}  {figures}  ({share.low:.3f} to {share.high:.3f})"] if of_group else []
    return lines + [f"  {j.verdict}: {j.type} {j.name} {j.match} {j.link}: {j.why}" for j in judged if not j.is_right]


def _rows(path: Path) -> Iterable[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)


if __name__ == "__main__":
    if sys.argv[1:] == ["draw"]:
        for link in draw(read_links()):
            print(link.type, link.name, link.match, link.link, "", "", sep="\t")
    else:
        print("\n".join(report(read_sample())))
