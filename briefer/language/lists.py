"""Word lists of a language, from the TOML files of its folder in data/. Knows nothing of what they are for."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

DATA = Path(__file__).parents[1] / "data"


FIRST = "en"  # the language whose files have every list


@cache
def words(language: str, file: str) -> MappingProxyType[str, frozenset[str]]:
    """Return the lists of a file by name, each as a set of words in lower case; empty where the language has no such.

    A list is written as one string of words, or as a list of strings where these have blanks.
    """
    own = _read(language, file)
    return MappingProxyType({name: _set(own.get(name, ())) for name in {**_read(FIRST, file), **own}})


def _set(value: str | Sequence[str]) -> frozenset[str]:
    return frozenset(value.split() if isinstance(value, str) else value)


def _read(language: str, file: str) -> dict[str, Any]:
    path = DATA / language / f"{file}.toml"
    return tomllib.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}


@cache
def table(language: str, file: str) -> Mapping[str, Mapping[str, str]]:
    """Return the tables of a file by name."""
    return MappingProxyType(tomllib.loads((DATA / language / f"{file}.toml").read_text(encoding="utf-8")))


@cache
def everywhere(file: str) -> Mapping[str, Any]:
    """Return what a file says that has all languages in it, as it stands there."""
    return MappingProxyType(tomllib.loads((DATA / f"{file}.toml").read_text(encoding="utf-8")))


@cache
def labels(language: str) -> Mapping[str, str]:
    """Return what a pipeline's relations are called here, by their names there; none where they need no other name."""
    return MappingProxyType(_read(language, "labels"))
