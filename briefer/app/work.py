"""Runs a request beside the page and tells what has come of it so far. Knows nothing of pages or models."""

from __future__ import annotations

import asyncio
import logging
import threading
import time
from collections.abc import AsyncIterator, Callable
from typing import Any, Generic, TypeVar

from briefer.errors import BrieferError, StoppedError
from briefer.progress import Progress, Stage

LOOK_SECONDS = 0.1
log = logging.getLogger("briefer")
PartT = TypeVar("PartT")
ResultT = TypeVar("ResultT")


class Work(Generic[PartT, ResultT]):
    """A request on a thread of its own: what is done now, what has come of it, whether it is still wanted."""

    def __init__(self, task: Callable[[Work[PartT, ResultT]], ResultT]) -> None:
        """Begin it. task is given this object: it calls `report` and `add`, and returns the result."""
        self.now = Progress(Stage.START, 0, 0)
        self.parts: list[PartT] = []
        self.result: ResultT | None = None
        self.error = ""
        self.stopped = False
        self._began = self._turn = time.monotonic()
        self._thread = threading.Thread(target=self._run, args=(task,), daemon=True)
        self._thread.start()

    @property
    def over(self) -> bool:
        """Whether nothing more will come of it."""
        return not self._thread.is_alive()

    @property
    def seconds(self) -> float:
        """How long it has taken so far."""
        return time.monotonic() - self._began

    @property
    def at_work(self) -> float:
        """How many of these seconds it did not wait for earlier requests."""
        return time.monotonic() - self._turn

    def report(self, now: Progress) -> None:
        """Take down what is done now; raises StoppedError if that is no longer wanted."""
        self._heed()
        if now.stage is Stage.WAIT:
            self._turn = time.monotonic()
        self.now = now

    def add(self, part: PartT) -> None:
        """Take down a part of the result; raises StoppedError if it is no longer wanted."""
        self._heed()
        self.parts.append(part)

    def stop(self) -> None:
        """Have it end at its next step."""
        if not self.over:
            self.stopped = True

    async def news(self) -> AsyncIterator[Work[PartT, ResultT]]:
        """Yield this object whenever something of it is new, at least once a second, the last time when it is over.

        Stops the work if nobody reads on.
        """
        seen: object = None
        try:
            while True:
                over = self.over
                state = (self.now, len(self.parts), int(self.seconds))
                if over or state != seen:
                    seen = state
                    yield self
                if over:
                    return
                await asyncio.sleep(LOOK_SECONDS)
        finally:
            self.stop()

    def _heed(self) -> None:
        if self.stopped:
            raise StoppedError("Stopped.")

    def _run(self, task: Callable[[Work[PartT, ResultT]], ResultT]) -> None:
        try:
            self.result = task(self)
        except StoppedError:
            pass
        except BrieferError as exc:
            self.error = str(exc)
        except Exception as exc:
            log.exception("A request failed.")
            self.error = f"This is a fault of the program: {exc!r}. The app goes on; please report it."


class Works:
    """The requests of all browsers, by session and kind, so that each is stopped by its own and no others."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._running: dict[tuple[str, str], Work[Any, Any]] = {}

    def begin(self, session: str, kind: str, task: Callable[[Work[PartT, ResultT]], ResultT]) -> Work[PartT, ResultT]:
        """Return a request that has begun for a session; an earlier one of the same kind is stopped."""
        self.stop(session, kind)
        work = Work(task)
        with self._lock:
            self._running = {key: other for key, other in self._running.items() if not other.over}
            self._running[session, kind] = work
        return work

    def stop(self, session: str, kind: str = "") -> None:
        """Stop what a session has running: of one kind, or all of it."""
        with self._lock:
            stopping = [work for key, work in self._running.items() if key[0] == session and kind in ("", key[1])]
        for work in stopping:
            work.stop()

    def stop_all(self) -> None:
        """Stop everything, when the app closes."""
        with self._lock:
            stopping = list(self._running.values())
        for work in stopping:
            work.stop()

    @property
    def count(self) -> int:
        """How many are running or waiting."""
        with self._lock:
            return sum(not work.over for work in self._running.values())
