"""What tests of texts share: the parser, texts that property tests make up, and tables of cases."""

import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import strategies as st

from briefer.config import models_path
from briefer.language.parser import Pipeline
from briefer.models import registry

PARSER = Pipeline(models_path() / registry.load().defaults.parser, name=registry.load().defaults.parser)

TEXTS = st.text() | st.lists(
    st.sampled_from(
        "On 31 32 99 0 1,000 3.5 February May 2020 1999 twenty-one hundred first a the “ ” ‘ ’ ' \" last Monday said "
        "’s He Xi Jinping anniversary of".split()
    )
).map(" ".join)


def table(test: str, name: str) -> dict[str, Any]:
    """Return what a TOML file beside a test tells; test is the test's __file__."""
    return tomllib.loads((Path(test).parent / f"{name}.toml").read_text(encoding="utf-8"))


def rows(table: Iterable[Mapping[str, Any]], *named: str) -> list[Any]:
    """Return each row of a table as a parameter, named by some of its columns.

    One with `xfail = "reason"` is known to be wrong: when it gets right, the test fails until the mark is taken off.
    """
    return [
        pytest.param(
            row,
            id=" ".join(row[column] for column in named),
            marks=[pytest.mark.xfail(reason=row["xfail"], strict=True)] if "xfail" in row else [],
        )
        for row in table
    ]
