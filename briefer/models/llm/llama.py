"""Runs a GGUF file in this process. The only importer of llama_cpp; knows nothing of prompts' contents.

Requests that begin alike share their beginning: up to `SLOTS` token sequences stay in the KV cache, and a request
continues the one that it has the longest prefix in common with. Reading, writing and checking show the same passage
first, so a passage is evaluated once.
"""

from __future__ import annotations

import ctypes
import os
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import Any

import llama_cpp
import numpy as np
from llama_cpp.llama_chat_format import Jinja2ChatFormatter
from llguidance import LLTokenizer
from llguidance.llamacpp import lltokenizer_from_vocab
from numpy.typing import NDArray

from briefer.errors import ModelLoadError
from briefer.models.llm.base import Prompt
from briefer.models.llm.constrained import Logits

SLOTS = 48
CACHE = 8192  # tokens that are kept at least; 235 MB for the default model
BATCH = 512
WORTH_KEEPING = 0.6  # of a sequence: what follows a passage is seldom asked again, so it is overwritten
OUTPUTS = 64  # logits that are read at once, 600 kB each
GGUF_MAGIC = b"GGUF"
# The template of models whose file carries none: ChatML, which most instruction-tuned models were shown.
CHATML = (
    "{% for m in messages %}<|im_start|>{{ m.role }}\n{{ m.content }}<|im_end|>\n{% endfor %}<|im_start|>assistant\n"
)
# Stand for the two parts of a prompt while the chat template is rendered; private-use characters, so that no
# template rewrites them.
MARKS = ("\ue000briefer-system\ue000", "\ue000briefer-user\ue000")


@llama_cpp.llama_log_callback  # type: ignore[untyped-decorator]
def _quiet(level: int, text: bytes, data: ctypes.c_void_p) -> None:
    if level >= 4 and os.environ.get("BRIEFER_LLAMA_LOG"):
        os.write(2, text)


