"""Run the examples of the documentation against the sample graph, and compare what they print with what is shown.

python docs/run_examples.py             runs every page and lists what differs
python docs/run_examples.py --write     writes what was printed into the pages, to be read before it is committed

A `console` block holds commands behind `$ ` and what they print; a `pycon` block is a Python session. Both are run in
an empty folder that holds `store`, the sample's graph, and every block with a title, as a file of that name. A line
`…` stands for any lines, and `…` within a line for anything. `<!-- not run: why -->` before a block leaves it out.
"""

from __future__ import annotations

import argparse
import contextlib
import doctest
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

DOCS = Path(__file__).parent
ADDRESS = "http://127.0.0.1:8000"
_BLOCK = re.compile(
    r"(?P<before><!-- not run: [^>]+ -->\n+)?^```(?P<kind>\w+)(?: title=\"(?P<title>[^\"]+)\")?\n(?P<body>.*?)^```$",
    re.DOTALL | re.MULTILINE,
)
_SECONDS = 120
_FAILED = re.compile(r"\(exit code \d+\)")
_MARK = "=== example ==="
_SESSION = f"""import doctest
names = {{}}
for example in doctest.DocTestParser().get_examples(open("session.txt", encoding="utf-8").read()):
    print("{_MARK}", flush=True)
    exec(compile(example.source, "example", "single"), names)
"""


