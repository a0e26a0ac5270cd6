"""Takes pictures of the app in every state: python tests/screenshots.py FOLDER [--all] [--model NAME].

Without --all only the two that README shows. Looked at by people; nothing compares them.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, expect
from ui_browser import chromium, person

from briefer import Briefer
from briefer.app.serve import Address, serving
from briefer.models.embedder import HashingEmbedder
from briefer.models.llm.fake import FakeModel

ROOT = Path(__file__).parents[2]
QUESTION = "What did Xi and Putin announce in a joint statement on 28 June 2021?"
TOPIC = "taiwan"
SILENT = "Who won the 2018 World Cup?"
NARROW = {"width": 360, "height": 740}
FIRST = {"answered", "narrow"}
MINUTES = 10
Steps = Callable[[Page], None]


def asked(page: Page, question: str = QUESTION) -> None:
    page.fill("#question textarea", question)
    page.press("#question textarea", "Enter")
    expect(page.locator("#talk .acts")).to_be_visible(timeout=MINUTES * 60_000)


def answered(page: Page) -> None:
    asked(page)
    page.locator("#talk .cite").first.click()
    expect(page.locator("#evidence mark")).to_be_visible()


def narrow(page: Page) -> None:
    asked(page)
    page.locator("#talk .question").scroll_into_view_if_needed()


def narrow_evidence(page: Page) -> None:
    answered(page)


def silent(page: Page) -> None:
    asked(page, SILENT)


def reading(page: Page) -> None:
    page.locator("#left .opens").nth(3).click()
    expect(page.locator("#evidence h2")).to_be_visible()


def brief(page: Page) -> None:
    page.get_by_role("tab", name="Brief").click()
    page.fill("#topic textarea, #topic input", TOPIC)
    page.locator("#make").click()
    expect(page.locator("#page")).to_contain_text("Made by", timeout=MINUTES * 60_000)
    page.locator("#page .cite").first.click()


def library(page: Page) -> None:
    page.get_by_role("tab", name="Library").click()
    page.get_by_text("Charts").click()
    page.wait_for_timeout(1500)


def removing(page: Page) -> None:
    page.get_by_role("tab", name="Library").click()
    page.locator("#table").get_by_role("gridcell").first.click()
    page.locator("#remove").click()
    expect(page.locator("#remove-yes")).to_be_visible()


def refused(page: Page) -> None:
    page.get_by_role("tab", name="Library").click()
    page.set_input_files(
        "#upload input[type=file]", {"name": "photo.png", "mimeType": "image/png", "buffer": b"\x89PNG"}
    )
    expect(page.locator("#results")).to_contain_text("Not added")


def models(page: Page) -> None:
    page.get_by_role("tab", name="Model").click()


def limits(page: Page) -> None:
    page.get_by_text("Use only these").click()
    page.get_by_label("From", exact=True).fill("yesterday")
    page.fill("#question textarea", QUESTION)
    page.press("#question textarea", "Enter")
    expect(page.locator("#status .bad")).to_be_visible()


def nothing(page: Page) -> None:
    """The page as it opens."""


STATES: dict[str, tuple[Steps, dict[str, object]]] = {
    "opened": (nothing, {}),
    "answered": (answered, {}),
    "answered-dark": (answered, {"color_scheme": "dark"}),
    "silent": (silent, {}),
    "reading": (reading, {}),
    "brief": (brief, {}),
    "brief-dark": (brief, {"color_scheme": "dark"}),
    "library": (library, {}),
    "removing": (removing, {}),
    "refused": (refused, {}),
    "model": (models, {}),
    "error": (limits, {}),
    "narrow": (narrow, {"viewport": NARROW, "color_scheme": "dark"}),
    "narrow-opened": (nothing, {"viewport": NARROW}),
    "narrow-evidence": (narrow_evidence, {"viewport": NARROW}),
    "narrow-brief": (brief, {"viewport": NARROW}),
    "narrow-library": (library, {"viewport": NARROW}),
    "tablet": (answered, {"viewport": {"width": 820, "height": 1100}}),
    "wide": (answered, {"viewport": {"width": 2200, "height": 1100}}),
}


@contextmanager
def app(corpus: Path, model: str | None, given: FakeModel | None = None) -> Iterator[str]:
    """Serve the app over a folder; gives its URL."""
    embedder = HashingEmbedder() if given else None
    with (
        tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as index,
        Briefer(corpus, index=index, model=model, language_model=given, embedder=embedder) as briefer,
        serving(briefer, Address(port=0)) as url,
    ):
        yield url


def shoot(browser: Browser, url: str, path: Path, steps: Steps, options: dict[str, object]) -> None:
    """Write one picture."""
    people = person(browser, **options)
    page = people.new_page()
    page.goto(url)
    page.wait_for_selector("#question textarea:enabled")
    page.wait_for_timeout(1000)
    steps(page)
    page.wait_for_timeout(500)
    page.screenshot(path=path)
    people.close()
    sys.stdout.write(f"{path}, {path.stat().st_size // 1000} kB\n")


class Held(FakeModel):
    """A model that never gets further, for a picture of the app at work."""

    def __init__(self) -> None:
        self.held = threading.Event()

    def choose(self, prompt: object, options: object) -> list[float]:
        self.held.wait(20)
        return [0.0, 1.0]


def working(page: Page) -> None:
    page.fill("#question textarea", QUESTION)
    page.press("#question textarea", "Enter")
    expect(page.locator("#status")).to_contain_text("Reading")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--all", action="store_true")
    parser.add_argument("--only", default="")
    parser.add_argument("--model", default="fake")
    given = parser.parse_args()
    given.folder.mkdir(parents=True, exist_ok=True)
    wanted = set(given.only.split(",")) if given.only else set(STATES) if given.all else FIRST
    with chromium() as browser:
        with app(ROOT / "corpus", given.model) as url:
            for name, (steps, options) in STATES.items():
                if name in wanted:
                    shoot(browser, url, given.folder / f"{name}.png", steps, options)
        if given.all:
            with tempfile.TemporaryDirectory() as empty, app(Path(empty), "fake") as url:
                shoot(browser, url, given.folder / "empty.png", nothing, {})
            held = Held()
            with app(ROOT / "corpus", None, held) as url:
                shoot(browser, url, given.folder / "working.png", working, {})
                held.held.set()
            with app(ROOT / "corpus", "no-such-model.gguf") as url:
                shoot(browser, url, given.folder / "no-model.png", nothing, {})


if __name__ == "__main__":
    main()
