"""Where a SPARQL server is, and who asks it."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from kg.errors import UsageError
from kg.settings import Settings

#: What the last segment of a query address becomes in the address of updates.
_UPDATE = "update"


@dataclass(frozen=True, slots=True)
class ServerAddress:
    """The address at which a server answers queries: `http://host:7878/query?union-default-graph`."""

    url: str

    def __str__(self) -> str:
        return self.url

    def update_url(self, settings: Settings) -> str:
        """Return where updates go: `update_url`, or beside the queries, as Oxigraph, Fuseki and kg have it."""
        if settings.update_url:
            return settings.update_url
        parts = urlsplit(self.url)
        beside = parts.path.rstrip("/").rpartition("/")[0]
        return urlunsplit(parts._replace(path=f"{beside}/{_UPDATE}", query="", fragment=""))

    @property
    def local_folder(self) -> Path:
        """The folder that keeps, unless another is named, what the server does not: `localhost-7878-query.store`."""
        parts = urlsplit(self.url)
        return Path(re.sub(r"[^\w.]+", "-", f"{parts.netloc}{parts.path}").strip("-") + ".store")


Store = Path | ServerAddress


def store_at(name: str) -> Store:
    """Return the store that a name means: a server's address, or a folder. Raises UsageError."""
    if not re.match(r"https?:", name):
        return Path(name)
    parts = urlsplit(name)
    if not parts.hostname or parts.username:
        raise UsageError(
            f"{name!r} is no address of a SPARQL server: it is http://HOST/PATH, and who asks stands in the "
            "environment (KG_STORE_USER and KG_STORE_PASSWORD, or KG_STORE_TOKEN)"
        )
    return ServerAddress(name)


@dataclass(frozen=True, slots=True)
class Credentials:
    """Who asks a server: a user with a password, or a bearer of a token; never part of a command line."""

    user: str = ""
    password: str = ""
    token: str = ""


def credentials(environ: Mapping[str, str] = os.environ) -> Credentials:
    """Return the credentials in the environment; UsageError when a user has no password."""
    found = Credentials(*(environ.get(f"KG_STORE_{name}", "") for name in ("USER", "PASSWORD", "TOKEN")))
    if found.user and not found.password:
        raise UsageError("KG_STORE_USER has no password: set KG_STORE_PASSWORD")
    return found
