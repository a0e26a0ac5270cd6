"""Makes of a sentence-transformers model one in 8 bits that runs without torch: ONNX.

The only importer of sentence_transformers, torch and onnx, which take seconds; it is needed once a model.
"""

from __future__ import annotations

import logging
import os
import tempfile
import warnings
from pathlib import Path
from typing import Any

from briefer.errors import ModelLoadError

INPUTS = ["input_ids", "attention_mask"]
log = logging.getLogger("briefer")


def quantised(folder: Path) -> bytes:
    """Return the transformer of a model in a folder as ONNX with weights of 8 bits, which gives a row for each token.

    Raises ModelLoadError for a model whose vectors are no mean of its tokens' rows.
    """
    log.info("Making an 8-bit copy of the embedder in '%s', once …", folder)
    with tempfile.TemporaryDirectory() as made, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        whole, small = Path(made, "whole.onnx"), Path(made, "small.onnx")
        _export(folder, whole)
        _quantise(whole, small)
        return small.read_bytes()


def _export(folder: Path, to: Path) -> None:
    os.environ["HF_HUB_OFFLINE"] = "1"
    os.environ["HF_HUB_DISABLE_TELEMETRY"] = "1"
    import torch
    from sentence_transformers import SentenceTransformer
    from transformers.utils import logging as bars

    bars.disable_progress_bar()  # type: ignore[no-untyped-call, unused-ignore]
    logging.getLogger("torch.onnx").setLevel(logging.ERROR)

    class Rows(torch.nn.Module):
        def __init__(self, transformer: Any) -> None:
            super().__init__()
            self.transformer: Any = transformer

        def forward(self, input_ids: torch.Tensor, attention_mask: torch.Tensor) -> Any:
            return self.transformer(input_ids=input_ids, attention_mask=attention_mask).last_hidden_state

    model: Any = SentenceTransformer(
        str(folder), device="cpu", local_files_only=True, model_kwargs={"attn_implementation": "eager"}
    )
    if model[1].get_config_dict().get("pooling_mode") != "mean":
        raise ModelLoadError(f"The embedder in '{folder}' does not take the mean of its tokens. Use another.")
    sizes = {0: torch.export.Dim("texts"), 1: torch.export.Dim("length", max=512)}
    sample = tuple(torch.ones(2, 16, dtype=torch.int64) for _ in INPUTS)  # one tensor for both would be one input
    torch.onnx.export(
        Rows(model[0].auto_model).eval(), sample, str(to), input_names=INPUTS, output_names=["rows"],
        dynamic_shapes=(sizes, sizes), dynamo=True, external_data=False, verbose=False,
    )  # fmt: skip


def _quantise(whole: Path, small: Path) -> None:
    from onnxruntime.quantization import QuantType, quantize_dynamic

    logging.getLogger().addFilter(lambda record: "pre-processing" not in record.getMessage())

    # Seven bits of the eight: processors without VNNI would overflow. Per channel the vectors stay within a cosine of
    # .99 of the whole model's.
    quantize_dynamic(whole, small, weight_type=QuantType.QInt8, per_channel=True, reduce_range=True)