@dataclass(frozen=True, slots=True)
class Step:
    """One command of a console block, and the lines that it is shown to print."""

    command: str
    shown: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """A page as it should be, what does not work on it, and which blocks show something else than was printed."""

    text: str
    failures: tuple[str, ...]
    stale: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """Where examples run: an empty folder with the sample's graph, and the address at which that graph is served."""

    folder: Path
    address: str

    def run(self, command: str) -> list[str]:
        """Run a command line in the shell and return the lines of both its outputs; a failure adds its exit code."""
        done = subprocess.run(
            ["bash", "-o", "pipefail", "-c", command.replace(ADDRESS, self.address)],
            cwd=self.folder,
            env={**os.environ, "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=_SECONDS,
            check=False,
        )
        lines = [line.rstrip() for line in done.stdout.replace(self.address, ADDRESS).splitlines()]
        return lines if done.returncode == 0 else [*lines, f"(exit code {done.returncode})"]


def pages() -> list[Path]:
    """Return every page that is written by hand and has an example."""
    found = sorted(p for p in DOCS.rglob("*.md") if p.parent.name != "reference")
    return [p for p in found if any(b["kind"] in RUNNERS for b in _BLOCK.finditer(p.read_text("utf-8")))]


def run_page(page: Path, place: Place) -> Report:
    """Run a page's examples in order."""
    failures: list[str] = []
    stale: list[str] = []

    def redone(block: re.Match[str]) -> str:
        if block["title"] and not block["before"]:
            (place.folder / block["title"]).write_text(block["body"], encoding="utf-8")
        if block["before"] or block["kind"] not in RUNNERS:
            return block[0]
        body, wrong = RUNNERS[block["kind"]](block["body"], place)
        failures.extend(f"{page.name}: {each}" for each in wrong)
        if body != block["body"]:
            stale.append(f"{page.name}: shown\n{block['body']}but printed\n{body}")
        return block[0].replace(block["body"], body)

    text = _BLOCK.sub(redone, page.read_text(encoding="utf-8"))
    return Report(text, tuple(failures), tuple(stale))


def steps(body: str) -> list[Step]:
    """Return the commands of a console block; a line that ends in a backslash goes on in the next."""
    found: list[Step] = []
    going_on = False
    for line in body.splitlines():
        if going_on:
            found[-1] = Step(f"{found[-1].command}\n{line}", ())
        elif line.startswith("$ "):
            found.append(Step(line[2:], ()))
        else:
            found[-1] = Step(found[-1].command, (*found[-1].shown, line))
        going_on = line.endswith("\\") and not found[-1].shown
    return found


def matching(shown: tuple[str, ...], printed: list[str]) -> list[str]:
    """Return the shown lines where they match what was printed, else what was printed, cut where they were cut."""
    if _pattern(shown).fullmatch("\n".join(printed)):
        return list(shown)
    if shown and shown[-1] == "…":
        kept = printed[: max(len(shown) - 1, 1)]
        return [*kept, "…"] if len(kept) < len(printed) else kept
    return printed


def failure(shown: Sequence[str], printed: Sequence[str]) -> str | None:
    """Return what is wrong beyond rows that differ: an exit code, a traceback, or another first line (the columns)."""
    last = printed[-1] if printed else ""
    if (_FAILED.fullmatch(last) or _FAILED.fullmatch(shown[-1] if shown else "")) and last not in shown:
        return "\n".join(printed)
    if shown and not _pattern(tuple(shown[:1])).fullmatch("\n".join(printed if shown[0] == "…" else printed[:1])):
        return f"shown {shown[0]!r} but printed {printed[0] if printed else 'nothing'!r}"
    return None


def _pattern(shown: tuple[str, ...]) -> re.Pattern[str]:
    parts = ["(?:.*\n)*.*" if line == "…" else ".*".join(map(re.escape, line.split("…"))) for line in shown]
    return re.compile("\n".join(parts))


def _console(body: str, place: Place) -> tuple[str, list[str]]:
    """Return a console block with what its commands print, and what is wrong."""
    lines: list[str] = []
    wrong: list[str] = []
    for step in steps(body):
        printed = place.run(step.command)
        lines += [f"$ {step.command}", *matching(step.shown, printed)]
        if told := failure(step.shown, printed):
            wrong.append(f"{step.command}: {told}")
    return "".join(f"{line}\n" for line in lines), wrong


def _session(body: str, place: Place) -> tuple[str, list[str]]:
    """Return a Python session with what it prints, in a process of its own, and what is wrong."""
    (place.folder / "session.txt").write_text(body.replace(ADDRESS, place.address), encoding="utf-8")
    (place.folder / "session.py").write_text(_SESSION, encoding="utf-8")
    printed = place.run("python session.py")
    told = failure((), printed)
    parts = iter("\n".join(printed).split(_MARK)[1:])
    lines: list[str] = []
    for example in doctest.DocTestParser().get_examples(body):
        first, *rest = example.source.rstrip("\n").split("\n")
        shown = tuple(example.want.rstrip("\n").splitlines())
        got = next(parts, "not reached").strip("\n").splitlines()
        lines += [f">>> {first}", *(f"... {line}".rstrip() for line in rest), *matching(shown, got)]
    return "".join(f"{line}\n" for line in lines), [told] if told else []


RUNNERS: dict[str, Callable[[str, Place], tuple[str, list[str]]]] = {"console": _console, "pycon": _session}


@contextlib.contextmanager
def places() -> Iterator[Callable[[], Place]]:
    """Give a function that returns a new place; all share one graph, built and served once."""
    with tempfile.TemporaryDirectory() as name, contextlib.ExitStack() as ending:
        top = Path(name)
        kg = [sys.executable, "-m", "kg.cli"]
        subprocess.run([*kg, "build", "--sample", "--store", top / "store"], check=True, capture_output=True)
        port = _free_port()
        server = subprocess.Popen(
            [*kg, "serve", "--store", top / "store", "--port", str(port)],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        ending.callback(server.wait)
        ending.callback(server.terminate)
        address = f"http://127.0.0.1:{port}"
        _wait(f"{address}/healthz")

        def new() -> Place:
            folder = Path(tempfile.mkdtemp(dir=top))
            shutil.copytree(top / "store", folder / "store")
            return Place(folder, address)

        yield new


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def _wait(url: str) -> None:
    for _ in range(300):
        with contextlib.suppress(OSError), urllib.request.urlopen(url, timeout=5):
            return
        time.sleep(0.2)
    raise SystemExit(f"nothing answers at {url}")


def main() -> int:
    """Run the pages named on the command line, or all."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("page", nargs="*", type=Path, help="pages to run (default: all that have examples)")
    parser.add_argument("--write", action="store_true", help="write what was printed into the pages")
    args = parser.parse_args()
    wrong = 0
    with places() as new:
        for page in [p.resolve() for p in args.page] or pages():
            report = run_page(page, new())
            if args.write:
                page.write_text(report.text, encoding="utf-8")
            print("\n".join((*report.failures, *report.stale)) or f"{page.relative_to(DOCS)}: as shown")
            wrong += len(report.failures) + (0 if args.write else len(report.stale))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
