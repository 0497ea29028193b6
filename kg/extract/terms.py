"""Terms: noun phrases of the field, known by their last word (`graph neural networks`, `word alignment`)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from spacy.lang.en.stop_words import STOP_WORDS
from spacy.language import Language
from spacy.tokens import Doc, Span, Token

from kg.extract.candidates import propose
from kg.extract.record import EntityType

EXTRACTOR = "terms"


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


#: The last words that make a phrase a term of a type, each with at least one word before it.
HEADS: Mapping[EntityType, frozenset[str]] = {
    "Method": _words(
        "network networks learning embedding embeddings attention parallelism quantization pruning distillation "
        "decoding tuning transformer transformers optimizer optimizers retriever retrievers encoder encoders decoder "
        "decoders autoencoder autoencoders tokenizer tokenizers tokenization prompting regularization normalization "
        "loss losses kernel kernels augmentation retrieval hashing checkpointing pretraining fine-tuning finetuning "
        "sampling clustering regression parser parsers classifier classifiers reranker rerankers reranking caching "
        "compression adaptation descent batching scheduling"
    ),
    "Task": _words(
        "classification detection segmentation recognition translation summarization prediction answering extraction "
        "estimation forecasting recommendation disambiguation linking parsing tagging completion matching labeling "
        "synthesis alignment identification verification localization tracking reconstruction ranking deduplication "
        "transcription diagnosis captioning understanding reasoning"
    ),
    "Metric": _words("accuracy latency throughput rate rates score scores error overhead consumption usage footprint"),
}
_HEAD_TYPE = {head: type for type, heads in HEADS.items() for head in heads}

#: Words that no term begins with or holds: they judge, count or point, or are verbs.
STOPS = frozenset(STOP_WORDS) | _words(
    "novel new efficient effective simple proposed existing current previous recent several various different many "
    "state-of-the-art large-scale significant significantly better best good high higher highest low lower lowest "
    "improved improving improve improves strong robust general standard conventional traditional modern popular "
    "large small larger smaller smallest largest average overall total final initial main key major important "
    "challenging complex accurate fast faster reliable scalable practical promising powerful real-world specific "
    "common multiple single certain particular similar related additional extra extensive comprehensive "
    "use uses used using propose proposes present presents introduce introduces show shows demonstrate demonstrates "
    "achieve achieves achieving perform performs performing enable enables enabling require requires requiring "
    "evaluate evaluates evaluating train trains apply applies applying reduce reduces reducing increase increases "
    "including include includes based like e.g. i.e. et al. paper work study approach method methods model models "
    "task tasks problem problems system systems results result performance quality original corresponding "
    "underlying entire whole full first second third two three four five resulting available public open-source "
    "publicly given target competitive superior comparable baseline baselines ours provide provides support "
    "supports allow allows outperforms outperform leverage leverages leveraging address addresses addressing"
)
_MOST_MODIFIERS: Mapping[EntityType, int] = {"Method": 2, "Task": 2, "Metric": 1}


@Language.component("kg_terms")
def find_terms(doc: Doc) -> Doc:
    """Propose phrases that end in the head of a term."""
    propose(doc, EXTRACTOR, _terms(doc))
    return doc


def _terms(doc: Doc) -> Iterator[Span]:
    for i, token in enumerate(doc):
        type = _HEAD_TYPE.get(token.lower_)
        if type is None:
            continue
        start = _first_modifier(doc, i, _MOST_MODIFIERS[type])
        if start < i:
            yield Span(doc, start, i + 1, label=type)


def _first_modifier(doc: Doc, head: int, most: int) -> int:
    """Return the first token of the words and hyphens that modify the head, at most `most` of them."""
    start, words = head, 0
    while words < most and start > 0 and not doc[start].is_sent_start:
        previous = doc[start - 1]
        if previous.text in "-‐‑–" and start > 1 and doc[start - 2].is_alpha and not previous.whitespace_:
            start -= 1
            if _modifies(doc[start - 1]):
                start -= 1
                continue
            return start + 1
        if not _modifies(previous):
            break
        start, words = start - 1, words + 1
    return start


def _modifies(token: Token) -> bool:
    lower = token.lower_
    return (token.is_alpha or lower.replace("-", "").isalnum()) and not (
        lower in STOPS or lower.endswith("ly") or token.like_num or (token.is_stop and len(lower) < 4)
    )
