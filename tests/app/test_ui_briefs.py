"""Briefs in the app: files, the preview, the evidence beside a long page, old briefs, narrow windows."""

import json
import re
import sqlite3
from pathlib import Path

import pytest
from playwright.sync_api import expect
from pypdfium2 import PdfDocument
from test_ui import app, browser, enter, here, page, shared, tab  # noqa: F401
from ui_browser import person

from briefer.rendering.carried import carried

TOPIC = "the harbour of Westhaven"
OLD = Path(__file__).parents[1] / "data" / "brief_schema_1.json"
BEGINS = {"pdf": b"%PDF-", "docx": b"PK\x03\x04", "html": b"<!DOCTYPE html>", "md": b"**TLP:AMBER**", "json": b"{"}
LETTER = (612, 792)  # points
BOTTOM = "window.scrollTo(0, document.documentElement.scrollHeight)"
TOP_OF_EVIDENCE = "document.querySelector('#evidence').getBoundingClientRect().top"


def write(page, topic=TOPIC):  # noqa: F811
    """Write a brief in the app."""
    tab(page, "Brief")
    page.fill("#topic textarea, #topic input", topic)
    page.locator("#make").click()
    expect(page.locator("#page")).to_contain_text("Made by fake")


def unfold(page):  # noqa: F811
    """Open what is hidden until it is wanted: the preview and the files."""
    page.get_by_role("button", name="Preview and download").click()


def download(page, kind):  # noqa: F811
    """Return the name and the bytes of the file that a click on a format gives."""
    with page.expect_download() as waiting:
        page.locator(f"#as-{kind}").click()
    return waiting.value.suggested_filename, Path(waiting.value.path()).read_bytes()


def test_a_file_of_each_format_is_what_it_says_and_bears_the_mark(page, shared):  # noqa: F811
    enter(page, shared[1])
    write(page)
    expect(page.locator("#as-pdf")).to_be_hidden()
    unfold(page)
    page.fill("#mark textarea, #mark input", "TLP:AMBER")
    for kind, begins in BEGINS.items():
        name, content = download(page, kind)
        assert name == f"brief-the-harbour-of-westhaven.{kind}"
        assert content.startswith(begins)
        file = carried(content, kind)
        assert file.result.mark == "TLP:AMBER"
        assert "Westhaven" in file.visible


def test_the_paper_and_the_cited_paragraphs_are_chosen_beside_the_download(page, shared):  # noqa: F811
    enter(page, shared[1])
    write(page)
    unfold(page)
    plain = carried(download(page, "docx")[1], "docx").visible
    page.get_by_label("Paper").click()
    page.get_by_role("option", name="Letter").click()
    page.get_by_label("With the cited paragraphs").check()
    assert PdfDocument(download(page, "pdf")[1]).get_page_size(0) == LETTER
    whole = carried(download(page, "docx")[1], "docx").visible
    assert "The cited paragraphs" in whole
    assert "The cited paragraphs" not in plain


def test_the_preview_shows_the_page_with_its_mark_and_its_links_lead_nowhere(page, shared):  # noqa: F811
    elsewhere = []
    page.on("request", lambda request: elsewhere.append(request.url) if not request.url.startswith(shared[1]) else None)
    enter(page, shared[1])
    write(page)
    unfold(page)
    shown = page.frame_locator("#preview iframe")
    first = page.locator("#page .claim, #page li").first.inner_text().split(".")[0]
    expect(shown.locator("main")).to_contain_text(first)
    page.fill("#mark textarea, #mark input", "TLP:RED")
    page.keyboard.press("Tab")
    expect(shown.locator("main")).to_contain_text("TLP:RED")
    shown.locator(".cite").first.click()
    assert [frame.url for frame in page.frames[1:]] == ["about:srcdoc"]
    assert page.locator("#preview iframe").get_attribute("sandbox") == ""
    assert [url for url in elsewhere if not url.startswith(("data:", "blob:"))] == []


