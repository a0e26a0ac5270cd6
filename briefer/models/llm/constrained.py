"""Turns next-token logits into choices and filled schemas. Knows nothing of where logits come from.

The grammar is made by llguidance from the schema of each request: a token that the grammar forbids has no
probability, whatever the logits say. Tokens that the grammar forces ("fast-forward" tokens: the field names, a
quotation after its first distinguishing words) are not sampled but evaluated in one batch with the one before.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from statistics import fmean
from typing import Protocol

import numpy as np
from llguidance import LLMatcher, LLTokenizer
from llguidance.numpy import allocate_token_bitmask, apply_token_bitmask_inplace, fill_next_token_bitmask
from numpy.typing import NDArray
from pydantic import ValidationError

from briefer.errors import ContextError, OutputError, UsageError
from briefer.models.llm.base import Copied, OutputT, Prompt

Logits = NDArray[np.float32]


class TokenEngine(Protocol):
    """A source of logits: an in-process model, or a fake."""

    @property
    def name(self) -> str:
        """Return the model's name."""

    @property
    def context_length(self) -> int:
        """Return the most tokens that `logits` takes."""

    @property
    def vocabulary(self) -> LLTokenizer:
        """Return the vocabulary as llguidance reads it."""

    @property
    def end_tokens(self) -> frozenset[int]:
        """Return the tokens that end a reply."""

    @property
    def evaluated(self) -> int:
        """Return how many tokens it has evaluated so far, without those that it remembered."""

    def encode(self, prompt: Prompt) -> list[int]:
        """Return the tokens of a request, up to where the reply begins."""

    def encode_text(self, text: str) -> list[int]:
        """Return the tokens of plain text; nothing in it is a special token."""

    def logits(self, tokens: Sequence[int], *, last: int = 1) -> Logits:
        """Return the logits that follow each of the last tokens. Shape (last, n_vocab), float32."""

    def hidden_state(self, tokens: Sequence[int]) -> NDArray[np.float32] | None:
        """Return the last hidden state for the last token, shape (n_embd,); None if that is unknown."""

    def close(self) -> None:
        """Give back its memory. It cannot be used afterwards."""


@dataclass(slots=True)
class Usage:
    """What was asked of the engine since it was made."""

    sampled: int = 0
    forced: int = 0
    calls: int = 0


