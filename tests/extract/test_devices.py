"""What is said and known of devices."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kg.extract.devices import device_of
from kg.extract.record import Device, Mention, Record, record_from_json, record_to_json

Extract = Callable[..., Record]


def device(text: str, name: str) -> Device:
    start = text.index(name)
    return device_of(Mention("abstract", start, start + len(name), "Hardware", name, 0, len(text), "reader", 0.9), text)


@pytest.mark.parametrize(
    ("text", "name", "count"),
    [
        ("We train on 64 A100 GPUs.", "A100 GPUs", 64),
        ("We train on 2,048 Cloud TPU v3 cores.", "TPU v3 cores", 2048),
        ("We train on 8x A100 GPUs.", "A100 GPUs", 8),
        ("We train on 8 × A100 GPUs.", "A100 GPUs", 8),
        ("We train on 8 80GB A100 GPUs.", "A100 GPUs", 8),
        ("We train on 8 NVIDIA A100 GPUs.", "A100 GPUs", 8),
        ("We train on four V100 GPUs.", "V100 GPUs", 4),
        ("It runs on a single A100.", "A100", 1),
        ("It runs on one consumer GPU.", "GPU", 1),
        ("It runs on a GPU.", "GPU", None),
        ("It runs on single GPUs.", "GPUs", None),
        ("It runs on GPUs.", "GPUs", None),
        ("It runs GPT-3 on GPUs.", "GPUs", None),
        ("Of 3 models on GPUs.", "GPUs", None),
        ("It has 24 GB GPU memory.", "GPU", None),
        ("It gains 1.5 GPU hours.", "GPU", None),
        ("64 GPUs", "GPUs", 64),
    ],
)
def test_the_number_before_devices_is_their_count(text: str, name: str, count: int | None) -> None:
    assert device(text, name).count == count


@pytest.mark.parametrize(
    ("text", "name", "memory"),
    [
        ("on an 80GB A100 GPU", "A100 GPU", 80),
        ("on an 80 GB A100 GPU", "A100 GPU", 80),
        ("on 8 A100-80GB GPUs", "A100-80GB GPUs", 80),
        ("on an RTX 4090", "RTX 4090", 24),
        ("on a GPU", "GPU", None),
    ],
)
def test_memory_is_what_the_text_says_or_else_what_is_known(text: str, name: str, memory: int | None) -> None:
    assert device(text, name).memory_gb == memory


@pytest.mark.parametrize(
    ("name", "vendor", "family", "kind"),
    [
        ("NVIDIA A100 GPU", "NVIDIA", "NVIDIA GPU", "datacentre GPU"),
        ("RTX 4090", "NVIDIA", "NVIDIA GPU", "consumer GPU"),
        ("Jetson Nano", "NVIDIA", "NVIDIA Jetson", "edge device"),
        ("TPU v4", "Google", "Google TPU", "TPU"),
        ("FPGA", None, "accelerator", "FPGA"),
        ("Intel Mossbridge CPUs", "Intel", None, "CPU"),
        ("nvidia Fern 9 GPU", "NVIDIA", None, "GPU"),
        ("mossboard", None, None, None),
    ],
)
def test_vendor_family_and_kind_are_known_by_name(
    name: str, vendor: str | None, family: str | None, kind: str | None
) -> None:
    found = device(f"on {name}", name)
    assert (found.vendor, found.family, found.kind) == (vendor, family, kind)


def test_mentions_of_hardware_and_no_others_have_a_device_that_survives_writing(extract: Extract) -> None:
    record = extract("We train BERT on 64 A100 GPUs.")
    assert {m.text: m.device and m.device.count for m in record.mentions} == {"BERT": None, "A100 GPUs": 64}
    assert record_from_json(record_to_json(record)) == record


def test_a_record_written_before_there_were_devices_is_read_without_them(extract: Extract) -> None:
    data = record_to_json(extract("We train BERT on 64 A100 GPUs."))
    for mention in data["mentions"]:
        del mention["device"]
    assert [m.device for m in record_from_json(data).mentions] == [None, None]
