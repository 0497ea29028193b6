"""The shipped gazetteers keep their own rules, and any folder of such files can be read."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from kg.extract.record import ENTITY_TYPES, EntityType
from kg.gazetteer import FILES, Name, load_gazetteer
from kg.resources import ontology_dir


def rows(type: EntityType) -> list[Name]:
    return [name for name in load_gazetteer() if name.type == type]


EVERY_TYPE = pytest.mark.parametrize("type", ENTITY_TYPES)


@pytest.mark.parametrize(
    ("type", "least"), [("Method", 400), ("Dataset", 300), ("Hardware", 150), ("Metric", 120), ("Task", 250)]
)
def test_a_gazetteer_is_large_enough(type: EntityType, least: int) -> None:
    assert len(rows(type)) >= least


def test_every_type_has_a_file() -> None:
    assert tuple(FILES) == ENTITY_TYPES
    assert {path.name for path in ontology_dir().glob("*.tsv")} == {*FILES.values(), "links.tsv"}


@EVERY_TYPE
def test_a_name_is_unique_in_its_type(type: EntityType) -> None:
    assert [label for label, count in Counter(name.label for name in rows(type)).items() if count > 1] == []


@EVERY_TYPE
def test_a_form_leads_to_one_name_of_its_type(type: EntityType) -> None:
    forms = Counter(form for name in rows(type) for form in name.forms)
    assert [form for form, count in forms.items() if count > 1] == []


@EVERY_TYPE
def test_a_wider_term_is_another_row_of_the_type(type: EntityType) -> None:
    labels = {name.label for name in rows(type)}
    assert [
        (n.label, wider) for n in rows(type) for wider in n.broader if wider not in labels or wider == n.label
    ] == []


@EVERY_TYPE
def test_no_name_is_wider_than_itself_by_way_of_others(type: EntityType) -> None:
    broader = {name.label: set(name.broader) for name in rows(type)}
    while ends := {label for label, wider in broader.items() if not wider & broader.keys()}:
        broader = {label: wider for label, wider in broader.items() if label not in ends}
    assert broader == {}


@pytest.mark.parametrize("type", ["Method", "Hardware", "Metric", "Task"])
def test_many_names_have_a_wider_term(type: EntityType) -> None:
    assert sum(bool(name.broader) for name in rows(type)) >= 20


@EVERY_TYPE
def test_a_wider_term_is_given_once(type: EntityType) -> None:
    assert [name.label for name in rows(type) if len(set(name.broader)) < len(name.broader)] == []


@pytest.mark.parametrize("file", FILES.values())
def test_every_line_has_the_columns_of_its_header_and_no_empty_alias(file: str) -> None:
    header, *lines = (ontology_dir() / file).read_text(encoding="utf-8").removesuffix("\n").split("\n")
    columns = header.split("\t")
    assert columns[:3] == ["name", "aliases", "broader"]
    cells = [line.split("\t") for line in lines]
    assert [row for row in cells if len(row) != len(columns)] == []
    assert [row for row in cells if any(cell != cell.strip() for cell in row) or not row[0]] == []
    assert [row for row in cells for part in row[1].split("|") if row[1] and not part.strip()] == []
    assert [row for row in cells for part in row[2].split("|") if row[2] and not part.strip()] == []


def test_a_form_is_one_line_without_white_space_around_it() -> None:
    assert [form for name in load_gazetteer() for form in name.forms if form != " ".join(form.split())] == []


def test_a_form_has_a_letter_and_more_than_one_character() -> None:
    forms = [form for name in load_gazetteer() for form in name.forms]
    assert [form for form in forms if len(form) < 2 or not any(c.isalpha() for c in form)] == []


def test_hardware_without_a_vendor_is_a_minority_and_every_row_has_a_class() -> None:
    hardware = rows("Hardware")
    assert sum("vendor" in name.attributes for name in hardware) > len(hardware) / 2
    assert [name.label for name in hardware if "class" not in name.attributes] == []


def test_memory_is_a_number_of_gigabytes() -> None:
    sizes = [name.attributes["memory_gb"] for name in rows("Hardware") if "memory_gb" in name.attributes]
    assert len(sizes) >= 20
    assert [size for size in sizes if not float(size) > 0] == []


def test_a_metric_is_better_higher_or_lower() -> None:
    directions = Counter(name.attributes.get("better") for name in rows("Metric"))
    assert set(directions) == {"higher", "lower", None}
    assert directions[None] < len(rows("Metric")) / 10


def test_rows_are_sorted_by_type_and_label() -> None:
    keys = [(ENTITY_TYPES.index(name.type), name.label) for name in load_gazetteer()]
    assert keys == sorted(keys)


def write(folder: Path, **lines: str) -> Path:
    for type, file in FILES.items():
        text = "name\taliases\tbroader\tvendor\n" + lines.get(type, "")
        (folder / file).write_text(text, encoding="utf-8")
    return folder


def test_a_row_is_read_with_all_its_columns(tmp_path: Path) -> None:
    folder = write(tmp_path, Hardware='moss card\tMC|"wet" card\tcard|chip\tFern\n')
    assert load_gazetteer(folder) == (
        Name("Hardware", "moss card", ("MC", '"wet" card'), ("card", "chip"), {"vendor": "Fern"}),
    )


def test_empty_cells_are_none_or_nothing(tmp_path: Path) -> None:
    assert load_gazetteer(write(tmp_path, Task="wet walk\t\t\t\n")) == (Name("Task", "wet walk"),)


def test_the_forms_of_a_name_are_its_label_and_its_aliases() -> None:
    assert Name("Task", "wet walk", ("WW", "bog walk")).forms == ("wet walk", "WW", "bog walk")


def test_a_missing_file_is_an_error(tmp_path: Path) -> None:
    write(tmp_path)
    (tmp_path / "metrics.tsv").unlink()
    with pytest.raises(FileNotFoundError, match=r"metrics\.tsv"):
        load_gazetteer(tmp_path)
