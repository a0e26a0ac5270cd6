"""Finds the models that were chosen, and loads each at its first use. Knows nothing of articles."""

from __future__ import annotations

import hashlib
import logging
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from briefer import config
from briefer.errors import ModelNotFoundError, UnknownModelError, UsageError
from briefer.language.parser import Blank, Parser, Pipeline
from briefer.models import registry
from briefer.models.registry import Entry, Thresholds
from briefer.progress import Progress, Report, Stage

if TYPE_CHECKING:
    from briefer.models.embedder import Embedder
    from briefer.models.llm.base import LanguageModel

FAKE = "fake"  # the model that needs no file: it goes by the words that texts share
CONTEXT = 4096  # tokens, of a GGUF file that models.toml does not know
log = logging.getLogger("briefer")


@dataclass(frozen=True, slots=True)
class Weights:
    """The file of a language model, and its entry in models.toml, None for any other file."""

    name: str
    path: Path
    entry: Entry | None

    def sha256(self) -> str:
        """Return the sha256 of the file, in hex; of one that models.toml does not know it is read for that."""
        if self.entry is not None:
            return self.entry.files[0].sha256
        with self.path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()


def weights(chosen: Path | str | None) -> Weights:
    """Return the file of a model by its name or path, of the default for None.

    Raises ModelNotFoundError if it is not on this computer, UnknownModelError for what is no language model.
    """
    if chosen and is_file(chosen):
        path = Path(chosen).expanduser()
        if not path.is_file():
            raise ModelNotFoundError(f"There is no model file '{path}'. Pass --model with a name or another file.")
        return Weights(path.stem, path, None)
    known = registry.load()
    entry = known.entry(str(chosen)) if chosen else known.default("llm")
    if entry.kind != "llm":
        kind = f"{'an' if entry.kind[0] in 'aeiou' else 'a'} {entry.kind}"
        raise UnknownModelError(f"'{entry.name}' is {kind}, not a language model. See 'brief models list'.")
    return Weights(entry.name, registry.require(entry), entry)


def is_file(chosen: Path | str) -> bool:
    """Return whether a model is chosen by the path of its file, and not by its name."""
    return str(chosen).lower().endswith(".gguf")


def load(file: Weights) -> LanguageModel:
    """Return the model in a file; raises ModelLoadError. Warns where nobody measured when it can be trusted."""
    config.share_cores()
    from briefer.models.llm.constrained import ConstrainedModel
    from briefer.models.llm.llama import LlamaEngine

    entry = file.entry
    if entry is None or entry.thresholds is None:
        log.warning("Nobody measured where model '%s' can be trusted: careful default lines are used.", file.name)
    length, template = (entry.context_default, entry.chat_template) if entry else (CONTEXT, None)
    return ConstrainedModel(LlamaEngine(file.path, name=file.name, context_length=length, template=template))


class Loader:
    """The language model, the embedder and the parser of one program. Not thread-safe."""

    def __init__(
        self,
        chosen: Path | str | None = None,
        *,
        model: LanguageModel | None = None,
        embedder: Embedder | None = None,
        parser: Parser | None = None,
    ) -> None:
        """Say which: a name or a GGUF file, FAKE to do without, or a model, embedder and parser as objects."""
        self._chosen = chosen
        self._model = model
        self._embedder = embedder
        self._parser = parser
        self.trial = chosen == FAKE and model is None
        if self.trial:
            from briefer.models.embedder import HashingEmbedder
            from briefer.models.llm.fake import FakeModel

            self._model = FakeModel()
            self._embedder = embedder or HashingEmbedder()
            self._parser = parser or Blank()
        self._given = self._model is not None
        self._loading: Future[LanguageModel] | None = None

    @property
    def name(self) -> str:
        """The name of the language model, loaded or not; raises UnknownModelError."""
        if self._model is not None:
            return self._model.name
        chosen = self._chosen or registry.load().defaults.llm
        return Path(chosen).stem if is_file(chosen) else registry.load().entry(str(chosen)).name

    @property
    def loaded(self) -> bool:
        """Whether the language model is in memory."""
        return self._model is not None

    @property
    def written(self) -> int:
        """How many tokens the language model has written since it was loaded."""
        return self._model.written if self._model else 0

    @property
    def thresholds(self) -> Thresholds | None:
        """The lines that were measured for the language model; None where nobody did, or it was given."""
        entry = None if self._given else weights(self._chosen).entry
        return entry.thresholds if entry else None

    @property
    def sha256(self) -> str | None:
        """The sha256 of the language model's file; None for one that was given."""
        return None if self._given else weights(self._chosen).sha256()

    @property
    def embedder(self) -> Embedder:
        """The embedder; raises ModelNotFoundError."""
        if self._embedder is None:
            from briefer.models.embedder import LocalEmbedder

            entry = registry.load().default("embedder")
            self._embedder = LocalEmbedder(registry.require(entry), name=entry.name)
        return self._embedder

    @property
    def parser(self) -> Parser:
        """The parser; raises ModelNotFoundError."""
        if self._parser is None:
            entry = registry.load().default("parser")
            self._parser = Pipeline(registry.require(entry), name=entry.name, language=entry.language)
        return self._parser

    def find(self) -> None:
        """Raise as `weights` does if the language model is not there to be loaded."""
        if self._model is None:
            weights(self._chosen)

    def model(self, report: Report = lambda *_: None) -> LanguageModel:
        """Return the language model; raises as `weights` and `load` do."""
        report(Progress(Stage.LOAD, 0, 1))
        if self._model is None:
            loading, self._loading = self._loading, None
            self._model = loading.result() if loading else load(weights(self._chosen))
        return self._model

    def start(self) -> None:
        """Begin to load the language model beside whatever is done next; raises as `find` does."""
        if self._model is None and self._loading is None:
            file = weights(self._chosen)
            one = ThreadPoolExecutor(1, "briefer-load")
            self._loading = one.submit(load, file)
            one.shutdown(wait=False)

    def deferred(self, report: Report = lambda *_: None) -> LanguageModel:
        """Return the language model, which is loaded when it is first asked; that it is there was found before."""
        if self._model is not None:
            return self._model
        from briefer.models.llm.deferred import Deferred

        return Deferred(self.name, lambda: self.model(report))

    @property
    def wording(self) -> str:
        """Whose words a brief of the language model is in, "source" or "model", as was measured for it."""
        entry = None if self._given else weights(self._chosen).entry
        return entry.wording if entry else "source"

    def changeable(self) -> None:
        """Raise UsageError if the language model was given as an object, or is the fake one."""
        if self._given:
            raise UsageError("This model was given and stays. Start again with --model to use another.")

    def use(self, chosen: Path | str | None) -> None:
        """Choose another language model, and close the one in use; raises as `weights` does, and keeps the old one."""
        weights(chosen)
        self._chosen = chosen
        self.close()

    def close(self) -> None:
        """Give back the language model's memory; it is loaded again at its next use."""
        if self._loading is not None:
            self.model()
        if self._model is not None:
            self._model.close()
        self._model = None
