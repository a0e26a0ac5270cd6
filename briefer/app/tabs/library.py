"""The library: the table of articles, adding and removing, charts over time and by publisher."""

from __future__ import annotations

from collections import Counter
from collections.abc import AsyncIterator, Callable, Sequence
from pathlib import Path
from typing import Any

import gradio as gr
import pandas as pd
from gradio.components.base import Component

from briefer.app import show
from briefer.app.desk import Desk
from briefer.app.events import on
from briefer.app.evidence import Evidence
from briefer.app.work import Work
from briefer.articles.readers import MAX_BYTES
from briefer.errors import BrieferError
from briefer.library.ingest import Ingested
from briefer.schema import Listed

COLUMNS = ["Title", "Publisher", "Date", "Language", "Paragraphs", "Evidence", "Status", "File"]
MOST_FILES = 200  # in one upload
MOST_BARS = 12
MOST_ALIKE = 5  # files that are not read for one reason and have a line each
# A file that is too large is named before it travels: the server would take its first bytes and break off.
SIZES = """
const most = %d;
const check = (event) => {
  if (!event.target.closest?.('#upload')) return;
  const files = [...(event.target.files || event.dataTransfer?.files || [])];
  const large = files.filter((file) => file.size > most).map((file) => `'${file.name}'`);
  if (!large.length) return;
  event.stopImmediatePropagation();
  event.preventDefault();
  if (event.target.files) event.target.value = '';
  const told = document.createElement('p');
  told.className = 'bad';
  told.setAttribute('role', 'alert');
  told.textContent = `Nothing was added: ${large.join(', ')} is larger than ${most / 1e6} MB. Split it into articles.`;
  props.value = told.outerHTML;
};
document.addEventListener('change', check, true);
document.addEventListener('drop', check, true);
"""


