"""The app as a person meets it, in a real headless Chromium, with the shipped fake model."""

import json
import re
import threading
import time
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace

import pytest
from playwright.sync_api import expect
from prompted import name_of
from texts import PARSER
from ui_browser import SECONDS, chromium, person

from briefer import Briefer
from briefer.app.serve import Address, serving
from briefer.app.tabs.brief import left
from briefer.models.embedder import HashingEmbedder
from briefer.models.llm.fake import FakeModel
from briefer.progress import Progress, Stage

expect.set_options(timeout=SECONDS * 1000)
WARNED = "Who warned that the old ferry must run?"
FERRY = "The night ferry to Lennford was cancelled on Friday. Pilot Nadia Roth said that fog was the reason."


class Slow(FakeModel):
    """A model that can be held, and takes a little while for every question that it weighs."""

    def __init__(self, seconds: float = 0.0) -> None:
        self.seconds = seconds
        self.held = threading.Event()
        self.held.set()

    def choose(self, prompt, options):
        time.sleep(self.seconds)
        assert self.held.wait(120)
        return super().choose(prompt, options)


@contextmanager
def app(corpus: Path, index: Path, model: FakeModel | None = None, *, port: int = 0):
    """Serve the app over a folder; gives its Briefer and URL."""
    with (
        Briefer(
            corpus, index=index, language_model=model or FakeModel(), embedder=HashingEmbedder(), parser=PARSER
        ) as briefer,
        serving(briefer, Address(port=port)) as url,
    ):
        yield briefer, url


@pytest.fixture(scope="module")
def browser():
    """One Chromium for the whole file."""
    with chromium() as running:
        yield running


@pytest.fixture
def page(browser):
    """A page of a browser without memories; what goes wrong in its scripts fails the test."""
    context = person(browser)
    one = context.new_page()
    faults: list[str] = []
    one.on("pageerror", lambda error: faults.append(str(error)))
    yield one
    context.close()
    assert faults == []


@pytest.fixture
def here(corpus, tmp_path):
    """The app over the three articles, with a model that answers at once."""
    with app(corpus, tmp_path / "index") as (briefer, url):
        yield briefer, url


@pytest.fixture(scope="module")
def shared(ready, tmp_path_factory):
    """The app for tests that change nothing."""
    with app(ready[0], tmp_path_factory.mktemp("shared") / "index") as (briefer, url):
        yield briefer, url


def enter(page, url):
    """Open the app and wait until it can be used."""
    page.goto(url)
    opened(page)


def opened(page):
    """Wait until an app that opens can be used."""
    page.wait_for_selector("#question textarea:enabled")
    expect(page.locator("#head")).to_contain_text("Ready")


def ask(page, question):
    page.fill("#question textarea", question)
    page.press("#question textarea", "Enter")


def tab(page, name):
    page.get_by_role("tab", name=name, exact=True).click()


def test_the_whole_path_from_upload_to_download(page, here, tmp_path):
    briefer, url = here
    enter(page, url)
    (tmp_path / "night ferry.txt").write_text(FERRY, encoding="utf-8")
    tab(page, "Library")
    page.set_input_files("#upload input[type=file]", tmp_path / "night ferry.txt")
    expect(page.locator("#results")).to_contain_text("Added: night ferry.txt")
    expect(page.locator("#table")).to_contain_text("night ferry.txt")
    assert (briefer.corpus / "night ferry.txt").read_text() == FERRY

    tab(page, "Ask")
    ask(page, "Was the night ferry to Lennford cancelled on Friday?")
    mark = page.locator("#talk .cite").first
    expect(mark).to_have_text("1:1")
    assert "night ferry to Lennford was cancelled on Friday" in mark.get_attribute("title")
    mark.click()
    expect(page.locator("#evidence mark")).to_have_text("The night ferry to Lennford was cancelled on Friday.")
    expect(page.locator("#evidence mark")).to_be_in_viewport()
    expect(page.locator("#evidence")).to_contain_text("Pilot Nadia Roth said that fog was the reason.")

    tab(page, "Brief")
    page.fill("#topic textarea, #topic input", "the harbour of Westhaven")
    page.locator("#make").click()
    expect(page.locator("#page")).to_contain_text("Made by fake")
    page.locator("#page .cite").first.click()
    expect(page.locator("#evidence h2")).not_to_have_text("night ferry")
    page.get_by_role("button", name="Preview and download").click()
    for kind in ("md", "json"):
        with page.expect_download() as waiting:
            page.locator(f"#as-{kind}").click()
        text = Path(waiting.value.path()).read_text(encoding="utf-8")
        assert waiting.value.suggested_filename == f"brief-the-harbour-of-westhaven.{kind}"
        assert "Westhaven" in text
    assert json.loads(text)["made"]["model"] == "fake"


