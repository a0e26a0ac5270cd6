"""The conversation: questions, streamed answers, follow-ups, stop, history and export."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from typing import Any

import gradio as gr
from gradio.components.base import Component

from briefer.answering.question import checked
from briefer.app import show
from briefer.app.desk import Desk
from briefer.app.events import on, owner
from briefer.app.evidence import BUTTONS, Evidence
from briefer.app.work import Work
from briefer.errors import BrieferError
from briefer.history import Turn
from briefer.rendering import FORMATS
from briefer.rendering.markdown import escape
from briefer.schema import Answer, Claim

Asking = Work[str | Claim, Answer]
EMPTY = (
    '<div class="empty"><h2>Ask your articles</h2><p>Every statement of an answer shows the paragraph it rests on. '
    "If the articles do not say, you are told so.</p></div>"
)


def exported(turns: Sequence[Turn]) -> str:
    """Return a conversation as Markdown."""
    parts = []
    for turn in turns:
        parts.append(f"## {escape(turn.question)}\n")
        if turn.asked != turn.question:
            parts.append(f"Asked as: {escape(turn.asked)}\n")
        if turn.answer:
            parts.append(FORMATS["md"](turn.answer))
        if turn.note:
            parts.append(f"*{escape(turn.note)}*\n")
    return "\n".join(parts)


class Ask:
    """The tab, its components and what they do."""

    def __init__(self, desk: Desk, evidence: Evidence, limits: list[Component]) -> None:
        self._desk = desk
        # The number of the conversation; whose it is, is asked of the history each time.
        self.conversation = gr.BrowserState(None, storage_key="briefer-conversation", secret="briefer")
        self.talk = gr.HTML(EMPTY, elem_id="talk", js_on_load=BUTTONS, apply_default_css=False)
        with gr.Column(elem_id="asking"):
            self.status = gr.HTML("", elem_id="status", apply_default_css=False)
            self.question = gr.Textbox(
                label="Question", placeholder="What do you want to know?", submit_btn="Ask", max_length=1000,
                lines=1, max_lines=6, elem_id="question", interactive=False,
            )  # fmt: skip
        with gr.Row(elem_classes="tools"):
            self.again = gr.Button("Ask again", size="sm", interactive=False, min_width=100)
            self.new = gr.Button("New conversation", size="sm", min_width=100)
            self.export = gr.DownloadButton("Export", size="sm", interactive=False, min_width=100)
        with gr.Accordion("Earlier conversations", open=False):
            self.list = gr.HTML("", js_on_load=BUTTONS, apply_default_css=False, elem_id="conversations")
        evidence.opens(self.talk)
        self.outputs: list[Component] = [
            self.talk, self.status, self.question, self.again, self.export, self.list, self.conversation,
        ]  # fmt: skip
        inputs = [self.conversation, *limits]
        on(self.question, "submit", self._ask, [self.question, *inputs], self.outputs, waits=True)
        on(self.again, "click", self._ask_again, inputs, self.outputs, waits=True)
        on(self.question, "stop", self._stop, [], [])
        on(self.new, "click", self._new, [], self.outputs)
        on(self.list, "kept", self._open, [], self.outputs)

    def load(self, remembered: object, request: gr.Request) -> dict[Component, Any]:
        """Return what a page shows when it is opened: the conversation that this browser had last.

        Only then can a question be typed: what comes of it must not be overwritten by the opening of the page.
        """
        opened = {self.question: gr.update(interactive=True)}
        try:
            shown = self._page(remembered if isinstance(remembered, int) else None, request)
        except BrieferError as exc:
            return opened | {self.status: show.message(str(exc), kind="bad")}
        return shown | opened

    def _new(self, request: gr.Request) -> dict[Component, Any]:
        return self._page(None, request)

    def _open(self, event: gr.EventData, request: gr.Request) -> dict[Component, Any]:
        return self._page(int(event.number), request)

    def _page(self, conversation: int | None, request: gr.Request) -> dict[Component, Any]:
        turns = self._desk.history.turns(conversation, owner(request)) if conversation else []
        return self._shown(conversation if turns else None, turns, request)

    def _shown(self, conversation: int | None, turns: Sequence[Turn], request: gr.Request) -> dict[Component, Any]:
        export = self._desk.written("conversation.md", exported(turns)) if turns else None
        rows = self._desk.history.conversations(owner(request))
        return {
            self.talk: show.talk(turns, EMPTY),
            self.status: "",
            self.question: gr.update(submit_btn="Ask", stop_btn=False),
            self.again: gr.update(interactive=bool(turns)),
            self.export: gr.update(value=export, interactive=bool(turns)),
            self.list: show.kept([(r.id, r.title, r.at) for r in rows], what="Earlier conversations"),
            self.conversation: conversation,
        }

    def _stop(self, request: gr.Request) -> None:
        self._desk.works.stop(str(request.session_hash), "ask")

    async def _ask_again(
        self, request: gr.Request, conversation: int | None, *limits: Any
    ) -> AsyncIterator[dict[Component, Any]]:
        turns = self._desk.history.turns(conversation, owner(request)) if conversation else []
        if turns:
            async for update in self._run(turns[-1].question, conversation, turns[:-1], limits, request, again=True):
                yield update

    async def _ask(
        self, request: gr.Request, question: str, conversation: int | None, *limits: Any
    ) -> AsyncIterator[dict[Component, Any]]:
        turns = self._desk.history.turns(conversation, owner(request)) if conversation else []
        async for update in self._run(question, conversation, turns, limits, request):
            yield update

    async def _run(
        self, question: str, conversation: int | None, turns: list[Turn], limits: Sequence[Any], request: gr.Request,
        *, again: bool = False,
    ) -> AsyncIterator[dict[Component, Any]]:  # fmt: skip
        """Yield what the page shows while a question is answered; what came of it is kept whatever happens."""
        history, briefer = self._desk.history, self._desk.briefer
        try:
            question = checked(question or "", "question")
            filters = self._desk.filters(*limits)
            conversation = conversation or history.begin(owner(request), question)
        except BrieferError as exc:
            yield {self.status: show.message(str(exc), kind="bad")}
            return
        earlier = [turn.answer for turn in turns if turn.answer]

        def task(work: Asking) -> Answer:
            with briefer.turn(work.report):
                asked = briefer.standalone(question, earlier, report=work.report)
                work.add(asked)
                return briefer.ask(asked, filters=filters, report=work.report, claimed=work.add)

        work = self._desk.works.begin(str(request.session_hash), "ask", task)
        begun = {self.conversation: conversation}
        yield begun | {self.question: gr.update(value="", submit_btn=False, stop_btn="Stop")}
        try:
            parts = -1
            async for news in work.news():
                update: dict[Component, Any] = {self.status: show.progress(news, self._desk.speed())}
                if len(news.parts) != parts:
                    parts = len(news.parts)
                    update[self.talk] = show.talk([*turns, _turn(question, news)])
                yield update
        finally:
            work.stop()
            turn = _turn(question, work, work.result)
            (history.replace_last if again else history.add)(conversation, turn)
        yield self._shown(conversation, [*turns, turn], request)


def _turn(question: str, work: Asking, answer: Answer | None = None) -> Turn:
    """Return a question with what has come of it so far.

    The answer is shown no sooner than the next question can be asked, so it is given in the end.
    """
    asked = next((part for part in work.parts if isinstance(part, str)), question)
    claims = tuple(part for part in work.parts if isinstance(part, Claim))
    note = work.error
    if work.stopped and not work.result:
        note = "Stopped. What had been found by then stands above." if claims else "Stopped before anything was found."
    return Turn(question=question, asked=asked, answer=answer, claims=claims, note=note)
