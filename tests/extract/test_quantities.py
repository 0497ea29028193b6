"""The grammar of numbers and units: each case is a text and the quantities in it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.extract.quantities import find_quantities
from kg.extract.units import UNIT_PATTERN, unit_of

Found = list[tuple[str, str | None]]


def values(text: str) -> Found:
    return [(q.value, q.unit.symbol if q.unit else None) for q in find_quantities(text)]


PERCENT = [
    ("by 41% there", [("41", "%")]),
    ("by 41 % there", [("41", "%")]),
    (r"by 41\% there", [("41", "%")]),
    ("by 41 percent there", [("41", "%")]),
    ("by 41 per cent there", [("41", "%")]),
    ("by $41\\%$ there", [("41", "%")]),
    ("by 0.5% there", [("0.5", "%")]),
    ("by .5% there", [(".5", "%")]),
    ("up to 98.25%.", [("98.25", "%")]),
    ("(99%)", [("99", "%")]),
    ("~25% less", [("25", "%")]),
    ("≈25% less", [("25", "%")]),
    (r"$\sim$25% less", [("25", "%")]),
    (r"$\approx 31.8%$ rate", [("31.8", "%")]),
    (">90% recall", [("90", "%")]),
    ("a 52%-reduction", [("52", "%")]),
]
POINTS = [
    ("by 3.2 points", [("3.2", "points")]),
    ("by 1 point", [("1", "points")]),
    ("by 2 pts", [("2", "points")]),
    ("by 4.1 absolute points", [("4.1", "points")]),
    ("a 2-point gain", [("2", "points")]),
    ("by 3 average points", [("3", "points")]),
    ("1.5 BLEU points", [("1.5", "points")]),
    ("20 F1 percentage points", [("20", "percentage points")]),
    ("by 12 percentage points", [("12", "percentage points")]),
    ("by 12 percentage-points", [("12", "percentage points")]),
    ("by 3 percent points", [("3", "percentage points")]),
    ("by 15 pp on heath", [("15", "percentage points")]),
    (r"by 15\,pp on heath", [("15", "percentage points")]),
    ("by 7.5% points", [("7.5", "percentage points")]),
    ("by 2.3 p.p. there", [("2.3", "percentage points")]),
]
FACTORS = [
    ("3.2x faster", [("3.2", "x")]),
    ("3.2X faster", [("3.2", "x")]),
    ("3.2× faster", [("3.2", "x")]),
    ("3.2 × faster", [("3.2", "x")]),
    ("up to 3.2x.", [("3.2", "x")]),
    ("3.2$\\times$ faster", [("3.2", "x")]),
    ("$3.2\\times$ faster", [("3.2", "x")]),
    (r"${\sim}2.5\times$ less", [("2.5", "x")]),
    ("5 times as wet", [("5", "x")]),
    ("five times as wet", [("5", "x")]),
    ("a 10-fold gain", [("10", "x")]),
    ("a 10 fold gain", [("10", "x")]),
    ("ten-fold", [("10", "x")]),
    ("1,000x cheaper", [("1,000", "x")]),
    ("two orders of magnitude", [("2", "orders of magnitude")]),
    ("an order of magnitude", [("1", "orders of magnitude")]),
    ("3 orders of magnitude", [("3", "orders of magnitude")]),
    ("twice as fast", [("2", "x")]),
    ("half of the moss", [("0.5", "x")]),
]
RANGES = [
    ("12-30% faster", [("12-30", "%")]),
    ("12–30% faster", [("12-30", "%")]),
    ("12—30% faster", [("12-30", "%")]),
    ("12--30% faster", [("12-30", "%")]),
    ("12 - 30% faster", [("12-30", "%")]),
    ("12 to 30% faster", [("12-30", "%")]),
    ("12% to 30% faster", [("12-30", "%")]),
    ("12%-30% faster", [("12-30", "%")]),
    (r"12\%--30\% faster", [("12-30", "%")]),
    ("between 12 and 30%", [("12-30", "%")]),
    ("between 12% and 30%", [("12-30", "%")]),
    ("from 2x to 5x", [("2-5", "x")]),
    ("2x-5x faster", [("2-5", "x")]),
    ("1.2x - 10.0x faster", [("1.2-10.0", "x")]),
    ("1.24-2.01$\\times$", [("1.24-2.01", "x")]),
    (r"4.7$\sim$71.3$\times$", [("4.7-71.3", "x")]),
    ("4-5x and 20-25x", [("4-5", "x"), ("20-25", "x")]),
    ("10,000-20,000 QPS", [("10,000-20,000", "QPS")]),
    ("7B-141B", [("7B-141B", None)]),
    ("1-2 points", [("1-2", "points")]),
    ("ranging from 56.7% to 75.2%", [("56.7-75.2", "%")]),
    ("ranges from 0.74 to 0.83", [("0.74-0.83", None)]),
    ("ranged from 7 to 21 points", [("7-21", "points")]),
    ("3 to 5 hours", [("3-5", "hours")]),
]
NO_RANGES = [
    ("from 23.1 to 27.4 BLEU", [("23.1", "BLEU"), ("27.4", "BLEU")]),
    ("from 61.11% to 74.77%", [("61.11", "%"), ("74.77", "%")]),
    ("from 154 GB to 57 GB", [("154", "GB"), ("57", "GB")]),
    ("from 32.0 to 39.7", [("32.0", None), ("39.7", None)]),
    ("2.27 and 2.5 times", [("2.27", "x"), ("2.5", "x")]),
    ("12 and 30%", [("12", "%"), ("30", "%")]),
    ("12 and 30 ms", [("12", "ms"), ("30", "ms")]),
    ("in 2019 and 30%", [("2019", None), ("30", "%")]),
    ("12 and 30 tokens", [("12", None), ("30", "tokens")]),
    ("12% and 30%", [("12", "%"), ("30", "%")]),
    ("by 12%, 15%, and 30%", [("12", "%"), ("15", "%"), ("30", "%")]),
    ("2 fens and 30%", [("2", None), ("30", "%")]),
    ("0.98 BLEU-4", [("0.98", "BLEU")]),
]
THOUSANDS = [
    ("1,024 ferns", [("1,024", None)]),
    ("1,234,567 ferns", [("1,234,567", None)]),
    ("1,200 GB/s", [("1,200", "GB/s")]),
    ("12,500.5 ms", [("12,500.5", "ms")]),
    ("840K tokens", [("840K", "tokens")]),
    ("7B parameters", [("7B", "parameters")]),
    ("1.6T parameters", [("1.6T", "parameters")]),
    ("0.28M parameters", [("0.28M", "parameters")]),
    ("1.4 million tokens", [("1.4 million", "tokens")]),
    ("175 billion parameters", [("175 billion", "parameters")]),
    ("one million tokens", [("1000000", "tokens")]),
    ("4 trillion", [("4 trillion", None)]),
]
LEVELS = [
    ("83.5 accuracy (+2.1)", [("83.5", None), ("2.1", None)]),
    ("0.671 +/- 0.080", [("0.671", None)]),
    ("88.4 ± 0.3%", [("88.4", "%")]),
    ("$0.145 \\pm 0.046$ dB", [("0.145", "dB")]),
    ("an AUC of 0.83", [("0.83", None)]),
    ("WER=8.1%", [("8.1", "%")]),
    (r"at \textasciitilde50,000 queries per second", [("50,000", "queries per second")]),
    ("an accuracy of 0.884.", [("0.884", None)]),
    ("(r=-0.256, p<0.0001)", [("0.256", None), ("0.0001", None)]),
    ("59.1 mAP and 65.6 NDS", [("59.1", "mAP"), ("65.6", None)]),
    ("12 BLEU and 12 COMET", [("12", "BLEU"), ("12", "COMET")]),
    ("27.4 sacreBLEU", [("27.4", "sacreBLEU")]),
    ("41.2 ROUGE-L", [("41.2", "ROUGE-L")]),
    ("31.2 F1", [("31.2", "F1")]),
    ("78.1 mIoU", [("78.1", "mIoU")]),
    ("3.3 AP on heath", [("3.3", "AP")]),
    ("27.9 PSNR", [("27.9", "PSNR")]),
]
TIMES = [
    ("12 ms", [("12", "ms")]),
    ("12ms", [("12", "ms")]),
    ("12 milliseconds", [("12", "milliseconds")]),
    ("3 μs", [("3", "μs")]),
    ("3 µs", [("3", "µs")]),
    ("40 ns", [("40", "ns")]),
    ("1.5 s", [("1.5", "s")]),
    ("7 seconds", [("7", "seconds")]),
    ("7 secs", [("7", "secs")]),
    ("30 minutes", [("30", "minutes")]),
    ("5 hours", [("5", "hours")]),
    ("five hours", [("5", "hours")]),
    ("3 days", [("3", "days")]),
    ("120 GPU hours", [("120", "GPU hours")]),
    ("120 GPU-days", [("120", "GPU-days")]),
]
SIZES_AND_RATES = [
    ("32 GB", [("32", "GB")]),
    ("32GB", [("32", "GB")]),
    ("16 GiB", [("16", "GiB")]),
    ("256-KB of it", [("256", "KB")]),
    ("1.5TB of it", [("1.5", "TB")]),
    ("8 bytes", [("8", "bytes")]),
    ("30 FPS", [("30", "FPS")]),
    ("30 frames per second", [("30", "frames per second")]),
    ("2,700 tokens/s", [("2,700", "tokens/s")]),
    ("2,700 tokens per second", [("2,700", "tokens per second")]),
    ("100 queries per second", [("100", "queries per second")]),
    ("10 Gbps", [("10", "Gbps")]),
    ("2.4 GHz", [("2.4", "GHz")]),
    ("600 GB/s", [("600", "GB/s")]),
]
COMPUTE_ENERGY_LENGTH = [
    ("312 TFLOPS", [("312", "TFLOPS")]),
    ("312 TFLOPs", [("312", "TFLOPs")]),
    ("502 petaFLOP/s", [("502", "petaFLOP/s")]),
    ("25 petaflops", [("25", "petaflops")]),
    ("4.1 GFLOPs", [("4.1", "GFLOPs")]),
    ("26 TOPS/W", [("26", "TOPS/W")]),
    ("300 GMACs", [("300", "GMACs")]),
    ("800 mW", [("800", "mW")]),
    ("15 W", [("15", "W")]),
    ("2.1 mJ", [("2.1", "mJ")]),
    ("40 joules", [("40", "joules")]),
    ("3 kWh", [("3", "kWh")]),
    ("12 dB", [("12", "dB")]),
    ("$0.32$m", [("0.32", "m")]),
    ("0.32 m", [("0.32", "m")]),
    ("5 cm", [("5", "cm")]),
    ("30 meters", [("30", "meters")]),
    ("3.5 degrees", [("3.5", "degrees")]),
    ("45°", [("45", "°")]),
]
NONE = [
    ("GPT-3.5", []),
    ("Llama2 and T5", []),
    ("8-bit moss", []),
    ("a 3D moss", []),
    ("4x4 tiles", []),
    ("10^5 ferns", []),
    ("version 1.2.3", []),
    ("Recall@10", []),
    ("2_5", []),
    ("the 5th fern", []),
    ("O(n2)", []),
    ("moss, fern, and peat", []),
    ("one fern and two mosses", []),
    ("11-class moss", []),
    ("", []),
]
SIGNS = [("+3.3 AP", "+"), ("-5.3 points", "-"), ("−3.2%", "-"), ("by −3.2%", "-"), ("(+2.1)", "+"), ("3.2%", "")]
CASES = [
    case
    for group in (PERCENT, POINTS, FACTORS, RANGES, NO_RANGES, THOUSANDS, LEVELS, TIMES, SIZES_AND_RATES,
                  COMPUTE_ENERGY_LENGTH, NONE)
    for case in group
]  # fmt: skip


@pytest.mark.parametrize(("text", "found"), CASES)
def test_a_number_is_found_with_its_unit(text: str, found: Found) -> None:
    assert values(text) == found


def test_there_are_many_cases_and_none_twice() -> None:
    assert len({text for text, _ in CASES}) == len(CASES) >= 150


@pytest.mark.parametrize(("text", "sign"), SIGNS)
def test_the_sign_before_a_number_is_kept_apart_from_it(text: str, sign: str) -> None:
    (quantity,) = find_quantities(text)
    assert quantity.sign == sign
    assert quantity.value[0].isdigit()


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("1,024 ferns", (1024.0,)),
        ("12-30%", (12.0, 30.0)),
        ("840K tokens", (840_000.0,)),
        ("1.6T parameters", (1.6e12,)),
        ("one million tokens", (1e6,)),
        ("1.4 million", (1.4e6,)),
        ("two orders of magnitude", (2.0,)),
        ("half", (0.5,)),
        (".5%", (0.5,)),
    ],
)
def test_the_numbers_of_a_quantity_count_in_its_scale(text: str, numbers: tuple[float, ...]) -> None:
    (quantity,) = find_quantities(text)
    assert quantity.numbers == numbers


@pytest.mark.parametrize(
    ("text", "exact"),
    [
        ("by 41% there", "41%"),
        ("by 12% to 30% there", "12% to 30%"),
        ("a +3.3 AP gain", "3.3 AP"),
        (r"by $22\%$ there", r"22\%"),
        ("it is twice as fast", "twice"),
    ],
)
def test_offsets_are_of_the_number_and_its_unit(text: str, exact: str) -> None:
    (quantity,) = find_quantities(text)
    assert text[quantity.start : quantity.end] == exact


@pytest.mark.parametrize(
    ("written", "symbol", "kind"),
    [
        ("percent", "%", "percent"),
        ("×", "x", "factor"),
        ("pp", "percentage points", "points"),
        ("tokens/s", "tokens/s", "rate"),
        ("GB", "GB", "data"),
        ("GB/s", "GB/s", "rate"),
        ("TFLOPS", "TFLOPS", "compute"),
        ("mJ", "mJ", "energy"),
        ("mAP", "mAP", "score"),
        ("parameters", "parameters", "count"),
    ],
)
def test_a_unit_has_a_symbol_and_a_kind(written: str, symbol: str, kind: str) -> None:
    unit = unit_of(written)
    assert (unit.symbol, unit.kind) == (symbol, kind)


def test_what_is_no_unit_is_refused() -> None:
    with pytest.raises(ValueError, match="no unit: 'ferns'"):
        unit_of("ferns")
    assert "%" in UNIT_PATTERN


_PIECES = st.sampled_from(
    ["12", "3.5", "1,000", "-", "to", "and", "between", "from", "%", "x", "ms", "$", "\\times", "\\%", " ", ".", ",",
     "a", "twice", "K", "(", ")", "+", "BLEU"]
)  # fmt: skip


@given(st.one_of(st.text(max_size=60), st.lists(_PIECES, max_size=25).map("".join)))
def test_quantities_of_any_text_are_in_order_within_it_and_do_not_overlap(text: str) -> None:
    end = 0
    for quantity in find_quantities(text):
        assert end <= quantity.start < quantity.end <= len(text)
        assert 1 <= len(quantity.numbers) <= 2
        written = text[quantity.start : quantity.end]
        assert written[0].isalpha() or written.startswith(quantity.value.split("-")[0])
        end = quantity.end
