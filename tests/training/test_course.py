"""How fast each weight of a tagger learns."""

from __future__ import annotations

from training.course import Course

FALLING = Course(1, rate=1.0, head_rate=5.0, layer_decay=0.5)
INPUT = ("bert.embeddings.LayerNorm.weight", "bert.encoder.relative_attention_bias.weight")


def test_rates_fall_from_the_head_to_the_input() -> None:
    layers = [FALLING.rate_of(f"bert.encoder.layer.{i}.output.dense.weight", 3) for i in range(3)]
    assert layers == [0.125, 0.25, 0.5]
    assert [FALLING.rate_of(name, 3) for name in INPUT] == [0.0625, 0.0625]
    assert [FALLING.rate_of(name, 3) for name in ("head.weight", "transitions", "shapes.weight")] == [5.0, 5.0, 5.0]


def test_frozen_layers_stay_with_all_that_lies_before_them() -> None:
    course = Course(1, rate=1.0, head_rate=5.0, layer_decay=0.5, frozen=2)
    names = [f"bert.encoder.layer.{i}.output.dense.weight" for i in range(3)]
    assert [course.rate_of(name, 3) for name in names] == [0.0, 0.0, 0.5]
    assert [course.rate_of(name, 3) for name in (*INPUT, "shapes.weight")] == [0.0, 0.0, 0.0]
    assert course.rate_of("head.weight", 3) == 5.0
