"""The app with the default model, once: the whole path."""

from pathlib import Path

import pytest
from playwright.sync_api import expect
from test_ui import ask, browser, opened, page, tab  # noqa: F401

from briefer.app.serve import Address, serving

ROOT = Path(__file__).parents[2]
QUESTION = "In which year was TSMC founded?"
MINUTES = 60_000

pytestmark = pytest.mark.model


def test_the_whole_path_with_the_default_model(page, real_over, tmp_path):  # noqa: F811
    corpus, index = tmp_path / "articles", tmp_path / "index"
    corpus.mkdir()
    names = ("taiwan-semiconductor-industry.md", "anti-secession-law-2005.md")
    for name in names:
        (corpus / name).write_bytes((ROOT / "corpus" / name).read_bytes())
    with real_over(corpus, index) as briefer, serving(briefer, Address(port=0)) as url:
        page.goto(url)
        opened(page)
        ask(page, QUESTION)
        mark = page.locator("#talk .cite").first
        expect(mark).to_be_visible(timeout=5 * MINUTES)
        expect(page.locator("#talk .claim").first).to_contain_text("1987")
        expect(page.locator("#talk .acts")).to_be_visible(timeout=5 * MINUTES)
        mark.click()
        expect(page.locator("#evidence mark")).to_contain_text("1987")

        tab(page, "Library")
        new = tmp_path / "note.txt"
        new.write_text("The harbour of Westhaven reopened on 11 March 2024, nine days after the storm.")
        page.set_input_files("#upload input[type=file]", new)
        expect(page.locator("#results")).to_contain_text("Added: note.txt", timeout=MINUTES)
        tab(page, "Brief")
        page.fill("#topic textarea, #topic input", "anti-secession law")
        page.locator("#make").click()
        expect(page.locator("#page")).to_contain_text("Made by", timeout=10 * MINUTES)
        page.locator("#page .cite").first.click()
        expect(page.locator("#evidence mark")).to_be_visible()
        page.get_by_role("button", name="Preview and download").click()
        with page.expect_download() as waiting:
            page.locator("#as-md").click()
        assert "ANTI-SECESSION LAW" in Path(waiting.value.path()).read_text(encoding="utf-8")
