"""`kg query`: saved queries, files and standard input; tables, JSON, CSV and TSV."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from kg.errors import NotFoundError, ParameterError, QueryError
from kg.query.command import list_queries, run_query
from kg.remote.asking import open_lookup
from kg.settings import Settings


def ask(store: Path, query: str, *parameters: str, format: str = "csv") -> str:
    out = io.BytesIO()
    with open_lookup(store, Settings(query_workers=1)) as lookup:
        run_query(lookup, query, parameters, [], format, out)
    return out.getvalue().decode()


def test_a_saved_query_takes_a_label(store: Path) -> None:
    assert ask(store, "method_datasets", "method=ColBERT").splitlines()[:2] == [
        "dataset,label,papers,papers_with_dataset,papers_with_method,lift",
        "https://w3id.org/abstracts-kg/id/dataset/ms-marco,MS MARCO,2,2,2,2",
    ]


def test_gpus_of_a_wider_method_are_found_with_their_denominators(store: Path) -> None:
    assert ask(store, "method_hardware", "method=mixture-of-experts").splitlines()[1:] == [
        "https://w3id.org/abstracts-kg/id/hardware/nvidia-a100-80gb,NVIDIA A100 80GB,1,1,1"
    ]


def test_an_abbreviation_has_the_meanings_that_papers_give_it(store: Path) -> None:
    assert [row.split(",")[1:] for row in ask(store, "abbreviations", "short=RAG").splitlines()[1:]] == [
        ["region adjacency graph", "region adjacency graph", "1"],
        ["retrieval-augmented generation", "Retrieval-augmented generation", "1"],
    ]


def test_standard_input_is_asked_as_it_is(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("SELECT (COUNT(?p) AS ?n) { ?p a kg:Paper }"))
    assert ask(store, "-", format="tsv") == "?n\n4\n"


def test_a_file_with_a_header_takes_parameters(store: Path, tmp_path: Path) -> None:
    file = tmp_path / "mine.rq"
    file.write_text(
        '#+ summary: One word\n#+ parameters:\n#+   word: {type: text}\nSELECT ?word { VALUES ?word { "a" } }'
    )
    assert ask(store, str(file), "word=b") == "word\r\nb\r\n"


def test_a_file_without_parameters_takes_none(store: Path, tmp_path: Path) -> None:
    file = tmp_path / "plain.rq"
    file.write_text("ASK {}")
    with pytest.raises(ParameterError, match="declares no parameters"):
        ask(store, str(file), "word=b")


def test_json_is_whole_and_a_graph_becomes_json_ld(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert json.loads(ask(store, "coverage", format="json"))["head"]["vars"][0] == "type"
    monkeypatch.setattr("sys.stdin", io.StringIO("CONSTRUCT { ?p a kg:Paper } { ?p a kg:Paper }"))
    assert len(json.loads(ask(store, "-", format="json"))) == 4


def test_rows_are_a_list_of_objects_with_numbers_as_numbers(store: Path) -> None:
    rows = json.loads(ask(store, "method_datasets", "method=ColBERT", format="rows"))
    assert (rows[0]["label"], rows[0]["papers"], rows[0]["lift"]) == ("MS MARCO", 2, 2.0)


def test_a_table_says_how_many_rows_there_are(store: Path) -> None:
    assert ask(store, "hardware_papers", format="table").splitlines()[-1] == "(4 rows)"


@pytest.mark.parametrize(
    ("query", "parameters", "error", "message"),
    [
        ("no_such_query", (), NotFoundError, "there are: abbreviations"),
        ("nowhere.rq", (), QueryError, "cannot read"),
        ("coverage", ("x",), ParameterError, "key=value"),
        ("method_datasets", ("method=Nothing At All",), ParameterError, "is called 'Nothing At All'"),
    ],
)
def test_what_cannot_be_asked_is_an_error(
    store: Path, query: str, parameters: tuple[str, ...], error: type[Exception], message: str
) -> None:
    with pytest.raises(error, match=message):
        ask(store, query, *parameters)


def test_the_list_names_every_query_with_its_parameters() -> None:
    rows = list_queries([]).splitlines()
    assert any(row.split()[:3] == ["method_datasets", "method", "since"] for row in rows)
    assert {"name", "summary", "parameters"} <= set(json.loads(list_queries([], "json"))[0])
