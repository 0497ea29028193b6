"""Export a tagger to ONNX with int8 weights.

python -m training.export build/accurate.pt --name accurate
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn

from kg.extract.labels import LABELS
from kg.extract.models import FOLDER
from training.accurate import load_tokenizer, pretrained
from training.tagger import Tagger


class _Scorer(nn.Module):
    """The tagger for one unpadded text."""

    def __init__(self, tagger: Tagger) -> None:
        super().__init__()
        self.tagger = tagger

    def forward(self, ids: Tensor, shapes: Tensor) -> Tensor:
        """Return scores of labels for each piece."""
        scores: Tensor = self.tagger(ids, shapes, torch.ones_like(ids))
        return scores


def export_onnx(tagger: Tagger, path: Path) -> None:
    """Write the tagger with weights of eight bits."""
    tagger.bert.set_attn_implementation("eager")
    inputs = torch.randint(1000, 2000, (1, 32))
    export_network(
        _Scorer(tagger),
        {"ids": inputs, "shapes": torch.ones_like(inputs)},
        {"ids": {1: "pieces"}, "shapes": {1: "pieces"}, "scores": {1: "pieces"}},
        ["scores"],
        path,
    )


def export_network(
    module: nn.Module,
    inputs: Mapping[str, Tensor],
    axes: Mapping[str, Mapping[int, str]],
    outputs: Sequence[str],
    path: Path,
) -> None:
    """Write a module with weights of eight bits; `inputs` are examples, `axes` names their sides of any length."""
    with tempfile.TemporaryDirectory() as folder:
        whole = Path(folder) / "whole.onnx"
        torch.onnx.export(
            module.eval(),
            tuple(inputs.values()),
            whole,
            input_names=list(inputs),
            output_names=list(outputs),
            dynamic_axes={name: dict(each) for name, each in axes.items()},
            dynamo=False,
            opset_version=17,
        )
        quantize_dynamic(whole, path, weight_type=QuantType.QInt8, per_channel=True)
    network = onnx.load(path)
    network.producer_name = network.producer_version = network.doc_string = ""
    network.graph.doc_string = ""
    onnx.save(network, path)


def write_description(name: str, described: dict[str, object]) -> None:
    """Write what goes with a model's weights."""
    (FOLDER / f"{name}.json").write_text(json.dumps(described) + "\n", encoding="utf-8")


def main() -> None:
    """Export; what rules add is nothing until it is learned."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("trained", type=Path)
    parser.add_argument("--weights", type=Path, default=pretrained(), help="folder of the pre-trained model")
    parser.add_argument("--layers", type=int, help="keep only the first layers")
    parser.add_argument("--name", required=True)
    parser.add_argument("--beside", help="a model already exported whose scores are averaged with this one's")
    args = parser.parse_args()
    FOLDER.mkdir(exist_ok=True)
    tagger = Tagger(args.weights, args.layers)
    tagger.load_state_dict(torch.load(args.trained))
    export_onnx(tagger.eval(), FOLDER / f"{args.name}.onnx")
    load_tokenizer(args.weights).save(str(FOLDER / "wordpieces.json"), pretty=False)
    networks, transitions = [f"{args.name}.onnx"], tagger.transitions.detach()
    if args.beside:
        beside = json.loads((FOLDER / f"{args.beside}.json").read_text(encoding="utf-8"))
        networks += beside["networks"]
        transitions = (transitions + torch.tensor(beside["transitions"])) / 2
    described = {
        "labels": list(LABELS),
        "networks": networks,
        "transitions": [[round(v, 4) for v in row] for row in transitions.tolist()],
        "evidence": {},
        "scale": 1.0,
        "calibration": [1.0, 0.0],
    }
    write_description(args.name, described)


if __name__ == "__main__":
    main()
