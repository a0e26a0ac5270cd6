"""Turns texts into vectors: the only importer of onnxruntime. Knows nothing of what the texts are."""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
from numpy.typing import NDArray

from briefer.errors import ModelLoadError

if TYPE_CHECKING:
    from tokenizers import Encoding, Tokenizer

FloatMatrix = NDArray[np.float32]
LONGEST = 510  # tokens, without the two that begin and end a text
LONGEST_TITLE = 64  # tokens
# Texts that are read at once, and their tokens with what fills up the shorter ones: what stays in a core's own memory.
# Of 24 articles, CPU time: 4,096 tokens 163 ms an article, 2,048 145, 512 and 256 120.
AT_ONCE, TOKENS = 16, 512


@dataclass(frozen=True, slots=True)
class Titled:
    """A text that is understood with its title, and the offsets of its parts that get vectors of their own."""

    title: str
    text: str
    parts: tuple[tuple[int, int], ...] = ()


class Embedder(Protocol):
    """A model that places texts near each other when they mean the same."""

    @property
    def name(self) -> str:
        """Return the name that an index remembers it by."""

    def encode(self, texts: Sequence[str]) -> FloatMatrix:
        """Return one unit-length row per text. Shape (len(texts), dim), float32, in input order."""

    def encode_titled(self, texts: Sequence[Titled]) -> list[FloatMatrix]:
        """Return for each text the unit-length rows of the whole and of each part, as they are read under its title.

        Shape of each (1 + len(parts), dim), float32.
        """


@dataclass(frozen=True, slots=True)
class _Pass:
    """What the model reads at once: token ids, and which of them are the mean of each vector."""

    ids: list[int]
    means: list[list[int]]


class LocalEmbedder:
    """A sentence-transformers model in a local folder, in 8 bits. Loads at first use.

    The 8-bit copy of its weights is made once and kept beside the folder, so that no start waits for torch.
    """

    def __init__(self, path: Path, *, name: str) -> None:
        self.name = name
        self._path = path
        self._loaded: tuple[Any, Tokenizer] | None = None

    def encode(self, texts: Sequence[str]) -> FloatMatrix:
        """Return one unit-length row per text.

        Shape (len(texts), dim), float32, in input order. Raises ModelLoadError if the folder holds no model.
        """
        rows = self.encode_titled([Titled("", text) for text in texts])
        return np.stack([row[0] for row in rows])

    def encode_titled(self, texts: Sequence[Titled]) -> list[FloatMatrix]:
        """Return for each text the rows of the whole and of each part; errors as of `encode`.

        One pass reads title and text; a vector is the mean of its own tokens, and the title's are in none. What no
        pass has room for is cut off.
        """
        session, tokenizer = self._model()
        passes = [_pass(tokenizer, text) for text in texts]
        rows: list[FloatMatrix] = [np.empty(0, dtype=np.float32)] * len(texts)

        def read(part: Sequence[int]) -> None:
            tokens = _read(session, [passes[i].ids for i in part])
            for of, number in zip(tokens, part, strict=True):
                means = np.stack([of[which].mean(axis=0) for which in passes[number].means])
                rows[number] = means / np.linalg.norm(means, axis=1, keepdims=True)

        # Each core reads texts of its own: they need not wait for each other after each step of the model.
        with ThreadPoolExecutor(len(os.sched_getaffinity(0))) as pool:
            list(pool.map(read, _parts([len(one.ids) for one in passes])))
        return rows

    def _model(self) -> tuple[Any, Tokenizer]:
        if self._loaded is None:
            from onnxruntime import InferenceSession, SessionOptions
            from tokenizers import Tokenizer

            options = SessionOptions()
            options.intra_op_num_threads = 1
            try:
                tokenizer = Tokenizer.from_file(str(self._path / "tokenizer.json"))
                session = InferenceSession(ready(self._path), options, providers=["CPUExecutionProvider"])
            except Exception as exc:  # the libraries have no error of their own that is narrower
                raise ModelLoadError(
                    f"The embedder in '{self._path}' cannot be loaded ({exc}). "
                    f"Fetch it again: brief models pull {self.name}"
                ) from exc
            tokenizer.no_truncation()
            tokenizer.no_padding()
            self._loaded = session, tokenizer
        return self._loaded


def _pass(tokenizer: Tokenizer, text: Titled) -> _Pass:
    """Return a text as the model reads it: its title before it, within the room that there is."""
    title = tokenizer.encode(f"{text.title}.", add_special_tokens=False).ids[:LONGEST_TITLE] if text.title else []
    read: Encoding = tokenizer.encode(text.text, add_special_tokens=False)
    room = LONGEST - len(title)
    first, last = tokenizer.encode("").ids  # the tokens that begin and end a text
    ids = [first, *title, *read.ids[:room], last]
    places = [
        [place for place, (a, b) in enumerate(read.offsets[:room], 1 + len(title)) if start <= a and b <= end]
        for start, end in text.parts
    ]
    # A text alone is the mean of all that is read, as the model was trained.
    whole = list(range(1 + len(title), len(ids) - 1)) if title else list(range(len(ids)))
    return _Pass(ids, [own or whole or [0] for own in [whole, *places]])


def _parts(lengths: Sequence[int]) -> list[list[int]]:
    """Return the numbers of some texts in parts that are read at once, the longest first: little is filled up."""
    parts: list[list[int]] = []
    for number in sorted(range(len(lengths)), key=lambda i: -lengths[i]):
        part = parts[-1] if parts else []
        if not part or len(part) == AT_ONCE or lengths[part[0]] * (len(part) + 1) > TOKENS:
            parts.append(part := [])
        part.append(number)
    return parts


def _read(session: Any, ids: Sequence[Sequence[int]]) -> NDArray[np.float32]:
    """Return a row for each token of some texts. Shape (len(ids), tokens of the longest, dim)."""
    shape = len(ids), max(map(len, ids))
    tokens, mask = np.zeros(shape, dtype=np.int64), np.zeros(shape, dtype=np.int64)
    for row, own in enumerate(ids):
        tokens[row, : len(own)], mask[row, : len(own)] = own, 1
    (read,) = session.run(None, {"input_ids": tokens, "attention_mask": mask})
    return np.asarray(read, dtype=np.float32)


def ready(folder: Path) -> bytes:
    """Return the model of a folder in 8 bits as ONNX, made from its weights if that was not done yet.

    It is kept beside the folder. Raises ModelLoadError for a model that cannot be used.
    """
    kept = folder.with_name(f"{folder.name}.int8.onnx")
    if not kept.is_file() or kept.stat().st_mtime < max(path.stat().st_mtime for path in folder.iterdir()):
        from briefer.models.quantise import quantised

        made = quantised(folder)
        with contextlib.suppress(OSError):  # a folder that cannot be written: it is made anew at each start
            written = kept.with_suffix(f".{os.getpid()}")
            written.write_bytes(made)
            written.replace(kept)
        return made
    return kept.read_bytes()


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

    def encode_titled(self, texts: Sequence[Titled]) -> list[FloatMatrix]:
        """Return the rows of each text and its parts, which know nothing of the title."""
        return [self.encode([one.text, *(one.text[a:b] for a, b in one.parts)]) for one in texts]
