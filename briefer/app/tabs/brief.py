"""Briefs: the form, the page, past briefs."""

from __future__ import annotations

from collections.abc import AsyncIterator
from statistics import median
from typing import Any

import gradio as gr
from gradio.components.base import Component

from briefer.answering.question import checked
from briefer.app import show
from briefer.app.desk import Desk
from briefer.app.events import on, owner
from briefer.app.evidence import BUTTONS, Evidence
from briefer.app.tabs.files import Files
from briefer.app.work import Work
from briefer.briefing.settings import BriefSettings
from briefer.errors import BrieferError
from briefer.progress import Stage
from briefer.rendering.page import marked
from briefer.schema import Brief

LENGTHS = {"Half a page": 200, "One page": 400, "Two pages": 800}
EMPTY = (
    '<div class="empty"><h2>Write a brief</h2><p>One page on a topic, bottom line first, each statement with its '
    "source.</p></div>"
)
RECENT = 5  # briefs whose time tells how long the next one takes
Making = Work[Brief, Brief]


class Briefs:
    """The tab, its components and what they do."""

    def __init__(self, desk: Desk, evidence: Evidence, limits: list[Component]) -> None:
        self._desk = desk
        with gr.Row(elem_classes="tools"):
            self.topic = gr.Textbox(
                label="Topic", placeholder="What it is to be about", max_length=1000, scale=3, min_width=180,
                elem_id="topic",
            )  # fmt: skip
            self.length = gr.Dropdown(list(LENGTHS), value="One page", label="Length", scale=2, min_width=150)
            self.make = gr.Button("Write brief", variant="primary", scale=2, min_width=130, elem_id="make")
            self.stop = gr.Button("Stop", variant="stop", visible=False, scale=1, min_width=80)
        self.proposed = gr.HTML("", js_on_load=BUTTONS, elem_id="proposed", apply_default_css=False)
        self.status = gr.HTML("", elem_id="brief-status", apply_default_css=False)
        self.files = Files(desk)
        self.page = gr.HTML(EMPTY, elem_id="page", js_on_load=BUTTONS, apply_default_css=False)
        with gr.Accordion("Past briefs", open=False):
            self.list = gr.HTML("", js_on_load=BUTTONS, apply_default_css=False, elem_id="briefs")
        evidence.opens(self.page)
        self.outputs: list[Component] = [self.status, self.page, self.make, self.stop, self.list, *self.files.outputs]
        inputs = [self.topic, self.length, self.files.mark, *limits]
        on(self.topic, "submit", self._make, inputs, self.outputs, waits=True)
        on(self.make, "click", self._make, inputs, self.outputs, waits=True)
        on(self.proposed, "proposed", self._propose, inputs[1:], [self.topic, *self.outputs], waits=True)
        on(self.stop, "click", self._stop, [], [])
        on(self.list, "kept", self._open, [], self.outputs)

    def load(self, request: gr.Request) -> dict[Component, Any]:
        """Return what a page shows when it is opened: the list of past briefs."""
        rows = self._desk.history.briefs(owner(request))
        return {self.list: show.kept([(r.id, r.title, r.at) for r in rows], what="Past briefs")}

    def _open(self, event: gr.EventData, request: gr.Request) -> dict[Component, Any]:
        made = self._desk.history.brief(int(event.number), owner(request))
        if made is None:
            return {self.status: show.message("This brief cannot be read any more.", kind="bad")}
        return {self.status: "", self.page: show.brief(made)} | self.files.of(int(event.number), made)

    def _stop(self, request: gr.Request) -> None:
        self._desk.works.stop(str(request.session_hash), "brief")

    async def _propose(
        self, event: gr.EventData, request: gr.Request, length: str, mark: str, *limits: Any
    ) -> AsyncIterator[dict[Component, Any]]:
        """Yield the page on a topic that was proposed, as if it had been typed."""
        yield {self.topic: event.topic}
        async for update in self._make(request, str(event.topic), length, mark, *limits):
            yield update

    async def _make(
        self, request: gr.Request, topic: str, length: str, mark: str, *limits: Any
    ) -> AsyncIterator[dict[Component, Any]]:
        """Yield the page as it fills."""
        desk = self._desk
        try:
            topic = checked(topic or "", "topic")
            filters, mark = desk.filters(*limits), marked(mark or "")
        except BrieferError as exc:
            yield {self.status: show.message(str(exc), kind="bad")}
            return
        words, usual = LENGTHS[length], self._usual(request, LENGTHS[length])

        def task(work: Making) -> Brief:
            made = desk.briefer.brief(topic, filters=filters, words=words, report=work.report, shown=work.add)
            return made.model_copy(update={"mark": mark})

        work = desk.works.begin(str(request.session_hash), "brief", task)
        yield {
            self.make: gr.update(interactive=False), self.stop: gr.update(visible=True), self.page: "",
            **self.files.none(),
        }  # fmt: skip
        parts = 0
        try:
            async for news in work.news():
                update: dict[Component, Any] = {self.status: show.progress(news, desk.speed()) + left(news, usual)}
                if len(news.parts) > parts:
                    parts = len(news.parts)
                    update[self.page] = show.brief(news.parts[-1], finished=False)
                yield update
        finally:
            work.stop()
        yield self._finished(work, request)

    def _finished(self, work: Making, request: gr.Request) -> dict[Component, Any]:
        idle = {self.make: gr.update(interactive=True), self.stop: gr.update(visible=False), self.status: ""}
        if work.result is None:
            said = work.error or "Stopped. What stands below is unfinished and was not kept."
            return idle | {self.status: show.message(said, kind="bad" if work.error else "note")}
        number = self._desk.history.keep(owner(request), work.result)
        return idle | {self.page: show.brief(work.result)} | self.files.of(number, work.result) | self.load(request)

    def _usual(self, request: gr.Request, words: int) -> float:
        """Return how many seconds this model's last briefs of that length took, 0 if there was none."""
        history, who = self._desk.history, owner(request)
        past = [history.brief(row.id, who) for row in history.briefs(who, limit=RECENT)]
        room = BriefSettings().sized(words).room
        alike = [made.made for made in past if made and made.made.settings.get("room") == room]
        taken = [made.seconds for made in alike if made.model == self._desk.model]
        return median(taken) if taken else 0.0


def left(work: Making, usual: float) -> str:
    """Return how much longer it takes, going by the last briefs; nothing where there is none, or others are ahead."""
    if not usual or work.now.stage is Stage.WAIT:
        return ""
    seconds = usual - work.at_work
    words = f"About {max(seconds, 1):.0f} s left." if seconds > 0 else "It takes longer than usual."
    return f'<p class="working">{words} The last ones took {usual:.0f} s.</p>'
