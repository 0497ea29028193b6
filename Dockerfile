# Build: docker build -t kg .      Run: docker run --rm -p 127.0.0.1:8000:8000 kg
# Your own papers: docker run --rm -v "$PWD:/data" kg build /data/papers.jsonl --store /data/store

FROM python:3.12-slim AS build
WORKDIR /src
COPY pyproject.toml README.md LICENSE CHANGELOG.md ./
COPY kg kg
COPY ontology ontology
COPY queries queries
RUN python -m venv /opt/kg && /opt/kg/bin/pip install --no-cache-dir '.[report]' \
    && /opt/kg/bin/kg build --sample --store /srv/store

FROM python:3.12-slim
RUN useradd --system --home-dir /srv kg
COPY --from=build /opt/kg /opt/kg
COPY --from=build --chown=kg /srv/store /srv/store
ENV PATH=/opt/kg/bin:$PATH
USER kg
WORKDIR /srv
EXPOSE 8000
HEALTHCHECK CMD ["python", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:8000/healthz', timeout=3)"]
ENTRYPOINT ["kg"]
CMD ["serve", "--store", "/srv/store", "--host", "0.0.0.0"]
