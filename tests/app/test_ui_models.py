"""The app fetches a model from a real server, here a local one, and says what goes wrong; in a real Chromium."""

import pytest
from local_sources import BODY, HUB, hub, model, models  # noqa: F401
from playwright.sync_api import expect
from test_ui import browser, here, opened, page, tab  # noqa: F401

from briefer.models import registry


@pytest.fixture
def at_model(page, here, hub, monkeypatch):  # noqa: F811
    """The tab, with one model that is not here and one server that has it."""
    listed = registry.load()
    monkeypatch.setattr(registry, "load", lambda: listed.model_copy(update={"models": {"tiny": model(HUB)}}))
    page.goto(here[1])
    opened(page)
    tab(page, "Model")
    expect(page.locator("#models")).to_contain_text("tiny (not here)")
    return page


def choose_and_fetch(page):  # noqa: F811
    page.get_by_label("To be fetched").click()
    page.get_by_role("option", name="tiny").click()
    page.get_by_role("button", name="Fetch it").click()


def test_a_model_is_fetched_whole_and_shown_as_here(at_model, models):  # noqa: F811
    choose_and_fetch(at_model)
    expect(at_model.locator("#model-status")).to_contain_text("tiny is here.")
    expect(at_model.locator("#models")).to_contain_text("tiny (here)")
    assert [path.read_bytes() for path in models.rglob("*.gguf")] == [BODY]


def test_a_fetch_that_fails_says_so_in_place_and_can_be_tried_again(at_model, hub, models):  # noqa: F811
    kept, hub.files = hub.files, {}
    choose_and_fetch(at_model)
    expect(at_model.locator("#model-status .bad")).to_contain_text("tiny")
    expect(at_model.locator("#models")).to_contain_text("tiny (not here)")
    hub.files = kept
    choose_and_fetch(at_model)
    expect(at_model.locator("#model-status")).to_contain_text("tiny is here.")
    assert [path.read_bytes() for path in models.rglob("*.gguf")] == [BODY]


def test_nothing_is_fetched_before_one_is_chosen(at_model, hub):  # noqa: F811
    at_model.get_by_role("button", name="Fetch it").click()
    expect(at_model.locator("#model-status")).to_contain_text("Choose a model first.")
    assert hub.asked == []
