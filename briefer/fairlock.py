"""Lets threads do something one at a time, in the order in which they came. Knows nothing of what they do."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

TELL_SECONDS = 0.5


class FairLock:
    """A line of threads. Fair, unlike a lock: nobody overtakes. A thread that has its turn may take it again."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._line: list[object] = []
        self._owner: int | None = None

    @property
    def free(self) -> bool:
        """Return whether nobody has the turn and nobody waits for it."""
        return not self._line

    @contextmanager
    def turn(self, waiting: Callable[[int], None] = lambda ahead: None) -> Iterator[None]:
        """Wait until all who came earlier are done, then hold the turn.

        waiting is called with how many are ahead when that changes and at least twice a second; what it raises ends
        the wait.
        """
        me = threading.get_ident()
        if self._owner == me:
            yield
            return
        ticket = object()
        with self._changed:
            self._line.append(ticket)
        try:
            while ahead := self._line.index(ticket):
                waiting(ahead)
                with self._changed:
                    self._changed.wait_for(lambda: self._line.index(ticket) < ahead, TELL_SECONDS)
            self._owner = me
            yield
        finally:
            with self._changed:
                if self._owner == me:
                    self._owner = None
                self._line.remove(ticket)
                self._changed.notify_all()
