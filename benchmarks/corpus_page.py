"""What `corpus.py` has measured, as it is kept, and as a part of a page: tables, and a picture for each model."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from itertools import groupby
from pathlib import Path

from corpus_questions import Answers
from matplotlib.figure import Figure
from watching import INTERVAL, Watched

BEGIN, END = "<!-- corpus: begin -->", "<!-- corpus: end -->"

_HEAD = """\
Made by `python benchmarks/corpus.py` on {cores} cores: `kg build` and `kg serve` as one would type them, each in a
process of its own, start-up included. *processor*: seconds of all cores and processes together, and shared out evenly
over {cores} cores, which is the time by the clock that a machine without other work cannot go below; *others*: how much
of the machine other work took meanwhile. *memory*: the most that the resident memory of all processes of the build came
to, looked at every {interval} s. The last papers of the corpus are kept back at every size, to be added.
"""
_STAGES = """\
Seconds of the processor by stage. *extract*: in the worker processes; *keep*: reading the corpus and keeping Records,
beside them; *resolve*: names to entities, measured by itself; *write*: graphs into the store, sorted by threads of the
engine. *until then*, *and then*: by the clock, while papers were extracted and after that.
"""
_ANSWERS = """\
Seconds over HTTP, asked for the first time, and again, with the cache of answers off; a page counts when all of its
panels are there. Queries with a parameter and the page of the method are about what most papers name.
"""


@dataclass(frozen=True, slots=True)
class Measured:
    """One size with one model: what was built, of how many papers that there were, what it took, and how it answers.

    `words` are those of titles and abstracts; sizes are in megabytes on disk, `resolving` in seconds of the processor;
    `more` is how many papers were added.
    """

    available: int
    cores: int
    model: str
    papers: int
    words: int
    entities: int
    statements: int
    graph_mb: float
    papers_mb: float
    cache_mb: float
    built: Watched
    resolving: float
    more: int
    added: Watched
    answers: Answers | None

    @property
    def keeping(self) -> float:
        """Seconds of the processor for reading and keeping papers, while others extract."""
        return self.built.own_until

    @property
    def writing(self) -> float:
        """Seconds of the processor for writing the graph."""
        return self.built.processor - self.built.helpers - self.built.own_until - self.resolving

    @property
    def even(self) -> float:
        """Seconds of the processor, shared out evenly over the cores."""
        return self.built.processor / self.cores

    @property
    def store_mb(self) -> float:
        """The store on disk, in megabytes."""
        return self.graph_mb + self.papers_mb + self.cache_mb


#: What a column of a table says of one size.
Cell = Callable[[Measured], str]


def kept(page: Path) -> list[Measured]:
    """Return what has been measured for a page before."""
    file = page.with_suffix(".json")
    return [_read(each) for each in json.loads(file.read_text(encoding="utf-8"))] if file.exists() else []


def _read(each: dict[str, object]) -> Measured:
    parts = {name: Watched(**each[name]) for name in ("built", "added")}  # type: ignore[arg-type]
    answers = Answers(**each["answers"]) if each["answers"] else None  # type: ignore[arg-type]
    return Measured(**{**each, **parts, "answers": answers})  # type: ignore[arg-type]


def with_measured(found: Sequence[Measured], new: Measured) -> list[Measured]:
    """Return what was measured with one size and model more, or anew, sorted; `fast` first."""
    by_size = {(m.model, m.papers): m for m in (*found, new)}
    return sorted(by_size.values(), key=lambda m: (m.model != "fast", m.model, m.papers))


def write_page(page: Path, found: Sequence[Measured]) -> None:
    """Keep what was measured, draw it, and write it between the marks of a page, which has no other text at first."""
    page.with_suffix(".json").write_text(json.dumps([asdict(m) for m in found], indent=1) + "\n", encoding="utf-8")
    for model, sizes in groupby(found, lambda m: m.model):
        draw(list(sizes), page.with_name(_picture(model)))
    text = page.read_text(encoding="utf-8") if page.exists() else f"{BEGIN}\n{END}\n"
    inside = "\n".join([BEGIN, *section(found), END])
    page.write_text(re.sub(f"{BEGIN}.*{END}", lambda _: inside, text, flags=re.DOTALL), encoding="utf-8")


def section(found: Sequence[Measured]) -> Iterator[str]:
    """Yield the lines of the part of a page."""
    yield from ("# The whole way from nothing, by number of papers", "")
    yield _HEAD.format(cores=found[-1].cores, interval=INTERVAL)
    for model, group in groupby(found, lambda m: m.model):
        sizes = list(group)
        yield from (f"## `--model {model}`", "", *_times(sizes), *_proportion(sizes[-1]))
        yield from (f"![Time, memory and disk against the number of papers]({_picture(model)})", "")
        yield from (_STAGES, *_stages(sizes), *_additions(sizes), *_disk(sizes), _ANSWERS, *_answers(sizes))


def _times(found: Sequence[Measured]) -> Iterator[str]:
    columns: dict[str, Cell] = {
        "papers": lambda m: f"{m.papers:,}",
        "wall, s": lambda m: f"{m.built.wall:,.0f}",
        "processor, s": lambda m: f"{m.built.processor:,.0f}",
        f"over {found[0].cores} cores": lambda m: f"{m.even:,.0f}",
        "others": lambda m: f"{m.built.others:.0%}",
        "papers a second": lambda m: f"{m.papers / m.built.wall:.1f}",
        "words a second": lambda m: f"{m.words / m.built.wall:,.0f}",
        "memory, MB": lambda m: f"{m.built.memory_mb:,.0f}",
    }
    yield from _by_size(found, columns)


def _proportion(m: Measured) -> Iterator[str]:
    """Say what a part of a corpus tells of the whole."""
    if m.papers >= 0.99 * m.available:
        return
    wall, even = (seconds * m.available / m.papers / 60 for seconds in (m.built.wall, m.even))
    yield f"In proportion to the last line, all {m.available:,} papers of the corpus would take {wall:.0f} minutes by"
    yield f"the clock, {even:.0f} of the processor over {m.cores} cores."
    yield ""


def _stages(found: Sequence[Measured]) -> Iterator[str]:
    columns: dict[str, Cell] = {
        "papers": lambda m: f"{m.papers:,}",
        "extract": lambda m: f"{m.built.helpers:,.1f}",
        "keep": lambda m: f"{m.keeping:,.1f}",
        "resolve": lambda m: f"{m.resolving:,.1f}",
        "write": lambda m: f"{m.writing:,.1f}",
        "until then": lambda m: f"{m.built.helped_until:,.1f}",
        "and then": lambda m: f"{m.built.wall - m.built.helped_until:,.1f}",
    }
    yield from _by_size(found, columns)


def _additions(found: Sequence[Measured]) -> Iterator[str]:
    columns: dict[str, Cell] = {
        "added": lambda m: f"{m.more:,}",
        "to papers": lambda m: f"{m.papers:,}",
        "wall, s": lambda m: f"{m.added.wall:.1f}",
        "processor, s": lambda m: f"{m.added.processor:.1f}",
        "others": lambda m: f"{m.added.others:.0%}",
        "ratio to the build": lambda m: f"{m.added.processor / m.built.processor:.3f}",
        "memory, MB": lambda m: f"{m.added.memory_mb:,.0f}",
    }
    yield from _by_size(found, columns)


def _disk(found: Sequence[Measured]) -> Iterator[str]:
    columns: dict[str, Cell] = {
        "papers": lambda m: f"{m.papers:,}",
        "entities": lambda m: f"{m.entities:,}",
        "statements": lambda m: f"{m.statements:,}",
        "a paper": lambda m: f"{m.statements / m.papers:.0f}",
        "graph, MB": lambda m: f"{m.graph_mb:,.0f}",
        "bytes a statement": lambda m: f"{m.graph_mb * 1e6 / m.statements:.0f}",
        "papers and Records, MB": lambda m: f"{m.papers_mb:,.0f}",
        "cache of extraction, MB": lambda m: f"{m.cache_mb:,.0f}",
        "store, MB": lambda m: f"{m.store_mb:,.0f}",
    }
    yield from _by_size(found, columns)


def _answers(found: Sequence[Measured]) -> Iterator[str]:
    answered = [(m.papers, m.answers) for m in found if m.answers]
    questions = dict.fromkeys(what for _, answers in answered for what in answers.seconds)
    opening = ("the service starts", *(f"{answers.opening:.1f}" for _, answers in answered))
    asked = (
        (what, *(", ".join(map(_seconds, answers.seconds.get(what, ()))) for _, answers in answered))
        for what in questions
    )
    yield from _table(("asked", *(f"{papers:,} papers" for papers, _ in answered)), (opening, *asked))


def _seconds(seconds: float | None) -> str:
    return "over the limit" if seconds is None else f"{seconds:.2f}"


def _by_size(found: Sequence[Measured], columns: Mapping[str, Cell]) -> Iterator[str]:
    """Yield a table of a line for each size."""
    yield from _table(list(columns), ([cell(m) for cell in columns.values()] for m in found))


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    yield f"| {' | '.join(head)} |"
    yield f"|{'---|' if head[0] == 'asked' else '---:|'}{'---:|' * (len(head) - 1)}"
    yield from (f"| {' | '.join(row)} |" for row in rows)
    yield ""


def _picture(model: str) -> str:
    return f"corpus-{model}.svg"


def draw(found: Sequence[Measured], path: Path) -> None:
    """Draw time, memory and disk against the number of papers, on logarithmic axes: straight lines are powers."""
    figure = Figure(figsize=(9, 3.2), layout="constrained")
    seconds = {
        "wall": [m.built.wall for m in found],
        f"processor over {found[0].cores}": [m.even for m in found],
        "resolve": [m.resolving for m in found],
        "write": [m.writing for m in found],
        f"add {found[-1].more}": [m.added.processor for m in found],
    }
    memory = {"build": [m.built.memory_mb for m in found], f"add {found[-1].more}": [m.added.memory_mb for m in found]}
    disk = {"store": [m.store_mb for m in found], "graph": [m.graph_mb for m in found]}
    parts = (("seconds", seconds), ("memory, MB", memory), ("disk, MB", disk))
    for axes, (title, lines) in zip(figure.subplots(1, 3), parts, strict=True):
        for name, points in lines.items():
            axes.loglog([m.papers for m in found], points, marker="o", label=name)
        axes.set(title=title, xlabel="papers")
        axes.grid(alpha=0.3)
        axes.legend(fontsize="small")
    figure.savefig(path, metadata={"Date": None})
