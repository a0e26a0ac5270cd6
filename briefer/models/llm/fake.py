"""Stands in for a model where there is none: in tests, and to try the program out. Knows nothing of any backend.

FakeEngine gives whatever logits it is told to, for what must hold whatever a model does. FakeModel answers in no time
from the words that texts share, for what needs a model that does roughly the right thing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property, lru_cache
from typing import Annotated, Any

import numpy as np
from llguidance import LLTokenizer
from pydantic import Field, TypeAdapter, ValidationError

from briefer.errors import OutputError
from briefer.language.tokens import capitalised, terms
from briefer.models.llm.base import Copied, OutputT, Prompt
from briefer.models.llm.constrained import Logits

SIZE = 262  # of llguidance's vocabulary of bytes: the 256, and six special tokens
END = 261
STEM = 5  # letters by which FakeModel tells words apart

Rule = Callable[[Sequence[int]], Logits]


class FakeEngine:
    """A TokenEngine whose tokens are bytes, and whose logits a function gives from the tokens so far."""

    end_tokens = frozenset([END])
    evaluated = 0

    def __init__(self, rule: Rule, *, name: str = "fake-engine", context_length: int = 16_384) -> None:
        self.rule = rule
        self.name = name
        self.context_length = context_length

    @cached_property
    def vocabulary(self) -> LLTokenizer:
        """Return the vocabulary as llguidance reads it."""
        return LLTokenizer("byte")

    def encode(self, prompt: Prompt) -> list[int]:
        """Return the tokens of a request, up to where the reply begins."""
        return self.encode_text(f"{prompt.system}\n{prompt.user}\n")

    def encode_text(self, text: str) -> list[int]:
        """Return the bytes of a text; nothing in it is a special token."""
        return list(text.encode(errors="replace"))

    def logits(self, tokens: Sequence[int], *, last: int = 1) -> Logits:
        """Return the logits that follow each of the last tokens. Shape (last, n_vocab), float32."""
        return np.stack([self.rule(tokens[: len(tokens) - i]) for i in reversed(range(last))])

    def hidden_state(self, tokens: Sequence[int]) -> None:
        """Return nothing: it has none."""

    def close(self) -> None:
        """Do nothing: there is no memory to give back."""


def constant(value: float) -> Rule:
    """Return a rule that gives every token the same logit, which may be infinite or none at all."""
    logits = np.full(SIZE, value, dtype=np.float32)
    return lambda tokens: logits


def random(seed: int) -> Rule:
    """Return a rule that gives random logits, the same after the same number of tokens."""
    return lambda tokens: np.random.default_rng([seed, len(tokens)]).standard_normal(SIZE, dtype=np.float32)


def favouring(tokens: Sequence[int], rule: Rule, *, by: float = 100.0) -> Rule:
    """Return a rule that gives some tokens more than another rule does, the earlier in the list the more."""
    more = np.zeros(SIZE, dtype=np.float32)
    for rank, token in enumerate(reversed(tokens)):
        more[token] = by + rank
    return lambda so_far: rule(so_far) + more


class FakeModel:
    """A LanguageModel that goes by the words that texts share. The same request always gets the same reply."""

    name = "fake"
    context_length = 16_384
    written = 0
    evaluated = 0

    def close(self) -> None:
        """Do nothing: there is no memory to give back."""

    def count_tokens(self, text: str) -> int:
        """Return the number of words of a text."""
        return len(text.split())

    def choose(self, prompt: Prompt, options: Sequence[str]) -> list[float]:
        """Return the probability of each option: the first has more the more of what is asked the passage says."""
        passage, asked = _parts(prompt)
        first = 0.05 + 0.9 * (len(_stems(asked) & _stems(passage)) / len(_stems(asked)) if _stems(asked) else 1.0)
        rest = len(options) - 1
        return [first, *[(1 - first) / rest] * rest] if rest else [1.0]

    def hidden_state(self, prompt: Prompt) -> None:
        """Return nothing: it has none."""

    def score(self, prompt: Prompt, reply: str) -> list[float]:
        """Return a number for each word of a text: near 0 if the passage has it, else far below."""
        passage, _ = _parts(prompt)
        return [-0.1 if _stems(word) <= _stems(passage) else -5.0 for word in reply.split()]

    def copy(self, prompt: Prompt, text: str, *, never: str, max_tokens: int = 24) -> Copied:
        """Return the last word of the sentence of a text that is nearest to what is asked, or its number."""
        _, asked = _parts(prompt)
        near: str = max(re.split(r"(?<=[.!?])\s+", text), key=lambda s: len(_stems(asked) & _stems(s)))
        new: list[str] = [word for word in re.findall(r"\w+", near) if not _stems(word) <= _stems(asked)] or [near]
        return Copied(next((word for word in new if word[0].isdigit()), new[-1]), -0.1)

    def copy_list(self, prompt: Prompt, text: str, *, never: str, max_tokens: int = 72) -> list[Copied]:
        """Return what `copy` does of each sentence of a text that shares a word with what is asked."""
        _, asked = _parts(prompt)
        sentences = [s for s in re.split(r"(?<=[.!?])\s+", text) if _stems(asked) & _stems(s)]
        return [self.copy(prompt, one, never=never, max_tokens=max_tokens) for one in sentences]

    def generate(self, prompt: Prompt, output: type[OutputT], *, max_tokens: int = 256) -> OutputT:
        """Return an instance of the schema, filled with the sentence of the passage that is nearest to what is asked.

        Raises OutputError if a field's pattern takes none of the forms that it can bring the sentence into.
        """
        passage, asked = _parts(prompt)
        sentences = re.split(r"(?<=[.!?])\s+", passage)
        near = max(sentences, key=lambda s: len(_stems(asked) & _stems(s)))
        schema = output.model_json_schema()
        definitions = schema.get("$defs", {})
        filled = {name: _fill(part, definitions, asked, near) for name, part in schema["properties"].items()}
        try:
            return output.model_validate(filled)
        except ValidationError as exc:
            raise OutputError(f"Model '{self.name}' cannot fill {output.__name__} with {filled}.") from exc


def _parts(prompt: Prompt) -> tuple[str, str]:
    """Return the passage of a request, and what is asked of it: the blocks between it and the last, the task."""
    blocks = prompt.user.split("\n\n")
    place = next((i for i, block in enumerate(blocks) if block.startswith("Passage:")), 0)
    passage, *asked = (re.sub(r"^[\w ]{1,20}:\s+", "", block) for block in blocks[place:])
    return passage, " ".join(asked[:-1])


def _stems(text: str) -> set[str]:
    return {word[:STEM] for word in terms(text)}


def _fill(schema: dict[str, Any], definitions: dict[str, Any], asked: str, near: str) -> Any:
    """Return a value for a JSON schema: an option near to the sentence, or a form of it that the schema takes."""
    if "$ref" in schema:
        return _fill(definitions[schema["$ref"].split("/")[-1]], definitions, asked, near)
    if "const" in schema:
        return schema["const"]
    if "enum" in schema:
        return max(schema["enum"], key=lambda option: len(_stems(str(option)) & _stems(near)))
    kind = schema.get("type")
    if kind == "object":
        return {name: _fill(part, definitions, asked, near) for name, part in schema["properties"].items()}
    if kind == "array":
        fitting = (form for form in _forms(near) if _takes(schema["items"], form))
        return [form for form, _ in zip(fitting, range(schema.get("minItems", 1)), strict=False)]
    if kind == "string":
        return next((form for form in _forms(near) if _takes(schema, form)), near)
    return {"boolean": True, "integer": schema.get("minimum", 0), "number": schema.get("minimum", 0.0)}.get(str(kind))


def _takes(schema: dict[str, Any], text: str) -> bool:
    try:
        _string(schema.get("minLength"), schema.get("maxLength"), schema.get("pattern")).validate_python(text)
    except ValidationError:
        return False
    return True


@lru_cache
def _string(shortest: int | None, longest: int | None, pattern: str | None) -> TypeAdapter[str]:
    """Return what checks a string as pydantic does, whose regular expressions are not Python's."""
    return TypeAdapter(Annotated[str, Field(min_length=shortest, max_length=longest, pattern=pattern)])


def _forms(sentence: str) -> Iterator[str]:
    """Yield a sentence as it is, then in ever fewer words: as a sentence, a heading and a question."""
    yield sentence
    words = re.findall(r"\w[\w’'-]*", sentence)
    for length in range(len(words), 0, -1):
        start = " ".join(words[:length])
        heading = capitalised(start)
        yield from (f"{heading}.", heading, f"What is known of {start}?")
