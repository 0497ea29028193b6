"""Every error has its place in the documented hierarchy."""

from __future__ import annotations

import inspect
import re

import kg.errors
from kg.cli import EXIT_CODES
from kg.errors import KgError


def hierarchy() -> dict[str, type[KgError]]:
    return {name: c for name, c in inspect.getmembers(kg.errors, inspect.isclass) if issubclass(c, KgError)}


def drawn() -> dict[str, tuple[int, int]]:
    rows = re.findall(r"^[ │├└─]*(\w+Error)\s+(\d+)\s+(\d{3})", kg.errors.__doc__ or "", flags=re.MULTILINE)
    return {name: (int(exit_code), int(status)) for name, exit_code, status in rows}


def test_the_drawn_hierarchy_is_the_real_one() -> None:
    assert drawn() == {name: (c.exit_code, c.http_status) for name, c in hierarchy().items()}


def test_every_exit_code_is_explained_on_the_command_line() -> None:
    explained = {int(code) for code in re.findall(r"(?:^|\s|·)(\d+) (?=[a-z])", EXIT_CODES)}
    assert {c.exit_code for c in hierarchy().values()} <= explained


def test_every_error_says_what_it_is() -> None:
    assert [name for name, c in hierarchy().items() if not c.__doc__] == []
