"""What the parts of the benchmark share: their options, their output, a library made for a run. Knows no figures."""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from briefer.embed import Embedder
    from briefer.library import Library

REPOSITORY = Path(__file__).resolve().parent.parent
BRIEF = Path(sys.executable).with_name("brief")


@dataclass(frozen=True)
class Row:
    """A line of the table. holds is None where there is no bar, or where a partial run cannot tell."""

    what: str
    value: str
    bar: str = ""
    holds: bool | None = None


@dataclass(frozen=True)
class Result:
    """What a part found: lines for the table, figures for the results file; or why it was skipped."""

    rows: list[Row] = field(default_factory=list)
    figures: dict[str, Any] = field(default_factory=dict)
    skipped: str = ""


class AbsentError(Exception):
    """Something that a part needs is not on this computer."""


@dataclass(frozen=True)
class Options:
    """Where the evaluation sets are, the model (None: the default one), and how many rows to use (None: all)."""

    eval: Path
    model: str | None
    limit: int | None
    answers: Path | None

    def rows(self, name: str) -> list[dict[str, Any]]:
        """Return the rows of an evaluation set; raises AbsentError."""
        path = self.eval / name
        if not path.exists():
            raise AbsentError(f"'{path}' is not there. Pass --eval DIR.")
        return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]

    def articles(self) -> Path:
        """Return the folder of the two articles that questions.jsonl is about; raises AbsentError."""
        path = self.eval.parent / "articles"
        if not path.is_dir():
            raise AbsentError(f"'{path}' is not there. It belongs beside the folder of --eval.")
        return path

    def model_file(self) -> Path:
        """Return the GGUF file."""
        from briefer import registry

        if self.model and self.model.endswith(".gguf"):
            return Path(self.model).expanduser()
        known = registry.load()
        return registry.require(known.entry(self.model) if self.model else known.default("llm"))


def parser(description: str | None) -> argparse.ArgumentParser:
    found = argparse.ArgumentParser(description=(description or "").split("\n", maxsplit=1)[0])
    found.add_argument("--eval", type=Path, default=REPOSITORY.parent / "shared" / "eval", metavar="DIR")
    found.add_argument("--model", metavar="NAME|FILE.gguf", help="else the default of models.toml")
    found.add_argument("--limit", type=int, metavar="N", help="only the first N questions: to try the script out")
    found.add_argument("--answers", type=Path, metavar="FILE", help="write what both programs answered there")
    return found


def run_part(measure: Callable[[Options], Result], description: str | None) -> None:
    """Print a part's result on stdout as one line of JSON."""
    given = parser(description).parse_args()
    try:
        result = measure(Options(given.eval, given.model, given.limit, given.answers))
    except AbsentError as exc:
        result = Result(skipped=str(exc))
    print(json.dumps(asdict(result)))


def say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def seconds(work: Callable[[], object]) -> float:
    """Return how long a piece of work takes."""
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def embedder_folder() -> Path:
    from briefer import registry

    return registry.require(registry.load().default("embedder"))


def library_of(corpus: Path, folder: Path) -> tuple[Library, Embedder]:
    """Return a new library of a folder of articles, with the default embedder."""
    from briefer.embed import SentenceTransformerEmbedder
    from briefer.ingest import ingest, scan
    from briefer.library import Library

    embedder = SentenceTransformerEmbedder(embedder_folder(), name="default")
    library = Library(folder, embedder=embedder.name)
    ingest(corpus, scan(corpus), library, embedder)
    return library, embedder
