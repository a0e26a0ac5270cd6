"""The Briefer class: a folder of articles, its library and a model, put together. Knows nothing of terminals."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager
from copy import copy
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from briefer import __version__, config
from briefer.answering.question import checked
from briefer.errors import ModelNotFoundError
from briefer.fairlock import FairLock
from briefer.library.filters import Filters
from briefer.library.library import Library
from briefer.models.loader import FAKE, Loader
from briefer.progress import Report, waiting
from briefer.reviews import Changes, Finding, Proposal, Verification
from briefer.schema import Answer, Article, Brief, Claim, Listed, Passage

if TYPE_CHECKING:
    from briefer.evaluation.report import Evaluation
    from briefer.language.parser import Parser
    from briefer.library.ingest import Ingested
    from briefer.models.embedder import Embedder
    from briefer.models.llm.base import LanguageModel

EVERYTHING = Filters()
log = logging.getLogger("briefer")


class Briefer(AbstractContextManager["Briefer"]):
    """A folder of articles that can be asked. Safe to use from many threads: one request at a time, in turn.

    corpus is the folder (else BRIEFER_CORPUS, else ./corpus), index where its index lies (else .briefer inside it),
    model a name in models.toml or the path of a GGUF file, or "fake" to try things out without one (with an index of
    its own), wording whose words a brief is in, "source" or "model" (else as models.toml says), columns those of CSV
    and JSON that have unusual names, as {"text": "Body"} (else as they were named before). Nothing is read or loaded
    before the first request; each request first brings the library up to date with the folder. What a report,
    claimed or shown raises ends the request, and harms nothing. Close it in the end.
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
        wording: str | None = None,
        columns: Mapping[str, str] | None = None,
    ) -> None:
        self.corpus = config.corpus_path(corpus)
        self.index = config.index_path(self.corpus, index)
        self._models = Loader(model, model=language_model, embedder=embedder, parser=parser)
        if self._models.trial:
            self.index /= FAKE  # else the vectors of the real index would be thrown away
        self._wording = wording
        self._columns = None if columns is None else _named(columns)
        self._library: Library | None = None
        self._shelf: Library | None = None
        self._told: list[str] = []
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

        report is called with what is done now, a Progress; claimed with each claim as it is kept. Raises UsageError for
        an empty or overlong question, CorpusError without articles, ModelNotFoundError without a model.
        """
        from briefer.answering.answer import answer
        from briefer.answering.context import AnswerSettings
        from briefer.briefing.asked import of_folder

        checked(question, "question")
        with self.turn(report):
            self._models.start()
            self.ingest(report=report)
            told = of_folder(question, self._open(), filters, self._brief_of(report), model=self.model)
            if told is not None:
                return told
            library, model = self._ready(report)
            lines = self._models.thresholds
            settings = AnswerSettings(answer=lines.answer, support=lines.support) if lines else AnswerSettings()
            return answer(
                question, library, self._models.embedder, model,
                settings=settings, filters=filters, report=report, claimed=claimed, explain=explain,
            )  # fmt: skip

    def _brief_of(self, report: Report) -> Callable[[str, Filters], Brief]:
        return lambda topic, filters: self.brief(topic, filters=filters, report=report)

    def standalone(self, question: str, earlier: Sequence[Answer], *, report: Report = lambda *_: None) -> str:
        """Return a follow-up question so that it can be asked alone; itself if it leans on none of the earlier ones.

        earlier are the answers of the conversation so far, the newest last. Errors and report as in `ask`.
        """
        from briefer.answering.followup import leans, standalone

        question = checked(question, "question")
        if not earlier or not leans(question, self._models.parser):
            return question
        with self.turn(report):
            library, model = self._ready(report)
            return standalone(question, earlier, model, parser=library.parser, report=report)

    def brief(
        self,
        topic: str,
        *,
        filters: Filters = EVERYTHING,
        words: int = 400,
        report: Report = lambda *_: None,
        shown: Callable[[Brief], None] = lambda _: None,
        explain: bool = False,
    ) -> Brief:
        """Return a one-page brief on a topic; errors, report and explain as in `ask`.

        words is the room on it, from 100 to 2,000; shown is called with the page whenever it has a statement more.
        """
        from briefer.briefing.brief import brief
        from briefer.briefing.settings import BriefSettings
        from briefer.briefing.sources import made_now

        checked(topic, "topic")
        with self.turn(report):
            self._models.find()
            self.ingest(report=report)
            library, model, lines = self._open(), self._models.deferred(report), self._models.thresholds
            settings = replace(BriefSettings().sized(words), wording=self._wording or self._models.wording)
            settings = replace(settings, support=lines.support) if lines else settings
            made = made_now(
                version=__version__, model=model, sha256=self._models.sha256, embedder=self._models.embedder.name,
                corpus=self.corpus.name, library=library, settings=settings, filters=filters,
            )  # fmt: skip
            return brief(
                topic, library, self._models.embedder, model,
                made=made, settings=settings, filters=filters, report=report, shown=shown, explain=explain,
            )  # fmt: skip

    def changes(self, now: Brief, *, since: Brief | None) -> Changes:
        """Return what a brief says that an earlier one on the same topic did not; all of it, if there is none.

        Raises UsageError for briefs on two topics.
        """
        from briefer.briefing.changes import changes

        with self._shelved() as library:
            return changes(now, since, library.article)

    def topics(self, *, most: int = 20, report: Report = lambda *_: None) -> list[Proposal]:
        """Return what a brief can be asked for on, at most so many: what most articles tell of first; needs no model.

        Raises CorpusError without articles.
        """
        from briefer.briefing.proposals import proposals

        with self.turn(report):
            self.ingest(report=report)
            return proposals(self._open(), self._models.embedder, most=most)

    def verify(self, path: Path | str) -> Verification:
        """Return what of a brief or an answer in a file holds, against the articles as they are now; needs no model.

        Any format that carries its data can be verified. Raises ReadError for what the program has not written.
        """
        from briefer.verifying.reading import read
        from briefer.verifying.verify import verify

        written = read(Path(path))
        with self._shelved() as library:
            return verify(written, library.article)

    def search(
        self, query: str, *, top_k: int = 8, filters: Filters = EVERYTHING, report: Report = lambda *_: None
    ) -> list[Passage]:
        """Return the best paragraphs for a query, best first, at most top_k; needs no language model.

        It does not wait for the vectors of many new articles, which `ingest` makes: these are found by their words
        alone, and a warning says so.
        """
        from briefer.grounding.retrieve import retrieve
        from briefer.library.ingest import TOGETHER

        query = checked(query, "query")
        with self.turn(report):
            for line in self._update(report, most=TOGETHER).owing():
                log.warning("%s", line)
            hits = retrieve(query, self._open(), self._models.embedder, top_k=top_k, filters=filters)
            return [hit.passage() for hit in hits]

    def evaluate(
        self,
        path: Path | str,
        *,
        limit: int | None = None,
        whole: bool = False,
        report: Report = lambda *_: None,
    ) -> Evaluation:
        """Return what is measured on the evaluation set in a file or folder, with intervals; see `run.evaluate`.

        Raises EvaluationError for a set that is absent, broken or unknown, and otherwise as `ask`.
        """
        from briefer.answering.context import AnswerSettings
        from briefer.evaluation.report import Line
        from briefer.evaluation.run import Subject, evaluate
        from briefer.evaluation.sets import read

        found = read(Path(path))
        with self.turn(report):
            model, lines = self._models.model(report), self._models.thresholds or AnswerSettings()
            subject = Subject(
                self, self._over, model=model, embedder=self._models.embedder, parser=self._models.parser,
                version=__version__, lines={Line.ANSWER: lines.answer, Line.SUPPORT: lines.support},
            )  # fmt: skip
            return evaluate(found, subject, limit=limit, whole=whole, report=report)

    def ingest(self, *, report: Report = lambda *_: None) -> Ingested:
        """Return what changed after bringing the library up to date with the folder; see `ingest.ingest`."""
        return self._update(report)

    def _update(self, report: Report = lambda *_: None, *, most: int | None = None) -> Ingested:
        """Do as `ingest.ingest` does; what is not read is told once."""
        from briefer.library.folder import scan
        from briefer.library.ingest import ingest

        with self.turn(report):
            folder, library = scan(self.corpus, self.index), self._open()
            if library.suspect:
                self._close_shelf()  # what is broken may be replaced, and nothing may hold it open then
            done = ingest(
                self.corpus, folder, library, self._models.embedder,
                columns=self._columns, most=most, report=report,
            )  # fmt: skip
            told = done.told()
            for reason in told:
                if reason not in self._told:
                    log.warning("Skipped: %s", reason)
            self._told = told
            return done

    def doctor(self, *, repair: bool = False, report: Report = lambda *_: None) -> list[Finding]:
        """Return how the index, the models and this computer are, each with what to do if something is wrong.

        All that is stored is read, and nothing changed. Unless it is to be repaired: then what is broken is first made
        anew from the articles, to which nothing is written, and it raises as `ingest` does.
        """
        from briefer import doctor
        from briefer.library.doctor import examine

        with self.turn(report):
            if repair:
                self._open().examine()
                self.ingest(report=report)
            try:
                embedder, parser = self._models.embedder.name, self._models.parser
            except ModelNotFoundError:
                return list(doctor.examine())
            return [*examine(self.corpus, self.index, embedder=embedder, parser=parser), *doctor.examine()]

    def article(self, path: str) -> Article:
        """Return one article of the library; raises ArticleNotFoundError. Waits for no request that is worked on."""
        with self._shelved() as library:
            return library.article(path)

    def articles(self, *, filters: Filters = EVERYTHING) -> list[Listed]:
        """Return every file of the folder that was read or cannot be read, by path; waits as `article` does.

        Of filters, the articles that pass them.
        """
        with self._shelved() as library:
            return library.listing(filters)

    def add(self, name: str, data: bytes) -> str:
        """Return the path of an article that was put into the folder; the next request reads it.

        The name is made safe, and gets a number if another file has it; nothing is overwritten. Raises ReadError if
        it is no article that can be read, CorpusError if the folder cannot be written.
        """
        from briefer.library import shelf

        with self._reading:
            columns = self._on_shelf().columns()
        return shelf.add(self.corpus, name, data, self._columns or columns)

    def remove(self, path: str) -> Path:
        """Return where an article's file was moved to: the folder `removed` of the index. Nothing is deleted.

        Raises ArticleNotFoundError if it is not there, CorpusError if it cannot be moved.
        """
        from briefer.library import shelf

        return shelf.remove(self.corpus, path, self.index / "removed")

    @property
    def model(self) -> str:
        """The name of the model in use, loaded or not; raises UnknownModelError."""
        return self._models.name

    @property
    def loaded(self) -> bool:
        """Whether the model is in memory."""
        return self._models.loaded

    @property
    def written(self) -> int:
        """How many tokens the model has written since it was loaded."""
        return self._models.written

    def load(self, *, report: Report = lambda *_: None) -> None:
        """Load all that the first request would wait for; errors and report as in `ask`."""
        with self.turn(report):
            self._ready(report)

    def use(self, model: Path | str | None) -> None:
        """Use another model from the next request on; the one being worked on is ended with the old one.

        Raises UnknownModelError or ModelNotFoundError, and keeps the old one; UsageError if it was given as an object.
        """
        self._models.changeable()
        with self.turn():
            self._models.use(model)

    @contextmanager
    def turn(self, report: Report = lambda *_: None) -> Iterator[None]:
        """Hold the turn for several requests that belong together, once all that came earlier are done.

        report is told how many are ahead, and leaves the line by raising.
        """
        with self._turns.turn(lambda ahead: report(waiting(ahead))):
            yield

    def close(self) -> None:
        """Give back the memory and files that are held."""
        with self.turn(), self._reading:
            self._close_library()
            self._models.close()

    def __exit__(self, *_: object) -> None:
        """Close it."""
        self.close()

    @contextmanager
    def _over(self, corpus: Path, index: Path) -> Iterator[Briefer]:
        """Give the same program, with the same model, over another folder."""
        other = copy(self)
        vars(other).update(corpus=corpus, index=index, _library=None, _shelf=None, _told=[])
        with ExitStack() as after:
            after.callback(other._close_library)
            yield other

    @contextmanager
    def _shelved(self) -> Iterator[Library]:
        """Open the library for reading alone, which needs no vectors.

        It is up to date unless a request is worked on, which may take minutes.
        """
        if self._turns.free:
            self._update(most=0)
        with self._reading:
            yield self._on_shelf()

    def _on_shelf(self) -> Library:
        self._shelf = self._shelf or self._opened()
        return self._shelf

    def _close_library(self) -> None:
        self._close_shelf()
        if self._library is not None:
            self._library.close()
        self._library = None

    def _close_shelf(self) -> None:
        with self._reading:
            if self._shelf is not None:
                self._shelf.close()
            self._shelf = None

    def _ready(self, report: Report) -> tuple[Library, LanguageModel]:
        self._models.start()  # a model that is not there is said before anything slow is done
        self.ingest(report=report)
        library = self._open()
        library.parser.parse(["Ready."])  # what loads at its first use loads beside the model
        self._models.embedder.encode(["ready"])
        return library, self._models.model(report)

    def _open(self) -> Library:
        if self._library is not None and self._library.replaced:
            self._close_library()
        self._library = self._library or self._opened()
        return self._library

    def _opened(self) -> Library:
        return Library(self.index, embedder=self._models.embedder.name, parser=self._models.parser)


def _named(columns: Mapping[str, str]) -> dict[str, str]:
    from briefer.articles.readers.records import named

    return named(columns)
