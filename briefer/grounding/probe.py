"""Reads off a model's hidden state at the end of a question whether the passage before it answers: a linear probe.

It is fitted for one model and one prompt, and tells more than the words of that model's reply (bench/README.md).
Knows nothing of searching or of claims.
"""

from __future__ import annotations

import tomllib
from datetime import date
from functools import cache

import numpy as np
from pydantic import BaseModel, ConfigDict

from briefer.config import shipped
from briefer.models.llm.base import LanguageModel, Prompt


class Probe(BaseModel):
    """The weight of each number of a model's last hidden state; prompt is the sha256 of what it was asked with."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    model: str
    prompt: str
    command: str
    date: date
    bias: float
    weights: tuple[float, ...]


@cache
def fitted() -> Probe:
    """Return the probe that ships, in data/reading.toml."""
    return Probe.model_validate(tomllib.loads(shipped("reading.toml").read_text(encoding="utf-8")))


def odds(prompt: Prompt, model: LanguageModel) -> float | None:
    """Return the log-odds that a request's passage answers its question; None for a model that the probe is not of."""
    by = fitted()
    if model.name != by.model:
        return None
    state = model.hidden_state(prompt)
    return None if state is None or len(state) != len(by.weights) else by.bias + float(np.dot(by.weights, state))
