"""The command line: every verb works from end to end, every error has its exit code and says what to do."""

from __future__ import annotations

import gzip
import json
import os
import signal
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

from kg.cli import create_parser, main
from kg.settings import declared


def kg(
    *arguments: str | Path, stdin: bytes = b"", env: dict[str, str] | None = None
) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "kg.cli", *map(str, arguments)],
        input=stdin,
        capture_output=True,
        check=False,
        env={**os.environ, **(env or {})},
    )


def test_every_verb_and_option_has_help(capsys: pytest.CaptureFixture[str]) -> None:
    verbs = create_parser()._subparsers._group_actions[0].choices  # type: ignore[union-attr]
    assert isinstance(verbs, dict)
    known = [
        "build",
        "curate",
        "diff",
        "evaluate",
        "export",
        "extract",
        "import",
        "info",
        "mcp",
        "queries",
        "query",
        "remove",
        "report",
        "serve",
        "validate",
    ]
    assert sorted(verbs) == known
    for verb, parser in verbs.items():
        assert parser.description, verb
        assert all(action.help for action in parser._actions), verb


def test_every_setting_is_an_option_of_some_verb() -> None:
    verbs = create_parser()._subparsers._group_actions[0].choices  # type: ignore[union-attr]
    assert isinstance(verbs, dict)
    options = {option for parser in verbs.values() for action in parser._actions for option in action.option_strings}
    assert {f"--{setting.name.replace('_', '-')}" for setting in declared()} <= options


def test_build_query_info_export_report_and_remove_follow_each_other(corpus: Path, tmp_path: Path) -> None:
    store = tmp_path / "store"
    built = json.loads(kg("build", corpus, "--store", store, "--processes", "1", "--json").stdout)
    assert (built["added"], built["papers"]) == (4, 4)
    asked = kg("query", "abbreviations", "short=RAG", "--store", store, "--format", "csv").stdout.decode()
    assert len(asked.splitlines()) == 3
    assert json.loads(kg("info", "--store", store, "--json").stdout)["papers_with"]["Hardware"] == 4
    quads = kg("export", "--store", store).stdout.splitlines()
    assert quads == sorted(quads)
    written = kg("report", "--store", store, "--out", tmp_path / "reports").stdout.decode().split()
    assert {".md", ".html", ".csv", ".json", ".graphml", ".gexf", ".net"} == {Path(name).suffix for name in written}
    assert "Hardware is named in 4 of 4 papers" in Path(written[0]).read_text()
    assert kg("remove", "p3", "--store", store).returncode == 0
    assert json.loads(kg("info", "--store", store, "--json").stdout)["papers"] == 3


def test_a_corpus_comes_gzipped_and_from_standard_input(corpus: Path, tmp_path: Path) -> None:
    packed = gzip.compress(corpus.read_bytes())
    done = kg("build", "-", "--store", tmp_path / "store", "--processes", "1", "--json", stdin=packed)
    assert json.loads(done.stdout)["added"] == 4


def test_extract_writes_one_record_a_line(corpus: Path) -> None:
    records = [json.loads(line) for line in kg("extract", corpus, "--processes", "1").stdout.splitlines()]
    assert [record["id"] for record in records] == ["p1", "p2", "p3", "q/4"]
    for record in records:
        assert {"title", "abstract", "mentions", "roles", "relations", "results"} <= set(record)
        for mention in record["mentions"]:
            assert record[mention["field"]][mention["start"] : mention["end"]] == mention["text"]


def test_what_is_skipped_is_counted_and_listed_on_request(tmp_path: Path) -> None:
    corpus = tmp_path / "some.jsonl"
    corpus.write_text('{"title": "A title", "abstract": "An abstract on BERT."}\n{"title": "No abstract"}\n{broken\n')
    done = kg("build", corpus, "--store", tmp_path / "store", "--processes", "1", "--list-skipped")
    assert b"no abstract: 1" in done.stdout
    assert b"broken JSON: 1" in done.stdout
    assert f"{corpus}:3: broken JSON".encode() in done.stdout


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["query", "coverage", "--store", "nowhere"], 4, "make one with: kg build"),
        (["build", "nowhere.jsonl", "--store", "{tmp}/s"], 3, "no such file"),
        (["build", "{binary}", "--store", "{tmp}/s"], 3, "binary file"),
        (["build", "{empty}", "--store", "{tmp}/s"], 3, "no usable paper"),
        (["build", "{empty}", "--store", "{tmp}/s", "--format", "xls"], 3, "the formats are jsonl"),
        (["build", "--store", "{tmp}/s"], 2, "--sample"),
        (["build", "{empty}", "--processes", "-1"], 2, "must not be negative"),
        (["query", "nothing", "--store", "{store}"], 1, "no saved query"),
        (["query", "method_datasets", "method=Nope", "--store", "{store}"], 7, "is called 'Nope'"),
        (["remove", "nobody", "--store", "{store}"], 1, "nothing was removed"),
        (["export", "--format", "pdf", "--store", "{store}"], 2, "the formats are nquads"),
        (["export", "--format", "csv", "--store", "{store}"], 2, "name a folder or a .zip"),
        (["import", "nowhere.json"], 3, "nowhere.json"),
        (["report", "astrology", "--store", "{store}"], 1, "astrology"),
    ],
)
def test_an_error_is_one_line_with_its_exit_code(
    store: Path, tmp_path: Path, arguments: list[str], code: int, message: str
) -> None:
    (tmp_path / "binary").write_bytes(b"\x00\x01\x02")
    (tmp_path / "empty").write_bytes(b"")
    places = {"tmp": tmp_path, "store": store, "binary": tmp_path / "binary", "empty": tmp_path / "empty"}
    done = kg(*(argument.format(**places) for argument in arguments))
    assert done.returncode == code, done.stderr.decode()
    assert message in done.stderr.decode()
    assert b"Traceback" not in done.stderr


