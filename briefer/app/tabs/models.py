"""Models: which one is in use, switching among those that are here, fetching the others."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import gradio as gr
from gradio.components.base import Component

from briefer.app import show
from briefer.app.desk import Desk
from briefer.app.draw import text
from briefer.app.events import on
from briefer.app.work import Work
from briefer.errors import BrieferError
from briefer.models import pull, registry
from briefer.progress import Progress, Stage


class Models:
    """The tab, its components and what they do."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        with gr.Row(elem_classes="tools"):
            self.here = gr.Dropdown([], label="On this computer", min_width=200, scale=3)
            self.use = gr.Button("Use it", min_width=120, scale=1)
        with gr.Row(elem_classes="tools"):
            self.away = gr.Dropdown([], label="To be fetched", min_width=200, scale=3)
            self.fetch = gr.Button("Fetch it", min_width=120, scale=1)
        gr.Markdown("Fetching is the one thing here that uses a network.")
        self.status = gr.HTML("", elem_id="model-status", apply_default_css=False)
        self.table = gr.HTML("", elem_id="models", apply_default_css=False)
        self.outputs: list[Component] = [self.table, self.here, self.away, self.status]
        on(self.use, "click", self._use, [self.here], self.outputs)
        on(self.fetch, "click", self._fetch, [self.away], self.outputs, waits=True)

    def load(self) -> dict[Component, Any]:
        """Return the models as they are now: which are here, which is in use."""
        entries = [entry for entry in registry.load().models.values() if entry.kind == "llm"]
        here = [entry.name for entry in entries if registry.installed(entry)]
        away = [entry.name for entry in entries if entry.name not in here]
        rows = "".join(self._row(entry, entry.name in here) for entry in entries)
        head = "<tr><th>Model</th><th>Size</th><th>Memory</th><th>Licence</th><th>Good for</th></tr>"
        using = f"<p>In use: <b>{text(self._desk.model)}</b></p>"
        return {
            self.table: f"{using}<table><thead>{head}</thead><tbody>{rows}</tbody></table>",
            self.here: gr.update(choices=here, value=self._desk.model if self._desk.model in here else None),
            self.away: gr.update(choices=away, value=None),
        }

    def _row(self, entry: registry.Entry, here: bool) -> str:
        state = "in use" if entry.name == self._desk.model else "here" if here else "not here"
        cells = [
            f"{entry.name} ({state})", f"{entry.size / 1e9:.1f} GB", f"{entry.memory_gb:.1f} GB", entry.licence,
            entry.good_for,
        ]  # fmt: skip
        return f"<tr>{''.join(f'<td>{text(cell)}</td>' for cell in cells)}</tr>"

    def _use(self, name: str | None) -> dict[Component, Any]:
        if not name:
            return {self.status: show.message("Choose a model first.")}
        if self._desk.works.count:
            return {self.status: show.message("The model is at work. Switch when it is done, or stop it.", kind="bad")}
        try:
            self._desk.briefer.use(name)
        except BrieferError as exc:
            return {self.status: show.message(str(exc), kind="bad")}
        self._desk.load()
        return self.load() | {self.status: show.message(f"{name} is used from now on.")}

    async def _fetch(self, request: gr.Request, name: str | None) -> AsyncIterator[dict[Component, Any]]:
        if not name:
            yield {self.status: show.message("Choose a model first.")}
            return
        entry = registry.load().entry(name)

        def task(work: Work[None, pull.Delivery]) -> pull.Delivery:
            def tell(step: pull.Transfer) -> None:
                work.report(Progress(Stage.FETCH, step.done, step.total, step.what))

            return pull.pull(entry, report=tell)

        work = self._desk.works.begin(str(request.session_hash), "fetch", task)
        try:
            async for news in work.news():
                now = news.now
                bar = f'<progress max="{max(now.total, 1)}" value="{now.done}" aria-label="Fetching"></progress>'
                share = f" · {now.done / 1e9:.2f} of {entry.size / 1e9:.2f} GB"
                yield {self.status: show.message(f"{now.text}{share}") + bar}
        finally:
            work.stop()
        said = work.error or (f"{name} is here." if work.result else "Stopped; the next fetch goes on from here.")
        self._desk.load()
        yield self.load() | {self.status: show.message(said, kind="bad" if work.error else "note")}
