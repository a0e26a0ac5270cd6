"""What a request is doing now, as a value. Knows nothing of who does it, or of who shows it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum


class Stage(StrEnum):
    """A stage of a request; the value is what a trace calls it."""

    START = "start"
    WAIT = "wait"
    FETCH = "fetch"
    INGEST = "ingest"
    EMBED = "embed"
    LOAD = "load"
    RESOLVE = "resolve"
    RETRIEVE = "retrieve"
    READ = "read"
    WRITE = "write"
    CHECK = "check"
    JUDGE = "judge"
    VERDICT = "verdict"
    COMPARE = "compare"
    PARSE = "parse"
    CHOOSE = "choose"
    MEASURE = "measure"


# What people are told of a stage; the detail follows it.
LINES = {
    Stage.START: "starting",
    Stage.WAIT: "waiting for",
    Stage.FETCH: "",  # the detail says it all
    Stage.INGEST: "reading",
    Stage.EMBED: "making vectors",
    Stage.LOAD: "loading the model",
    Stage.RESOLVE: "working out who is meant",
    Stage.RETRIEVE: "searching",
    Stage.READ: "reading",
    Stage.WRITE: "writing and checking",
    Stage.CHECK: "checking",
    Stage.JUDGE: "weighing",
    Stage.VERDICT: "deciding",
    Stage.COMPARE: "comparing",
    Stage.PARSE: "parsing",
    Stage.CHOOSE: "choosing",
    Stage.MEASURE: "measuring",
}


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a stage is: so many of its steps are done. detail is what the step is on: a file, a row, who is ahead."""

    stage: Stage
    done: int
    total: int
    detail: str = ""

    @property
    def text(self) -> str:
        """Return the line for people, without the numbers."""
        return f"{LINES[self.stage]} {self.detail}".strip()


def waiting(ahead: int) -> Progress:
    """Return how a request that waits for so many earlier ones is told."""
    return Progress(Stage.WAIT, 0, ahead, f"{ahead} earlier request{'s' if ahead > 1 else ''}")


Report = Callable[[Progress], None]
"""Told of each step before it is done; ends the request by raising."""
