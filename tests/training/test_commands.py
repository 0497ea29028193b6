"""The commands by which the Makefile trains are ones that there are, told without running them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

PROJECT = Path(__file__).parents[2]
MAKEFILE = (PROJECT / "Makefile").read_text(encoding="utf-8").replace("\\\n", "")
#: What is put into commands by name, such as the options of a rehearsal.
SAID = dict(re.findall(r"^(\w+) *:= *(.*)$", MAKEFILE, re.MULTILINE))
COMMANDS = [
    (module, re.sub(r"\$\((\w+)\)", lambda name: SAID.get(name[1], ""), words).partition(" > ")[0])
    for module, words in re.findall(r"-m (training\.\w+) (.*)$", MAKEFILE, re.MULTILINE)
]


def test_training_has_commands() -> None:
    assert {"training.gold", "training.accurate", "training.distill", "training.report"} <= {m for m, _ in COMMANDS}


@pytest.mark.parametrize(("module", "words"), COMMANDS, ids=[f"{module} {words}"[:40] for module, words in COMMANDS])
def test_a_command_has_the_options_that_it_is_given(module: str, words: str) -> None:
    source = (PROJECT / f"{module.replace('.', '/')}.py").read_text(encoding="utf-8")
    options = re.findall(r"(?<!\S)--[a-z-]+", words)
    assert [option for option in options if f'"{option}"' not in source] == []


def test_a_rehearsal_takes_a_little_of_all_that_training_reads() -> None:
    little = [module for module, words in COMMANDS if "--most" in words]
    assert sorted(set(little)) == [
        "training.accurate",
        "training.contextual",
        "training.gold",
        "training.report",
        "training.silver",
    ]
