"""The shipped links keep their own rules, and any such file can be read."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from kg.extract.record import ENTITY_TYPES
from kg.gazetteer import load_gazetteer
from kg.graph.vocabulary import PREFIXES
from kg.resolve.gazetteer_index import find_name, index_names
from kg.resolve.links import COLUMNS, FILE, Link, links_by_key, load_links, target_iri
from kg.resolve.normal_form import normal_form
from kg.resources import ontology_dir

ROWS = [line.split("\t") for line in (ontology_dir() / FILE).read_text(encoding="utf-8").splitlines()]
WIKIDATA = PREFIXES["wd"]


def test_every_line_has_the_columns_of_the_header() -> None:
    assert tuple(ROWS[0]) == COLUMNS
    assert [
        row for row in ROWS if len(row) != len(COLUMNS) or any(cell != cell.strip() or not cell for cell in row)
    ] == []


def test_lines_are_sorted_and_none_stands_twice() -> None:
    keys = [(ENTITY_TYPES.index(type), name, link) for type, name, _, link, _ in ROWS[1:]]  # type: ignore[arg-type]
    assert keys == sorted(set(keys))


@pytest.mark.parametrize(
    ("source", "shape"),
    [
        ("openalex", r"wd:Q[1-9]\d*"),
        ("reading", r"wd:Q[1-9]\d*"),
        ("cso", r"cso:[a-z0-9][a-z0-9_.+-]*"),
        ("mlso", r"mlso:(ml_algorithm|ml_task_type|ml_field|evaluation_measure|learning_method)/[\w().,+'-]+"),
    ],
)
def test_a_link_has_the_form_of_its_vocabulary(source: str, shape: str) -> None:
    links = [link for _, _, _, link, from_ in ROWS[1:] if from_ == source]
    assert [link for link in links if not re.fullmatch(shape, link)] == []
    assert len(links) >= 40


def test_a_line_says_exact_or_close_and_names_a_source_and_a_type() -> None:
    assert {row[2] for row in ROWS[1:]} == {"exact", "close"}
    assert {row[4] for row in ROWS[1:]} == {"openalex", "reading", "cso", "mlso"}
    assert {row[0] for row in ROWS[1:]} == set(ENTITY_TYPES)


def test_at_least_a_thousand_entities_are_linked_to_wikidata() -> None:
    assert len({(link.type, link.name) for link in load_links() if link.target.startswith(WIKIDATA)}) >= 1000


def test_what_is_the_same_as_two_things_of_a_type_is_neither() -> None:
    exact = Counter((link.type, link.target) for link in load_links() if link.exact)
    assert [key for key, count in exact.items() if count > 1] == []


def test_a_name_has_one_exact_match_in_a_vocabulary() -> None:
    exact = Counter((link.type, link.name, link.target.split("//")[1][:12]) for link in load_links() if link.exact)
    assert [key for key, count in exact.items() if count > 1] == []


def test_a_name_is_one_that_an_entity_is_made_from() -> None:
    index = index_names(load_gazetteer())
    known = [(link, find_name(index, link.type, normal_form(link.name))) for link in load_links()]
    assert [(link.name, name.label) for link, name in known if name and name.label != link.name] == []


def test_spellings_share_their_links() -> None:
    zorb = Link("Method", "Zorb-Net", True, "https://e.org/z", "reading")
    assert links_by_key([zorb]) == {("Method", "zorb net"): (zorb,)}


def test_a_line_is_read_with_all_its_columns(tmp_path: Path) -> None:
    file = tmp_path / "links.tsv"
    file.write_text(
        "type\tname\tmatch\tlink\tsource\nTask\tbog\texact\twd:Q1\treading\nTask\tfen\tclose\tcso:fen_a\tcso\n"
    )
    assert load_links(file) == (
        Link("Task", "bog", True, "http://www.wikidata.org/entity/Q1", "reading"),
        Link("Task", "fen", False, "https://cso.kmi.open.ac.uk/topics/fen_a", "cso"),
    )


@pytest.mark.parametrize(
    ("link", "iri"),
    [
        ("Q42", "http://www.wikidata.org/entity/Q42"),
        ("wd:Q42", "http://www.wikidata.org/entity/Q42"),
        ("mlso:ml_field/X", "http://w3id.org/mlso/vocab/ml_field/X"),
        ("https://e.org/x", "https://e.org/x"),
        ("urn:x:y", "urn:x:y"),
    ],
)
def test_an_id_a_prefixed_name_and_an_iri_stand_for_an_iri(link: str, iri: str) -> None:
    assert target_iri(link) == iri


@pytest.mark.parametrize(
    ("type", "name", "family"),
    [
        ("Hardware", "NVIDIA A100", "wd:Q183484"),  # graphics processing unit
        ("Hardware", "AMD EPYC", "wd:Q5300"),  # central processing unit
        ("Method", "k-means", "wd:Q622825"),  # cluster analysis
        ("Method", "particle swarm optimization", "cso:swarm_intelligence"),
        ("Task", "named entity recognition", "wd:Q30642"),  # natural language processing
    ],
)
def test_families_roll_up_to_a_thing_elsewhere(type: str, name: str, family: str) -> None:
    broader = {known.label: known.broader for known in load_gazetteer() if known.type == type}
    reached, to_visit = {name}, [name]
    while to_visit:
        for wider in set(broader[to_visit.pop()]) - reached:
            reached.add(wider)
            to_visit.append(wider)
    exact = {link.target: link.name for link in load_links() if link.exact and link.type == type}
    assert exact[target_iri(family)] in reached
