"""What the app's tests share: the app over a library, and a real Chromium driven by Playwright."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Playwright

FLAGS = [
    "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip
WIDE = {"width": 1440, "height": 900}


@contextmanager
def opened(playwright: Playwright, profile: Path, *, dark: bool = False, **options: object) -> Iterator[BrowserContext]:
    """Open Debian's Chromium with a profile of its own; fails with what to install if it is not here."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        pytest.fail("These tests drive Debian's Chromium: apt-get install chromium (make setup does it where it may).")
    settings = {"viewport": WIDE, "color_scheme": "dark" if dark else "light", "reduced_motion": "reduce", **options}
    context = playwright.chromium.launch_persistent_context(
        profile, executable_path=chromium, args=FLAGS, ignore_default_args=["--headless"], **settings
    )
    context.set_default_timeout(15_000)
    try:
        yield context
    finally:
        context.close()
