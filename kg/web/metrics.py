"""Figures for monitoring at `/metrics`, in the text format of Prometheus; each server process counts for itself."""

from __future__ import annotations

import time
from collections.abc import Iterator

from flask import Blueprint, Flask, Response, g, request
from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from prometheus_client.registry import Collector

from kg.errors import StoreError
from kg.query.workers import QueryWorkers
from kg.web.site import site

pages = Blueprint("metrics", __name__)
_SECONDS = (0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 30, 60)


class _Pool(Collector):
    """What goes on in the query workers and their cache, read when it is asked for."""

    def __init__(self, workers: QueryWorkers) -> None:
        self._workers = workers

    def collect(self) -> Iterator[Metric]:
        """Yield the figures."""
        counts, cache = self._workers.counts, self._workers.cache
        yield GaugeMetricFamily("kg_query_workers_busy", "Query workers at work", counts.busy)
        yield GaugeMetricFamily("kg_queries_waiting", "Queries that wait for a worker", counts.waiting)
        yield CounterMetricFamily("kg_query_workers_started", "Query workers started", counts.started)
        yield CounterMetricFamily("kg_query_workers_died", "Query workers that died of a query", counts.died)
        yield CounterMetricFamily("kg_queries_timed_out", "Queries ended at query_seconds", counts.timed_out)
        yield CounterMetricFamily("kg_queries_refused", "Queries that found no free worker", counts.refused)
        yield CounterMetricFamily("kg_answer_cache_hits", "Answers from the cache", cache.hits)
        yield CounterMetricFamily("kg_answer_cache_misses", "Answers that were not in the cache", cache.misses)
        yield GaugeMetricFamily("kg_answer_cache_bytes", "Bytes in the cache", cache.size)
        try:
            snapshot = self._workers.published.current().snapshot
        except StoreError:
            return
        yield GaugeMetricFamily("kg_snapshot", "Number of the published snapshot", int(snapshot.name))
        yield GaugeMetricFamily("kg_papers", "Papers in the graph", snapshot.papers)
        yield GaugeMetricFamily("kg_statements", "Statements in the graph", snapshot.quads)


def measure_requests(app: Flask, workers: QueryWorkers) -> None:
    """Let an application count its requests."""
    registry = app.extensions["kg.metrics"] = CollectorRegistry()
    registry.register(_Pool(workers))
    requests = Counter("kg_http_requests", "HTTP requests", ("route", "method", "status"), registry=registry)
    seconds = Histogram(
        "kg_http_request_seconds", "Time from request to response", ("route",), buckets=_SECONDS, registry=registry
    )
    app.before_request(_begin)

    @app.after_request
    def count(response: Response) -> Response:
        route = request.url_rule.rule if request.url_rule else "none"
        requests.labels(route, request.method, response.status_code).inc()
        seconds.labels(route).observe(time.perf_counter() - g.begun)
        return response

    app.register_blueprint(pages)


def _begin() -> None:
    g.begun = time.perf_counter()


@pages.get("/metrics")
def metrics() -> Response:
    """Return the figures."""
    from flask import current_app

    site()
    registry: CollectorRegistry = current_app.extensions["kg.metrics"]
    response = Response(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)
    response.headers["Cache-Control"] = "no-store"
    return response
