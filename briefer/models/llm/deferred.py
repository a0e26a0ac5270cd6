"""A model that is loaded when it is first asked: what code alone can tell must not wait for it. Knows no backend."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from briefer.models.llm.base import Copied, LanguageModel, OutputT, Prompt


@dataclass(slots=True)
class Deferred:
    """A LanguageModel that stands for another until that is needed. load is called once, and may raise as it does."""

    name: str
    load: Callable[[], LanguageModel]
    _model: LanguageModel | None = field(default=None, repr=False)

    @property
    def _loaded(self) -> LanguageModel:
        if self._model is None:
            self._model = self.load()
        return self._model

    @property
    def context_length(self) -> int:
        """Return how many tokens a request and its output may have together."""
        return self._loaded.context_length

    @property
    def written(self) -> int:
        """Return how many tokens it has written so far."""
        return self._model.written if self._model else 0

    @property
    def evaluated(self) -> int:
        """Return how many tokens it has evaluated so far."""
        return self._model.evaluated if self._model else 0

    def close(self) -> None:
        """Give back its memory, if it was loaded."""
        if self._model:
            self._model.close()

    def count_tokens(self, text: str) -> int:
        """Return the number of tokens of a text, without special tokens."""
        return self._loaded.count_tokens(text)

    def choose(self, prompt: Prompt, options: Sequence[str]) -> list[float]:
        """Return the probability of each option as the reply, in order; they sum to 1."""
        return self._loaded.choose(prompt, options)

    def hidden_state(self, prompt: Prompt) -> NDArray[np.float32] | None:
        """Return the model's last hidden state at the end of a request, shape (n_embd,): what its reply is drawn from.

        None where that cannot be known.
        """
        return self._loaded.hidden_state(prompt)

    def score(self, prompt: Prompt, reply: str) -> list[float]:
        """Return the natural logarithm of the probability of each token of a text as the reply, in order."""
        return self._loaded.score(prompt, reply)

    def copy(self, prompt: Prompt, text: str, *, never: str, max_tokens: int = 24) -> Copied:
        """Return the words that follow each other in a text and are the likeliest reply."""
        return self._loaded.copy(prompt, text, never=never, max_tokens=max_tokens)

    def copy_list(self, prompt: Prompt, text: str, *, never: str, max_tokens: int = 72) -> list[Copied]:
        """Return what `copy` does of each line of a list."""
        return self._loaded.copy_list(prompt, text, never=never, max_tokens=max_tokens)

    def generate(self, prompt: Prompt, output: type[OutputT], *, max_tokens: int = 256) -> OutputT:
        """Return an instance of the schema; raises OutputError as the model does."""
        return self._loaded.generate(prompt, output, max_tokens=max_tokens)
