"""Hardware: what a mention says of the devices, and what is known of them by name.

`on 64 A100 GPUs` is 64 devices of NVIDIA's datacentre kind. What the text says wins over what `ontology/hardware.tsv`
knows; a name that is not known has the kind that its last word tells.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from kg.extract.record import Device, Mention
from kg.gazetteer import Name, load_gazetteer
from kg.resolve.normal_form import normal_form

_COUNTS: Mapping[str, int] = {
    "one": 1, "single": 1, "two": 2, "dual": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7,
    "eight": 8, "nine": 9, "ten": 10, "twelve": 12, "sixteen": 16, "thirty-two": 32, "sixty-four": 64,
}  # fmt: skip
_ADJECTIVES = (
    "NVIDIA|Nvidia|AMD|Intel|Google|Cloud|Apple|Tesla|consumer|consumer-grade|commodity|identical|physical|virtual|"
    "high-end|low-end|modern|parallel|desktop|server|embedded|GPU|discrete"
)
_BEFORE = re.compile(
    rf"(?:(?<![\w.,])(?P<count>\d{{1,3}}(?:,\d{{3}})+|\d+|(?i:{'|'.join(sorted(_COUNTS, key=len, reverse=True))}))"
    r"\s?[x×]?[\s-]+)?"
    r"(?:(?P<memory>\d+)[\s-]?GB\s+)?"
    rf"(?:(?:{_ADJECTIVES})\s+){{0,2}}$"
)
_MEMORY = re.compile(r"(?<![\d.])(\d+)[\s-]?GB\b")
_VENDORS = re.compile(r"\b(?:NVIDIA|AMD|Intel|Google|Apple|Qualcomm|Huawei|Samsung|Xilinx|IBM|Arm|Microsoft)\b", re.I)
#: Names of vendors that are not written as `str.title` writes them.
_VENDOR_NAMES: Mapping[str, str] = {"nvidia": "NVIDIA", "amd": "AMD", "ibm": "IBM"}
_KINDS: Mapping[str, str] = {
    "gpu": "GPU", "cpu": "CPU", "tpu": "TPU", "npu": "accelerator", "fpga": "FPGA", "accelerator": "accelerator",
    "asic": "accelerator", "processor": "CPU", "phone": "mobile device", "smartphone": "mobile device",
    "microcontroller": "edge device", "supercomputer": "supercomputer", "robot": "robot", "ssd": "storage",
    "dram": "memory", "sram": "memory", "hbm": "memory",
}  # fmt: skip


def device_of(mention: Mention, text: str) -> Device:
    """Return what is said and known of the devices that a mention of hardware names; `text` is that of its field."""
    said = _BEFORE.search(text[max(mention.sentence_start, mention.start - 60) : mention.start])
    count, memory = (said["count"], said["memory"]) if said else (None, None)
    inside = _MEMORY.search(mention.text)
    known = _known_name(mention.text)
    attributes = known.attributes if known else {}
    memory = memory or (inside[1] if inside else None) or attributes.get("memory_gb")
    return Device(
        vendor=attributes.get("vendor") or _vendor(mention.text),
        family=_family(known),
        kind=attributes.get("class") or _kind(mention.text),
        memory_gb=int(float(memory)) if memory else None,
        count=_count(count, mention.text) if count else None,
    )


def _count(written: str, name: str) -> int | None:
    """Return the number of devices; one of what is named in the plural says nothing."""
    number = _COUNTS.get(written.lower()) or (int(written.replace(",", "")) if written[0].isdigit() else None)
    return None if number == 1 and name.endswith("s") else number


def _vendor(name: str) -> str | None:
    match = _VENDORS.search(name)
    return _VENDOR_NAMES.get(match[0].lower(), match[0].title()) if match else None


def _kind(name: str) -> str | None:
    words = normal_form(name).split()
    return next((_KINDS[word] for word in reversed(words) if word in _KINDS), None)


def _family(known: Name | None) -> str | None:
    return known.broader[0] if known and known.broader else None


def _known_name(surface: str) -> Name | None:
    """Return the known name; where there is none, that of the surface without a word for devices at its end."""
    form = normal_form(surface)
    names = _names()
    return names.get(form) or names.get(form.rpartition(" ")[0])


@cache
def _names() -> Mapping[str, Name]:
    names = [name for name in load_gazetteer() if name.type == "Hardware"]
    return {normal_form(form): name for name in reversed(names) for form in name.forms}
