"""Every limit and path, with its unit, default and description, in one declared list.

A setting is an option of the command line (`--query-seconds`), an environment variable (`KG_QUERY_SECONDS`) and an
attribute (`settings.query_seconds`). The command line wins over the environment, which wins over the default.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import Field, dataclass, field, fields
from typing import Any

from kg.errors import UsageError

#: The verbs of the command line that take a setting; used by `--help`, so that each verb shows what matters to it.
Verbs = tuple[str, ...]

BUILDING: Verbs = ("build", "extract", "evaluate")
ASKING: Verbs = ("query", "serve", "report", "mcp")
SERVING: Verbs = ("serve",)
REPORTING: Verbs = ("report",)


def _setting(default: Any, help: str, verbs: Verbs, choices: tuple[str, ...] = ()) -> Any:
    return field(default=default, metadata={"help": help, "verbs": verbs, "choices": choices})


@dataclass(frozen=True, slots=True)
class Settings:
    """Limits and paths of one run."""

    base: str = _setting(
        "https://w3id.org/abstracts-kg/id",
        "IRI under which entities and papers are named; fixed when a store is made",
        ("build",),
    )
    model: str = _setting(
        "accurate",
        "what finds mentions: accurate, fast, rules (no trained model), or none (the extractor alone)",
        BUILDING,
        choices=("accurate", "fast", "rules", "none"),
    )
    extractor: str = _setting(
        "", "spaCy factory of another extractor, whose mentions come before those of the model", BUILDING
    )
    extractor_config: str = _setting(
        "", "TOML file with the labels, settings, code and files of that extractor", BUILDING
    )
    processes: int = _setting(0, "worker processes for extraction; 0 is one per core", BUILDING)
    engine: str = _setting(
        "processes",
        "where extraction runs: processes of this machine, or dask for a cluster",
        ("extract",),
        choices=("processes", "dask"),
    )
    scheduler: str = _setting("", "address of the scheduler of a Dask cluster: tcp://HOST:8786", ("extract",))
    scheduler_seconds: float = _setting(
        30.0, "longest wait for the scheduler, and for its first worker, in seconds", ("extract",)
    )
    part_papers: int = _setting(1000, "papers that a worker of a cluster takes at a time", ("extract",))
    min_confidence: float = _setting(0.0, "mentions below this confidence (0 to 1) stay out of the record", BUILDING)
    max_line_bytes: int = _setting(8_000_000, "longest corpus line, in bytes; a longer one is skipped", BUILDING)
    max_unpacking_ratio: int = _setting(
        200, "largest ratio of a packed corpus file's unpacked to its packed size", BUILDING
    )
    max_abstract_chars: int = _setting(20_000, "longest abstract, in characters; a longer one is skipped", BUILDING)
    update_url: str = _setting(
        "", "where a SPARQL server takes updates; none is `update` beside the address of queries", ("build", "report")
    )
    graph_store_url: str = _setting(
        "", "Graph Store Protocol of a SPARQL server: graphs are put there, one by one, not in updates", ("build",)
    )
    update_kb: int = _setting(
        256, "size of an update that a SPARQL server is sent, in kilobytes; a graph is never cut", ("build",)
    )
    server_seconds: float = _setting(
        120.0, "time limit of one request to a SPARQL server, in seconds", ("build", *ASKING)
    )
    server_retries: int = _setting(
        6, "tries more when a SPARQL server fails or is busy (5xx, 429), each after a longer wait", ("build", *ASKING)
    )
    query_seconds: float = _setting(30.0, "time limit of one query, in seconds", ASKING)
    query_workers: int = _setting(4, "worker processes that run queries, started when they are needed", ASKING)
    queue_length: int = _setting(8, "most queries that wait for a free query worker; more are refused", SERVING)
    queue_seconds: float = _setting(10.0, "longest wait for a free query worker, in seconds", ASKING)
    query_memory_mb: int = _setting(4096, "memory limit of one query worker, in megabytes; 0 is none", ASKING)
    max_query_chars: int = _setting(100_000, "longest query text, in characters", ASKING)
    max_rows: int = _setting(1_000_000, "most rows, or triples, that one query returns", ASKING)
    max_answer_mb: int = _setting(2048, "largest answer, in megabytes; a long one is kept on disk meanwhile", ASKING)
    cache_mb: int = _setting(64, "memory for answers to repeated queries, in megabytes; 0 keeps none", SERVING)
    kept_answers_mb: int = _setting(
        256, "disk beside a snapshot for answers of its panels that took long, in megabytes; 0 keeps none", SERVING
    )
    max_body_bytes: int = _setting(2_000_000, "largest request body, in bytes", SERVING)
    max_upload_bytes: int = _setting(64_000_000, "largest body of a write to /data or /update, in bytes", SERVING)
    host: str = _setting("127.0.0.1", "address to listen on", SERVING)
    port: int = _setting(8000, "port to listen on; 0 picks a free one", SERVING)
    threads: int = _setting(16, "threads of the web server; more than query_workers and queue_length", SERVING)
    access_log: bool = _setting(True, "write a line of JSON to standard error for each request", SERVING)
    panel_seconds: float = _setting(
        0.07, "a page is sent so many seconds after it was asked for; a panel that is slower follows by itself", SERVING
    )
    allow_service: bool = _setting(False, "let queries ask other servers (SERVICE)", ("query", "serve"))
    seed: int = _setting(0, "seed of sampled measures, communities and layouts", REPORTING)
    betweenness_samples: int = _setting(
        500, "sources sampled for betweenness; a network with no more nodes is measured exactly", REPORTING
    )
    backend: str = _setting(
        "auto",
        "who measures networks: networkx, igraph, an installed networkx backend, or auto for the fastest",
        REPORTING,
    )
    min_papers: int = _setting(2, "entities that fewer papers have stay out of networks and rankings", REPORTING)
    min_pair_papers: int = _setting(1, "pairs that fewer papers have stay out of networks", REPORTING)
    significance: float = _setting(
        0.05, "pairs that chance explains with more than this probability stay out of a network's backbone", REPORTING
    )
    network_memory_mb: int = _setting(3000, "most memory that one network may take, in megabytes; 0 is any", REPORTING)
    resolution: float = _setting(1.0, "size of communities: above 1 more and smaller ones", REPORTING)
    community_runs: int = _setting(10, "runs with other seeds that tell how stable communities are", REPORTING)
    table_rows: int = _setting(20, "rows per table on the page of a report; its CSV and JSON files have all", REPORTING)
    drawn_entities: int = _setting(40, "entities in the picture of a network", REPORTING)
    exported_pairs: int = _setting(
        100_000, "pairs in the network files of a report, those of most papers first; 0 is all", REPORTING
    )


def declared() -> tuple[Field[Any], ...]:
    """Return the declared settings, in the order in which they are documented."""
    return fields(Settings)


def environment_name(name: str) -> str:
    """Return the environment variable of a setting: `query_seconds` is read from `KG_QUERY_SECONDS`."""
    return f"KG_{name.upper()}"


def convert(name: str, text: str) -> Any:
    """Turn the text of an option or environment variable into the setting's type.

    Raises UsageError when the text does not fit.
    """
    setting = next(f for f in declared() if f.name == name)
    kind: type = type(setting.default)
    try:
        value = _truth(text) if kind is bool else kind(text)
    except ValueError:
        raise UsageError(f"{name} must be {_ARTICLES[kind]}, not {text!r}") from None
    choices = setting.metadata["choices"]
    if choices and value not in choices:
        raise UsageError(f"{name} must be one of {', '.join(choices)}, not {text!r}")
    if kind in (int, float) and not value >= 0:
        raise UsageError(f"{name} must not be negative, but is {text}")
    return value


_ARTICLES: Mapping[type, str] = {int: "a whole number", float: "a number", bool: "true or false", str: "text"}


def _truth(text: str) -> bool:
    known = {"1": True, "true": True, "yes": True, "on": True, "0": False, "false": False, "no": False, "off": False}
    try:
        return known[text.strip().lower()]
    except KeyError:
        raise ValueError(text) from None


def load_settings(overrides: Mapping[str, Any] | None = None, environ: Mapping[str, str] = os.environ) -> Settings:
    """Return the settings from the environment, overridden by what the command line gave (None: not given)."""
    values: dict[str, Any] = {setting.name: setting.default for setting in declared()}
    for name in values:
        if text := environ.get(environment_name(name)):
            values[name] = convert(name, text)
    values.update({name: value for name, value in (overrides or {}).items() if value is not None})
    return Settings(**values)
