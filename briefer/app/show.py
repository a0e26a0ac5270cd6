"""Makes what the page shows: conversations, briefs, articles, lists and messages, as HTML. Knows nothing of Gradio.

Every text that comes from an article, a file name, a person or a model passes through `text`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

from briefer.app.draw import draw, known, text
from briefer.app.work import Work
from briefer.history import Turn
from briefer.language.tokens import capitalised
from briefer.progress import Stage
from briefer.rendering import FORMATS
from briefer.rendering.layout import sections, stated
from briefer.reviews import Proposal
from briefer.schema import Article, Brief, Listed

BACK = '<button type="button" class="act back">↩ Back to the statement</button>'  # shown where the screen is narrow


def turn(said: Turn) -> str:
    """Return a question with what came of it."""
    asked = f'<p class="asked">Asked as: {text(said.asked)}</p>' if said.asked != said.question else ""
    note = f'<p class="note" role="status">{text(said.note)}</p>' if said.note else ""
    inside = draw(sections(said.answer) if said.answer else stated(said.claims))
    copy = ""
    if said.answer:
        whole = text(FORMATS["md"](said.answer))
        copy = f'<p class="acts"><button type="button" class="act" data-copy="{whole}">Copy with citations</button></p>'
    return (
        f'<section class="turn"><h2 class="question">{text(said.question)}</h2>{asked}'
        f'<div class="answer">{inside}{note}{copy}</div></section>'
    )


def talk(turns: Sequence[Turn], empty: str = "") -> str:
    """Return a conversation, or what stands in its place when there is none; empty is HTML."""
    return "".join(turn(said) for said in turns) or empty


def article(shown: Article, *, paragraph: int = 0, start: int = 0, end: int = 0) -> str:
    """Return an article for reading, one paragraph in focus and the quoted words in it highlighted."""
    parts = []
    for part in shown.paragraphs:
        here = part.number == paragraph
        words = shown.text[part.start : part.end]
        a, b = max(start, part.start) - part.start, min(end, part.end) - part.start
        inside = f"{text(words[:a])}<mark>{text(words[a:b])}</mark>{text(words[b:])}" if here and a < b else text(words)
        kind = f"part {part.role.value}{' here' if here else ''}"
        parts.append(
            f'<p class="{kind}"{" aria-current=true" if here else ""}><span class="number">¶{part.number}</span>'
            f"{inside}</p>"
        )
    about = known(None, shown.publisher, shown.date)
    title = f"<h2>{text(shown.title)}</h2>"
    return (
        f'<article class="reader" aria-label="{text(shown.title)}"><div class="title">{BACK}{title}'
        f'<p class="about">{about}{" · " if about else ""}{text(shown.path)}</p></div>{"".join(parts)}</article>'
    )


def brief(made: Brief, *, finished: bool = True) -> str:
    """Return the page of a brief, or the page so far."""
    return f'<article class="page">{draw(sections(made, finished=finished))}</article>'


def preview(page: str) -> str:
    """Return a frame that shows a page as a browser would, and lets nothing in it run or load.

    Its links lead nowhere: within such a frame those to a place on the page would lead to the app.
    """
    page = page.replace("@media (prefers-color-scheme: dark)", "@media not all", 1)  # paper is white
    page = re.sub(r'(<a\b[^>]*?) href="#[^"]*"', r"\1", page)
    return f'<iframe class="preview" sandbox="" title="The page as it is handed on" srcdoc="{text(page)}"></iframe>'


def saved(path: str, size: int) -> str:
    """Return the link to a file that the page offers; size is in bytes."""
    name = Path(path).name
    link = f'<a href="gradio_api/file={quote(path)}" download="{text(name)}">{text(name)}</a>'
    return f'<p class="note" role="status">Saved as {link}, {max(size // 1000, 1)} kB</p>'


def listing(articles: Sequence[Listed], *, most: int = 300) -> str:
    """Return the list of articles, each with the button that opens it; at most so many."""
    items = "".join(
        f'<li><button type="button" class="opens" data-article="{text(a.path)}">{text(a.title)}</button>'
        f"<span class='about'>{known(None, a.publisher, a.date)}</span></li>"
        for a in articles[:most]
        if a.status == "indexed"
    )
    rest = f"<p class='about'>and {len(articles) - most} more in Library</p>" if len(articles) > most else ""
    return f'<ul class="articles">{items}</ul>{rest}' if items else ""


def proposals(topics: Sequence[Proposal]) -> str:
    """Return what a brief can be asked for on, each with the number of its articles and the button that starts it."""
    items = "".join(
        f'<li><button type="button" class="topic" data-topic="{text(one.topic)}" title="{text("; ".join(one.titles))}">'
        f'{text(one.topic)} <span class="about">{one.articles}</span></button></li>'
        for one in topics
    )
    name = '<p class="about" id="proposed-name">The articles tell of</p>'
    return f'{name}<ul aria-labelledby="proposed-name">{items}</ul>' if items else ""


def kept(rows: Iterable[tuple[int, str, str]], *, what: str) -> str:
    """Return a list of earlier conversations or briefs: number, title, when; each with the button that opens it."""
    items = "".join(
        f'<li><button type="button" class="opens" data-kept="{number}">{text(title)}</button>'
        f"<span class='about'>{text(at[:10])}</span></li>"
        for number, title, at in rows
    )
    return f'<ul class="articles" aria-label="{text(what)}">{items}</ul>' if items else ""


def message(said: str, *, kind: str = "note") -> str:
    """Return a message where its matter is; kind is note or bad."""
    return f'<p class="{kind}" role="{"alert" if kind == "bad" else "status"}">{text(said)}</p>' if said else ""


def progress(work: Work[Any, Any], speed: float = 0.0) -> str:
    """Return in one line what is done now; speed is in tokens a second, 0 to leave it out."""
    now = work.now
    steps = f" · {now.done + 1} of {now.total}" if now.total > 1 and now.stage is not Stage.WAIT else ""
    what = capitalised(now.text) or "Working"
    rate = f" · {speed:.0f} tokens/s" if speed else ""
    bar = f'<progress max="{max(now.total, 1)}" value="{now.done}" aria-label="{text(what)}"></progress>'
    return f'<p class="working" role="status">{text(what)}{steps} · {work.seconds:.0f} s{rate}</p>{bar}'
