"""Write the tables of README.md that follow from the code: settings and saved queries."""

from __future__ import annotations

import re
import sys
from pathlib import Path

from kg.query.saved import load_saved_queries
from kg.resources import queries_dir
from kg.settings import declared, environment_name

README = Path(__file__).parents[1] / "README.md"


def settings_table() -> str:
    """Return the settings as a Markdown table."""
    rows = ["| option | environment | default | what | verbs |", "|---|---|---|---|---|"]
    rows += [
        f"| `--{s.name.replace('_', '-')}` | `{environment_name(s.name)}` | `{s.default}` | {s.metadata['help']} "
        f"| {', '.join(s.metadata['verbs'])} |"
        for s in declared()
    ]
    return "\n".join(rows)


def queries_table() -> str:
    """Return the shipped saved queries as a Markdown table."""
    saved = load_saved_queries([queries_dir()])
    rows = ["| name | answers | parameters |", "|---|---|---|"]
    for query in sorted(saved.queries.values(), key=lambda q: q.name):
        names = ", ".join(f"`{p.name}`" for p in query.parameters)
        rows.append(f"| [`{query.name}`](queries/{query.name}.rq) | {query.summary} | {names} |")
    return "\n".join(rows)


def updated(text: str) -> str:
    """Return the README's text with its tables made anew."""
    for name, table in {"settings": settings_table(), "saved queries": queries_table()}.items():
        begin, end = f"<!-- {name}: begin -->", f"<!-- {name}: end -->"
        text = re.sub(f"{begin}.*?{end}", lambda _: f"{begin}\n{table}\n{end}", text, flags=re.DOTALL)  # noqa: B023
    return text


if __name__ == "__main__":
    before = README.read_text(encoding="utf-8")
    after = updated(before)
    README.write_text(after, encoding="utf-8")
    sys.stdout.write("README.md updated\n" if after != before else "README.md was up to date\n")
