"""Work out docs/scale.md anew: machines, hours and storage for corpora of millions, from rates that were measured.

python docs/write_scale.py           writes the tables between the marks in docs/scale.md

Rates are those of the largest builds that `benchmarks/corpus.py` has kept, of extraction with each model and of all
else with `fast`, so run `python benchmarks/corpus.py FILE --papers all --out benchmarks/RESULTS.md` first where they
should be those of another machine.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path

PAGE = Path(__file__).parent / "scale.md"
RESULTS = Path(__file__).parents[1] / "benchmarks" / "RESULTS.json"

#: Reading, cleaning and checking a corpus of JSON lines, and cutting it into parts, on one core.
READ_A_SECOND = 16_000
#: A packed Record with its paper, as it stands in a part.
RECORD_BYTES = 1_800
#: What resolution holds of a paper, from 37,500 papers (docs/operating/scale.md); what the loader of quads takes.
RESOLUTION_BYTES, LOADER_BYTES = 7_200, 2_000_000_000
CORPORA = {"3 million": 3_000_000, "250 million": 250_000_000}
#: Cores of the clusters that the hours are worked out for.
CORES = (16, 128, 1_024)


@dataclass(frozen=True, slots=True)
class Built:
    """What was built: seconds of the processor by stage, words read, megabytes on disk and statements of papers."""

    papers: int
    words: int
    extract: float
    keep: float
    resolve: float
    write: float
    store: float
    statements: int

    def of(self, papers: int, value: float) -> float:
        """Return a value in proportion to so many papers."""
        return value * papers / self.papers


def measured(text: str, model: str) -> Built:
    """Return the largest store of a model among the results."""
    found = max((m for m in json.loads(text) if m["model"] == model), key=lambda m: m["papers"])
    took, resolve = found["built"], found["resolving"]
    return Built(
        papers=found["papers"],
        words=found["words"],
        extract=took["helpers"],
        keep=took["own_until"],
        resolve=resolve,
        write=took["processor"] - took["helpers"] - took["own_until"] - resolve,
        store=found["graph_mb"] + found["papers_mb"] + found["cache_mb"],
        statements=found["statements"],
    )


def extraction(models: dict[str, Built]) -> list[str]:
    """Return the table of extraction."""
    head = ["abstracts", "model", "core hours", *(f"on {cores:,} cores" for cores in CORES), "parts, packed"]
    lines = [_row(head), _row(["---", "---", *["---:"] * (len(head) - 2)])]
    for name, papers in CORPORA.items():
        for model, built in models.items():
            hours = built.of(papers, built.extract) / 3600
            lines.append(
                _row([name, model, f"{hours:,.0f}", *(_hours(hours / c) for c in CORES), _bytes(papers * RECORD_BYTES)])
            )
    return lines


def building(built: Built) -> list[str]:
    """Return the table of building, which one machine does."""
    stages = {"keep Records": built.keep, "resolve": built.resolve, "write the graph": built.write}
    head = ["abstracts", "read the corpus", *stages, "memory", "statements", "store"]
    lines = [_row(head), _row(["---", *["---:"] * (len(head) - 1)])]
    for name, papers in CORPORA.items():
        cells = [_hours(papers / READ_A_SECOND / 3600)]
        cells += [_hours(built.of(papers, seconds) / 3600) for seconds in stages.values()]
        cells += [
            _bytes(LOADER_BYTES + papers * RESOLUTION_BYTES),
            f"{built.of(papers, built.statements) / 1e9:,.1f} billion",
        ]
        lines.append(_row([name, *cells, _bytes(built.of(papers, built.store) * 1e6)]))
    return lines


def _row(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _hours(hours: float) -> str:
    if hours < 1:
        return f"{hours * 60:,.0f} min"
    return f"{hours:,.1f} h" if hours < 48 else f"{hours / 24:,.0f} days"


def _bytes(size: float) -> str:
    return f"{size / 1e9:,.0f} GB" if size < 1e12 else f"{size / 1e12:,.1f} TB"


def main() -> None:
    """Write the tables."""
    models = {model: measured(RESULTS.read_text(encoding="utf-8"), model) for model in ("accurate", "fast")}
    built = models["fast"]
    tables = {"extraction": extraction(models), "building": building(built)}
    text = PAGE.read_text(encoding="utf-8")
    for name, lines in tables.items():
        begin, end = f"<!-- {name}: begin -->", f"<!-- {name}: end -->"
        inside = "\n".join([begin, *lines, end])
        text = re.sub(f"{re.escape(begin)}.*{re.escape(end)}", lambda _, new=inside: new, text, flags=re.DOTALL)  # type: ignore[misc]
    text = re.sub(r"(?<=from )[\d,]+(?= papers)", f"{built.papers:,}", text)
    for model, each in models.items():
        text = re.sub(rf"[\d,]+(?= words a second with the {model} model)", f"{each.words / each.extract:,.0f}", text)
    PAGE.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
