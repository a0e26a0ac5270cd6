"""Bad input: a message in place, nothing lost, the app goes on. And that nobody is shut out by how it looks."""

import shutil
from pathlib import Path

import httpx
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect
from test_ui import WARNED, app, ask, browser, enter, here, page, shared, tab  # noqa: F401
from ui_browser import person

from briefer import Briefer
from briefer.app.serve import Address, serving
from briefer.models.embedder import HashingEmbedder

BAD = {"photo.png": b"\x89PNG", "program.txt": b"MZ\x00\x01", "empty.md": b""}
REFUSED = (
    "'photo.png' is of a kind that cannot be read",
    "'program.txt' is not text",
    "'empty.md' is empty",
)
NARROW = {"width": 360, "height": 740}


def goes_on(page):  # noqa: F811
    """Assert that the app still answers."""
    tab(page, "Ask")
    ask(page, WARNED)
    expect(page.locator("#talk .answer").last).to_contain_text("Tom Okafor")


def test_files_that_cannot_be_read_are_named_one_by_one_and_the_good_one_is_taken(page, here, tmp_path):  # noqa: F811
    briefer, url = here
    enter(page, url)
    before = {path.name for path in briefer.corpus.iterdir()}
    good = tmp_path / "good.txt"
    good.write_text("The lighthouse of Westhaven was painted white in May.")
    files = [good]
    for name, data in BAD.items():
        (tmp_path / name).write_bytes(data)
        files.append(tmp_path / name)
    tab(page, "Library")
    page.set_input_files("#upload input[type=file]", files)
    results = page.locator("#results")
    expect(results).to_contain_text("Added: good.txt")
    for said in REFUSED:
        expect(results).to_contain_text(said)
    assert {path.name for path in briefer.corpus.iterdir()} == before | {"good.txt"}
    goes_on(page)


def test_a_file_of_500_mb_is_refused_before_it_is_kept(page, here, tmp_path):  # noqa: F811
    briefer, url = here
    enter(page, url)
    big = tmp_path / "big.txt"
    with big.open("wb") as file:
        file.truncate(500_000_000)
    tab(page, "Library")
    page.set_input_files("#upload input[type=file]", big)
    expect(page.locator("#results .bad")).to_contain_text("'big.txt' is larger than 20 MB")
    with big.open("rb") as file:
        sent = httpx.post(f"{url}gradio_api/upload", files={"files": ("big.txt", file)})
    assert sent.status_code == 413
    assert not (briefer.corpus / "big.txt").exists()
    goes_on(page)


def test_an_article_that_is_removed_while_it_is_shown_is_told(page, here):  # noqa: F811
    briefer, url = here
    enter(page, url)
    ask(page, WARNED)
    expect(page.locator("#talk .acts")).to_be_visible()
    (briefer.corpus / "bridge.md").unlink()
    page.locator("#talk .cite").first.click()
    expect(page.locator("#evidence .bad")).to_contain_text("bridge.md")
    page.locator("#left .opens", has_text="Harbour").click()
    expect(page.locator("#evidence h2")).to_have_text("Harbour reopens after the storm")


def test_two_windows_that_remove_the_same_article_are_told_apart(browser, here):  # noqa: F811
    briefer, url = here
    pages = [person(browser).new_page() for _ in range(2)]
    for one in pages:
        enter(one, url)
        tab(one, "Library")
        one.locator("#table").get_by_role("gridcell", name="bridge.md").click()
        expect(one.locator("#evidence h2")).to_have_text("A new bridge over the Lenn")
        one.locator("#remove").click()
        expect(one.locator("#remove-yes")).to_be_visible()
    pages[0].locator("#remove-yes").click()
    expect(pages[0].locator("#results")).to_contain_text("was moved to")
    expect(pages[0].locator("#table")).not_to_contain_text("bridge.md")
    assert (briefer.index / "removed" / "bridge.md").is_file()
    pages[1].locator("#remove-yes").click()
    expect(pages[1].locator("#results .bad")).to_contain_text("removed already")
    for one in pages:
        one.context.close()


def test_a_removal_asks_first_and_can_be_taken_back(page, here):  # noqa: F811
    briefer, url = here
    enter(page, url)
    tab(page, "Library")
    page.locator("#table").get_by_role("gridcell", name="harbour.txt").click()
    page.locator("#remove").click()
    page.get_by_role("button", name="Keep it").click()
    expect(page.locator("#remove-yes")).to_be_hidden()
    assert (briefer.corpus / "harbour.txt").is_file()


def test_a_folder_that_goes_away_and_comes_back_is_told_and_used_again(page, here):  # noqa: F811
    briefer, url = here
    enter(page, url)
    away = briefer.corpus.with_name("away")
    briefer.corpus.rename(away)
    ask(page, WARNED)
    expect(page.locator("#talk .note")).to_contain_text("does not exist")
    away.rename(briefer.corpus)
    page.get_by_role("button", name="Ask again").click()
    expect(page.locator("#talk .answer")).to_contain_text("Tom Okafor")
    expect(page.locator("#talk .turn")).to_have_count(1)


