"""Real clients ask a real server over a socket: SPARQLWrapper, rdflib's stores, curl and Comunica."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import SPARQLWrapper
from rdflib import Graph, Literal, URIRef
from rdflib.plugins.stores.sparqlstore import SPARQLStore, SPARQLUpdateStore

from kg.graph.vocabulary import KG, PREFIXES

TOKEN = "a-token-that-nobody-guesses"
COUNT = f"SELECT (COUNT(?p) AS ?n) WHERE {{ ?p a <{KG}Paper> }}"
COMUNICA = Path(__file__).parents[2] / "build/comunica/node_modules/.bin/comunica-sparql"
LABEL = f"{PREFIXES['skos']}prefLabel"


@pytest.fixture(scope="module")
def address(store: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of `kg serve` on a copy of the small store, to which who has the token may write."""
    copy = tmp_path_factory.mktemp("clients") / "store"
    shutil.copytree(store, copy)
    with subprocess.Popen(
        [sys.executable, "-m", "kg.cli", "serve", "--store", str(copy), "--port", "0", "--query-workers", "2"],
        env={**os.environ, "KG_TOKEN": TOKEN, "KG_ACCESS_LOG": "no"},
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        match = re.search(r"http://[\d.]+:\d+", process.stdout.readline())
        assert match
        yield match[0]
        process.send_signal(signal.SIGTERM)


@pytest.mark.parametrize("method", [SPARQLWrapper.GET, SPARQLWrapper.POST, "POST directly"])
def test_sparqlwrapper_selects(address: str, method: str) -> None:
    client = SPARQLWrapper.SPARQLWrapper(f"{address}/sparql")
    client.setMethod(method.split()[0])
    client.setRequestMethod(SPARQLWrapper.POSTDIRECTLY if "directly" in method else SPARQLWrapper.URLENCODED)
    client.setReturnFormat(SPARQLWrapper.JSON)
    client.setQuery(COUNT)
    assert client.queryAndConvert()["results"]["bindings"][0]["n"]["value"] == "4"


@pytest.mark.parametrize("format", [SPARQLWrapper.XML, SPARQLWrapper.JSON])
def test_sparqlwrapper_asks_in_every_format(address: str, format: str) -> None:
    client = SPARQLWrapper.SPARQLWrapper(f"{address}/sparql")
    client.setReturnFormat(format)
    client.setQuery(f"ASK {{ ?p a <{KG}Paper> }}")
    answer = client.queryAndConvert()
    assert "true" in (answer.toxml() if format == SPARQLWrapper.XML else json.dumps(answer))


@pytest.mark.parametrize("format", [SPARQLWrapper.TURTLE, SPARQLWrapper.RDFXML, SPARQLWrapper.JSONLD, SPARQLWrapper.N3])
@pytest.mark.filterwarnings("ignore:.*ConjunctiveGraph.*:DeprecationWarning")
def test_sparqlwrapper_constructs_in_every_format(address: str, format: str) -> None:
    client = SPARQLWrapper.SPARQLWrapper(f"{address}/sparql")
    client.setReturnFormat(format)
    client.setQuery(f"CONSTRUCT {{ ?p a <{KG}Paper> }} WHERE {{ ?p a <{KG}Paper> }}")
    answer = client.queryAndConvert()
    graph = answer if isinstance(answer, Graph) else Graph().parse(data=answer, format="turtle")
    assert len(graph) == 4


def test_sparqlwrapper_shows_what_is_wrong_with_a_query(address: str) -> None:
    client = SPARQLWrapper.SPARQLWrapper(f"{address}/sparql")
    client.setQuery("SELECT ?x WHERE ?x")
    with pytest.raises(SPARQLWrapper.SPARQLExceptions.QueryBadFormed, match="line 1, column 17"):
        client.query()


def test_rdflib_reads_the_service_as_a_graph(address: str) -> None:
    graph = Graph(SPARQLStore(f"{address}/sparql", returnFormat="json"))
    assert [row.n.toPython() for row in graph.query(COUNT)] == [4]
    (method,) = graph.subjects(URIRef(LABEL), Literal("ColBERT"))
    assert str(method).endswith("/method/colbert")
    assert (method, URIRef(LABEL), Literal("ColBERT")) in graph


def test_rdflib_writes_a_graph_with_the_token(address: str) -> None:
    store = SPARQLUpdateStore(
        f"{address}/sparql", f"{address}/update", headers={"Authorization": f"Bearer {TOKEN}"}, returnFormat="json"
    )
    graph = Graph(store, identifier="https://example.org/mine")
    statement = (URIRef("https://example.org/a"), URIRef("https://example.org/b"), Literal('c "d"\n', lang="en"))
    graph.add(statement)
    assert list(graph) == [statement]
    graph.remove(statement)
    assert list(graph) == []


def curl(*arguments: str) -> str:
    done = subprocess.run(["curl", "--silent", "--show-error", *arguments], capture_output=True, check=True)
    return done.stdout.decode()


@pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not installed")
def test_the_transcript_of_curl(address: str, tmp_path: Path) -> None:
    sparql, data = f"{address}/sparql", f"{address}/data?graph=https://example.org/curl"
    bearer = ("--header", f"Authorization: Bearer {TOKEN}")
    turtle = tmp_path / "mine.ttl"
    turtle.write_text("<https://example.org/a> <https://example.org/b> 'c' .\n")
    put = ("--request", "PUT", "--header", "Content-Type: text/turtle", "--data-binary", f"@{turtle}")
    status = ("--output", "/dev/null", "--write-out", "%{http_code}")
    assert curl(sparql, "--data-urlencode", f"query={COUNT}", "--header", "Accept: text/csv") == "n\r\n4\r\n"
    assert curl(sparql, "--get", "--data-urlencode", f"query={COUNT}", "--data", "format=tsv") == "?n\n4\n"
    assert curl(*put, *status, data) == "401"
    assert curl(*put, *bearer, *status, data) == "201"
    assert curl(*put, *bearer, *status, data) == "204"
    assert curl("--header", "Accept: application/n-triples", data) == (
        '<https://example.org/a> <https://example.org/b> "c" .\n'
    )
    assert curl("--request", "DELETE", *bearer, *status, data) == "204"
    assert curl("--head", *status, data) == "404"
    etag = re.search(r"etag: (.*)\r", curl("--head", f"{sparql}?query=ASK%7B%7D"), re.IGNORECASE)
    assert etag
    assert curl("--header", f"If-None-Match: {etag[1]}", *status, f"{sparql}?query=ASK%7B%7D") == "304"


@pytest.mark.skipif(not COMUNICA.exists(), reason="Comunica is not installed; 'sh .ci/comunica' does it")
def test_comunica_asks_the_service(address: str) -> None:
    query = f"SELECT ?label {{ ?m a <{KG}Method> ; <{LABEL}> ?label FILTER(STRSTARTS(?label, 'ColB')) }}"
    done = subprocess.run(
        [str(COMUNICA), f"sparql@{address}/sparql", query, "-t", "application/sparql-results+json"],
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    assert [row["label"]["value"] for row in json.loads(done.stdout)["results"]["bindings"]] == ["ColBERT"]
