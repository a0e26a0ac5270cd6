"""What all pages share: the library with its model, the history, and what is running. Knows nothing of Gradio."""

from __future__ import annotations

import tempfile
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from briefer.api import Briefer
from briefer.app.work import Works
from briefer.errors import BrieferError, CorpusError, ModelNotFoundError, UsageError
from briefer.history import History
from briefer.library.filters import Filters
from briefer.progress import Progress
from briefer.reviews import Proposal
from briefer.schema import Listed

PROPOSED = 8  # topics, two or three lines of the page


@dataclass(slots=True)
class Desk:
    """The one library that the app serves. missing and broken are why the folder, and the model, cannot be used now.

    topics is what a brief can be asked for on, as the folder was when it was last read.
    """

    briefer: Briefer
    history: History
    files: Path
    works: Works = field(default_factory=Works)
    missing: str = ""
    broken: str = ""
    topics: Sequence[Proposal] = ()
    loading: bool = False
    doing: str = ""
    _measured: tuple[float, int, float] = (0.0, 0, 0.0)

    def load(self) -> None:
        """Bring the library up to date and load the model, beside the pages; nothing happens if that goes on."""
        if not self.loading:
            self.loading = True
            threading.Thread(target=self._load, daemon=True).start()

    def _load(self) -> None:
        try:
            self.broken = ""
            self.briefer.ingest(report=self._report)  # first, since it needs no model
            self.topics = self.briefer.topics(most=PROPOSED)
            self.briefer.load(report=self._report)
        except CorpusError:
            self.topics = ()
            self.articles()
        except ModelNotFoundError as exc:
            self.broken = f"{exc} Or fetch one in Model."
        except BrieferError as exc:
            self.broken = str(exc)
        finally:
            self.loading = False

    def _report(self, now: Progress) -> None:
        self.doing = f"{now.text} ({now.done} of {now.total})" if now.total > 1 else now.text

    def speed(self) -> float:
        """Return how many tokens a second the model wrote lately: over the last second or more."""
        before, had, rate = self._measured
        now, written = time.monotonic(), self.briefer.written
        if now - before >= 1:
            rate = max(written - had, 0) / (now - before) if before else 0.0
            self._measured = (now, written, rate)
        return rate

    @property
    def model(self) -> str:
        """The name of the model in use, or what is wrong with it."""
        try:
            return self.briefer.model
        except BrieferError:
            return "no model"

    def articles(self) -> list[Listed]:
        """Return the files of the folder; none if it cannot be read, which `missing` then tells."""
        try:
            listed = self.briefer.articles()
        except BrieferError as exc:
            # A folder that is there and empty is how everybody begins.
            empty = isinstance(exc, CorpusError) and self.briefer.corpus.is_dir()
            self.missing = "" if empty else str(exc)
            return []
        self.missing = ""
        return listed

    def filters(
        self, articles: Sequence[str], publishers: Sequence[str], since: str | None, until: str | None
    ) -> Filters:
        """Return the filters that were chosen on the page; raises UsageError for no day, and if no article is left."""
        chosen = tuple(articles or ())
        first, last = _day(since), _day(until)
        if first and last and first > last:
            raise UsageError(f"No day is both from {first} on and up to {last}. Swap them.")
        if publishers:
            of_them = [a.path for a in self.articles() if a.publisher in publishers]
            chosen = tuple(path for path in of_them if not chosen or path in chosen)
            if not chosen:
                raise UsageError("No article of these publishers is among the chosen ones. Choose others on the left.")
        return Filters(since=first, until=last, articles=chosen)

    def written(self, name: str, content: str | bytes) -> str:
        """Return the path of a new file for the page to offer, with this name and content."""
        path = Path(tempfile.mkdtemp(dir=self.files)) / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return str(path)


def _day(given: str | None) -> str | None:
    text = (given or "").strip()[:10]
    try:
        return date.fromisoformat(text).isoformat() if text else None
    except ValueError as exc:
        raise UsageError(f"'{given}' is not a day. Write it as 2026-01-31.") from exc
