"""Tells when a folder changes. The only importer of watchfiles; knows nothing of what is in the folder."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from briefer.errors import CorpusError
from briefer.library.folder import is_hidden

QUIET = 500  # ms in which nothing may change before it is told, so that few files are seen half written
LONGEST = 10_000  # ms after which it is told although things go on changing


def changes(corpus: Path, index: Path) -> Iterator[None]:
    """Yield once when the folder is watched, and whenever something in it has changed since; it never ends.

    What is hidden does not count, nor the index. Raises CorpusError if the folder cannot be watched, or is gone.
    """
    from watchfiles import watch

    corpus, index = corpus.resolve(), index.resolve()

    def counts(_: object, path: str) -> bool:
        own = Path(path)
        return not own.is_relative_to(index) and not any(map(is_hidden, own.relative_to(corpus).parts))

    try:
        begun = False
        for found in watch(
            corpus, watch_filter=counts, step=QUIET, debounce=LONGEST, rust_timeout=QUIET, yield_on_timeout=True
        ):
            if found or not begun:
                begun = True
                yield
            if not corpus.is_dir():
                raise CorpusError(f"The corpus '{corpus}' is gone. Put it back, and start again.")
    except (OSError, RuntimeError) as exc:  # the latter is what its own error is
        raise CorpusError(
            f"The corpus '{corpus}' cannot be watched ({exc}). Check the path and its permissions; without --watch it "
            "is read once."
        ) from exc
