"""The gazetteer by normal form: which known name a surface is, with the habits of writing names of a type undone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from kg.extract.record import EntityType
from kg.gazetteer import Name
from kg.resolve.normal_form import normal_form

Index = Mapping[tuple[EntityType, str], Name]

_VENDORS = ("nvidia ", "amd ", "intel ", "google ", "apple ", "xilinx ", "huawei ", "qualcomm ")
_KINDS = (" tensor core gpu", " gpu", " cpu", " processor", " chip", " accelerator", " graphic card", " pod")
#: Words that say of what kind a named thing is: "the SQuAD dataset" is SQuAD.
_TAILS: Mapping[EntityType, tuple[str, ...]] = {
    "Method": (" model", " algorithm"),
    "Dataset": (" dataset", " benchmark", " corpus"),
    "Metric": (" metric",),
    "Task": (" task",),
}


def index_names(names: Iterable[Name]) -> Index:
    """Return the names by type and normal form; where two names share a form, the one that it is the label of wins."""
    index: dict[tuple[EntityType, str], Name] = {}
    for by_label in (True, False):
        for name in names:
            for form in (name.label,) if by_label else name.aliases:
                index.setdefault((name.type, normal_form(form)), name)
    return index


def find_name(index: Index, type: EntityType, form: str) -> Name | None:
    """Return the known name of a normal form, or None."""
    if name := index.get((type, form)):
        return name
    if type == "Hardware":
        tries = hardware_forms(form)
    elif form.endswith(_TAILS[type]):
        tries = (form.removesuffix(tail) for tail in _TAILS[type] if form.endswith(tail))
    else:  # as nearly all of millions of names
        return None
    return next((name for tried in tries if (name := index.get((type, tried)))), None)


def hardware_forms(form: str) -> Iterator[str]:
    """Yield a product's normal form as written, then without its kind, its vendor, or both."""
    yield form
    bare = next((form.removesuffix(kind) for kind in _KINDS if form.endswith(kind)), form)
    yield bare
    for each in (form, bare):
        for vendor in _VENDORS:
            if each.startswith(vendor):
                yield each.removeprefix(vendor)
