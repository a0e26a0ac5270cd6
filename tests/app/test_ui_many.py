"""Many at once: order, places in the line, nothing mixed up; other programs through the API and MCP."""

import asyncio
import gc
import json
import resource
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from gradio_client import Client
from mcp import ClientSession
from mcp.client.streamable_http import streamable_http_client
from mcp.types import Tool
from playwright.sync_api import expect
from test_ui import Slow, app, ask, browser, enter, opened, page  # noqa: F401
from ui_browser import person

from briefer.schema import Answer, Article, Brief, Passage

PATIENCE = 20_000  # ms
QUESTIONS = [
    ("Who warned that the old ferry must run?", "Tom Okafor"),
    ("Who said that 140 boats had been repaired?", "Brandt"),
    ("Which maps does the city museum of Westhaven show?", "maps"),
]


@pytest.fixture
def held(corpus, tmp_path):
    """The app with a model that can be held."""
    model = Slow()
    with app(corpus, tmp_path / "index", model) as (briefer, url):
        yield briefer, url, model
        model.held.set()


def line_up(url, model, first, second):
    """Open two pages and ask in both: the first is being answered by a held model, the second waits for it."""
    for one in (first, second):
        enter(one, url)
    model.held.clear()
    ask(first, QUESTIONS[0][0])
    expect(first.locator("#status")).to_contain_text("Reading")
    ask(second, QUESTIONS[1][0])
    expect(second.locator("#status")).to_contain_text("Waiting for 1 earlier")


def test_ten_browsers_are_answered_in_order_and_nothing_is_mixed_up(browser, held):  # noqa: F811
    _, url, model = held
    people = [person(browser) for _ in range(10)]
    pages = [one.new_page() for one in people]
    for one in pages:
        one.goto(url, wait_until="commit")
    for one in pages:
        opened(one)
    model.held.clear()
    for number, one in enumerate(pages):
        ask(one, f"{QUESTIONS[number % 3][0]} ({number})")
        if number:
            expect(one.locator("#status")).to_contain_text(f"Waiting for {number} earlier")
    model.held.set()
    for number, one in enumerate(pages):
        turn = one.locator("#talk .turn")
        expect(turn.locator(".acts")).to_have_count(1)
        expect(turn.locator(".question")).to_have_text(f"{QUESTIONS[number % 3][0]} ({number})")
        expect(turn.locator(".answer")).to_contain_text(QUESTIONS[number % 3][1])
        one.context.close()


def test_who_waits_can_leave_the_line_and_closing_a_tab_stops_its_work(browser, held):  # noqa: F811
    _, url, model = held
    one_person = person(browser)
    first, second, third = (one_person.new_page() for _ in range(3))
    enter(third, url)
    line_up(url, model, first, second)
    ask(third, QUESTIONS[2][0])
    expect(third.locator("#status")).to_contain_text("Waiting for 2 earlier")
    second.locator("#question").get_by_role("button").last.click()
    expect(second.locator("#talk .note")).to_contain_text("Stopped")
    expect(third.locator("#status")).to_contain_text("Waiting for 1 earlier")
    first.close()
    model.held.set()
    expect(third.locator("#talk .answer")).to_contain_text("maps")
    one_person.close()


def test_a_closed_tab_leaves_the_line_by_itself(browser, held):  # noqa: F811
    briefer, url, model = held
    one_person = person(browser)
    first, second = one_person.new_page(), one_person.new_page()
    line_up(url, model, first, second)
    second.close()
    for _ in range(100):
        if len(briefer._turns._line) == 1:
            break
        time.sleep(0.1)
    assert len(briefer._turns._line) == 1
    model.held.set()
    expect(first.locator("#talk .answer")).to_contain_text("Tom Okafor")
    one_person.close()


def test_clicks_and_typing_stay_quick_while_the_model_works(page, held):  # noqa: F811
    _, url, model = held
    enter(page, url)
    ask(page, QUESTIONS[0][0])
    expect(page.locator("#talk .cite").first).to_be_visible()
    expect(page.locator("#status")).to_be_empty()
    model.held.clear()
    ask(page, QUESTIONS[1][0])
    expect(page.locator("#status")).to_contain_text("Reading")
    took = page.evaluate(
        """async () => {
            const times = [];
            for (const mark of [...document.querySelectorAll('#left .opens')].slice(0, 3)) {
                const pane = document.querySelector('#evidence');
                const seen = new Promise(done => {
                    const watch = new MutationObserver(() => { watch.disconnect(); done(); });
                    watch.observe(pane, {childList: true, subtree: true, characterData: true, attributes: true});
                });
                const begun = performance.now();
                mark.click();
                await seen;
                times.push(performance.now() - begun);
            }
            return times;
        }"""
    )
    model.held.set()
    # The bar is 100 ms, and bench/run.py app measures it; here a click must not wait for the model.
    assert max(took) < PATIENCE


