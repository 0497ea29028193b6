"""Where nothing may be skipped, nothing is: neither a test nor a whole module."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

pytest_plugins = ["pytester"]

Run = Callable[[str], pytest.RunResult]

CONFTEST = str(Path(__file__).with_name("conftest.py"))
SKIPS = {
    "a test": "import pytest\ndef test_it():\n    pytest.skip('no torch')\n",
    "a marked test": "import pytest\n@pytest.mark.skipif(True, reason='no torch')\ndef test_it():\n    pass\n",
    "a module": "import pytest\npytest.importorskip('no_torch', reason='no torch')\ndef test_it():\n    pass\n",
}


@pytest.fixture
def run(pytester: pytest.Pytester, request: pytest.FixtureRequest) -> Run:
    """Runs a test, and one that passes, under the rules of this folder."""
    rules = request.config.pluginmanager.get_plugin(CONFTEST)
    assert rules is not None

    def under_the_rules(test: str) -> pytest.RunResult:
        pytester.makepyfile(test_something="def test_that_passes():\n    pass\n", test_skipped=test)
        return pytester.runpytest_inprocess(plugins=[rules])

    return under_the_rules


@pytest.mark.parametrize("what", SKIPS)
def test_a_skip_is_a_failure_that_says_why(run: Run, monkeypatch: pytest.MonkeyPatch, what: str) -> None:
    monkeypatch.setenv("KG_TESTS_MUST_NOT_SKIP", "1")
    done = run(SKIPS[what])
    assert done.ret in (pytest.ExitCode.TESTS_FAILED, pytest.ExitCode.INTERRUPTED)
    done.stdout.fnmatch_lines(["*skipped where nothing may be skipped*no torch*"])
    assert "skipped" not in done.parseoutcomes()


@pytest.mark.parametrize("what", SKIPS)
def test_elsewhere_it_is_a_skip(run: Run, monkeypatch: pytest.MonkeyPatch, what: str) -> None:
    monkeypatch.delenv("KG_TESTS_MUST_NOT_SKIP", raising=False)
    done = run(SKIPS[what])
    assert done.ret == pytest.ExitCode.OK
    done.assert_outcomes(passed=1, skipped=1)
