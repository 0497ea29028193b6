"""What a request to a SPARQL endpoint asks, by the forms of the SPARQL 1.1 Protocol (sections 2.1 and 2.2)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from flask import request
from werkzeug.datastructures import MultiDict
from werkzeug.sansio.utils import get_current_url

from kg.errors import UnknownFormatError, UsageError

_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^<>\"{}|\\^`\x00-\x20]*")
_FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")


@dataclass(frozen=True, slots=True)
class Operation:
    """A query or an update, the graphs that it is to ask by default and by name, and other parameters beside it."""

    text: str
    default_graphs: tuple[str, ...]
    named_graphs: tuple[str, ...]
    parameters: Mapping[str, str]


def address() -> str:
    """Return the address that was asked, without its query: `request.base_url`, of which the parts seldom change."""
    return _address(request.scheme, request.host, request.root_path, request.path)


_address = lru_cache(64)(get_current_url)


def query_operation() -> Operation:
    """Return the query of the current request, by GET, POST of a form, or POST of the query itself.

    Raises UsageError and UnknownFormatError.
    """
    return _operation("query", "application/sparql-query", ("default-graph-uri", "named-graph-uri"))


def update_operation() -> Operation:
    """Return the update of the current request, by POST of a form, or of the update itself."""
    return _operation("update", "application/sparql-update", ("using-graph-uri", "using-named-graph-uri"))


def _operation(name: str, direct_type: str, graph_parameters: tuple[str, str]) -> Operation:
    values, text = request.args, None
    if request.method == "POST":
        if request.mimetype == direct_type:
            text = _decoded()
            if name in request.args:
                raise UsageError(f"the {name} is in the body and in the URL as well; send one")
        elif request.mimetype in _FORMS:
            values = request.form
        else:
            raise UnknownFormatError(
                f"a {name} is posted as {direct_type} or as a form, not as {request.mimetype or 'something unnamed'}"
            )
    if text is None:
        text = _the_only(name, values)
    default, named = (tuple(_iris(parameter, values)) for parameter in graph_parameters)
    return Operation(text, default, named, values)


def _decoded() -> str:
    if (charset := request.mimetype_params.get("charset", "utf-8").lower()) not in ("utf-8", "us-ascii"):
        raise UnknownFormatError(f"a body is sent in UTF-8, not in {charset}")
    try:
        return request.get_data().decode()
    except UnicodeDecodeError as error:
        raise UsageError(f"the body is not UTF-8: {error}") from None


def _the_only(name: str, values: MultiDict[str, str]) -> str:
    given = [text for text in values.getlist(name) if text.strip()]
    if len(given) != 1:
        raise UsageError(f"a request holds one {name}, this one has {len(given) or 'none'}")
    return given[0]


def _iris(parameter: str, values: MultiDict[str, str]) -> Sequence[str]:
    """Return the IRIs that a parameter names, in the URL or in the form."""
    given = request.args.getlist(parameter)
    if values is not request.args:
        given += values.getlist(parameter)
    for iri in given:
        absolute_iri(iri, parameter)
    return given


def absolute_iri(iri: str, parameter: str) -> str:
    """Return an IRI as it is; raises UsageError, which names the parameter, when it is relative or none."""
    if not _IRI.fullmatch(iri):
        raise UsageError(f"{parameter} is not an absolute IRI: {iri!r}")
    return iri