@pytest.mark.parametrize("width", [1280, 800])
def test_the_evidence_stays_in_view_beside_the_end_of_a_long_page(browser, shared, width):  # noqa: F811
    people = person(browser, viewport={"width": width, "height": 420})
    one = people.new_page()
    enter(one, shared[1])
    write(one)
    one.locator("#page .cite").last.click()
    expect(one.locator("#evidence mark")).to_be_in_viewport()
    one.evaluate(BOTTOM)
    assert one.evaluate("scrollY") > 420
    expect(one.locator("#evidence h2")).to_be_in_viewport()
    assert one.evaluate(TOP_OF_EVIDENCE) >= 0
    expect(one.locator("#evidence .back")).to_be_hidden()
    people.close()


def test_below_the_page_the_evidence_comes_into_view_and_back_leads_to_the_statement(browser, shared):  # noqa: F811
    people = person(browser, viewport={"width": 390, "height": 844})
    one = people.new_page()
    enter(one, shared[1])
    write(one)
    one.locator("#page .cite").first.click()
    expect(one.locator("#evidence mark")).to_be_in_viewport()
    one.get_by_role("button", name="Back to the statement").click()
    expect(one.locator("#page .cite").first).to_be_in_viewport()
    people.close()


def test_the_list_of_articles_is_open_where_there_is_room_and_never_over_the_tabs(browser, shared):  # noqa: F811
    people = person(browser, viewport={"width": 390, "height": 844})
    one = people.new_page()
    enter(one, shared[1])
    first = one.locator("#left .opens").first
    expect(first).not_to_be_in_viewport()
    for name in ("Brief", "Library", "Model", "Ask"):
        tab(one, name)
        expect(one.get_by_role("tab", name=name, exact=True)).to_have_attribute("aria-selected", "true")
    one.get_by_role("button", name="Toggle Sidebar").click()
    first.click()
    expect(one.locator("#evidence h2")).to_be_in_viewport()
    expect(first).not_to_be_in_viewport()
    one.set_viewport_size({"width": 1280, "height": 800})
    expect(first).to_be_in_viewport()
    one.set_viewport_size({"width": 1000, "height": 800})
    expect(first).not_to_be_in_viewport()
    people.close()


def test_a_brief_that_schema_1_wrote_opens_with_its_files(page, here):  # noqa: F811
    briefer, url = here
    with sqlite3.connect(briefer.index / "history.sqlite") as db:
        row = ("", "strait crisis", "2026-01-01T10:00:00+00:00", OLD.read_text(encoding="utf-8"))
        db.execute("INSERT INTO brief (owner, topic, at, json) VALUES (?, ?, ?, ?)", row)
    db.close()
    enter(page, url)
    tab(page, "Brief")
    page.get_by_text("Past briefs").click()
    page.locator("#briefs .opens", has_text="strait crisis").click()
    expect(page.locator("#page")).to_contain_text("Word for word")
    page.locator("#page .cite").first.click()
    expect(page.locator("#evidence .bad")).to_contain_text("taiwan-strait-crises.md")
    unfold(page)
    assert json.loads(download(page, "json")[1])["schema"] == 2
    assert re.match(rb"%PDF-", download(page, "pdf")[1])


def test_what_the_folder_is_about_is_proposed_and_a_click_writes_that_brief(page, here):  # noqa: F811
    briefer, url = here
    for day, count in ((2, 40), (3, 60)):
        text = f"Earthquake shakes Lennford\n\nThe earthquake in Lennford damaged {count} houses, the mayor said."
        (briefer.corpus / f"quake{day}.txt").write_text(text, encoding="utf-8")
    enter(page, url)
    tab(page, "Library")
    page.get_by_role("button", name="Read the folder again").click()
    expect(page.locator("#table")).to_contain_text("quake3.txt")
    tab(page, "Brief")
    first = page.locator("#proposed button").first
    expect(first).to_contain_text("Lennford 3")
    topic = first.get_attribute("data-topic")
    first.click()
    expect(page.locator("#topic textarea, #topic input")).to_have_value(topic)
    expect(page.locator("#page")).to_contain_text("Made by fake")
    expect(page.locator("#page .topic")).to_have_text(topic)