class LlamaEngine:
    """A GGUF model and its KV cache: a TokenEngine. Not thread-safe."""

    def __init__(
        self,
        path: Path,
        *,
        name: str,
        context_length: int = 4096,
        threads: int | None = None,
        template: str | None = None,
    ) -> None:
        """Load the model.

        context_length is in tokens, at most what the model was trained on; threads default to the cores that this
        process may use. Raises ModelLoadError if the file is not a whole GGUF model.
        """
        self.name = name
        self._check(path)
        llama_cpp.llama_log_set(_quiet, ctypes.c_void_p(0))
        llama_cpp.llama_backend_init()
        model_params = llama_cpp.llama_model_default_params()
        # Weights are repacked for the processor: with mmap they would be in memory twice.
        model_params.load_mode = llama_cpp.LLAMA_LOAD_MODE_NONE
        self._model = llama_cpp.llama_model_load_from_file(os.fsencode(path), model_params)
        if not self._model:
            raise ModelLoadError(
                f"'{path}' cannot be loaded: the file is damaged or cut short. "
                f"Fetch it again with 'brief models pull {name}', or pass --model with another file."
            )
        self._vocab = llama_cpp.llama_model_get_vocab(self._model)
        trained = llama_cpp.llama_model_n_ctx_train(self._model)
        self.context_length = min(context_length, trained)
        self._cells = max(self.context_length, min(CACHE, trained))
        self._context = self._new_context(threads or len(os.sched_getaffinity(0)))
        self._memory = llama_cpp.llama_get_memory(self._context)
        self._batch = llama_cpp.llama_batch_init(BATCH, 0, 1)
        self._slots: list[list[int]] = [[] for _ in range(SLOTS)]
        self._recent = list(range(SLOTS))
        self._n_embd = llama_cpp.llama_model_n_embd(self._model)
        self._n_vocab = llama_cpp.llama_vocab_n_tokens(self._vocab)
        self._template = template
        self.evaluated = 0  # tokens, without those that a kept sequence begins with
        self.end_tokens = frozenset(t for t in range(self._n_vocab) if llama_cpp.llama_vocab_is_eog(self._vocab, t))

    @staticmethod
    def _check(path: Path) -> None:
        try:
            with path.open("rb") as file:
                magic = file.read(4)
        except OSError as exc:
            raise ModelLoadError(
                f"'{path}' cannot be read ({exc.strerror}). Check the path and its permissions."
            ) from exc
        if magic != GGUF_MAGIC:
            raise ModelLoadError(
                f"'{path}' is not a GGUF file (it begins with {magic!r}). Pass --model with a .gguf file."
            )

    def _new_context(self, threads: int) -> Any:
        params = llama_cpp.llama_context_default_params()
        params.n_ctx = self._cells
        params.n_batch = params.n_ubatch = BATCH
        params.n_outputs_max = OUTPUTS
        params.n_seq_max = SLOTS
        params.kv_unified = True
        params.n_threads = params.n_threads_batch = threads
        params.flash_attn_type = llama_cpp.LLAMA_FLASH_ATTN_TYPE_ENABLED
        params.no_perf = True
        context = llama_cpp.llama_init_from_model(self._model, params)
        if not context:
            raise ModelLoadError(
                f"There is no memory for a context of {self.context_length} tokens with model {self.name!r}. "
                "Close other programs, or use a smaller model."
            )
        return context

    def close(self) -> None:
        """Free the model's memory. The engine cannot be used afterwards."""
        llama_cpp.llama_batch_free(self._batch)
        llama_cpp.llama_free(self._context)
        llama_cpp.llama_model_free(self._model)

    @cached_property
    def vocabulary(self) -> LLTokenizer:
        """Return the vocabulary as llguidance reads it; takes about a second, once."""
        return lltokenizer_from_vocab(self._vocab)

    @cached_property
    def _chat_parts(self) -> tuple[list[int], list[int], list[int]]:
        raw = llama_cpp.llama_model_chat_template(self._model, None)
        template = self._template or (raw.decode() if raw else CHATML)
        formatter = Jinja2ChatFormatter(template, eos_token=self._special("eos"), bos_token=self._special("bos"))
        messages = [{"role": "system", "content": MARKS[0]}, {"role": "user", "content": MARKS[1]}]
        try:
            text = formatter(messages=messages).prompt  # type: ignore[arg-type]
        except Exception as exc:
            raise ModelLoadError(f"The chat template of model {self.name!r} fails: {exc}. Use another model.") from exc
        before, _, rest = text.partition(MARKS[0])
        between, _, after = rest.partition(MARKS[1])
        if not after:
            raise ModelLoadError(f"The chat template of model {self.name!r} does not take a system and a user message.")
        return self._tokens(before, True), self._tokens(between, True), self._tokens(after, True)

    def _special(self, kind: str) -> str:
        token = getattr(llama_cpp, f"llama_vocab_{kind}")(self._vocab)
        raw = llama_cpp.llama_vocab_get_text(self._vocab, token) if token >= 0 else b""
        return raw.decode(errors="replace") if raw else ""

    def encode(self, prompt: Prompt) -> list[int]:
        """Return the tokens of a request in the model's chat template, up to where the reply begins."""
        before, between, after = self._chat_parts
        return before + self.encode_text(prompt.system) + between + self.encode_text(prompt.user) + after

    def encode_text(self, text: str) -> list[int]:
        """Return the tokens of plain text; nothing in it is read as a special token.

        llama.cpp still reads the tokens that a model's makers added ("<tool_call>") as what they are, so the text is
        cut within each.
        """
        cuts = [match.start() + 1 for match in self._added.finditer(text)]
        pieces = [text[start:end] for start, end in zip([0, *cuts], [*cuts, len(text)], strict=True)]
        return [token for piece in pieces for token in self._tokens(piece, False)]

    @cached_property
    def _added(self) -> re.Pattern[str]:
        """Return what finds the added tokens that look like marks; runs of blanks are tokens like any other."""
        added = llama_cpp.LLAMA_TOKEN_ATTR_USER_DEFINED
        texts = [
            llama_cpp.llama_vocab_get_text(self._vocab, token).decode(errors="replace")
            for token in range(self._n_vocab)
            if llama_cpp.llama_vocab_get_attr(self._vocab, token) & added
        ]
        marks = sorted((text for text in texts if len(text) > 1 and set(text) & set("<[|")), key=len, reverse=True)
        return re.compile("|".join(map(re.escape, marks)) or r"(?!)")

    def _tokens(self, text: str, special: bool) -> list[int]:
        raw = text.encode("utf-8", errors="replace")
        room = len(raw) + 8
        buffer = (llama_cpp.llama_token * room)()
        count = llama_cpp.llama_tokenize(self._vocab, raw, len(raw), buffer, room, False, special)
        return list(buffer[:count])

    def logits(self, tokens: Sequence[int], *, last: int = 1) -> Logits:
        """Return the logits that follow each of the last tokens, evaluating only what no kept sequence begins with."""
        first = len(tokens) - last
        slot, kept = self._place(tokens, at_most=first)
        rows = []
        size = BATCH if last <= OUTPUTS else OUTPUTS
        for start in range(kept, len(tokens), size):
            part = tokens[start : start + size]
            for i, token in enumerate(part):
                self._batch.token[i] = token
                self._batch.pos[i] = start + i
                self._batch.n_seq_id[i] = 1
                self._batch.seq_id[i][0] = slot
                self._batch.logits[i] = start + i >= first
            self._batch.n_tokens = len(part)
            with self._forgetting_on_failure():
                if llama_cpp.llama_decode(self._context, self._batch):
                    raise ModelLoadError(
                        f"Model {self.name!r} cannot evaluate {len(tokens)} tokens: its context is full."
                    )
            for i in range(max(first - start, 0), len(part)):
                pointer = llama_cpp.llama_get_logits_ith(self._context, i)
                rows.append(np.ctypeslib.as_array(pointer, shape=(self._n_vocab,)).copy())
        self._slots[slot] = list(tokens)
        self.evaluated += len(tokens) - kept
        return np.array(rows)

    def hidden_state(self, tokens: Sequence[int]) -> NDArray[np.float32]:
        """Return what the logits that follow the last token are made of: its last hidden state, shape (n_embd,).

        That token is evaluated alone: while llama.cpp is asked for these, it keeps them, and logits, of every token.
        """
        if len(tokens) > 1:
            self.logits(tokens[:-1])
        llama_cpp.llama_set_embeddings(self._context, True)
        try:
            self.logits(tokens)
            pointer = llama_cpp.llama_get_embeddings_ith(self._context, -1)
            return np.ctypeslib.as_array(pointer, shape=(self._n_embd,)).copy()
        finally:
            llama_cpp.llama_set_embeddings(self._context, False)

    @contextmanager
    def _forgetting_on_failure(self) -> Iterator[None]:
        try:
            yield
        except BaseException:  # also Ctrl-C: what the cache holds is then unknown
            llama_cpp.llama_memory_clear(self._memory, True)
            self._slots = [[] for _ in range(SLOTS)]
            raise

    def _place(self, tokens: Sequence[int], *, at_most: int) -> tuple[int, int]:
        """Return the sequence to go on with, and how many of its tokens stand. Makes room for the rest."""
        shared = [common_prefix(slot, tokens) for slot in self._slots]
        source = max(range(SLOTS), key=shared.__getitem__)
        kept = min(shared[source], at_most)
        target = source
        if kept < WORTH_KEEPING * len(self._slots[source]):
            # Going on from here would cut a kept sequence short: go on in the sequence unused for longest.
            target = next(s for s in self._recent if s != source)
            self._drop(target)
            llama_cpp.llama_memory_seq_cp(self._memory, source, target, 0, kept)
            self._slots[target] = list(tokens[:kept])
        self._recent.remove(target)
        self._recent.append(target)
        for other in [s for s in self._recent if s != target]:
            # Shared cells are counted for each sequence that has them, so this is an upper bound.
            if sum(map(len, self._slots)) - len(self._slots[target]) + len(tokens) <= self._cells:
                break
            self._drop(other)
        llama_cpp.llama_memory_seq_rm(self._memory, target, kept, -1)
        return target, kept

    def _drop(self, slot: int) -> None:
        llama_cpp.llama_memory_seq_rm(self._memory, slot, -1, -1)
        self._slots[slot] = []


def common_prefix(first: Sequence[int], second: Sequence[int]) -> int:
    """Return the number of leading tokens that two sequences share."""
    for i, (a, b) in enumerate(zip(first, second, strict=False)):
        if a != b:
            return i
    return min(len(first), len(second))
