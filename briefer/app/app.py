"""The page: articles on the left, the conversation in the middle, the evidence on the right."""

from __future__ import annotations

from typing import Any

import gradio as gr
from gradio.components.base import Component

from briefer.app import show
from briefer.app.desk import Desk
from briefer.app.draw import text
from briefer.app.endpoints import publish
from briefer.app.events import on
from briefer.app.evidence import BUTTONS, Evidence
from briefer.app.tabs.ask import Ask
from briefer.app.tabs.brief import Briefs
from briefer.app.tabs.library import Shelf
from briefer.app.tabs.models import Models

LOOK_SECONDS = 1.0
CACHE = (3600, 86_400)  # seconds: every hour, what was offered for download more than a day ago goes
# The list of articles is open where there is room for it beside the page; in a narrower window it would cover the tabs,
# so it is opened by hand and closes when an article is chosen. And Gradio's search field has a hint but no name.
OPENED = """() => {
  const narrow = matchMedia('(max-width: 1099px)');
  const toggle = (state) => document.querySelector(`#left${state} .toggle-button`)?.click();
  if (!narrow.matches) toggle(':not(.open)');
  narrow.addEventListener('change', () => toggle(narrow.matches ? '.open' : ':not(.open)'));
  document.querySelector('#left').addEventListener('click', (event) => {
    if (narrow.matches && event.target.closest('.opens')) toggle('.open');
  });
  const named = new MutationObserver(() => {
    document.querySelectorAll('.search-input:not([aria-label])').forEach((field) => {
      field.setAttribute('aria-label', 'Search the table');
    });
  });
  named.observe(document.body, {childList: true, subtree: true});
}"""


class App:
    """The whole page over one desk."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._count = 0
        with gr.Blocks(title="Briefer", fill_width=True, analytics_enabled=False, delete_cache=CACHE) as self.blocks:
            self.head = gr.HTML(self._head(), elem_id="head", apply_default_css=False)
            with gr.Sidebar(width=300, open=False, elem_id="left"):
                self._left()
            with gr.Row(equal_height=False, elem_id="beside"):
                with gr.Column(scale=3, min_width=320):
                    middle = gr.Column()
                with gr.Column(scale=2, min_width=320, elem_id="evidence-pane"):
                    self.evidence = Evidence(desk)
            with middle, gr.Tabs():
                with gr.Tab("Ask", id="ask"):
                    self.ask = Ask(desk, self.evidence, self.limits)
                with gr.Tab("Brief", id="brief"):
                    self.briefs = Briefs(desk, self.evidence, self.limits)
                with gr.Tab("Library", id="library"):
                    self.library = Shelf(desk, self.evidence)
                with gr.Tab("Model", id="model"):
                    self.models = Models(desk)
            self.evidence.opens(self.articles)
            self.clock = gr.Timer(LOOK_SECONDS)
            beside: list[Component] = [
                self.head, self.articles, self.only, self.publishers, self.clock, self.briefs.proposed,
            ]  # fmt: skip
            self.library.wire(self.shelf, beside)
            on(self.clock, "tick", self._tick, [], [*beside, *self.library.shown])
            self._load_page()
            self.blocks.load(js=OPENED)
            publish(desk)

    def _left(self) -> None:
        gr.Markdown("## Articles")
        self.articles = gr.HTML("", js_on_load=BUTTONS, apply_default_css=False)
        with gr.Accordion("Use only these", open=False):
            self.only = gr.Dropdown([], label="Articles", multiselect=True, value=[])
            self.publishers = gr.Dropdown([], label="Publishers", multiselect=True, value=[])
            self.since = gr.Textbox(label="From", placeholder="2026-01-31", max_length=10)
            self.until = gr.Textbox(label="Up to", placeholder="2026-01-31", max_length=10)
        self.limits: list[Component] = [self.only, self.publishers, self.since, self.until]

    def _load_page(self) -> None:
        """Fill the page when a browser opens it."""

        def load(request: gr.Request, remembered: Any) -> dict[Component, Any]:
            shown = self.shelf() | self.library.load() | self.models.load() | self.briefs.load(request)
            return shown | self.ask.load(remembered, request)

        outputs = [
            self.head, self.articles, self.only, self.publishers, self.clock, self.briefs.proposed,
            *self.ask.outputs, *self.briefs.outputs, *self.library.shown, *self.models.outputs,
        ]  # fmt: skip
        on(self.blocks, "load", load, [self.ask.conversation], outputs)

    def shelf(self) -> dict[Component, Any]:
        """Return what shows the articles of the folder, as they are now."""
        articles = self._desk.articles()
        read = [a for a in articles if a.status == "indexed"]
        publishers = sorted({a.publisher for a in read if a.publisher})
        empty = "" if self._desk.loading else show.message("No articles yet. Add some in Library.")
        return {
            self.head: self._head(len(read)),
            self.articles: show.listing(articles) or empty,
            self.only: gr.update(choices=[(a.title, a.path) for a in read]),
            self.publishers: gr.update(choices=publishers),
            self.clock: gr.Timer(active=self._desk.loading),
            self.briefs.proposed: show.proposals(self._desk.topics),
        }

    def _head(self, count: int | None = None) -> str:
        desk = self._desk
        if count is None:
            count = self._count
        self._count = count
        trouble = " ".join(filter(None, [desk.missing, desk.broken]))
        state = f"Getting ready: {desk.doing or 'starting'} …" if desk.loading else trouble or "Ready"
        kind = "bad" if trouble and not desk.loading else "state"
        about = f"{desk.briefer.corpus.name} · {count} article{'s' if count != 1 else ''} · {desk.model}"
        return f'<h1>Briefer</h1> <p class="about">{text(about)}</p> <p class="{kind}" role="status">{text(state)}</p>'

    def _tick(self) -> dict[Component, Any]:
        """Tell how getting ready goes; once that is over, show what is there then."""
        if self._desk.loading:
            return {self.head: self._head()}
        return self.library.load() | self.shelf()
