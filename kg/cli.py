"""The command line: one module of `kg.commands` per verb, in the order of `kg --help`.

A verb's module has `declare`, which adds its arguments, and `run`, whose docstring is its help. What a verb needs to
run is imported inside `run`, so that `kg --help` answers at once.
"""

from __future__ import annotations

import argparse
import os
import signal
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from types import FrameType, ModuleType
from typing import Any

from kg import __version__
from kg.commands import (
    build,
    curate,
    diff,
    evaluate,
    export,
    extract,
    import_,
    info,
    mcp,
    queries,
    query,
    remove,
    report,
    serve,
    validate,
)
from kg.errors import InterruptedRunError, KgError, UsageError
from kg.settings import convert, declared, environment_name, load_settings

VERBS: tuple[ModuleType, ...] = (
    build,
    extract,
    curate,
    remove,
    query,
    queries,
    report,
    export,
    import_,
    validate,
    evaluate,
    info,
    diff,
    serve,
    mcp,
)

EXIT_CODES = """exit codes:
  0 done · 1 not found or unexpected · 2 wrong usage · 3 the corpus cannot be used · 4 the store cannot be used
  5 another process writes to the store · 6 disk full · 7 wrong query or parameter · 8 query timed out or worker died
  9 extraction failed · 10 the graph is not valid
  11 the curation file is wrong · 130 interrupted"""


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
    for module in VERBS:
        _add_verb(verbs, module)
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


def _add_verb(verbs: Any, module: ModuleType) -> None:
    """Add the verb that a module is named after, with an option for each of its settings."""
    name = module.__name__.rpartition(".")[2].rstrip("_")  # `import` is a word of Python
    summary = (module.run.__doc__ or "").strip()
    verb: argparse.ArgumentParser = verbs.add_parser(
        name,
        help=summary,
        description=summary,
        epilog=EXIT_CODES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    verb.set_defaults(run=module.run)
    module.declare(verb)
    group = verb.add_argument_group("settings")
    for setting in declared():
        if name in setting.metadata["verbs"]:
            group.add_argument(
                f"--{setting.name.replace('_', '-')}",
                type=lambda text, name=setting.name: _setting(name, text),  # type: ignore[misc]
                metavar=type(setting.default).__name__.upper(),
                help=f"{setting.metadata['help']} (default: {setting.default}; {environment_name(setting.name)})",
            )


def _setting(name: str, text: str) -> Any:
    try:
        return convert(name, text)
    except UsageError as error:
        raise argparse.ArgumentTypeError(str(error)) from None


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
