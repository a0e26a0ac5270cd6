"""Word lists of a language, from the TOML files of its folder in data/. Knows nothing of what they are for."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType

DATA = Path(__file__).parents[1] / "data"


@cache
def words(language: str, file: str) -> MappingProxyType[str, frozenset[str]]:
    """Return the lists of a file by name, each as a set of words in lower case; none if the language has no such file.

    A list is written as one string of words, or as a list of strings where these have blanks.
    """
    path = DATA / language / f"{file}.toml"
    found = tomllib.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    return MappingProxyType(
        {name: frozenset(value.split() if isinstance(value, str) else value) for name, value in found.items()}
    )


@cache
def table(language: str, file: str) -> Mapping[str, Mapping[str, str]]:
    """Return the tables of a file by name."""
    return MappingProxyType(tomllib.loads((DATA / language / f"{file}.toml").read_text(encoding="utf-8")))


@cache
def labels(language: str) -> Mapping[str, str]:
    """Return what a pipeline's relations are called here, by their names there; none where they need no other name."""
    path = DATA / language / "labels.toml"
    return MappingProxyType(tomllib.loads(path.read_text(encoding="utf-8")) if path.is_file() else {})
