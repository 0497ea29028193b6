"""Products with model numbers and metrics with a cut-off are found whole."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kg.extract.patterns import PATTERNS
from kg.extract.record import EntityType, Record

HARDWARE = [
    "A100-80GB", "A100", "A100 GPUs", "H100 80GB", "H200", "NVIDIA A100", "NVIDIA V100 GPUs", "Tesla V100", "NVIDIA T4",
    "NVIDIA H100 Tensor Core GPUs", "T4 GPUs", "RTX 4090", "NVIDIA GeForce RTX 3090", "GeForce RTX 2080 Ti", "GTX 1080",
    "TITAN RTX", "Titan Xp", "Jetson AGX Orin", "NVIDIA Jetson Nano", "NVIDIA DGX-2", "TPU v4", "TPUv3",
    "Google TPU v3", "TPU v5e", "AMD MI250X", "Instinct MI300X", "AMD EPYC 7763", "Intel Xeon Gold 6248",
    "Intel Xeon CPU", "Intel Core i7-9700K", "Intel Xeon Phi", "Raspberry Pi 4B", "Raspberry Pi Zero 2 W",
    "Apple M1 Max",
    "Snapdragon 8 Gen 2", "Ascend 910B", "Alveo U280", "Zynq UltraScale+", "AWS Trainium", "ESP32", "Cortex-M4",
    "Unitree Go1",
]  # fmt: skip
METRICS = [
    "Recall@10", "recall@100", "nDCG@10", "NDCG@5", "MRR@10", "Hits@1", "P@5", "R@1", "pass@1", "mAP@0.5", "Success@5",
    "top-1 accuracy", "Top-5 error rate", "top 1 accuracy", "macro-F1", "Micro-averaged F1 score", "F1", "F1 score",
    "F1-score", "F-measure", "ROUGE-L", "ROUGE-2", "BLEU-4", "AP50", "AP75", "mAP50",
]  # fmt: skip


@pytest.mark.parametrize(
    ("type", "name"), [*(("Hardware", name) for name in HARDWARE), *(("Metric", name) for name in METRICS)]
)
def test_a_pattern_matches_the_whole_name(type: EntityType, name: str) -> None:
    assert [match[0] for match in PATTERNS[type].finditer(f"with {name}, then")] == [name]


@pytest.mark.parametrize(
    ("type", "text"),
    [
        ("Hardware", "XA100"),
        ("Hardware", "A1000x"),
        ("Hardware", "in A4 format"),
        ("Hardware", "the M1 motorway"),
        ("Hardware", "an Apple pie"),
        ("Hardware", "Intel hired them"),
        ("Metric", "F16"),
        ("Metric", "write to fern@10.example"),
        ("Metric", "top-1 fern"),
        ("Metric", "rouge-red"),
    ],
)
def test_a_pattern_leaves_what_only_resembles_a_name(type: EntityType, text: str) -> None:
    assert PATTERNS[type].search(text) is None


@pytest.mark.parametrize(
    "name", ["A100-80GB", "TPU v4", "RTX 4090", "NVIDIA V100 GPUs", "Jetson AGX Orin", "Intel Xeon Gold 6248"]
)
def test_hardware_with_a_model_number_is_a_mention(extract: Callable[..., Record], name: str) -> None:
    abstract = f"It runs on {name}, at night."
    assert [(m.type, m.text, m.start) for m in extract(abstract).mentions] == [("Hardware", name, 11)]


@pytest.mark.parametrize("name", ["Recall@10", "nDCG@10", "top-1 accuracy", "ROUGE-L", "F1"])
def test_a_metric_with_a_cut_off_is_a_mention(extract: Callable[..., Record], name: str) -> None:
    abstract = f"We report {name}, at night."
    assert [(m.type, m.text, m.start) for m in extract(abstract).mentions] == [("Metric", name, 10)]


@pytest.mark.parametrize("tail", [".", ")", "; then"])
def test_a_pattern_ends_where_punctuation_begins(extract: Callable[..., Record], tail: str) -> None:
    assert [m.text for m in extract(f"It runs on A100{tail}").mentions] == ["A100"]
