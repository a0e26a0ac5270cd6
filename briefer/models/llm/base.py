"""What a language model is to the rest of the program. Knows nothing of any backend."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel

OutputT = TypeVar("OutputT", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class Prompt:
    """One request to a model: what it is, and what it is shown and asked.

    Neither part is ever read for special tokens, so an article in it cannot end the turn.
    Put what stays the same between requests first: equal beginnings are evaluated once.
    """

    system: str
    user: str


@dataclass(frozen=True, slots=True)
class Copied:
    """Words of a text as a reply, "" for none, and the mean natural logarithm of the probability of their tokens."""

    words: str
    likelihood: float


class LanguageModel(Protocol):
    """A model that can weigh options, fill a schema, and score a text."""

    @property
    def name(self) -> str:
        """Return the model's name as the user knows it."""

    @property
    def context_length(self) -> int:
        """Return how many tokens a request and its output may have together."""

    @property
    def written(self) -> int:
        """Return how many tokens it has written so far."""

    @property
    def evaluated(self) -> int:
        """Return how many tokens it has evaluated so far, without those that it remembered."""

    def close(self) -> None:
        """Give back its memory. It cannot be used afterwards."""

    def count_tokens(self, text: str) -> int:
        """Return the number of tokens of a text, without special tokens."""

    def choose(self, prompt: Prompt, options: Sequence[str]) -> list[float]:
        """Return the probability of each option as the reply, in order; they sum to 1.

        Read off the logits of one forward pass; options must differ in their first token.
        """

    def hidden_state(self, prompt: Prompt) -> NDArray[np.float32] | None:
        """Return the model's last hidden state at the end of a request, shape (n_embd,): what its reply is drawn from.

        None where that cannot be known.
        """

    def score(self, prompt: Prompt, reply: str) -> list[float]:
        """Return the natural logarithm of the probability of each token of a text as the reply, in order."""

    def copy(self, prompt: Prompt, text: str, *, never: str, max_tokens: int = 24) -> Copied:
        """Return the words that follow each other in a text and are the likeliest reply, decoded greedily.

        At most so many tokens; they do not begin as never does, which is another reply. Raises OutputError if they do
        not fit the context.
        """

    def copy_list(self, prompt: Prompt, text: str, *, never: str, max_tokens: int = 72) -> list[Copied]:
        """Return what `copy` does, for a reply that is a list: of each line the words, without those that come again.

        At most so many tokens together.
        """

    def generate(self, prompt: Prompt, output: type[OutputT], *, max_tokens: int = 256) -> OutputT:
        """Return an instance of the schema, decoded greedily under its grammar.

        Raises OutputError if it is not complete after max_tokens, or does not fit the context with them.
        """
