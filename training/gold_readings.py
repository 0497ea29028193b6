"""Gold papers as the classifiers of facts read them: with the mentions, aliases and labels that people marked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import spacy
from spacy.language import Language

from kg.corpus.paper import Paper
from kg.evaluate.annotations import Annotations
from kg.evaluate.names import Canonical, canonical_names, name_key, value_key
from kg.extract import sentences  # noqa: F401  (factory)
from kg.extract.aliases import long_forms
from kg.extract.document import make_doc, sentence_spans
from kg.extract.linear import Floats
from kg.extract.pair_features import Cast, cast_of
from kg.extract.reading import Entity, Reading, Span, read_paper
from kg.extract.record import Mention, Relation
from kg.extract.role_features import Setting, role_features, setting_of
from kg.extract.roles import likely_roles
from kg.extract.tokenizer import install_tokenizer


@dataclass(frozen=True, slots=True)
class GoldReading:
    """One annotated paper and its reading."""

    paper: Annotations
    reading: Reading
    setting: Setting
    names: tuple[frozenset[str], ...]

    def role_features(self) -> list[list[int]]:
        """Return the buckets of the features of each entity."""
        return [role_features(entity, self.reading, self.setting) for entity in self.reading.entities]

    def roles(self) -> list[str]:
        """Return the role of each entity; `mentions` where the gold gives none."""
        canonical = canonical_names(self.paper.relations)
        roles = {(canonical(r["entity"]), r["type"]): r["role"] for r in self.paper.roles}
        return [
            next((roles[name, entity.type] for name in sorted(names) if (name, entity.type) in roles), "mentions")
            for entity, names in zip(self.reading.entities, self.names, strict=True)
        ]

    def cast(self, probabilities: Floats) -> Cast:
        """Return who is who, by the probabilities of roles of the entities."""
        return cast_of(self.reading, *likely_roles(probabilities))

    def relations(self) -> Mapping[tuple[int, int], set[str]]:
        """Return what holds between which entities; names that are no entity are left out."""
        canonical = canonical_names(self.paper.relations)
        numbers: dict[str, list[int]] = defaultdict(list)
        for number, names in enumerate(self.names):
            for name in names:
                numbers[name].append(number)
        found: dict[tuple[int, int], set[str]] = defaultdict(set)
        for relation in self.paper.relations:
            if relation["relation"] != "aliasOf":
                for head in numbers[canonical(relation["head"])]:
                    for tail in numbers[canonical(relation["tail"])]:
                        found[head, tail].add(relation["relation"])
        return found

    def results(self) -> Mapping[str, list[tuple[str, str]]]:
        """Return metric and direction of each result, by the key of its value."""
        canonical = canonical_names(self.paper.relations)
        found: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for result in self.paper.results:
            found[value_key(result["value"])].append((canonical(result.get("metric")), result["direction"]))
        return found


def gold_reading(paper: Annotations) -> GoldReading:
    """Return the reading of an annotated paper."""
    spans = gold_spans(paper)
    mentions = gold_mentions(paper, spans)
    joined = long_forms([_alias(r["head"], r["tail"]) for r in paper.relations if r["relation"] == "aliasOf"])
    reading = read_paper(paper.title, paper.abstract, spans, mentions, joined)
    canonical = canonical_names(paper.relations)
    names = tuple(names_of(entity, canonical) for entity in reading.entities)
    return GoldReading(paper, reading, setting_of(reading), names)


def gold_spans(paper: Annotations) -> list[Span]:
    """Return the sentences of an annotated paper."""
    nlp = _sentences()
    return sentence_spans(nlp(make_doc(nlp, Paper(paper.id, paper.title, paper.abstract))))


def gold_mentions(paper: Annotations, spans: Sequence[Span]) -> list[Mention]:
    """Return the mentions of an annotated paper, in the order of the text, with the sentence of each."""
    found = []
    for field, start, end, type in sorted(paper.mentions, key=lambda s: (s[0] != "title", s[1])):
        begin, stop = next((a, b) for f, a, b in spans if f == field and a <= start < b)
        found.append(Mention(field, start, end, type, paper.text(field)[start:end], begin, stop, "gold", 1.0))  # type: ignore[arg-type]
    return found


@cache
def _sentences() -> Language:
    nlp = spacy.blank("en")
    install_tokenizer(nlp)
    nlp.add_pipe("kg_sentences")
    return nlp


def _alias(short: str, long: str) -> Relation:
    return Relation(short, "Method", "aliasOf", long, "Method", "abstract", 0, 0, 1.0)


def names_of(entity: Entity, canonical: Canonical) -> frozenset[str]:
    """Return the names that the gold may know an entity by."""
    return frozenset({canonical(o.mention.text) for o in entity.occurrences} | {name_key(entity.fullest.text)})
