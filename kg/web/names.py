"""Find things by what they are called: all names in one text, which Python searches at memory speed."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from numpy.typing import NDArray

#: Hits that are looked at for one kind of match: more are found by a longer word.
_HITS = 5_000


@dataclass(frozen=True, slots=True)
class Names:
    """Names in lower case, one a line, and whose each is."""

    text: str
    starts: Sequence[int]
    owners: Sequence[int]

    def find(self, words: str, weight: NDArray[Any], most: int) -> list[int]:
        """Return the owners of names that are, begin with, have a word that begins with, or hold some words, in order.

        Within each kind those of larger weight come first, then those of shorter names.
        """
        wanted = " ".join(words.lower().split())
        if not wanted:
            return []
        found: dict[int, None] = {}
        for pattern in (f"\n{wanted}\n", f"\n{wanted}", f" {wanted}", f"-{wanted}", wanted):
            if len(found) >= most:
                break
            hits = {owner: length for owner, length in self._hits(pattern) if owner not in found}
            for owner in sorted(hits, key=lambda o: (-int(weight[o]), hits[o], o)):
                found[owner] = None
        return list(found)[:most]

    def _hits(self, pattern: str) -> Iterable[tuple[int, int]]:
        """Yield the owner and length of each name that holds a pattern, which may reach over line ends."""
        position, left = self.text.find(pattern), _HITS
        while position >= 0 and left:
            line = bisect_right(self.starts, position + (pattern[0] == "\n")) - 1
            end = self.starts[line + 1] - 1 if line + 1 < len(self.starts) else len(self.text) - 1
            yield self.owners[line], end - self.starts[line]
            position, left = self.text.find(pattern, max(end, position + 1)), left - 1


def index_names(names: Iterable[tuple[str, int]]) -> Names:
    """Return the index of names with their owners; an empty name is left out."""
    lines, starts, owners = [], [], []
    position = 1
    for name, owner in sorted({(" ".join(name.lower().split()), owner) for name, owner in names}):
        if name:
            lines.append(name)
            starts.append(position)
            owners.append(owner)
            position += len(name) + 1
    return Names("\n" + "".join(f"{line}\n" for line in lines), starts, owners)
