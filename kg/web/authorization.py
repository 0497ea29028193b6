"""Who may write: whoever sends the token that the operator has configured (RFC 6750, section 2.1)."""

from __future__ import annotations

import hmac
import os
from collections.abc import Mapping
from ipaddress import ip_address

from flask import request

from kg.errors import ForbiddenQueryError, UnauthorizedError, UsageError
from kg.settings import Settings
from kg.web.site import site

TOKEN_VARIABLE = "KG_TOKEN"
#: The fewest characters of a token on an address that others can reach.
_SHORTEST = 16


def write_token(environ: Mapping[str, str] = os.environ) -> str | None:
    """Return the token that the environment holds, None when there is none: then nobody may write.

    Raises UsageError for one that is empty, which would be writing switched on without a token.
    """
    token = environ.get(TOKEN_VARIABLE)
    if token is not None and not token.strip():
        raise UsageError(f"{TOKEN_VARIABLE} is set but empty; unset it to keep writing off")
    return token


def refuse_open_doors(settings: Settings, token: str | None) -> None:
    """Raise UsageError when others could reach the service and write with a token that is easily guessed."""
    if token is not None and len(token) < _SHORTEST and not _is_loopback(settings.host):
        raise UsageError(
            f"{TOKEN_VARIABLE} has {len(token)} characters: too few to let others on {settings.host} write; take "
            f"{_SHORTEST} or more, as from `openssl rand -hex 16`, unset it, or serve on 127.0.0.1"
        )


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def require_token() -> None:
    """Raise ForbiddenQueryError when writing is off, and UnauthorizedError for a request without the right token."""
    token = site().token
    if token is None:
        raise ForbiddenQueryError(f"writing is switched off; its operator can allow it by a token in {TOKEN_VARIABLE}")
    kind, _, sent = request.headers.get("Authorization", "").partition(" ")
    if kind.lower() != "bearer" or not hmac.compare_digest(sent.strip().encode(), token.encode()):
        raise UnauthorizedError("writing takes the token, in a header: 'Authorization: Bearer TOKEN'")
