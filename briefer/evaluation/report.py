"""What measuring the program on an evaluation set gives: cases, figures, comparisons. Knows nothing of how.

Everything is frozen and survives a round trip through JSON: what one run kept, another can compare and calibrate on.
"""

from __future__ import annotations

from enum import StrEnum

from pydantic import Field

from briefer.schema import Model, Passage, Probability


class SetKind(StrEnum):
    """What sort of evaluation set."""

    QUESTIONS = "questions"
    CHOICES = "multiple choice"
    SUMMARIES = "consistent or not"
    PASSAGES = "sentence citations"
    SWAPPED = "conflict, one value swapped"
    MIXED = "conflict, mixed documents"
    CLAIMS = "claims on passages"
    BRIEFS = "topics of briefs"


class Line(StrEnum):
    """A line that decides something and can be calibrated."""

    ANSWER = "answer"
    SUPPORT = "support"


class Unit(StrEnum):
    """What a figure's value is: a share or another score in 0–1, a count, or seconds."""

    SHARE = "share"
    SCORE = "score"
    COUNT = "count"
    SECONDS = "s"


class Score(Model):
    """What one case adds to a figure: hit of `of`. A figure is the sum of hits through the sum of ofs."""

    hit: float
    of: float = Field(default=1.0, ge=0)


class Case(Model):
    """One row of a set as it was measured.

    group names what rows that hang together share (a document). positive is whether there is an answer, or the
    statement is consistent; None where that is not asked. probabilities are the model's own, by name; scores are by
    the name of the figure that they count in, "right: Causality" being a part of "right".
    """

    id: str
    group: str
    question: str
    said: str
    expected: str
    positive: bool | None = None
    failed: bool
    scores: dict[str, Score] = Field(default_factory=dict)
    probabilities: dict[str, Probability] = Field(default_factory=dict)
    retrieved: tuple[Passage, ...] = ()


class Figure(Model):
    """A figure with its 95 % interval; hit and of are given for shares. value is None where no row counts."""

    name: str
    unit: Unit
    value: float | None
    low: float | None = None
    high: float | None = None
    hit: float | None = None
    of: int = Field(ge=0)


class Calibration(Model):
    """A line that was found on one half of the rows; figures are of the other half, before and after."""

    line: Line
    before: Probability
    after: Probability
    rows: int
    figures: tuple[Figure, ...]


class Evaluation(Model):
    """What a run measured. rows is how many the set has; fewer cases mean a limit, or an interruption."""

    kind: SetKind
    file: str
    sha256: str
    model: str
    version: str
    at: str
    lines: dict[Line, Probability]
    rows: int
    interrupted: bool
    figures: tuple[Figure, ...]
    cases: tuple[Case, ...]
    calibration: Calibration | None = None


class Difference(Model):
    """A figure of two runs over the same rows; p is McNemar's exact one, where a row is right or wrong."""

    name: str
    unit: Unit
    first: float
    second: float
    difference: float
    low: float
    high: float
    p: Probability | None = None
    of: int


class Change(Model):
    """A row that one run got right and the other did not; better where it is the second that did."""

    id: str
    question: str
    expected: str
    first: str
    second: str
    better: bool


class RunComparison(Model):
    """Two runs of the same set, second less first, over the rows that both have."""

    kind: SetKind
    file: str
    first: str
    second: str
    rows: int
    differences: tuple[Difference, ...]
    changes: tuple[Change, ...]
