"""Turns texts into vectors. The only importer of sentence_transformers; knows nothing of what the texts are."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from briefer.config import share_cores
from briefer.errors import ModelLoadError

FloatMatrix = NDArray[np.float32]


class Embedder(Protocol):
    """A model that places texts near each other when they mean the same."""

    @property
    def name(self) -> str:
        """Return the name that an index remembers it by."""

    def encode(self, texts: Sequence[str]) -> FloatMatrix:
        """Return one unit-length row per text. Shape (len(texts), dim), float32, in input order."""


class SentenceTransformerEmbedder:
    """A sentence-transformers model in a local folder. Loads at first use."""

    def __init__(self, path: Path, *, name: str) -> None:
        self.name = name
        self._path = path
        self._model: object | None = None

    def encode(self, texts: Sequence[str]) -> FloatMatrix:
        """Return one unit-length row per text.

        Shape (len(texts), dim), float32, in input order. Raises ModelLoadError if the folder holds no model.
        """
        model = self._model or self._load()
        rows = model.encode(  # type: ignore[attr-defined]
            list(texts),
            batch_size=32,
            normalize_embeddings=True,
            convert_to_numpy=True,
            show_progress_bar=False,
        )
        return np.asarray(rows, dtype=np.float32)

    def _load(self) -> object:
        share_cores()
        os.environ["HF_HUB_OFFLINE"] = "1"
        os.environ["HF_HUB_DISABLE_TELEMETRY"] = "1"
        os.environ["TOKENIZERS_PARALLELISM"] = "false"
        from sentence_transformers import SentenceTransformer
        from transformers.utils import logging

        logging.disable_progress_bar()  # type: ignore[no-untyped-call, unused-ignore]
        try:
            self._model = SentenceTransformer(str(self._path), device="cpu", local_files_only=True)
        except (OSError, ValueError, KeyError) as exc:
            raise ModelLoadError(
                f"The embedder in '{self._path}' cannot be loaded ({exc}). "
                f"Fetch it again: brief models pull {self.name}"
            ) from exc
        return self._model


class HashingEmbedder:
    """A fake that needs no model: texts are near when they share words. For tests."""

    name = "hashing"
    dim = 64

    def encode(self, texts: Sequence[str]) -> FloatMatrix:
        """Return one unit-length row per text."""
        rows = np.zeros((len(texts), self.dim), dtype=np.float32)
        for row, text in zip(rows, texts, strict=True):
            for word in re.findall(r"\w+", text.lower()) or [""]:
                row[int(hashlib.sha256(word.encode()).hexdigest(), 16) % self.dim] += 1
        return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), dtype=np.float32)
