"""The command line: one function per verb.

What a verb needs is imported inside it, so that `kg --help` answers at once.
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Any

from kg import __version__
from kg.errors import InterruptedRunError, KgError, UsageError
from kg.settings import Settings, convert, declared, environment_name, load_settings

EXIT_CODES = """exit codes:
  0 done · 1 not found or unexpected · 2 wrong usage · 3 the corpus cannot be used · 4 the store cannot be used
  5 another process writes to the store · 6 disk full · 7 wrong query or parameter · 8 query timed out or worker died
  9 extraction failed · 130 interrupted"""


def build(args: argparse.Namespace, settings: Settings) -> None:
    """Read corpora, extract, resolve and publish them in a store."""
    from kg.build import build_store
    from kg.progress import progress_bar
    from kg.resources import sample_corpus

    sources = [*args.corpus, *([str(sample_corpus())] if args.sample else [])]
    if not sources:
        raise UsageError("name at least one corpus file, '-' for standard input, or --sample for the bundled one")
    with progress_bar("extracting", "papers") as step:
        summary = build_store(sources, args.store, settings, format=args.format, progress=step)
    if args.json:
        _print_json(summary.to_json())
        return
    print(summary.describe(list_skipped=args.list_skipped))
    print(f"Next: kg serve --store {args.store}    or: kg query --store {args.store}")


def extract(args: argparse.Namespace, settings: Settings) -> None:
    """Write one Record a line to standard output."""
    from kg.corpus.paper import Paper
    from kg.corpus.read import read_corpus
    from kg.extract.record import record_to_json
    from kg.extract.run import extract_papers
    from kg.output import output
    from kg.progress import progress_bar

    skipped = 0

    def papers() -> Iterator[Paper]:
        nonlocal skipped
        for item in read_corpus(args.corpus, args.format, settings):
            if isinstance(item, Paper):
                yield item
            else:
                skipped += 1
                print(f"skipped {item.source}: {item.reason} {item.detail}".rstrip(), file=sys.stderr)

    with progress_bar("extracting", "papers") as step, output(args.out) as out:
        for record in extract_papers(papers(), settings, step):
            out.write(json.dumps(record_to_json(record), ensure_ascii=False).encode() + b"\n")


def remove(args: argparse.Namespace, settings: Settings) -> None:
    """Remove papers by id and resolve what is left anew."""
    from kg.build import remove_papers

    summary = remove_papers(args.id, args.store, settings)
    _print_json(summary.to_json()) if args.json else print(summary.describe())


def query(args: argparse.Namespace, settings: Settings) -> None:
    """Run a saved query, a SPARQL file, or SPARQL from standard input."""
    from kg.query.command import list_queries, run_query

    folders = [Path(folder) for folder in args.queries]
    if args.query is None:
        print(list_queries(folders, "json" if args.json else "table"))
        return
    run_query(
        args.store,
        args.query,
        args.parameters,
        folders,
        "json" if args.json else args.format,
        settings,
        sys.stdout.buffer,
    )


def report(args: argparse.Namespace, settings: Settings) -> None:
    """Write a report as Markdown, HTML, CSV and GraphML."""
    from kg.analytics.report import write_report

    for path in write_report(args.store, args.out, args.name, settings):
        print(path)


def export(args: argparse.Namespace, settings: Settings) -> None:
    """Write the graph, by default as sorted N-Quads to standard output."""
    from kg.graph.export import export_store
    from kg.output import output

    with output(args.out) as out:
        export_store(args.store, out, format=args.format, runs=args.runs)


def info(args: argparse.Namespace, settings: Settings) -> None:
    """Say what a store holds."""
    from kg.graph.describe import describe_store

    facts = describe_store(args.store)
    _print_json(facts.to_json()) if args.json else print(facts.describe())


def serve(args: argparse.Namespace, settings: Settings) -> None:
    """Serve a store over HTTP."""
    from kg.web.serve import serve as serve_store

    serve_store(args.store, settings)


def create_parser() -> argparse.ArgumentParser:
    """Return the parser of all verbs, each with the settings that matter to it."""
    parser = argparse.ArgumentParser(
        prog="kg",
        description="Turn paper abstracts into a knowledge graph of methods, datasets, hardware, metrics and tasks.",
        epilog=EXIT_CODES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"kg {__version__}")
    verbs = parser.add_subparsers(title="verbs", metavar="VERB", required=True)

    verb = _verb(verbs, build)
    verb.add_argument("corpus", nargs="*", metavar="CORPUS", help="corpus file, plain or .gz; '-' is standard input")
    verb.add_argument("--sample", action="store_true", help="read the bundled corpus of invented abstracts")
    verb.add_argument("--list-skipped", action="store_true", help="list what was skipped, not only its count by reason")
    _format(verb)
    _store(verb)
    _json(verb)

    verb = _verb(verbs, extract)
    verb.add_argument("corpus", nargs="+", metavar="CORPUS", help="corpus file, plain or .gz; '-' is standard input")
    _format(verb)
    _out(verb, "file to write to")

    verb = _verb(verbs, remove)
    verb.add_argument("id", nargs="+", metavar="ID", help="id of a paper in the store")
    _store(verb)
    _json(verb)

    verb = _verb(verbs, query)
    verb.add_argument(
        "query", nargs="?", metavar="NAME|FILE|-", help="saved query, SPARQL file, or '-'; none lists the saved ones"
    )
    verb.add_argument("parameters", nargs="*", metavar="key=value", help="parameters of a saved query")
    verb.add_argument(
        "--queries", action="append", default=[], metavar="DIR", help="a folder of your own saved queries"
    )
    verb.add_argument(
        "--format", choices=("table", "json", "csv", "tsv"), default="table", help="how to print the answer"
    )
    _store(verb)
    _json(verb)

    verb = _verb(verbs, report)
    verb.add_argument(
        "name", nargs="?", default="centrality", metavar="NAME", help="report to write (default: centrality)"
    )
    verb.add_argument(
        "--out", type=Path, default=Path("reports"), metavar="DIR", help="folder to write to (default: reports)"
    )
    _store(verb)

    verb = _verb(verbs, export)
    verb.add_argument(
        "--format", default="nquads", help="nquads, trig, turtle, ntriples, jsonld, rdfxml (default: nquads)"
    )
    verb.add_argument("--runs", action="store_true", help="with the runs graph: when each build ran, so bytes differ")
    _out(verb, "file to write to")
    _store(verb)

    verb = _verb(verbs, info)
    _store(verb)
    _json(verb)

    _store(_verb(verbs, serve))
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    args = create_parser().parse_args(arguments)
    try:
        with _termination_as_interrupt():
            args.run(args, load_settings({s.name: getattr(args, s.name, None) for s in declared()}))
    except KgError as error:
        print(f"kg: {error}", file=sys.stderr)
        return error.exit_code
    except KeyboardInterrupt:
        print("kg: interrupted", file=sys.stderr)
        return InterruptedRunError.exit_code
    except BrokenPipeError:  # the reader of our output has gone, as `| head` does: nothing is left to say
        sys.stdout = open(os.devnull, "w")  # noqa: SIM115, PTH123  (or the interpreter complains when it flushes at exit)
    except OSError as error:
        print(f"kg: {error.filename or 'input or output'}: {error.strerror or error}", file=sys.stderr)
        return KgError.exit_code
    return 0


Verb = Callable[[argparse.Namespace, Settings], None]


def _verb(verbs: Any, run: Verb) -> argparse.ArgumentParser:
    """Add a verb named and described by its function, with an option for each of its settings."""
    summary = (run.__doc__ or "").strip()
    verb: argparse.ArgumentParser = verbs.add_parser(
        run.__name__,
        help=summary,
        description=summary,
        epilog=EXIT_CODES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    verb.set_defaults(run=run)
    group = verb.add_argument_group("settings")
    for setting in declared():
        if run.__name__ in setting.metadata["verbs"]:
            group.add_argument(
                f"--{setting.name.replace('_', '-')}",
                type=lambda text, name=setting.name: _setting(name, text),  # type: ignore[misc]
                metavar=type(setting.default).__name__.upper(),
                help=f"{setting.metadata['help']} (default: {setting.default}; {environment_name(setting.name)})",
            )
    return verb


def _setting(name: str, text: str) -> Any:
    try:
        return convert(name, text)
    except UsageError as error:
        raise argparse.ArgumentTypeError(str(error)) from None


def _store(verb: argparse.ArgumentParser) -> None:
    verb.add_argument(
        "--store", type=Path, default=Path("store"), metavar="DIR", help="folder of the store (default: store)"
    )


def _format(verb: argparse.ArgumentParser) -> None:
    verb.add_argument("--format", help="format of the corpus, where its content should not decide")


def _json(verb: argparse.ArgumentParser) -> None:
    verb.add_argument("--json", action="store_true", help="print JSON")


def _out(verb: argparse.ArgumentParser, help: str) -> None:
    verb.add_argument("--out", type=Path, metavar="PATH", help=f"{help} (default: standard output)")


def _print_json(value: Any) -> None:
    print(json.dumps(value, ensure_ascii=False, indent=2))


@contextmanager
def _termination_as_interrupt() -> Iterator[None]:
    """Let SIGTERM unwind like Ctrl-C, so that a build cleans up behind itself."""

    def interrupt(_signal: int, _frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    try:
        previous = signal.signal(signal.SIGTERM, interrupt)
    except ValueError:  # not the main thread: whoever embeds us handles signals
        yield
        return
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, previous)


if __name__ == "__main__":
    sys.exit(main())