def test_an_empty_folder_says_how_to_begin_and_the_first_article_ends_it(page, tmp_path):  # noqa: F811
    (tmp_path / "articles").mkdir()
    with app(tmp_path / "articles", tmp_path / "index") as (_, url):
        enter(page, url)
        expect(page.locator("#left")).to_contain_text("No articles yet. Add some in Library.")
        ask(page, WARNED)
        expect(page.locator("#talk .note")).to_contain_text("no article in")
        (tmp_path / "bridge.txt").write_text("Tom Okafor warned that the old ferry must run until May.")
        tab(page, "Library")
        page.set_input_files("#upload input[type=file]", tmp_path / "bridge.txt")
        expect(page.locator("#left .opens")).to_have_count(1)
        tab(page, "Ask")
        page.get_by_role("button", name="Ask again").click()
        expect(page.locator("#talk .answer")).to_contain_text("Tom Okafor")


def test_without_a_model_the_page_opens_says_so_and_reads_articles(page, ready, tmp_path):  # noqa: F811
    with (
        Briefer(ready[0], index=tmp_path, model=tmp_path / "gone.gguf", embedder=HashingEmbedder()) as briefer,
        serving(briefer, Address(port=0)) as url,
    ):
        page.goto(url)
        expect(page.locator("#head .bad")).to_contain_text("gone.gguf")
        expect(page.locator("#head .bad")).to_contain_text("fetch one in Model")
        page.locator("#left .opens").first.click()
        expect(page.locator("#evidence h2")).to_be_visible()
        ask(page, WARNED)
        expect(page.locator("#talk .note")).to_contain_text("gone.gguf")
        tab(page, "Model")
        expect(page.locator("#models")).to_contain_text("qwen2.5-coder-1.5b")


def test_an_index_that_is_deleted_while_it_is_open_harms_no_article(page, here):  # noqa: F811
    briefer, url = here
    enter(page, url)
    shutil.rmtree(briefer.index)
    before = sorted(path.name for path in briefer.corpus.rglob("*"))
    ask(page, WARNED)
    expect(page.locator("#status")).not_to_contain_text("Reading")
    assert sorted(path.name for path in briefer.corpus.rglob("*")) == before
    assert "fault of the program" not in page.locator("#talk").inner_text()


def test_a_day_that_is_none_and_an_empty_question_are_told_wshared_they_were_typed(page, shared):  # noqa: F811
    enter(page, shared[1])
    ask(page, "   ")
    expect(page.locator("#status .bad")).to_contain_text("empty")
    page.get_by_text("Use only these").click()
    page.get_by_label("From", exact=True).fill("yesterday")
    ask(page, WARNED)
    expect(page.locator("#status .bad")).to_contain_text("'yesterday' is not a day")
    expect(page.locator("#question textarea")).to_have_value(WARNED)
    page.get_by_label("From", exact=True).fill("2024-01-01")
    page.press("#question textarea", "Enter")
    expect(page.locator("#talk .silent")).to_be_visible()


@pytest.mark.parametrize(("width", "scheme"), [(1440, "light"), (1440, "dark"), (360, "light")])
def test_axe_finds_no_serious_fault(browser, shared, width, scheme):  # noqa: F811
    people = person(browser, viewport={"width": width, "height": 900}, color_scheme=scheme)
    page = people.new_page()  # noqa: F811
    enter(page, shared[1])
    faults = []

    def look(state: str) -> None:
        page.wait_for_timeout(300)
        found = Axe().run(page).response["violations"]
        faults.extend(
            (state, v["id"], v["nodes"][0]["html"][:200]) for v in found if v["impact"] in ("serious", "critical")
        )

    look("opened")
    ask(page, WARNED)
    page.locator("#talk .cite").first.click()
    expect(page.locator("#evidence mark")).to_be_visible()
    look("answered")
    tab(page, "Brief")
    page.fill("#topic textarea, #topic input", "the harbour of Westhaven")
    page.locator("#make").click()
    expect(page.locator("#page")).to_contain_text("Made by fake")
    look("brief")
    page.get_by_role("button", name="Preview and download").click()
    expect(page.frame_locator("#preview iframe").locator("main")).to_be_visible()
    look("preview")
    for name in ("Library", "Model"):
        tab(page, name)
        look(name)
    assert faults == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    people.close()


def test_a_narrow_screen_shows_the_conversation_first_and_can_open_the_articles(browser, shared):  # noqa: F811
    people = person(browser, viewport=NARROW)
    page = people.new_page()  # noqa: F811
    enter(page, shared[1])
    expect(page.locator("#question")).to_be_in_viewport()
    expect(page.locator("#left .opens").first).not_to_be_in_viewport()
    page.get_by_role("button", name="Toggle Sidebar").click()
    expect(page.locator("#left .opens").first).to_be_in_viewport()
    people.close()


def test_the_style_sheet_and_the_pictures_of_the_documentation_are_there():
    root = Path(__file__).parents[2]
    assert "docs/answered.png" in (root / "README.md").read_text(encoding="utf-8")
    text = (root / "docs" / "app.md").read_text(encoding="utf-8")
    for name in ("answered.png", "narrow.png"):
        assert name in text
        assert 10_000 < (root / "docs" / name).stat().st_size < 300_000
