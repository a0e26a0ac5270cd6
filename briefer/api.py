"""The Briefer class: a folder of articles, its library and a model, put together. Knows nothing of terminals."""

from __future__ import annotations

import hashlib
import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import copy
from pathlib import Path
from typing import TYPE_CHECKING

from briefer import __version__, config, registry
from briefer.errors import ModelNotFoundError, UnknownModelError
from briefer.library import Filters, Library
from briefer.schema import Answer, Article, Brief, Passage

if TYPE_CHECKING:
    from briefer.embed import Embedder
    from briefer.ingest import Ingested
    from briefer.llm.base import LanguageModel
    from briefer.measured import Evaluation

Report = Callable[[str, int, int], None]
EVERYTHING = Filters()
CONTEXT = 4096  # tokens, of a GGUF file that models.toml does not know
log = logging.getLogger("briefer")


class Briefer:
    """A folder of articles that can be asked. Safe to use from many threads: one request at a time, in turn.

    corpus is the folder (else BRIEFER_CORPUS, else ./corpus), index where its index lies (else .briefer inside it),
    model a name in models.toml or the path of a GGUF file. Nothing is read or loaded before the first request; each
    request first brings the library up to date with the folder. Use it as a context manager, or `close` it.
    """

    def __init__(
        self,
        corpus: Path | str | None = None,
        *,
        index: Path | str | None = None,
        model: Path | str | None = None,
        language_model: LanguageModel | None = None,
        embedder: Embedder | None = None,
    ) -> None:
        self.corpus = config.corpus_path(corpus)
        self.index = config.index_path(self.corpus, index)
        self._chosen = model
        self._model = language_model
        self._model_is_given = language_model is not None
        self._embedder = embedder
        self._library: Library | None = None
        self._turn = threading.RLock()

    def ask(self, question: str, *, filters: Filters = EVERYTHING, report: Report = lambda *_: None) -> Answer:
        """Return what the sources say to a question, or that they do not.

        report is called with what is done now, and how many steps of how many are done. Raises UsageError for an
        empty or overlong question, CorpusError without articles, ModelNotFoundError without a model.
        """
        from briefer.answer import Settings, answer, checked

        checked(question, "question")
        with self._turn:
            library, model = self._ready(report)
            lines = self._thresholds()
            settings = Settings(answer=lines.answer, support=lines.support) if lines else Settings()
            return answer(
                question, library, self._embed, model,
                settings=settings, filters=filters, report=report,
            )  # fmt: skip

    def brief(self, topic: str, *, filters: Filters = EVERYTHING, report: Report = lambda *_: None) -> Brief:
        """Return a one-page brief on a topic; errors and report as in `ask`."""
        from briefer.answer import checked
        from briefer.brief import Settings, brief, made_now

        checked(topic, "topic")
        with self._turn:
            library, model = self._ready(report)
            lines = self._thresholds()
            settings = Settings(support=lines.support) if lines else Settings()
            made = made_now(
                version=__version__, model=model, sha256=self._model_sha256(), embedder=self._embed.name,
                corpus=self.corpus.name, library=library, settings=settings, filters=filters,
            )  # fmt: skip
            return brief(
                topic, library, self._embed, model, made=made, settings=settings, filters=filters, report=report
            )

    def search(self, query: str, *, top_k: int = 8, filters: Filters = EVERYTHING) -> list[Passage]:
        """Return the best paragraphs for a query, best first, at most top_k; needs no language model."""
        from briefer.answer import checked
        from briefer.retrieve import retrieve

        query = checked(query, "query")
        with self._turn:
            self.ingest()
            hits = retrieve(query, self._open(), self._embed, top_k=top_k, filters=filters)
            return [hit.passage() for hit in hits]

    def evaluate(
        self,
        path: Path | str,
        *,
        limit: int | None = None,
        whole: bool = False,
        report: Report = lambda *_: None,
    ) -> Evaluation:
        """Return what is measured on the evaluation set in a file or folder, with intervals; see `evaluate.evaluate`.

        Raises EvaluationError for a set that is absent, broken or unknown, and otherwise as `ask`.
        """
        from briefer.answer import Settings
        from briefer.evalsets import read
        from briefer.evaluate import Subject, evaluate
        from briefer.measured import Line

        found = read(Path(path))
        with self._turn:
            report("loading the model", 0, 1)
            model, lines = self._load_model(), self._thresholds() or Settings()
            subject = Subject(
                self, self._over, model=model, embedder=self._embed, version=__version__,
                lines={Line.ANSWER: lines.answer, Line.SUPPORT: lines.support},
            )  # fmt: skip
            return evaluate(found, subject, limit=limit, whole=whole, report=report)

    def ingest(self, *, report: Report = lambda *_: None) -> Ingested:
        """Return what changed after bringing the library up to date with the folder; see `ingest.ingest`."""
        from briefer.ingest import ingest, scan

        with self._turn:
            files = scan(self.corpus)
            done = ingest(self.corpus, files, self._open(), self._embed, report=report)
            for reason in done.skipped.values():
                log.warning("Skipped: %s", reason)
            return done

    def article(self, path: str) -> Article:
        """Return one article of the library; raises ArticleNotFoundError."""
        with self._turn:
            self.ingest()
            return self._open().article(path)

    def close(self) -> None:
        """Give back the memory and files that are held."""
        with self._turn:
            if self._library is not None:
                self._library.close()
            close = getattr(getattr(self._model, "engine", None), "close", None)
            if close is not None:
                close()
            self._library = self._model = None

    def __enter__(self) -> Briefer:
        """Return itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close it."""
        self.close()

    @contextmanager
    def _over(self, corpus: Path, index: Path) -> Iterator[Briefer]:
        """Give the same program, with the same model, over another folder."""
        other = copy(self)
        vars(other).update(corpus=corpus, index=index, _library=None)
        try:
            yield other
        finally:
            if other._library is not None:
                other._library.close()

    def _ready(self, report: Report) -> tuple[Library, LanguageModel]:
        if self._model is None:
            self._model_file()  # a model that is not there is said before anything slow is done
        self.ingest(report=report)
        report("loading the model", 0, 1)
        return self._open(), self._load_model()

    def _open(self) -> Library:
        if self._library is None:
            self._library = Library(self.index, embedder=self._embed.name)
        return self._library

    @property
    def _embed(self) -> Embedder:
        if self._embedder is None:
            from briefer.embed import SentenceTransformerEmbedder

            entry = registry.load().default("embedder")
            self._embedder = SentenceTransformerEmbedder(registry.require(entry), name=entry.name)
        return self._embedder

    def _model_file(self) -> tuple[str, Path, registry.Entry | None]:
        chosen = str(self._chosen) if self._chosen else None
        if chosen and chosen.lower().endswith(".gguf"):
            path = Path(chosen).expanduser()
            if not path.is_file():
                raise ModelNotFoundError(f"There is no model file '{path}'. Pass --model with a name or another file.")
            return path.stem, path, None
        known = registry.load()
        entry = known.entry(chosen) if chosen else known.default("llm")
        if entry.kind != "llm":
            raise UnknownModelError(f"'{entry.name}' is an embedder, not a language model. See 'brief models list'.")
        return entry.name, registry.require(entry), entry

    def _load_model(self) -> LanguageModel:
        if self._model is None:
            config.share_cores()
            from briefer.llm.constrained import ConstrainedModel
            from briefer.llm.llama import LlamaEngine

            name, path, entry = self._model_file()
            template = entry.chat_template if entry else None
            length = entry.context_default if entry else CONTEXT
            if entry is None or entry.thresholds is None:
                log.warning("Nobody measured where model '%s' can be trusted: careful default lines are used.", name)
            self._model = ConstrainedModel(LlamaEngine(path, name=name, context_length=length, template=template))
        return self._model

    def _thresholds(self) -> registry.Thresholds | None:
        entry = None if self._model_is_given else self._model_file()[2]
        return entry.thresholds if entry else None

    def _model_sha256(self) -> str | None:
        if self._model_is_given:
            return None
        _, path, entry = self._model_file()
        if entry is not None:
            return entry.files[0].sha256
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
