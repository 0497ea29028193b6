# Build: docker build -t kg .      Run: docker run --rm -p 127.0.0.1:8000:8000 --read-only --tmpfs /tmp kg
# Your own papers: docker compose run --rm build /data/papers.jsonl && docker compose up      (see compose.yaml)

FROM python:3.12-slim AS build
WORKDIR /src
COPY pyproject.toml README.md LICENSE CHANGELOG.md ./
COPY kg kg
COPY ontology ontology
COPY queries queries
RUN python -m venv /opt/kg \
    && /opt/kg/bin/pip install --no-cache-dir '.[report,validate]' \
    && /opt/kg/bin/kg build --sample --store /srv/store

FROM python:3.12-slim
RUN useradd --uid 10001 --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin kg
COPY --from=build /opt/kg /opt/kg
COPY --from=build --chown=10001 /srv/store /srv/store
ENV PATH=/opt/kg/bin:$PATH
USER 10001
WORKDIR /srv
EXPOSE 8000
HEALTHCHECK --start-period=20s CMD ["python", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:8000/readyz', timeout=3)"]
ENTRYPOINT ["kg"]
CMD ["serve", "--store", "/srv/store", "--host", "0.0.0.0"]
