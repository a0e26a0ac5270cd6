"""What the parts of the benchmark share: the evaluation sets, the models, a library made for a run."""

import json
import sys
import tempfile
from argparse import Namespace
from collections.abc import Iterator
from pathlib import Path
from typing import Any

REPOSITORY = Path(__file__).resolve().parent.parent
Row = tuple[str, str, str, bool | None]  # what, value, bar, whether it holds (None: there is no bar)
Result = tuple[list[Row], dict[str, Any]]  # lines of the table, figures for the results file


class AbsentError(Exception):
    """An evaluation set is not on this computer."""


def present(path: Path) -> Path:
    if not path.exists():
        raise AbsentError(f"'{path}' is not there; pass --eval DIR")
    return path


def rows_of(options: Namespace, name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in present(options.eval / name).read_text(encoding="utf-8").splitlines()]


def articles_of(options: Namespace) -> Path:
    """Return the folder of the articles that questions.jsonl is about."""
    return present(options.eval.parent / "articles")


def corpus_of(options: Namespace, name: str) -> Path:
    """Return the folder of a corpus by the name that a set or a brief gives it."""
    own = {"articles": articles_of, "corpus": lambda _: REPOSITORY / "corpus"}
    return own[name](options) if name in own else present(options.eval / name)


def briefs_of(options: Namespace, **made_with: Any) -> Iterator[tuple[Any, Any]]:
    """Yield a Briefer and each of its briefs: those of --briefs FILE, else on the topics of `briefs.jsonl`."""
    from briefer.api import Briefer
    from briefer.schema import Brief

    if options.briefs:
        known = [Brief.model_validate(one) for one in json.loads(options.briefs.read_text(encoding="utf-8"))]
        asked = [(brief.made.corpus, brief) for brief in known]
    else:
        asked = [(row["corpus"], row["topic"]) for row in rows_of(options, "briefs.jsonl")]
    for name in dict.fromkeys(corpus for corpus, _ in asked):
        with tempfile.TemporaryDirectory() as index, Briefer(corpus_of(options, name), index=index, **made_with) as one:
            for topic in [topic for corpus, topic in asked if corpus == name][: options.limit]:
                brief = topic if isinstance(topic, Brief) else one.brief(topic)
                say(f"{brief.topic} …")
                yield one, brief


def model_file(name: str | None, kind: str = "llm") -> Path:
    from briefer.models import registry

    if name and name.endswith(".gguf"):
        return Path(name).expanduser()
    known = registry.load()
    return registry.require(known.entry(name) if name else known.default(kind))


def library_of(corpus: Path, folder: Path, kind: Any = None) -> tuple[Any, Any]:
    """Return a new library of a folder of articles, and the default embedder, of another class if one is given."""
    from briefer.language.parser import Pipeline
    from briefer.library.folder import scan
    from briefer.library.ingest import ingest
    from briefer.library.library import Library
    from briefer.models.embedder import LocalEmbedder

    embedder = (kind or LocalEmbedder)(model_file(None, "embedder"), name="default")
    parser = Pipeline(model_file(None, "parser"), name="default")
    library = Library(folder, embedder=embedder.name, parser=parser)
    ingest(corpus, scan(corpus), library, embedder)
    return library, embedder


def say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)
