"""Namespaces and terms that the graph is written in; `ontology/kg.ttl` is their source and documents each."""

from __future__ import annotations

from collections.abc import Mapping

from kg.extract.record import EntityType, RoleName

#: The ontology, and the namespace of its terms.
ONTOLOGY = "https://w3id.org/abstracts-kg/ontology"
KG = f"{ONTOLOGY}#"

#: Prefixes that queries, exports and pages use.
PREFIXES: Mapping[str, str] = {
    "kg": KG,
    "cito": "http://purl.org/spar/cito/",
    "cso": "https://cso.kmi.open.ac.uk/topics/",
    "dcterms": "http://purl.org/dc/terms/",
    "fabio": "http://purl.org/spar/fabio/",
    "itsrdf": "http://www.w3.org/2005/11/its/rdf#",
    "mls": "http://www.w3.org/ns/mls#",
    "mlso": "http://w3id.org/mlso/vocab/",
    "nif": "http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#",
    "oa": "http://www.w3.org/ns/oa#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "prism": "http://prismstandard.org/namespaces/basic/2.0/",
    "prov": "http://www.w3.org/ns/prov#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "schema": "https://schema.org/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "void": "http://rdfs.org/ns/void#",
    "wd": "http://www.wikidata.org/entity/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}

#: The path segment of each class in data IRIs: `{base}/method/bert`.
TYPE_SEGMENTS: Mapping[EntityType, str] = {
    "Method": "method",
    "Dataset": "dataset",
    "Hardware": "hardware",
    "Metric": "metric",
    "Task": "task",
}

#: The property that says that a paper uses an entity of a type.
USES: Mapping[EntityType, str] = {
    "Method": "usesMethod",
    "Dataset": "usesDataset",
    "Hardware": "usesHardware",
    "Metric": "reportsMetric",
    "Task": "addressesTask",
}

#: Relations of a Record that become a triple between two entities of the same local name.
RELATION_PROPERTIES: tuple[str, ...] = (
    "evaluatedOn", "trainedOn", "usedFor", "benchmarkFor", "comparedWith", "basedOn", "partOf", "subClassOf", "runsOn",
    "measuredBy",
)  # fmt: skip


#: What reports measure of entities: properties of the ontology, with the XML Schema type of their values.
SCORE_PROPERTIES: Mapping[str, str] = {
    "degree": "integer",
    "strength": "integer",
    "pageRank": "decimal",
    "betweenness": "decimal",
    "harmonicCentrality": "decimal",
    "eigenvectorCentrality": "decimal",
    "coreNumber": "integer",
    "clusteringCoefficient": "decimal",
    "community": "integer",
    "shareChange": "decimal",
}


def term(local_name: str) -> str:
    """Return the IRI of a term of our own ontology."""
    return KG + local_name


def role_property(role: RoleName, type: EntityType) -> str:
    """Return the local name of the property from a paper to an entity that states its role."""
    return {"introduces": "introduces", "compares": "comparesWith", "uses": USES[type], "mentions": "mentions"}[role]


def expand(curie: str) -> str:
    """Return the IRI of a prefixed name such as `skos:prefLabel`."""
    prefix, _, local_name = curie.partition(":")
    return PREFIXES[prefix] + local_name
