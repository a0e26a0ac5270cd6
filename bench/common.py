"""What the parts of the benchmark share: the evaluation sets, the models, a library made for a run."""

from __future__ import annotations

import json
import sys
from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from briefer.embed import Embedder
    from briefer.library import Library

REPOSITORY = Path(__file__).resolve().parent.parent
Row = tuple[str, str, str, bool | None]  # what, value, bar, whether it holds (None: there is no bar)
Result = tuple[list[Row], dict[str, Any]]  # lines of the table, figures for the results file


class AbsentError(Exception):
    """Something that a part needs is not on this computer."""


def rows_of(options: Namespace, name: str) -> list[dict[str, Any]]:
    path = present(options.eval / name)
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def present(path: Path) -> Path:
    if not path.exists():
        raise AbsentError(f"'{path}' is not there; pass --eval DIR")
    return path


def articles_of(options: Namespace) -> Path:
    """Return the folder of the articles that questions.jsonl is about."""
    return present(options.eval.parent / "articles")


def model_file(options: Namespace) -> Path:
    from briefer import registry

    if options.model and options.model.endswith(".gguf"):
        return Path(options.model).expanduser()
    known = registry.load()
    return registry.require(known.entry(options.model) if options.model else known.default("llm"))


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


def say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)
