"""What the app's tests share: a real Chromium, Debian's, driven by Playwright, whose own download is never used."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, BrowserContext, sync_playwright

FLAGS = [
    "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip
WIDE = {"width": 1440, "height": 900}
SECONDS = 60  # until something that should come is given up; no test is decided by how soon it comes


@contextmanager
def chromium() -> Iterator[Browser]:
    """Run the browser with a profile of its own; fails with what to install if it is not here."""
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    if path is None:
        pytest.fail("These tests drive Debian's Chromium: apt-get install chromium (make setup does it where it may).")
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=path, args=FLAGS, ignore_default_args=["--headless"])
        try:
            yield running
        finally:
            running.close()


def person(browser: Browser, **options: object) -> BrowserContext:
    """Return what one person has: a window without memories, and connections of its own."""
    settings: dict[str, object] = {"viewport": WIDE, "reduced_motion": "reduce", "accept_downloads": True, **options}
    context = browser.new_context(**settings)
    context.set_default_timeout(SECONDS * 1000)
    return context
