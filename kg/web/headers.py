"""Headers that every response has: for the safety of who reads it in a browser, and for other origins (CORS)."""

from __future__ import annotations

from flask import Response, request

_ALWAYS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self' data:; "
        "frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
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


def with_headers(response: Response) -> Response:
    """Add the headers, and what may be done here to the answer to OPTIONS."""
    for name, value in _ALWAYS.items():
        response.headers.setdefault(name, value)
    if request.path == "/sparql" and response.mimetype == "text/html":
        response.headers["Content-Security-Policy"] = _EDITOR_POLICY
    if request.path.startswith("/reports/") and request.path.endswith(".html"):
        response.headers["Content-Security-Policy"] = _REPORT_POLICY
        response.headers["X-Frame-Options"] = "SAMEORIGIN"
    if request.method == "OPTIONS":
        response.headers.update(_PREFLIGHT)
        response.headers["Access-Control-Allow-Methods"] = ", ".join(sorted(response.allow))
    response.vary.add("Accept")
    return response