def test_a_dump_has_its_metadata_beside_it(store: Path, tmp_path: Path) -> None:
    done = kg("export", "--store", store, "--format", "csv", "--out", tmp_path / "dump", "--metadata")
    assert done.returncode == 0, done.stderr.decode()
    assert sorted(path.name for path in (tmp_path / "dump").iterdir()) == [
        "edges.csv",
        "nodes.csv",
        "ro-crate-metadata.json",
    ]
    assert b"--out" in kg("export", "--store", store, "--metadata").stderr


def test_tasks_go_out_and_corrections_come_back_as_gold(store: Path, tmp_path: Path) -> None:
    tasks = json.loads(kg("export", "--store", store, "--format", "label-studio", "--below", "1").stdout)
    for task in tasks:
        task["annotations"] = [{"result": task["predictions"][0]["result"][1:]}]
    (tmp_path / "project.json").write_text(json.dumps(tasks))
    done = kg("import", tmp_path / "project.json", "--out", tmp_path / "gold.jsonl")
    assert b"4 papers with" in done.stderr
    gold = [json.loads(line) for line in (tmp_path / "gold.jsonl").read_text().splitlines()]
    assert [paper["id"] for paper in gold] == ["p1", "p2", "p3", "q/4"]
    assert [len(p["mentions"]) for p in gold] == [len(t["predictions"][0]["result"]) - 1 for t in tasks]
    assert b"<Labels" in kg("export", "--store", store, "--format", "label-studio-interface").stdout


def test_a_query_past_its_time_has_its_exit_code(store: Path) -> None:
    endless = b"SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l FILTER(?a != ?d && ?g != ?j) }"
    done = kg("query", "-", "--store", store, "--query-seconds", "0.5", stdin=endless)
    assert (done.returncode, b"0.5 seconds" in done.stderr) == (8, True)


def test_settings_come_from_the_environment_and_options_win(store: Path) -> None:
    query = b"SELECT * { ?s ?p ?o }"
    limited = kg("query", "-", "--store", store, "--format", "tsv", stdin=query, env={"KG_MAX_ROWS": "3"})
    assert len(limited.stdout.splitlines()) == 4
    both = kg(
        "query", "-", "--store", store, "--format", "tsv", "--max-rows", "5", stdin=query, env={"KG_MAX_ROWS": "3"}
    )
    assert len(both.stdout.splitlines()) == 6


def test_ctrl_c_in_mid_build_leaves_the_old_graph(store: Path, corpus: Path, tmp_path: Path) -> None:
    target = tmp_path / "store"
    assert kg("build", corpus, "--store", target, "--processes", "1").returncode == 0
    before = kg("export", "--store", target).stdout
    more = tmp_path / "more.jsonl"
    more.write_text("".join(
        json.dumps({"id": f"m{i}", "title": f"Paper {i}", "abstract": f"On BERT and GPT-{i}. " * 40}) + "\n"
        for i in range(4000)
    ))  # fmt: skip
    process = subprocess.Popen(
        [sys.executable, "-m", "kg.cli", "build", str(more), "--store", str(target)], stderr=subprocess.PIPE
    )
    while not (target / "snapshots").exists() or not list((target / "snapshots").glob("*.building")):
        time.sleep(0.05)
    time.sleep(1.5)
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=60)
    assert process.returncode == 130, errors.decode()
    assert b"what was published before is unchanged" in errors
    assert kg("export", "--store", target).stdout == before
    assert not list((target / "snapshots").glob("*.building"))


def test_serve_answers_until_it_is_told_to_stop(store: Path) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "kg.cli", "serve", "--store", str(store), "--port", "0"],
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    try:
        address = process.stdout.readline().split()[-1]
        tries = [process.stdout.readline() for _ in range(3)]
        assert all(address in line for line in tries)
        with urllib.request.urlopen(f"{address}healthz") as answer:
            assert json.load(answer)["papers"] == 4
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(timeout=20)
        process.stdout.close()
    assert process.returncode == 0


def test_a_reader_that_has_gone_is_no_error(store: Path) -> None:
    command = f"{sys.executable} -m kg.cli export --store {store} | head -1"
    done = subprocess.run(["bash", "-c", f"set -o pipefail; {command}"], capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, b"")


def test_the_entry_point_returns_the_exit_code(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["info", "--store", str(tmp_path)]) == 4
    assert "no store at" in capsys.readouterr().err
