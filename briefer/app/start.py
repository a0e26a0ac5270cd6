"""Loads Gradio so that it is quiet and quick. Knows nothing of the app. Call `prepare` before gradio is imported."""

from __future__ import annotations

import inspect
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn

from briefer.errors import UsageError

# Nothing is reported to anybody, nothing is kept in the browser but what the app itself keeps there.
QUIET = {
    "GRADIO_ANALYTICS_ENABLED": "False",
    "GRADIO_ANALYTICS_CACHE_FREQUENCY": "1000000000",  # else it sums up its statistics after every click
    "GRADIO_ANALYTICS_MAX_EVENTS": "100",
    "GRADIO_RUN_HISTORY": "False",
    "GRADIO_SHARE": "False",
    "GRADIO_SSR_MODE": "False",
    "GRADIO_VIBE_MODE": "",
    "GRADIO_ALLOWED_PATHS": "",
    "GRADIO_NUM_WORKERS": "0",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "HF_HUB_OFFLINE": "1",
    "DO_NOT_TRACK": "1",
}


def prepare(files: Path) -> None:
    """Set Gradio's environment and import it; uploads and downloads pass through the folder `files`."""
    os.environ.update(QUIET)
    os.environ["GRADIO_TEMP_DIR"] = str(files)
    with _without_stubs():
        import gradio.processing_utils as processing
    # A file may be posted as a URL, which Gradio would fetch (all ways to it end here in gradio 6.31).
    processing.async_ssrf_protected_get = _fetch_nothing


def _fetch_nothing(url: str, *_: object) -> NoReturn:
    raise UsageError(f"'{url}' is not fetched: nothing leaves this computer. Save the article as a file and add that.")


@contextmanager
def _without_stubs() -> Iterator[None]:
    """Have gradio believe that its components have no source files while it is imported.

    It writes a type stub beside each of them whenever it is imported, for editors: 1.5 of 3.4 s of processor time
    (gradio 6.31), which nobody who waits for a page wants to pay.
    """
    real = inspect.getfile

    def getfile(thing: object) -> str:
        if isinstance(thing, type) and thing.__module__.startswith("gradio."):
            raise OSError("no source file")
        return real(thing)  # type: ignore[arg-type]

    inspect.getfile = getfile  # type: ignore[assignment]
    try:
        yield
    finally:
        inspect.getfile = real
