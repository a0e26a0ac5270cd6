"""A brief to hand on: how it is to be handled, the page as others will see it, and a file of each format.

Nothing is made before it is asked for: a PDF takes a second or two.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import gradio as gr
from gradio.components.base import Component

from briefer.app import show
from briefer.app.desk import Desk
from briefer.app.events import on, owner
from briefer.errors import BrieferError, UsageError
from briefer.rendering import render
from briefer.rendering.naming import named
from briefer.rendering.page import LONGEST_MARK, Page, Paper, marked, paragraphs
from briefer.schema import Brief

KINDS = {"pdf": "PDF", "docx": "Word", "html": "HTML", "md": "Markdown", "json": "JSON"}
PAPERS = [("A4", Paper.A4.value), ("Letter", Paper.LETTER.value)]
# The browser keeps a file as soon as it is there; its link stays, should the browser have asked first.
KEEP = "watch('value', () => element.querySelector('a')?.click());"


class Files:
    """What stands between the form and the page once there is a brief."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        # Of the brief in the history, which knows whose it is. With a State every page would hold one more connection
        # open, and of those a browser has six: with three pages open a click on Stop would wait for ever.
        self.number = gr.Number(0, precision=0, visible=False)
        with gr.Accordion("Preview and download", open=False, visible=False, elem_id="files") as self.box:
            with gr.Row(elem_classes="tools"):
                self.mark = gr.Textbox(
                    label="Handling mark",
                    placeholder="TLP:AMBER",
                    max_length=LONGEST_MARK,
                    scale=2,
                    min_width=140,
                    elem_id="mark",
                )
                paper = gr.Dropdown(PAPERS, value=Paper.A4.value, label="Paper", min_width=90, elem_id="paper")
            evidence = gr.Checkbox(label="With the cited paragraphs", container=False, elem_id="with-evidence")
            with gr.Row(elem_classes="tools"):
                buttons = {
                    kind: gr.Button(name, size="sm", min_width=80, elem_id=f"as-{kind}") for kind, name in KINDS.items()
                }
            self.saved = gr.HTML("", js_on_load=KEEP, elem_id="saved", apply_default_css=False)
            self.preview = gr.HTML("", elem_id="preview", apply_default_css=False)
        self.outputs: list[Component] = [self.box, self.number, self.mark, self.saved, self.preview]
        chosen = [self.number, self.mark, paper, evidence]
        for kind, button in buttons.items():
            on(button, "click", self._saving(kind), chosen, [self.saved], waits=True)
        for event in ("blur", "submit"):
            on(self.mark, event, self._marked, [self.number, self.mark], [self.preview])

    def none(self) -> dict[Any, Any]:
        """Return what hides it all while there is no brief."""
        return {self.box: gr.update(visible=False), self.number: 0, self.saved: ""}

    def of(self, number: int, made: Brief) -> dict[Any, Any]:
        """Return what offers a brief that is kept under a number."""
        return {
            self.box: gr.update(visible=True), self.number: number, self.mark: made.mark, self.saved: "",
            self.preview: self._preview(made),
        }  # fmt: skip

    def _preview(self, made: Brief) -> str:
        """Return the page as the HTML file has it, which prints as it looks."""
        return show.preview(render(made, "html", self._page(made)).decode())

    def _page(self, made: Brief, paper: str = Paper.A4.value, *, evidence: bool = True) -> Page:
        cited = paragraphs(made, self._desk.briefer.article) if evidence else {}
        return Page(Paper(paper), evidence=evidence, paragraphs=cited)

    def _marked(self, request: gr.Request, number: int, mark: str) -> dict[Any, Any]:
        try:
            return {self.preview: self._preview(self._brief(request, number, mark))}
        except BrieferError as exc:
            return {self.preview: show.message(str(exc), kind="bad")}

    def _brief(self, request: gr.Request, number: int, mark: str) -> Brief:
        made = self._desk.history.brief(number, owner(request))
        if made is None:
            raise UsageError("This brief is not there any more. Open it again under Past briefs, or write it again.")
        return made.model_copy(update={"mark": marked(mark or "")})

    def _saving(self, kind: str) -> Callable[..., Iterator[dict[Any, Any]]]:
        """Return what makes a file of a format and gives it to the browser."""

        def save(request: gr.Request, number: int, mark: str, paper: str, evidence: bool) -> Iterator[dict[Any, Any]]:
            yield {self.saved: show.message(f"Making the {KINDS[kind]} file …")}
            try:
                made = self._brief(request, number, mark)
                content = render(made, kind, self._page(made, paper, evidence=evidence or kind == "html"))
            except BrieferError as exc:
                yield {self.saved: show.message(str(exc), kind="bad")}
                return
            path = self._desk.written(f"brief-{named(made.topic)}.{kind}", content)
            self.saved.temp_files.add(path)  # so that it goes when others do that were offered
            yield {self.saved: show.saved(path, len(content))}

        return save
