"""Remembers the vectors of texts, since a run is over the same articles many times."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from briefer.models.embedder import Embedder, FloatMatrix, Titled


class RememberingEmbedder:
    """An embedder that asks another for a text's vector only once."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self._known: dict[str, FloatMatrix] = {}
        self._titled: dict[Titled, FloatMatrix] = {}

    @property
    def name(self) -> str:
        """Return the other's name, since the vectors are its."""
        return self._embedder.name

    def encode(self, texts: Sequence[str]) -> FloatMatrix:
        """Return one unit-length row per text."""
        new = [text for text in dict.fromkeys(texts) if text not in self._known]
        if new:
            self._known |= zip(new, self._embedder.encode(new), strict=True)
        return np.stack([self._known[text] for text in texts])

    def encode_titled(self, texts: Sequence[Titled]) -> list[FloatMatrix]:
        """Return for each text the unit-length rows of the whole and of each part."""
        new = [text for text in dict.fromkeys(texts) if text not in self._titled]
        if new:
            self._titled |= zip(new, self._embedder.encode_titled(new), strict=True)
        return [self._titled[text] for text in texts]