def test_gradio_client_finds_documented_endpoints_and_gets_the_same_results(held):
    briefer, url, _ = held
    client = Client(url, verbose=False)
    endpoints = client.view_api(return_format="dict", print_info=False)["named_endpoints"]
    assert set(endpoints) == {"/ask", "/brief", "/search", "/show_article", "/list_articles"}
    given = [p["parameter_name"] for p in endpoints["/ask"]["parameters"]]
    assert given == ["question", "since", "until", "publisher", "language"]
    answer = Answer.model_validate(client.predict("Who warned that the old ferry must run?", api_name="/ask"))
    expected = briefer.ask("Who warned that the old ferry must run?")
    assert answer.model_copy(update={"seconds": 0}) == expected.model_copy(update={"seconds": 0})
    assert Brief.model_validate(client.predict("the harbour of Westhaven", api_name="/brief")).answered
    found = client.predict("harbour", 2, api_name="/search")
    assert [Passage.model_validate(row) for row in found] == briefer.search("harbour", top_k=2)
    shown = client.predict("bridge.md", api_name="/show_article")
    shown["path"] = shown.pop("article")
    assert Article.model_validate(shown) == briefer.article("bridge.md")
    assert {row["article"] for row in client.predict(api_name="/list_articles")} == {a.path for a in briefer.articles()}
    for arguments, said in ((("",), "empty"), (("Who?", "yesterday"), "yesterday")):
        with pytest.raises(Exception, match=said):
            client.predict(*arguments, api_name="/ask")
    client.close()


def test_an_mcp_client_finds_the_tools_and_gets_an_answer(held):
    async def talk() -> tuple[list[Tool], str, str]:
        async with (
            streamable_http_client(held[1] + "gradio_api/mcp/") as (read, write, _),
            ClientSession(read, write) as session,
        ):
            await session.initialize()
            tools = (await session.list_tools()).tools
            called = await session.call_tool("ask", {"question": "Who warned that the old ferry must run?"})
            shown = await session.call_tool("show_article", {"article": "bridge.md"})
            return tools, called.content[0].text, shown.content[0].text

    with ThreadPoolExecutor() as pool:  # this thread's event loop is Playwright's
        tools, called, shown = pool.submit(lambda: asyncio.run(talk())).result()
    assert {tool.name for tool in tools} == {"ask", "brief", "search", "show_article", "list_articles"}
    asking = next(tool for tool in tools if tool.name == "ask")
    assert "what you want to know" in json.dumps(asking.inputSchema).lower()
    assert "answer a question" in asking.description.lower()
    assert "Tom Okafor" in called
    assert "A new bridge over the Lenn" in shown


def test_memory_stays_flat_over_many_questions(held):
    _, url, _ = held
    client = Client(url, verbose=False)

    def many(count: int) -> int:
        for number in range(count):
            client.predict(f"{QUESTIONS[number % 3][0]} ({number})", api_name="/ask")
        gc.collect()
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

    before = many(10)
    assert many(20) - before < 40_000, "kB"
    client.close()


def test_a_lost_connection_in_mid_answer_loses_nothing(page, held):  # noqa: F811
    _, url, model = held
    enter(page, url)
    ask(page, QUESTIONS[0][0])
    expect(page.locator("#talk .acts")).to_have_count(1)
    model.held.clear()
    ask(page, QUESTIONS[1][0])
    expect(page.locator("#status")).to_contain_text("Reading")
    page.context.set_offline(True)
    time.sleep(0.5)
    page.context.set_offline(False)
    page.reload()
    model.held.set()
    enter(page, url)
    expect(page.locator("#talk .question").first).to_have_text(QUESTIONS[0][0])
    ask(page, QUESTIONS[2][0])
    expect(page.locator("#talk .answer").last).to_contain_text("maps")
