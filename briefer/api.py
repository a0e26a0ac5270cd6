"""The Briefer class: a folder of articles, its library and a model, put together. Knows nothing of terminals."""

from __future__ import annotations

import hashlib
import logging
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from copy import copy
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from briefer import __version__, config
from briefer.errors import ModelNotFoundError, UnknownModelError, UsageError
from briefer.fairlock import FairLock
from briefer.language.parser import Blank, Parser, Pipeline
from briefer.library.filters import Filters
from briefer.library.library import Library
from briefer.models import registry
from briefer.progress import Progress, Report, Stage
from briefer.schema import Answer, Article, Brief, Claim, Listed, Passage

if TYPE_CHECKING:
    from briefer.evaluation.report import Evaluation
    from briefer.library.ingest import Ingested
    from briefer.models.embedder import Embedder
    from briefer.models.llm.base import LanguageModel

EVERYTHING = Filters()
FAKE = "fake"  # the model that needs no file: it goes by the words that texts share
PAGE = 400  # words of a brief
CONTEXT = 4096  # tokens, of a GGUF file that models.toml does not know
log = logging.getLogger("briefer")


class Briefer:
    """A folder of articles that can be asked. Safe to use from many threads: one request at a time, in turn.

    corpus is the folder (else BRIEFER_CORPUS, else ./corpus), index where its index lies (else .briefer inside it),
    model a name in models.toml or the path of a GGUF file, or "fake" to try things out without one (with an index of
    its own). Nothing is read or loaded before the first request; each request first brings the library up to date
    with the folder. What a report, claimed or shown raises ends the request, and harms nothing. Use it as a context
    manager, or `close` it.
    """

    def __init__(
        self,
        corpus: Path | str | None = None,
        *,
        index: Path | str | None = None,
        model: Path | str | None = None,
        language_model: LanguageModel | None = None,
        embedder: Embedder | None = None,
        parser: Parser | None = None,
    ) -> None:
        self.corpus = config.corpus_path(corpus)
        self.index = config.index_path(self.corpus, index)
        self._chosen = model
        self._model = language_model
        self._model_is_given = language_model is not None
        self._embedder = embedder
        self._parser = parser
        if model == FAKE and language_model is None:
            self._use_fakes()
        self._library: Library | None = None
        self._shelf: Library | None = None
        self._turns = FairLock()
        self._reading = threading.RLock()

    def ask(
        self,
        question: str,
        *,
        filters: Filters = EVERYTHING,
        report: Report = lambda *_: None,
        claimed: Callable[[Claim], None] = lambda _: None,
        explain: bool = False,
    ) -> Answer:
        """Return what the sources say to a question, or that they do not; with its steps if they are to be explained.

        report is called with what is done now, a Progress; claimed with each claim as it
        is kept. Raises UsageError for an empty or overlong question, CorpusError without articles, ModelNotFoundError
        without a model.
        """
        from briefer.answering.answer import answer, checked
        from briefer.answering.context import AnswerSettings

        checked(question, "question")
        with self.turn(report):
            library, model = self._ready(report)
            lines = self._thresholds()
            settings = AnswerSettings(answer=lines.answer, support=lines.support) if lines else AnswerSettings()
            return answer(
                question, library, self._embed, model,
                settings=settings, filters=filters, report=report, claimed=claimed, explain=explain,
            )  # fmt: skip

    def standalone(self, question: str, earlier: Sequence[Answer], *, report: Report = lambda *_: None) -> str:
        """Return a follow-up question so that it can be asked alone; itself if it leans on none of the earlier ones.

        earlier are the answers of the conversation so far, the newest last. Errors and report as in `ask`.
        """
        from briefer.answering.answer import QUESTION_LENGTH, checked
        from briefer.answering.followup import leans, standalone

        question = checked(question, "question")
        if not earlier or not leans(question):
            return question
        with self.turn(report):
            written = standalone(question, earlier, self._ready(report)[1], report=report)
        return written if len(written) <= QUESTION_LENGTH else question

    def brief(
        self,
        topic: str,
        *,
        filters: Filters = EVERYTHING,
        words: int = PAGE,
        report: Report = lambda *_: None,
        shown: Callable[[Brief], None] = lambda _: None,
        explain: bool = False,
    ) -> Brief:
        """Return a one-page brief on a topic; errors, report and explain as in `ask`.

        words is the room on the page, from 100 to 2,000; shown is called with the page so far whenever a statement is
        added to it.
        """
        from briefer.answering.answer import checked
        from briefer.briefing.brief import brief, made_now
        from briefer.briefing.selection import BriefSettings

        checked(topic, "topic")
        if not 100 <= words <= 2000:
            raise UsageError(f"A brief of {words} words cannot be written. Choose from 100 to 2,000.")
        with self.turn(report):
            library, model = self._ready(report)
            lines = self._thresholds()
            settings = BriefSettings(support=lines.support) if lines else BriefSettings()
            if words != PAGE:
                settings = replace(settings, room=words, points=max(3, round(settings.points * words / PAGE)))
            made = made_now(
                version=__version__, model=model, sha256=self._model_sha256(), embedder=self._embed.name,
                corpus=self.corpus.name, library=library, settings=settings, filters=filters,
            )  # fmt: skip
            return brief(
                topic, library, self._embed, model,
                made=made, settings=settings, filters=filters, report=report, shown=shown, explain=explain,
            )  # fmt: skip

    def search(self, query: str, *, top_k: int = 8, filters: Filters = EVERYTHING) -> list[Passage]:
        """Return the best paragraphs for a query, best first, at most top_k; needs no language model."""
        from briefer.answering.answer import checked
        from briefer.grounding.retrieve import retrieve

        query = checked(query, "query")
        with self.turn():
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
        from briefer.answering.context import AnswerSettings
        from briefer.evaluation.report import Line
        from briefer.evaluation.run import Subject, evaluate
        from briefer.evaluation.sets import read

        found = read(Path(path))
        with self.turn(report):
            report(Progress(Stage.LOAD, 0, 1))
            model, lines = self._load_model(), self._thresholds() or AnswerSettings()
            subject = Subject(
                self, self._over, model=model, embedder=self._embed, parser=self._parse, version=__version__,
                lines={Line.ANSWER: lines.answer, Line.SUPPORT: lines.support},
            )  # fmt: skip
            return evaluate(found, subject, limit=limit, whole=whole, report=report)

    def ingest(self, *, report: Report = lambda *_: None) -> Ingested:
        """Return what changed after bringing the library up to date with the folder; see `ingest.ingest`."""
        from briefer.library.ingest import ingest, scan

        with self.turn(report):
            files = scan(self.corpus)
            done = ingest(self.corpus, files, self._open(), self._embed, report=report)
            for reason in done.skipped.values():
                log.warning("Skipped: %s", reason)
            return done

    def article(self, path: str) -> Article:
        """Return one article of the library; raises ArticleNotFoundError. Waits for no request that is worked on."""
        with self._shelved() as library:
            return library.article(path)

    def articles(self) -> list[Listed]:
        """Return every file of the folder that was read or cannot be read, by path; waits as `article` does."""
        with self._shelved() as library:
            return library.listing()

    def add(self, name: str, data: bytes) -> str:
        """Return the path of an article that was put into the folder; the next request reads it.

        The name is made safe, and gets a number if another file has it; nothing is overwritten. Raises ReadError if
        it is no article that can be read, CorpusError if the folder cannot be written.
        """
        from briefer.library import shelf

        return shelf.add(self.corpus, name, data)

    def remove(self, path: str) -> Path:
        """Return where an article's file was moved to: the folder `removed` of the index. Nothing is deleted.

        Raises ArticleNotFoundError if it is not there, CorpusError if it cannot be moved.
        """
        from briefer.library import shelf

        return shelf.remove(self.corpus, path, self.index / "removed")

    @property
    def model(self) -> str:
        """The name of the model in use, loaded or not; raises UnknownModelError."""
        if self._model is not None:
            return self._model.name
        chosen = str(self._chosen) if self._chosen else registry.load().defaults.llm
        return Path(chosen).stem if chosen.lower().endswith(".gguf") else registry.load().entry(chosen).name

    @property
    def loaded(self) -> bool:
        """Whether the model is in memory."""
        return self._model is not None

    @property
    def written(self) -> int:
        """How many tokens the model has written since it was loaded."""
        return self._model.written if self._model else 0

    def load(self, *, report: Report = lambda *_: None) -> None:
        """Load all that the first request would wait for; errors and report as in `ask`."""
        with self.turn(report):
            self._ready(report)
            self._embed.encode(["ready"])  # an embedder loads at its first use

    def use(self, model: Path | str | None) -> None:
        """Use another model from the next request on; the one being worked on is ended with the old one.

        Raises UnknownModelError or ModelNotFoundError, and keeps the old one; UsageError if this Briefer was given its
        model as an object, or is a trial with the fake one.
        """
        if self._model_is_given:
            raise UsageError("This model was given and stays. Start again with --model to use another.")
        with self.turn():
            before, self._chosen = self._chosen, model
            try:
                self._model_file()
            except Exception:
                self._chosen = before
                raise
            self._drop_model()

    @contextmanager
    def turn(self, report: Report = lambda *_: None) -> Iterator[None]:
        """Hold the turn for several requests that belong together, once all that came earlier are done.

        report is told how many are ahead, and leaves the line by raising.
        """

        def waiting(ahead: int) -> None:
            report(Progress(Stage.WAIT, 0, ahead, f"{ahead} earlier request{'s' if ahead > 1 else ''}"))

        with self._turns.turn(waiting):
            yield

    def close(self) -> None:
        """Give back the memory and files that are held."""
        with self.turn(), self._reading:
            for library in (self._library, self._shelf):
                if library is not None:
                    library.close()
            self._drop_model()
            self._library = self._shelf = None

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
        vars(other).update(corpus=corpus, index=index, _library=None, _shelf=None)
        try:
            yield other
        finally:
            for library in filter(None, (other._library, other._shelf)):
                library.close()

    @contextmanager
    def _shelved(self) -> Iterator[Library]:
        """Open the library for reading alone, up to date unless a request is worked on, which may take minutes."""
        if self._turns.free:
            self.ingest()
        with self._reading:
            self._shelf = self._shelf or Library(self.index, embedder=self._embed.name, parser=self._parse)
            yield self._shelf

    def _use_fakes(self) -> None:
        from briefer.models.embedder import HashingEmbedder
        from briefer.models.llm.fake import FakeModel

        self._model, self._model_is_given = FakeModel(), True
        self._embedder = self._embedder or HashingEmbedder()
        self._parser = self._parser or Blank()
        self.index /= FAKE  # else the vectors of the real index would be thrown away

    def _drop_model(self) -> None:
        if self._model is not None:
            self._model.close()
        self._model = None

    def _ready(self, report: Report) -> tuple[Library, LanguageModel]:
        if self._model is None:
            self._model_file()  # a model that is not there is said before anything slow is done
        self.ingest(report=report)
        report(Progress(Stage.LOAD, 0, 1))
        return self._open(), self._load_model()

    def _open(self) -> Library:
        if self._library is None:
            self._library = Library(self.index, embedder=self._embed.name, parser=self._parse)
        return self._library

    @property
    def _parse(self) -> Parser:
        if self._parser is None:
            entry = registry.load().default("parser")
            self._parser = Pipeline(registry.require(entry), name=entry.name)
        return self._parser

    @property
    def _embed(self) -> Embedder:
        if self._embedder is None:
            from briefer.models.embedder import SentenceTransformerEmbedder

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
            from briefer.models.llm.constrained import ConstrainedModel
            from briefer.models.llm.llama import LlamaEngine

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
