"""List the licences of everything that an installation brings with it, in docs/reference/licences.md.

python docs/list_licences.py            prints the table of what is installed here
python docs/list_licences.py --write    writes it into the page

Fails when a licence is not known to go with Apache-2.0.
"""

from __future__ import annotations

import argparse
import sys
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

PAGE = Path(__file__).parent / "reference" / "licences.md"
PROJECT = "abstracts-kg"

#: What a distribution may be under for us to depend on it, by the words that its metadata use. We ship none of them:
#: pip installs each under its own licence. LGPL and MPL ask nothing of a program that only imports the library.
COMPATIBLE = (
    "0BSD", "Apache", "BSD", "CC0", "HPND", "ISC", "LGPL", "Lesser General Public", "MIT", "MPL", "Mozilla Public",
    "PSF", "Python Software Foundation", "Unlicense", "W3C", "ZPL", "Zlib", "Zope Public",
)  # fmt: skip
#: Under a licence that binds the program which they are given away with: only who asks for their extra gets them, and
#: may not pass both on together under Apache-2.0 alone.
CHOSEN = {"igraph": "fast"}
_LONGEST = 60


@dataclass(frozen=True, slots=True)
class Licensed:
    """A distribution, what needs it (nothing but the project, or an extra of it), and its licence as it says."""

    name: str
    extra: str
    licence: str

    @property
    def compatible(self) -> bool:
        """Whether one of the alternatives that it offers goes with Apache-2.0, or only who chooses it gets it."""
        chosen = bool(self.extra) and CHOSEN.get(self.name) == self.extra
        return chosen or any(word.lower() in self.licence.lower() for word in COMPATIBLE)


def closure(extras: tuple[str, ...]) -> Iterator[tuple[Distribution, str]]:
    """Yield every distribution that an installation brings, with the extra that brings it ('' for all)."""
    seen: set[str] = {PROJECT}
    for extra in ("", *extras):
        waiting = deque([(PROJECT, frozenset({extra}))])
        while waiting:
            name, wanted = waiting.popleft()
            for requirement in _requirements(distribution(name), wanted):
                key = canonicalize_name(requirement.name)
                if key in seen:
                    continue
                seen.add(key)
                try:
                    yield distribution(key), extra
                except PackageNotFoundError:
                    continue  # not for this platform or version of Python
                waiting.append((key, frozenset(requirement.extras or {""})))


def _requirements(found: Distribution, extras: frozenset[str]) -> Iterator[Requirement]:
    for text in found.requires or ():
        requirement = Requirement(text)
        marker = requirement.marker
        if marker is None or any(marker.evaluate({"extra": extra}) for extra in extras):
            yield requirement


def licence(found: Distribution) -> str:
    """Return the licence of a distribution: its SPDX expression, its classifiers, or what it says in words."""
    facts = found.metadata
    if expression := facts.get_all("License-Expression"):
        return str(expression[0])
    classified = [c.rpartition(" :: ")[2] for c in facts.get_all("Classifier", []) if c.startswith("License ::")]
    if named := [c for c in classified if c != "OSI Approved"]:
        return ", ".join(sorted(named))
    first = next((line.strip() for line in "\n".join(facts.get_all("License", [])).splitlines() if line.strip()), "")
    return first[:_LONGEST]


def extras() -> tuple[str, ...]:
    """Return the extras of the project."""
    return tuple(sorted(distribution(PROJECT).metadata.get_all("Provides-Extra", [])))


def licensed() -> list[Licensed]:
    """Return every distribution that an installation with all extras brings, by name."""
    found = [Licensed(d.metadata["Name"], extra, licence(d)) for d, extra in closure(extras())]
    return sorted(found, key=lambda each: each.name.lower())


def page() -> str:
    """Return the text of the page."""
    rows = "".join(f"| {each.name} | {each.licence} | {each.extra or 'always'} |\n" for each in licensed())
    return (
        "<!-- Made by docs/list_licences.py from what is installed: run `make licences`. -->\n\n# Licences\n\n"
        "`kg` is under Apache-2.0. What it is installed with stays under its own licences, as the packages state "
        "them; all of them may be used by a program under Apache-2.0, and none of these packages is copied into "
        "ours. igraph, which only the extra `fast` brings, is under the GPL: use it freely, but do not give kg "
        "and igraph away as one work under Apache-2.0 alone. The trained models (`kg/models/`) began as all-"
        "MiniLM-L6-v2, which is under Apache-2.0; `training/README.md` names the corpora that they have learned "
        "from. The source holds two things of others that are not installed: the W3C's SPARQL tests "
        "(`tests/w3c/NOTICE.md`), and the script that lets this site be searched from disk (MIT, "
        "`docs/javascripts/`).\n\n"
        "`ontology/links.tsv` names things in vocabularies of others: Wikidata and OpenAlex (both CC0 1.0); the "
        "Computer Science Ontology 3.1 by the Knowledge Media Institute of The Open University (CC BY 4.0, "
        "<https://cso.kmi.open.ac.uk>), whose topics are named as they stand in CSO-Classifier 2.3.2; and the "
        "taxonomies of MLSO by the DTAI research group of KU Leuven (Apache-2.0, <http://w3id.org/mlso>). It holds our "
        "own readings of which name means which thing, and no text of theirs.\n\n"
        "| package | licence | installed |\n| --- | --- | --- |\n" + rows
    )


def main() -> int:
    """Print or write the page; fail when a licence does not go with ours."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true", help="write the page")
    if parser.parse_args().write:
        PAGE.write_text(page(), encoding="utf-8")
    else:
        sys.stdout.write(page())
    unclear = [f"{each.name}: {each.licence or 'none given'}" for each in licensed() if not each.compatible]
    sys.stderr.write("".join(f"not known to go with Apache-2.0: {each}\n" for each in unclear))
    return 1 if unclear else 0


if __name__ == "__main__":
    sys.exit(main())
