"""Headers that every response has: for the safety of who reads it in a browser, and for other origins (CORS)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from flask import Response, request

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

_ALWAYS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self' data:; "
        "frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Vary": "Accept",
    # reading needs no cookie and writing the token, so any page may ask
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": (
        "ETag, Link, Location, Retry-After, WWW-Authenticate, X-KG-Truncated, X-Total-Count"
    ),
}
_PREFLIGHT = {
    "Access-Control-Allow-Headers": "Accept, Authorization, Content-Type, If-None-Match",
    "Access-Control-Max-Age": "86400",
}
#: The editor sets styles of its own on what it makes.
_EDITOR_POLICY = _ALWAYS["Content-Security-Policy"].replace("style-src 'self'", "style-src 'self' 'unsafe-inline'")
#: A report is one file, with its style and picture inside; it stands in a frame of the page around it.
_REPORT_POLICY = "default-src 'none'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; frame-ancestors 'self'"


def with_headers(app: WSGIApplication) -> WSGIApplication:
    """Return an application whose responses have those headers that they do not set themselves."""

    def answer(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        def start(status: str, headers: list[tuple[str, str]], *exc_info: Any) -> Callable[[bytes], object]:
            given = {name for name, _ in headers}
            headers.extend(header for header in _ALWAYS.items() if header[0] not in given)
            return start_response(status, headers, *exc_info)

        return app(environ, start)

    return answer


def with_exceptions(response: Response) -> Response:
    """Add what only some responses have: pages with policies of their own, and the answer to OPTIONS."""
    path = request.path
    if path.startswith("/sparql") and response.mimetype == "text/html":
        response.headers["Content-Security-Policy"] = _EDITOR_POLICY
    elif path.startswith("/reports/") and path.endswith(".html"):
        response.headers["Content-Security-Policy"] = _REPORT_POLICY
        response.headers["X-Frame-Options"] = "SAMEORIGIN"
    if request.method == "OPTIONS":
        response.headers.update(_PREFLIGHT)
        response.headers["Access-Control-Allow-Methods"] = ", ".join(sorted(response.allow))
    return response
