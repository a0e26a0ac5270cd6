"""The pane on the right: the cited article, scrolled to the paragraph, the quoted words highlighted."""

from __future__ import annotations

from itertools import count

import gradio as gr

from briefer.app import show
from briefer.app.desk import Desk
from briefer.app.events import on
from briefer.errors import BrieferError

# In a list or an answer: a click on a mark, a title or "Copy" becomes an event or fills the clipboard.
BUTTONS = """
element.addEventListener('click', async (event) => {
  const button = event.target.closest('button');
  if (!button) return;
  const data = button.dataset;
  if (data.copy !== undefined) {
    try {
      await navigator.clipboard.writeText(data.copy);
    } catch (refused) {
      const area = document.createElement('textarea');
      area.value = data.copy;
      document.body.append(area);
      area.select();
      document.execCommand('copy');
      area.remove();
    }
    const label = button.textContent;
    button.textContent = 'Copied';
    setTimeout(() => { button.textContent = label; }, 1500);
  } else if (data.kept) {
    trigger('kept', {number: Number(data.kept)});
  } else if (data.topic) {
    trigger('proposed', {topic: data.topic});
  } else if (data.article) {
    window.brieferCited = button;
    trigger('cite', {
      article: data.article, paragraph: Number(data.paragraph || 0),
      start: Number(data.start || 0), end: Number(data.end || 0),
    });
  }
});
"""
# What is shown comes into view and gets the focus; Escape gives it back to the mark that was clicked, and so does Back.
SCROLL = """
const pane = element.closest('#evidence');
pane.tabIndex = 0;
pane.setAttribute('role', 'region');
pane.setAttribute('aria-label', 'Evidence');
watch('value', () => {
  const place = element.querySelector('mark') || element.querySelector('.here') || element.querySelector('h2');
  if (!place) return;
  place.tabIndex = -1;
  if (getComputedStyle(pane).overflowY === 'auto') {
    const above = place.getBoundingClientRect().top - pane.getBoundingClientRect().top;
    pane.scrollTop += above - pane.clientHeight / 2;
  } else {
    place.scrollIntoView({block: 'center'});
  }
  place.focus({preventScroll: true});
});
const back = () => {
  if (!window.brieferCited?.isConnected) return;
  window.brieferCited.focus();
  window.brieferCited.scrollIntoView({block: 'center'});
};
element.addEventListener('keydown', (event) => { if (event.key === 'Escape') back(); });
element.addEventListener('click', (event) => { if (event.target.closest('.back')) back(); });
"""
EMPTY = (
    '<div class="empty"><h2>Evidence</h2><p>Click a mark such as <span class="cite">1:3</span> behind a statement, '
    "or an article on the left: it is shown here, the words that count highlighted.</p></div>"
)


class Evidence:
    """The pane, and what opens an article in it."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._shown = count(1)
        self.pane = gr.HTML(EMPTY, elem_id="evidence", js_on_load=SCROLL, apply_default_css=False)

    def opens(self, component: gr.HTML) -> None:
        """Have the marks and titles in a component open their article."""
        on(component, "cite", self.show, [], [self.pane])

    def show(self, event: gr.EventData) -> str:
        """Return the article of a click."""
        return self.article(event.article, event.paragraph, event.start, event.end)

    def article(self, path: str, paragraph: int = 0, start: int = 0, end: int = 0) -> str:
        """Return an article for the pane, or why it cannot be shown."""
        try:
            shown = show.article(
                self._desk.briefer.article(str(path)), paragraph=int(paragraph), start=int(start), end=int(end)
            )
        except BrieferError as exc:
            shown = show.message(str(exc), kind="bad")
        # The same article may be asked for twice, and comes into view twice.
        return f'<div data-shown="{next(self._shown)}">{shown}</div>'