def test_an_answer_shows_its_support_its_source_and_is_copied_with_its_citations(page, shared):
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    enter(page, shared[1])
    ask(page, WARNED)
    turn = page.locator("#talk .turn")
    expect(turn.locator(".question")).to_have_text(WARNED)
    expect(turn).to_contain_text("Tom Okafor")
    expect(turn.locator(".support").first).to_contain_text(re.compile("Word for word|[Ss]upported"))
    expect(turn.locator(".sources")).to_contain_text("A new bridge over the Lenn, Valley News, 2023-06-01")
    turn.get_by_role("button", name="Copy with citations").click()
    expect(turn.get_by_role("button", name="Copied")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert "Tom Okafor" in copied
    assert re.search(r"\[1:\d\]", copied)


def test_a_citation_is_reached_and_opened_with_the_keyboard_and_escape_leads_back(page, shared):
    enter(page, shared[1])
    ask(page, WARNED)
    mark = page.locator("#talk .cite").first
    expect(mark).to_be_visible()
    mark.focus()
    assert page.evaluate("document.activeElement.className") == "cite"
    page.keyboard.press("Enter")
    expect(page.locator("#evidence mark")).to_be_focused()
    page.keyboard.press("Escape")
    expect(mark).to_be_focused()


def test_silence_looks_like_an_answer_with_what_is_nearest(page, shared):
    enter(page, shared[1])
    ask(page, "Which penguins colonised Antarctica?")
    expect(page.locator("#talk .silent")).to_contain_text("The sources do not say")
    expect(page.locator("#talk .nearest li").first).to_be_visible()
    expect(page.locator("#talk .bad")).to_have_count(0)
    page.locator("#talk .nearest .cite").first.click()
    expect(page.locator("#evidence .here")).to_be_visible()


ALONE = "When did Tom Okafor warn that the ferry must run?"


def test_a_follow_up_shows_how_it_was_asked_and_the_history_survives_a_restart(page, corpus, tmp_path):
    class Rewrites(FakeModel):
        def score(self, prompt, reply):
            if name_of(prompt) == "followup":
                return [-abs(len(reply) - len(ALONE))] if "Tom Okafor" in reply else [-99.0]
            return super().score(prompt, reply)

    with app(corpus, tmp_path / "index", Rewrites()) as (_, url):
        port = int(url.rstrip("/").rpartition(":")[2])
        enter(page, url)
        ask(page, WARNED)
        expect(page.locator("#talk .turn")).to_have_count(1)
        expect(page.locator("#talk .acts")).to_have_count(1)
        ask(page, "And when did he warn that the ferry must run?")
        expect(page.locator("#talk .asked")).to_have_text(f"Asked as: {ALONE}")
        expect(page.locator("#talk .acts")).to_have_count(2)
    with app(corpus, tmp_path / "index", port=port) as (_, url):
        enter(page, url)
        expect(page.locator("#talk .turn")).to_have_count(2)
        page.get_by_role("button", name="New conversation").click()
        expect(page.locator("#talk .turn")).to_have_count(0)
        page.get_by_text("Earlier conversations").click()
        page.locator("#conversations .opens").first.click()
        expect(page.locator("#talk .turn")).to_have_count(2)
        with page.expect_download() as waiting:
            page.get_by_role("button", name="Export").click()
        text = Path(waiting.value.path()).read_text(encoding="utf-8")
        assert WARNED in text
        assert f"Asked as: {ALONE}" in text


def test_an_answer_can_be_stopped_asked_again_and_nothing_is_lost(page, corpus, tmp_path):
    model = Slow()
    with app(corpus, tmp_path / "index", model) as (_, url):
        enter(page, url)
        model.held.clear()
        ask(page, WARNED)
        expect(page.locator("#status")).to_contain_text("Reading")
        page.locator("#question").get_by_role("button").last.click()
        model.held.set()
        expect(page.locator("#talk .note")).to_contain_text("Stopped")
        page.get_by_role("button", name="Ask again").click()
        expect(page.locator("#talk .claim").first).to_contain_text("Tom Okafor")
        expect(page.locator("#talk .turn")).to_have_count(1)


def test_claims_stream_before_the_answer_is_done(page, corpus, tmp_path):
    class Streams(Slow):
        def choose(self, prompt, options):
            if "bridge" in prompt.user.rpartition("Question:")[2]:  # the second part
                assert self.held.wait(120)
            return FakeModel.choose(self, prompt, options)

    model = Streams()
    with app(corpus, tmp_path / "index", model) as (_, url):
        enter(page, url)
        model.held.clear()

        ask(page, f"{WARNED.rstrip('?')}, and when did the bridge open?")
        expect(page.locator("#talk .claim")).to_have_count(1)
        expect(page.locator("#status")).to_contain_text("Reading")
        model.held.set()
        expect(page.locator("#status")).to_be_empty()


@pytest.mark.parametrize(
    ("stage", "done", "usual", "said"),
    [
        (Stage.READ, 6, 0.0, ""),
        (Stage.READ, 0, 60.0, "About 50 s left. The last ones took 60 s."),
        (Stage.READ, 0, 5.0, "It takes longer than usual. The last ones took 5 s."),
        (Stage.WAIT, 0, 60.0, ""),
    ],
)
def test_the_time_left_goes_by_the_last_briefs(stage, done, usual, said):
    shown = left(SimpleNamespace(now=Progress(stage, done, 12), at_work=10.0), usual)
    assert re.sub(r"<.*?>", "", shown) == said
