"""Who may write: whoever sends the token that the operator has configured (RFC 6750, section 2.1)."""

from __future__ import annotations

import hmac
import os
from collections.abc import Mapping

from flask import request

from kg.errors import ForbiddenQueryError, UnauthorizedError
from kg.web.site import site

TOKEN_VARIABLE = "KG_TOKEN"


def write_token(environ: Mapping[str, str] = os.environ) -> str | None:
    """Return the token that the environment holds, None when there is none: then nobody may write."""
    return environ.get(TOKEN_VARIABLE) or None


def require_token() -> None:
    """Raise ForbiddenQueryError when writing is off, and UnauthorizedError for a request without the right token."""
    token = site().token
    if token is None:
        raise ForbiddenQueryError(f"writing is switched off; its operator can allow it by a token in {TOKEN_VARIABLE}")
    kind, _, sent = request.headers.get("Authorization", "").partition(" ")
    if kind.lower() != "bearer" or not hmac.compare_digest(sent.strip().encode(), token.encode()):
        raise UnauthorizedError("writing takes the token, in a header: 'Authorization: Bearer TOKEN'")