class Shelf:
    """The tab, its components and what they do."""

    def __init__(self, desk: Desk, evidence: Evidence) -> None:
        self._desk = desk
        self._evidence = evidence
        self._elsewhere: tuple[Callable[[], dict[Component, Any]], list[Component]] = (dict, [])
        self.chosen = gr.Textbox("", visible=False)
        self.upload = gr.File(
            label="Add articles: drop files here, or click", file_count="multiple", height=140, elem_id="upload"
        )
        self.results = gr.HTML("", elem_id="results", js_on_load=SIZES % MAX_BYTES, apply_default_css=False)
        with gr.Group(visible=False) as self.sure:
            self.question = gr.HTML("", apply_default_css=False, padding=True)
            with gr.Row(elem_classes="tools"):
                self.yes = gr.Button("Remove it", variant="stop", size="sm", elem_id="remove-yes")
                self.no = gr.Button("Keep it", size="sm")
        self.table = gr.Dataframe(
            headers=COLUMNS, datatype=["str", "str", "str", "str", "number", "str", "str", "str"], interactive=False,
            show_search="search", label="Articles", wrap=True, max_height=480, elem_id="table", type="array",
            column_widths=["22%", "13%", "11%", "11%", "12%", "10%", "9%", "12%"], column_count=len(COLUMNS),
        )  # fmt: skip
        with gr.Row(elem_classes="tools"):
            self.remove = gr.Button("Remove …", size="sm", interactive=False, min_width=120, elem_id="remove")
            self.again = gr.Button("Read the folder again", size="sm", min_width=160)
        with gr.Accordion("Charts", open=False), gr.Row():
            size: dict[str, Any] = {"height": 240, "min_width": 260, "y": "Articles", "y_lim": [0.0, None]}
            self.by_time = gr.BarPlot(x="Month", title="Articles over time", **size)
            self.by_publisher = gr.BarPlot(x="Publisher", title="Articles by publisher", sort="-y", **size)
        self.shown: list[Component] = [
            self.table, self.by_time, self.by_publisher, self.results, self.remove, self.sure, self.chosen, self.upload
        ]  # fmt: skip

    def wire(self, refresh: Callable[[], dict[Component, Any]], elsewhere: list[Component]) -> None:
        """Connect the tab; refresh gives what else on the page shows the articles, elsewhere are its components."""
        self._elsewhere = (refresh, elsewhere)
        everything = [*self.shown, *elsewhere]
        on(self.upload, "upload", self._upload, [self.upload], everything, waits=True)
        on(self.table, "select", self._choose, [], [self.chosen, self.remove, self.sure, self._evidence.pane])
        on(self.remove, "click", self._ask, [self.chosen], [self.sure, self.question])
        on(self.no, "click", self._keep, [], [self.sure])
        on(self.yes, "click", self._remove, [self.chosen], everything)
        on(self.again, "click", self._read, [], everything, waits=True)

    def load(self) -> dict[Component, Any]:
        """Return what the tab shows of the folder as it is now."""
        listed = self._desk.articles()
        read = [a for a in listed if a.status == "indexed"]
        unread = Counter(a.status for a in listed)
        many = {status for status, count in unread.items() if count > MOST_ALIKE and status != "indexed"}
        rows = [_row(one) for one in listed if one.status not in many]
        rows += [[f"{unread[status]} files", "", "", "", 0, "", status, ""] for status in sorted(many)]
        months = Counter(a.date[:7] for a in read if a.date)
        publishers = Counter(a.publisher or "not named" for a in read)
        return {
            self.table: rows,
            self.by_time: pd.DataFrame(sorted(months.items()), columns=["Month", "Articles"]),
            self.by_publisher: pd.DataFrame(publishers.most_common(MOST_BARS), columns=["Publisher", "Articles"]),
        }

    def _all(self, said: str) -> dict[Component, Any]:
        refresh, _ = self._elsewhere
        return {**self.load(), **refresh(), self.results: said}

    def _choose(self, event: gr.SelectData) -> dict[Component, Any]:
        path = str(event.row_value[-1]) if event.row_value else ""
        return {
            self.chosen: path,
            self.remove: gr.update(interactive=bool(path)),
            self.sure: gr.update(visible=False),
            self._evidence.pane: self._evidence.article(path),
        }

    def _ask(self, path: str) -> dict[Component, Any]:
        kept = self._desk.briefer.index / "removed"
        said = f"Remove '{path}' from the folder? The file is moved to {kept}, where you can take it back."
        return {self.sure: gr.update(visible=bool(path)), self.question: show.message(said)}

    def _keep(self) -> dict[Component, Any]:
        return {self.sure: gr.update(visible=False)}

    def _remove(self, path: str) -> dict[Component, Any]:
        try:
            said = show.message(f"'{path}' was moved to {self._desk.briefer.remove(path)}.")
        except BrieferError as exc:
            said = show.message(str(exc), kind="bad")
        return self._all(said) | {
            self.sure: gr.update(visible=False), self.remove: gr.update(interactive=False), self.chosen: "",
        }  # fmt: skip

    async def _read(self, request: gr.Request) -> AsyncIterator[dict[Component, Any]]:
        async for update in self._ingest(request, ""):
            yield update

    async def _upload(self, request: gr.Request, files: Sequence[str] | None) -> AsyncIterator[dict[Component, Any]]:
        results = [self._add(Path(file)) for file in (files or [])[:MOST_FILES]]
        if len(files or []) > MOST_FILES:
            results.append(show.message(f"Only {MOST_FILES} files are taken at a time. Add the rest next.", kind="bad"))
        yield {self.upload: None}
        async for update in self._ingest(request, "".join(results)):
            yield update

    def _add(self, file: Path) -> str:
        """Return what became of one file that came in."""
        try:
            path = self._desk.briefer.add(file.name, file.read_bytes())
        except (BrieferError, OSError) as exc:
            return show.message(f"Not added: {exc}", kind="bad")
        finally:
            file.unlink(missing_ok=True)
        return show.message(f"Added: {path}")

    async def _ingest(self, request: gr.Request, results: str) -> AsyncIterator[dict[Component, Any]]:
        """Yield how far reading the folder is, then what is there."""

        def task(work: Work[None, Ingested]) -> Ingested:
            return self._desk.briefer.ingest(report=work.report)

        work = self._desk.works.begin(str(request.session_hash), "ingest", task)
        async for news in work.news():
            yield {self.results: results + show.progress(news)}
        said = show.message(work.error, kind="bad") if work.error else ""
        if work.result is not None and (hidden := work.result.hidden):
            said += show.message(f"{hidden} hidden files or folders were not looked into.", kind="note")
        self._desk.load()
        yield self._all(results + said)


def _row(listed: Listed) -> list[str | int]:
    """Return what the table says of a file; its path is last."""
    about = [listed.title, listed.publisher or "", listed.date or "", listed.language or ""]
    evidence = f"{listed.evidence:.0%}" if listed.status == "indexed" else ""
    return [*about, listed.paragraphs, evidence, _status(listed), listed.path]


def _status(listed: Listed) -> str:
    """Return what is wrong with a file and of what it is a copy or a later version, "ready" for nothing."""
    copies = [f"The same as {', '.join(listed.copies)}."] if listed.copies else []
    replaced = [f"It replaces {', '.join(listed.replaces)}."] if listed.replaces else []
    return " ".join([*listed.problems, *copies, *replaced]) or "ready"
