"""Write docs/reference/ from the code: commands, settings, saved queries, HTTP, ontology, formats, exit codes.

python docs/write_reference.py           writes the pages that have changed
python docs/write_reference.py --check   changes nothing, and fails when a page is not what the code says
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from rdflib import OWL, RDF, RDFS, SKOS, Graph, URIRef

from kg.cli import create_parser
from kg.corpus.formats import PLAIN_TEXT, STRUCTURED
from kg.errors import KgError
from kg.graph.export import FORMATS as EXPORTS
from kg.graph.export import NETWORKS, TABLES
from kg.graph.vocabulary import KG, PREFIXES
from kg.query.declared import Parameter, SavedQuery
from kg.query.formats import GRAPHS, SOLUTIONS
from kg.query.saved import load_saved_queries
from kg.resources import ontology_dir, queries_dir
from kg.settings import Settings, declared, environment_name
from kg.web.app import create_app

FOLDER = Path(__file__).parent / "reference"
_MADE = "<!-- Made from the code by docs/write_reference.py: change the code, then run `make reference`. -->"
#: What a term says of itself besides label and comment, in the order in which it is shown.
_FACTS = {
    RDFS.subClassOf: "narrower than",
    RDFS.subPropertyOf: "narrower than",
    RDFS.domain: "of",
    RDFS.range: "value",
    OWL.inverseOf: "inverse of",
    SKOS.exactMatch: "same as",
    SKOS.closeMatch: "close to",
    SKOS.example: "example",
}
_KINDS = {
    OWL.Class: "Classes",
    OWL.ObjectProperty: "Properties that lead to something",
    OWL.DatatypeProperty: "Properties that hold a value",
}


def commands() -> str:
    """Return every verb with its arguments and options, without the settings, which have a page of their own."""
    parts = [
        "`kg VERB --help` prints the same. Settings, which are options too, are on [their own page](settings.md).\n"
    ]
    for name, verb in verbs().items():
        parts.append(f"## kg {name}\n\n{verb.description}\n\n```text\n{_usage(verb)}\n```\n")
        rows = [(_spelled(a), str(a.help)) for g in verb._action_groups if g.title != "settings" for a in _shown(g)]
        parts.append(_table(("argument", "what"), rows))
        names = [f"`--{s.name.replace('_', '-')}`" for s in declared() if name in s.metadata["verbs"]]
        if names:
            parts.append(f"\nSettings: {', '.join(names)}.\n")
    return "\n".join(parts)


def verbs() -> Mapping[str, argparse.ArgumentParser]:
    """Return the parser of each verb, in the order of `kg --help`."""
    subparsers = next(a for a in create_parser()._actions if isinstance(a, argparse._SubParsersAction))
    return {str(name): parser for name, parser in subparsers.choices.items()}


def _usage(verb: argparse.ArgumentParser) -> str:
    """Return the usage line as it is without settings and in a terminal of any width."""
    shown = [a for g in verb._action_groups if g.title != "settings" for a in _shown(g)]
    parts = [_spelled(a, code=False) if not a.option_strings else f"[{_spelled(a, code=False)}]" for a in shown]
    return " ".join([verb.prog, *parts, "[SETTINGS]"])


def _shown(group: argparse._ArgumentGroup) -> list[argparse.Action]:
    return [a for a in group._group_actions if a.help != argparse.SUPPRESS and "--help" not in a.option_strings]


def _spelled(action: argparse.Action, code: bool = True) -> str:
    """Return an argument as one types it: `--store DIR`, `CORPUS …`."""
    metavar = str(action.metavar or action.dest.upper())
    if action.choices:
        metavar = "|".join(map(str, action.choices))
    if action.option_strings:
        text = action.option_strings[-1] + ("" if action.nargs == 0 else f" {metavar}")
    else:
        text = metavar + (" …" if action.nargs in ("*", "+") else "")
    return f"`{text}`" if code else text


def settings() -> str:
    """Return every setting: option, environment variable, default, what it does, the verbs that take it."""
    rows = [
        (
            f"`--{s.name.replace('_', '-')}`",
            f"`{environment_name(s.name)}`",
            f"`{s.default}`" if s.default != "" else "",
            s.metadata["help"],
            ", ".join(s.metadata["verbs"]),
        )
        for s in declared()
    ]
    return (
        "Each is an option of the verbs that it matters to, and an environment variable; the option wins. "
        "`KG_TOKEN`, which allows writing over HTTP, is read from the environment only; `KG_STORE` and `KG_QUERIES` (a "
        "list of folders) tell `server.py` what to serve.\n\n"
        + _table(("option", "environment", "default", "what", "verbs"), rows)
    )


def saved_queries() -> str:
    """Return every shipped query: what it answers, its parameters with defaults, its columns, its tags."""
    saved = list(load_saved_queries([queries_dir()]))
    index = _table(("name", "answers"), [(f"[`{q.name}`](#{q.name})", q.summary) for q in saved])
    return (
        "`kg queries` lists them, `kg query NAME key=value` asks one, `/queries/NAME.csv?key=value` asks it over HTTP. "
        "A folder of your own stands beside them with `--queries DIR`: "
        "[how to write one](../how-to/saved-queries.md).\n\n"
        + index
        + "\n"
        + "\n".join(_saved_query(query) for query in saved)
    )


def _saved_query(query: SavedQuery) -> str:
    parts = [f"\n## {query.name}\n\n{query.summary}. {query.description}".rstrip() + "\n"]
    if query.parameters:
        rows = [(f"`{p.name}`", _parameter_type(p), _default(p), _explained(p)) for p in query.parameters]
        parts.append(_table(("parameter", "type", "default", "what"), rows))
    if columns := _columns(query.text):
        parts.append(f"\nColumns: {_names(columns)}.\n")
    return "\n".join(parts)


def _parameter_type(parameter: Parameter) -> str:
    kind = _names(parameter.choices) or parameter.type.removeprefix("kg:")
    return kind + (", several" if parameter.many else "")


def _default(parameter: Parameter) -> str:
    if not parameter.default:
        return "left open" if parameter.optional else ""
    return " ".join(f"`{part.rpartition('/id/')[2].rstrip('>')}`" for part in _terms(parameter.default))


def _terms(default: str) -> list[str]:
    return re.findall(r"<[^>]*>|\"[^\"]*\"|\S+", default)


def _explained(parameter: Parameter) -> str:
    return parameter.label + (f": {parameter.description}" if parameter.description else "")


def _columns(text: str) -> list[str]:
    """Return the names of the columns that a SELECT query gives, [] for other queries."""
    body = "\n".join(line for line in text.splitlines() if not line.lstrip().startswith("#"))
    head = re.search(r"\bSELECT\b(?:\s+DISTINCT)?(.*?)\bWHERE\b", body, re.DOTALL | re.IGNORECASE)
    if head is None:
        return []
    outer, depth, names = head[1], 0, []
    for found in re.finditer(r"[()]|\bAS\s+\?(\w+)|\?(\w+)", outer):
        depth += {"(": 1, ")": -1}.get(found[0], 0)
        if (found[1] and depth == 1) or (found[2] and depth == 0):
            names.append(found[1] or found[2])
    return names


def http() -> str:
    """Return every path with its methods and what it answers."""
    app = create_app(Path("store"), Settings())
    rows = []
    for rule in sorted(app.url_map.iter_rules(), key=lambda r: (r.rule, r.endpoint)):
        if rule.endpoint == "static":
            continue
        methods = ", ".join(sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}))
        view = app.view_functions[rule.endpoint]
        path = re.sub(r"<(?:\w+:)?(\w+)>", lambda m: m[1].upper(), rule.rule)
        rows.append((f"`{path}`", methods, _first_sentence(view.__doc__ or "")))
    solutions = [(f"`.{f.name}`", f"`{f.media_type}`") for f in SOLUTIONS.values()]
    graphs = [(f"`.{f.name}`", f"`{f.media_type}`") for f in GRAPHS.values()]
    return (
        "Where `GET` is answered, so is `HEAD`, and `OPTIONS` everywhere. Writing (`/update`; `PUT`, `POST`, `DELETE` "
        "on `/data`) takes the token: `Authorization: Bearer TOKEN`.\n\n"
        + _table(("path", "methods", "what"), rows)
        + "\n## Formats of answers\n\nBy suffix of a saved query's path, or by `Accept`. Rows (SELECT, ASK):\n\n"
        + _table(("suffix", "media type"), solutions)
        + "\nGraphs (CONSTRUCT, DESCRIBE, things and papers):\n\n"
        + _table(("suffix", "media type"), graphs)
        + '\nAn error is JSON, `{"error": …}`, with the status of [its kind](exit-codes.md), or a page for a browser.\n'
    )


def ontology() -> str:
    """Return every term of the ontology with what it means, where it leads, and the standard terms beside it."""
    graph = Graph().parse(ontology_dir() / "kg.ttl")
    parts = [
        f"Prefix `kg:` is `{KG}`. The source is `ontology/kg.ttl`; the shapes that a graph keeps to are in "
        "`ontology/shapes.ttl`, and `kg validate` checks them.\n\n![Classes and properties](../ontology.svg)\n"
    ]
    for kind, title in _KINDS.items():
        parts.append(f"## {title}\n")
        for term in sorted((t for t in graph.subjects(RDF.type, kind) if str(t).startswith(KG)), key=str):
            assert isinstance(term, URIRef)
            parts.append(_term(graph, term))
    return "\n".join(parts)


def _term(graph: Graph, term: URIRef) -> str:
    lines = [f"### kg:{term.removeprefix(KG)}\n", f"{graph.value(term, RDFS.comment)}\n"]
    facts = [
        f"{said} {', '.join(_curie(graph, value) for value in sorted(graph.objects(term, predicate), key=str))}"
        for predicate, said in _FACTS.items()
        if (term, predicate, None) in graph
    ]
    return "\n".join([*lines, *([f"{'; '.join(facts)}.\n"] if facts else [])])


def _curie(graph: Graph, value: object) -> str:
    if not isinstance(value, URIRef):
        return f"`{value}`"
    known = [*PREFIXES.items(), *((str(prefix), str(iri)) for prefix, iri in graph.namespaces())]
    return next(
        (f"`{prefix}:{value.removeprefix(iri)}`" for prefix, iri in known if value.startswith(iri)), f"<{value}>"
    )


def formats() -> str:
    """Return what is read, what is exported, and the files of the store."""
    read = [(f"`{f.name}`", f.what) for f in (*STRUCTURED, *PLAIN_TEXT)]
    return (
        "## What `kg build` reads\n\nThe format is found from the content; `--format NAME` forces it. Files may be "
        "packed (`.gz`, `.zst`, `.zip`), folders are walked, `-` is standard input.\n\n"
        + _table(("name", "what"), read)
        + "\nOwn JSON has `title` and `abstract`, and may have `id`, `date`, `categories`, `authors`, `url`, `doi`.\n"
        + "\n## What `kg export` writes\n\n"
        + _table(
            ("name", "keeps the paper that said it"),
            [(f"`{n}`", "yes" if f.supports_datasets else "no") for n, f in EXPORTS.items()],
        )
        + f"\nNetworks of what is named together, for Gephi and tables: {_names([*NETWORKS, TABLES])}. "
        "Tasks for annotation: `label-studio`, and `label-studio-interface` to set the project up.\n"
    )


def _names(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def exit_codes() -> str:
    """Return every error with its exit code and HTTP status."""
    rows = [
        (str(e.exit_code), str(e.http_status), f"`{e.__name__}`", _first_sentence(e.__doc__ or "")) for e in errors()
    ]
    return (
        "A message on standard error, or in the answer, says what is wrong and what to do next. 0 is success.\n\n"
        + _table(
            ("exit code", "HTTP status", "error", "what"), sorted(rows, key=lambda r: (int(r[0]), int(r[1]), r[2]))
        )
    )


def errors() -> Iterator[type[KgError]]:
    """Yield every kind of error that `kg` raises on purpose."""
    waiting = [KgError]
    while waiting:
        kind = waiting.pop()
        yield kind
        waiting += kind.__subclasses__()


def _first_sentence(text: str) -> str:
    return " ".join(text.split("\n\n")[0].split())


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    cells = [head, tuple("---" for _ in head), *(tuple(c.replace("|", "\\|") for c in row) for row in rows)]
    return "".join(f"| {' | '.join(row)} |\n" for row in cells)


PAGES: Mapping[str, tuple[str, Callable[[], str]]] = {
    "commands": ("Commands", commands),
    "settings": ("Settings", settings),
    "queries": ("Saved queries", saved_queries),
    "http": ("HTTP", http),
    "ontology": ("Ontology", ontology),
    "formats": ("Formats", formats),
    "exit-codes": ("Exit codes", exit_codes),
}


def page(name: str) -> str:
    """Return the text of a page of the reference."""
    title, content = PAGES[name]
    return f"{_MADE}\n\n# {title}\n\n{content().rstrip()}\n"


def stale() -> list[str]:
    """Return the names of the pages that are not what the code says."""
    return [n for n in PAGES if not (f := FOLDER / f"{n}.md").exists() or f.read_text(encoding="utf-8") != page(n)]


def main() -> int:
    """Write the pages, or say which would change."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="change nothing; fail when a page would change")
    check = parser.parse_args().check
    names = stale()
    for name in names if not check else ():
        (FOLDER / f"{name}.md").write_text(page(name), encoding="utf-8")
    sys.stdout.write(f"{'stale' if check else 'written'}: {', '.join(names) or 'none'}\n")
    return 1 if check and names else 0


if __name__ == "__main__":
    sys.exit(main())
