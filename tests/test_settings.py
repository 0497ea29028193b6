"""Settings come from the command line, then the environment, then the declared default."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from kg.cli import create_parser
from kg.errors import UsageError
from kg.settings import Settings, convert, declared, environment_name, load_settings

REFERENCE = (Path(__file__).parents[1] / "docs" / "reference" / "settings.md").read_text(encoding="utf-8")


def test_the_environment_overrides_a_default() -> None:
    assert load_settings({}, {"KG_QUERY_SECONDS": "2.5", "KG_PORT": "9001"}).query_seconds == 2.5


def test_the_command_line_overrides_the_environment() -> None:
    assert load_settings({"port": 1234, "host": None}, {"KG_PORT": "9001", "KG_HOST": "::1"}) == Settings(
        port=1234, host="::1"
    )


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("port", "many", "port must be a whole number, not 'many'"),
        ("query_seconds", "soon", "query_seconds must be a number, not 'soon'"),
        ("query_seconds", "nan", "query_seconds must not be negative, but is nan"),
        ("allow_service", "maybe", "allow_service must be true or false, not 'maybe'"),
        ("max_rows", "-1", "max_rows must not be negative, but is -1"),
    ],
)
def test_a_value_of_the_wrong_type_is_refused_with_the_type_wanted(name: str, text: str, message: str) -> None:
    with pytest.raises(UsageError, match=re.escape(message)):
        convert(name, text)


def test_truth_is_read_in_its_usual_spellings() -> None:
    assert all(convert("allow_service", text) is True for text in ("1", "yes", "TRUE", "on"))
    assert all(convert("allow_service", text) is False for text in ("0", "no", "False", "off"))


@pytest.mark.parametrize("setting", declared(), ids=lambda s: s.name)
def test_every_setting_is_an_option_with_help_and_stands_in_the_reference(setting: object) -> None:
    name = setting.name  # type: ignore[attr-defined]
    assert setting.metadata["help"]  # type: ignore[attr-defined]
    assert setting.metadata["verbs"]  # type: ignore[attr-defined]
    for verb in setting.metadata["verbs"]:  # type: ignore[attr-defined]
        help_text = create_parser()._subparsers._group_actions[0].choices[verb].format_help()  # type: ignore
        assert f"--{name.replace('_', '-')}" in help_text
    assert f"`{environment_name(name)}`" in REFERENCE, "run: make reference"
