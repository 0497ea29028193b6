"""From a Paper to a Record: the spaCy pipeline and its components."""

from __future__ import annotations

import sys
from types import ModuleType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kg.extract.record import Record


class _Callable(ModuleType):
    """This package, which has the name of the function `kg.extract` and so can be called as it."""

    def __call__(self, text: str, title: str = "") -> Record:
        """Return all that is found in an abstract."""
        from kg.extract.text import extract_text

        return extract_text(text, title)


sys.modules[__name__].__class__ = _Callable