@dataclass(slots=True)
class ConstrainedModel:
    """A LanguageModel over a TokenEngine. Not thread-safe: one request at a time."""

    engine: TokenEngine
    usage: Usage = field(default_factory=Usage)

    @property
    def name(self) -> str:
        """Return the model's name as the user knows it."""
        return self.engine.name

    @property
    def context_length(self) -> int:
        """Return how many tokens a request and its output may have together."""
        return self.engine.context_length

    @property
    def written(self) -> int:
        """Return how many tokens it has written so far, those that the grammar forced among them."""
        return self.usage.sampled + self.usage.forced

    @property
    def evaluated(self) -> int:
        """Return how many tokens it has evaluated so far, without those that it remembered."""
        return self.engine.evaluated

    def close(self) -> None:
        """Give back the engine's memory. The model cannot be used afterwards."""
        self.engine.close()

    def count_tokens(self, text: str) -> int:
        """Return the number of tokens of a text, without special tokens."""
        return len(self.engine.encode_text(text))

    def choose(self, prompt: Prompt, options: Sequence[str]) -> list[float]:
        """Return the probability of each option as the reply, in order; they sum to 1.

        Raises ContextError if the request does not fit the context.
        """
        first = [self.engine.encode_text(option)[0] for option in options]
        if len(set(first)) < len(first):
            raise UsageError(f"Options {list(options)} begin with the same token. Use options that differ.")
        self.usage.calls += 1
        logits = _finite(self.engine.logits(self._fitting(prompt, 1))[0])[first].astype(np.float64)
        weights = np.exp(logits - logits.max())
        return [float(w) for w in weights / weights.sum()]

    def hidden_state(self, prompt: Prompt) -> NDArray[np.float32] | None:
        """Return the model's last hidden state at the end of a request, shape (n_embd,): what its reply is drawn from.

        None where that cannot be known.
        """
        self.usage.calls += 1
        state = self.engine.hidden_state(self._fitting(prompt, 1))
        return None if state is None else _finite(state)

    def score(self, prompt: Prompt, reply: str) -> list[float]:
        """Return the natural logarithm of the probability of each token of a text as the reply, in order.

        Raises ContextError if both do not fit the context.
        """
        return self._score(prompt, self.engine.encode_text(reply))

    def copy(self, prompt: Prompt, text: str, *, never: str, max_tokens: int = 24) -> Copied:
        """Return the words that follow each other in a text and are the likeliest reply, decoded greedily.

        At most so many tokens; they do not begin as never does, which is another reply. Raises ContextError as `score`
        does.
        """
        return next(self._lines(prompt, text, never, max_tokens, most=1), Copied("", 0.0))

    def copy_list(self, prompt: Prompt, text: str, *, never: str, max_tokens: int = 72) -> list[Copied]:
        """Return what `copy` does, for a reply that is a list: of each line the words, without those that come again.

        At most so many tokens together. Raises ContextError as `score` does.
        """
        found: dict[str, Copied] = {}
        for line in self._lines(prompt, text, never, max_tokens, most=max_tokens):
            if not line.words or line.words in found:  # a small model begins again at the end of its list
                break
            found[line.words] = line
        return list(found.values())

    def _lines(self, prompt: Prompt, text: str, never: str, max_tokens: int, *, most: int) -> Iterator[Copied]:
        """Yield the lines of a reply, each of words that follow each other in a text, at most so many."""
        end = ' "\\n"?' if most > 1 else ""
        rules = f"start: WORDS{end}\nWORDS: %regex {json.dumps({'substring_words': text})}"
        tokens = self._fitting(prompt, max_tokens)
        self.usage.calls += 1
        other: int | None = self.engine.encode_text(never)[0]
        reply: list[int] = []
        for _ in range(most):
            chosen: list[float] = []
            line = self._decode(tokens + reply, rules, max_tokens - len(reply), other=other, likelihood=chosen.append)
            reply += line
            said = self.engine.vocabulary.decode_bytes(line).decode("utf-8", errors="ignore")
            ends, words, other = not said.endswith("\n"), said.strip(), None
            # What was cut within a word loses that word.
            while words and not re.search(rf"(?<!\w){re.escape(words)}(?!\w)", text):
                words = words.rpartition(" ")[0]
            yield Copied(words, fmean(chosen) if chosen else 0.0)
            if ends or len(reply) >= max_tokens:
                return

    def _score(self, prompt: Prompt, said: list[int]) -> list[float]:
        if not said:
            return []
        tokens = self._fitting(prompt, len(said)) + said
        self.usage.calls += 1
        rows = _finite(self.engine.logits(tokens[:-1], last=len(said))).astype(np.float64)
        rows -= rows.max(axis=1, keepdims=True)
        return [float(x) for x in rows[range(len(said)), said] - np.log(np.exp(rows).sum(axis=1))]

    def generate(self, prompt: Prompt, output: type[OutputT], *, max_tokens: int = 256) -> OutputT:
        """Return an instance of the schema, decoded greedily under its grammar.

        Raises OutputError if it is not complete after max_tokens; ContextError, which is one, if the request and
        max_tokens do not fit the context.
        """
        tokens = self._fitting(prompt, max_tokens)
        self.usage.calls += 1
        reply = self._decode(tokens, grammar(output), max_tokens)
        text = self.engine.vocabulary.decode_bytes(reply).decode("utf-8", errors="replace")
        try:
            return output.model_validate_json(text)
        except ValidationError as exc:
            raise OutputError(
                f"Model {self.name!r} did not fill {output.__name__} within {max_tokens} tokens: {text[-80:]!r}."
            ) from exc

    def _fitting(self, prompt: Prompt, room: int) -> list[int]:
        tokens = self.engine.encode(prompt)
        if len(tokens) + room > self.context_length:
            raise ContextError(
                f"A request of {len(tokens)} tokens with room for {room} does not fit the {self.context_length} "
                f"tokens of model {self.name!r}. Use a model with a longer context."
            )
        return tokens

    def _decode(
        self,
        tokens: list[int],
        rules: str,
        max_tokens: int,
        *,
        other: int | None = None,
        likelihood: Callable[[float], None] = lambda _: None,
    ) -> list[int]:
        """Return the tokens that a grammar allows and the logits favour; other is one that they do not begin with.

        likelihood is told the logarithm of the probability of each that is sampled, among all tokens.
        """
        matcher = LLMatcher(self.engine.vocabulary, rules)
        if matcher.is_error():
            raise OutputError(f"The grammar of a request is not valid: {matcher.get_error()}")
        size = self.engine.vocabulary.vocab_size
        mask = allocate_token_bitmask(1, size)
        reply = matcher.compute_ff_tokens()
        matcher.consume_tokens(reply)
        self.usage.forced += len(reply)
        while len(reply) < max_tokens and not matcher.is_stopped():
            logits = _finite(self.engine.logits(tokens + reply)[0, :size])
            free = logits.astype(np.float64)
            if other is not None and not reply:
                logits[other] = -1e30
            fill_next_token_bitmask(matcher, mask)
            apply_token_bitmask_inplace(logits, mask)
            token = int(logits.argmax())
            if token in self.engine.end_tokens:
                break
            if not matcher.consume_token(token):
                raise OutputError(f"The grammar refused a token it had allowed: {matcher.get_error()}")
            likelihood(float(free[token] - free.max() - np.log(np.exp(free - free.max()).sum())))
            forced = matcher.compute_ff_tokens()
            matcher.consume_tokens(forced)
            reply += [token, *forced]
            self.usage.sampled += 1
            self.usage.forced += len(forced)
        return reply


def _finite(logits: Logits) -> Logits:
    """Return a copy in which what is no number is as good as impossible, and nothing is infinite."""
    return np.nan_to_num(logits.astype(np.float32), nan=-1e30, posinf=1e30, neginf=-1e30)


def grammar(output: type[OutputT]) -> str:
    """Return llguidance's grammar of the JSON objects that fit a schema, in field order, without spare blanks."""
    schema = output.model_json_schema()
    return LLMatcher.grammar_from_json_schema(json.dumps(schema), overrides={"whitespace_flexible": False})
