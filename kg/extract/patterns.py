"""Names that are built by rule: products with model numbers, metrics with a cut-off."""

from __future__ import annotations

import re
from collections.abc import Mapping

from spacy.language import Language
from spacy.tokens import Doc

from kg.extract.candidates import propose
from kg.extract.document import text_of
from kg.extract.record import EntityType

EXTRACTOR = "patterns"

_GPU_TAIL = r"(?:[- ](?:SXM\d?|PCIe|NVL))?(?:[- ]?\(?\d{2,3} ?G[Bb]?\b\)?)?(?: (?:Tensor Core )?GPUs?)?"
_HARDWARE = (
    # NVIDIA: model numbers that name nothing else stand alone; the short ones need the vendor or "GPU" beside them
    rf"(?:N[Vv][Ii][Dd][Ii][Aa][- ])?(?:Tesla[- ])?(?:A100|H100|H200|H800|A800|V100|P100|B200|B100|A6000|L40S|GB200|GH200){_GPU_TAIL}",
    rf"(?:(?:N[Vv][Ii][Dd][Ii][Aa] )(?:Tesla )?|Tesla )[AHBVPLTKM]\d{{1,4}}[A-Z]?{_GPU_TAIL}",
    r"[AHBVPLTK]\d{1,2}[GS]? GPUs?",
    rf"(?:N[Vv][Ii][Dd][Ii][Aa] )?(?:GeForce |Quadro |Titan )?(?:RTX|GTX)[- ]?A?\d{{3,4}}(?:[- ]?(?:Ti|SUPER|Super|Ada|Max-Q))*{_GPU_TAIL}",
    r"(?:N[Vv][Ii][Dd][Ii][Aa] )?(?:GeForce )?(?:GTX )?T[Ii][Tt][Aa][Nn] (?:X[Pp]?|V|RTX)(?: GPUs?)?",
    r"(?:N[Vv][Ii][Dd][Ii][Aa] )?Jetson(?: (?:AGX|Orin|Xavier|Nano|NX|TX\d))+",
    r"(?:N[Vv][Ii][Dd][Ii][Aa] )DGX(?:[- ](?:A100|H100|B200|SuperPOD|Spark|\d))?",
    r"(?:Google )?(?:Cloud )?TPU[- ]?v?\d[a-z]{0,2}(?:[- ]\d+)?(?: (?:Pods?|pods?|chips?|cores?))?",
    r"(?:AMD )?(?:Instinct )?MI\d{2,3}[XA]?(?: GPUs?)?",
    r"AMD (?:EPYC|Ryzen|Radeon|Threadripper|Instinct)(?: [\w-]*\d[\w-]*)*",
    r"Intel(?:\(R\)|®)? (?:Xeon|Core|Optane|Arc|Gaudi|Stratix|Arria|Loihi|Movidius)(?:\(R\)|®)?(?: (?:Phi|Platinum|Gold|Silver|Ultra|i\d(?:-\w+)?|[\w-]*\d[\w-]*))*(?: CPUs?| processors?)?",
    r"Raspberry Pi(?: (?:Zero(?: 2)?(?: W)?|Pico|\d[AB]?\+?))?",
    r"Apple (?:[MA]\d{1,2})(?: (?:Pro|Max|Ultra|Bionic))?",
    r"(?:Qualcomm )?Snapdragon(?: \d+\w*)?(?: Gen \d)?",
    r"(?:Huawei )?Ascend[- ]?\d{3}[A-Z]?(?: NPUs?)?",
    r"(?:Xilinx |AMD )?(?:Alveo )U\d{2,3}[A-Z]?",
    r"(?:Xilinx )?(?:Zynq|Virtex|Kintex|Artix|Versal)(?:[- ](?:UltraScale\+?|\w*\d\w*))*",
    r"(?:Amazon |AWS )?(?:Trainium|Inferentia)[- ]?\d?",
    r"(?:ESP32|STM32|nRF52|Arduino)(?:[- ]?\w*\d\w*)?",
    r"Cortex-[AMRX]\d+",
    r"Unitree (?:Go|G|H|A|B)\d",
)
_METRIC = (
    r"(?:[Rr]ecall|[Pp]recision|[Hh]its?|Hit ?[Rr]ate|HR|[Nn]DCG|MRR|MAP|mAP|P|R|F1|Acc(?:uracy)?|[Pp]ass|[Ss]uccess|[Tt]op|AP|AR|IoU|PCK|SR)@(?:\d+(?:\.\d+)?|[kKnN])\b",
    r"[Tt]op[- ]?\d (?:accuracy|error)(?: rate)?",
    r"(?:[Mm]acro|[Mm]icro|[Ww]eighted)[- ](?:averaged? )?F1(?:[- ]?[Ss]cores?)?",
    r"F1[- ][Ss]cores?|F1|F[- ]?0\.5|F-measure",
    r"(?:ROUGE|BLEU|Rouge)-(?:\d|L|Lsum|SU4)",
    r"AP(?:50|75)|mAP(?:50)?",
    r"(?:R|P)@\d+",
)


def _any_of(patterns: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-])(?:{'|'.join(f'(?:{pattern})' for pattern in patterns)})(?!\w)")


PATTERNS: Mapping[EntityType, re.Pattern[str]] = {"Hardware": _any_of(_HARDWARE), "Metric": _any_of(_METRIC)}


@Language.component("kg_patterns")
def find_patterns(doc: Doc) -> Doc:
    """Propose what the patterns match, where it begins and ends with tokens."""
    text = text_of(doc)
    propose(
        doc,
        EXTRACTOR,
        (
            doc.char_span(match.start(), match.end(), label=type)
            for type, pattern in PATTERNS.items()
            for match in pattern.finditer(text)
        ),
    )
    return doc
