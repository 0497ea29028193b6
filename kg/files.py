"""Files by path or URL: a name with `://` in it is opened by fsspec (extra `cluster`; `s3` for s3://)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO, cast

from kg.errors import UsageError

#: Where there are no folders, so that asking for one would only cost a request.
_WITHOUT_FOLDERS = ("http", "https")
#: Schemes with an extra of their own; fsspec says itself what it lacks for others.
_EXTRAS = {"s3": "s3", "s3a": "s3"}


def is_url(name: str | Path) -> bool:
    """Say whether a name is a URL; `-` and paths are not."""
    return isinstance(name, str) and "://" in name


def location(name: str) -> str | Path:
    """Return a URL as it is and anything else as a path."""
    return name if is_url(name) else Path(name)


def file_system(url: str) -> tuple[Any, str]:
    """Return the fsspec file system of a URL and the path in it.

    Raises UsageError when fsspec, or what it needs for this scheme, is not installed.
    """
    scheme = url.partition("://")[0]
    try:
        from fsspec.core import url_to_fs

        found: tuple[Any, str] = url_to_fs(url, skip_instance_cache=True)
    except ImportError as error:
        extra = _EXTRAS.get(scheme, "cluster")
        lacking = f" ({error})" if scheme not in _EXTRAS and not (error.name or "").startswith("fsspec") else ""
        raise UsageError(
            f"{scheme}:// needs what is not installed{lacking}: pip install 'abstracts-kg[{extra}]' adds it"
        ) from None
    except ValueError as error:
        raise UsageError(f"{url} cannot be used: {error}") from None
    return found


def open_url(url: str) -> BinaryIO:
    """Open what a URL names, to be read; raises OSError and UsageError."""
    system, path = file_system(url)
    return cast(BinaryIO, system.open(path, "rb"))


def files_below(url: str) -> list[str] | None:
    """Return the URLs of all files below a folder, sorted, hidden ones left out; None when the URL is no folder."""
    if url.partition("://")[0] in _WITHOUT_FOLDERS:
        return None
    system, path = file_system(url)
    if not system.isdir(path):
        return None
    within = len(path.rstrip("/"))
    files = (file for file in sorted(system.find(path)) if not _hidden(file[within:]))
    return [str(system.unstrip_protocol(file)) for file in files]


def _hidden(path: str) -> bool:
    return any(part.startswith(".") for part in path.split("/"))


@contextmanager
def written(url: str) -> Iterator[BinaryIO]:
    """Yield a file to write to, which appears at the URL when the block ends without an error, and else not at all."""
    system, path = file_system(url)
    with system.transaction:
        system.makedirs(path.rpartition("/")[0], exist_ok=True)
        with system.open(path, "wb") as out:
            yield out
