"""An evaluation as lines of text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from kg.evaluate.calibration import Calibration
from kg.evaluate.evaluation import Evaluation
from kg.evaluate.figures import Figures


def evaluation_text(evaluation: Evaluation, errors: int = 0) -> str:
    """Return the tables of an evaluation, with so many mistakes of each kind of fact in context."""
    return "\n".join(_lines(evaluation, errors))


def _lines(evaluation: Evaluation, errors: int) -> Iterator[str]:
    missing = f", {evaluation.missing} of them not predicted" if evaluation.missing else ""
    yield f"{evaluation.papers} gold papers{missing}"
    yield from _table("facts", evaluation.kinds)
    yield from _table("roles", evaluation.roles)
    yield from _table("relations", evaluation.relations)
    if evaluation.calibration:
        yield from _reliability(evaluation.calibration)
    yield "\nmost frequent confusions"
    for confusion in evaluation.confusions:
        yield f"{confusion.count:>6}  {confusion.what}: {'; '.join(confusion.examples)}"
    if errors:
        yield f"\nerrors, the first {errors} of each kind"
        for mistake in evaluation.first_mistakes(errors):
            yield f"  {mistake.paper}  {mistake.what}: {mistake.context}"


def _table(title: str, figures: Mapping[str, Figures]) -> Iterator[str]:
    yield f"\n{title:<14}{'P':>8}{'R':>8}{'F1':>8}{'gold':>8}{'pred':>8}"
    for name, found in figures.items():
        yield (
            f"{name:<14}{found.precision:>8.3f}{found.recall:>8.3f}{found.f1:>8.3f}{found.gold:>8}{found.predicted:>8}"
        )


def _reliability(calibration: Calibration) -> Iterator[str]:
    yield f"\n{'confidence':<14}{'count':>8}{'mean':>8}{'right':>8}"
    for each in calibration.bins:
        yield f"{each.low:.1f} to {each.high:.1f}    {each.count:>8}{each.confidence:>8.3f}{each.precision:>8.3f}"
    yield f"expected calibration error {calibration.error:.3f}"
