"""Turns answers, briefs and articles into HTML for the page. Knows nothing of Gradio.

Every text that comes from an article, a file name, a person or a model passes through `text`.
"""

from __future__ import annotations

import html
from collections.abc import Iterable, Sequence

from briefer.rendering import FORMATS
from briefer.rendering.markdown import made_line
from briefer.schema import Answer, Article, Brief, Citation, Claim, Listed, Passage, Turn

BACK = '<button type="button" class="act back">↩ Back to the statement</button>'  # shown where the screen is narrow
WELL, ENOUGH = 0.85, 0.7  # support from which a claim is called well supported, and supported


def text(value: object) -> str:
    """Return a text as HTML that shows it as it is, in an element or in a quoted attribute."""
    return html.escape(str(value), quote=True)


def known(title: str | None, publisher: str | None, date: str | None) -> str:
    """Return what is known of a source in one line, its date unbroken."""
    day = f'<span class="day">{text(date)}</span>' if date else ""
    return ", ".join(part for part in (text(title or ""), text(publisher or ""), day) if part)


def support(claim: Claim) -> str:
    """Return in words, with a sign, how far the cited paragraph says what a claim says."""
    if claim.verbatim:
        kind, sign, words = "verbatim", "❝", "Word for word"
    elif claim.support >= WELL:
        kind, sign, words = "well", "●", "Well supported"
    elif claim.support >= ENOUGH:
        kind, sign, words = "enough", "◐", "Supported"
    else:
        kind, sign, words = "weak", "○", "Weakly supported"
    percent = f"support {claim.support:.0%}"
    return f'<span class="support {kind}" title="{percent}"><span aria-hidden="true">{sign}</span> {words}</span>'


def mark(citation: Citation, order: Sequence[str]) -> str:
    """Return the button of a citation: source number and paragraph; its quote is shown on hovering."""
    number = order.index(citation.article) + 1
    said = f"Source {number}, paragraph {citation.paragraph}: “{citation.quote}”"
    return (
        f'<button type="button" class="cite" data-article="{text(citation.article)}" data-paragraph='
        f'"{citation.paragraph}" data-start="{citation.start}" data-end="{citation.end}" '
        f'title="“{text(citation.quote)}”" aria-label="{text(said)}">{number}:{citation.paragraph}</button>'
    )


def claim(said: Claim, order: Sequence[str], *, with_support: bool = True) -> str:
    """Return a claim with its citations and, if wanted, its support."""
    marks = " ".join(mark(citation, order) for citation in dict.fromkeys(said.citations))
    return f"{text(said.text)} {marks}{' ' + support(said) if with_support else ''}"


def claims(said: Sequence[Claim]) -> str:
    """Return the claims of an answer and the sources that they cite."""
    order = list(dict.fromkeys(c.article for one in said for c in one.citations))
    first = {c.article: c for one in reversed(said) for c in reversed(one.citations)}
    told = "".join(f'<p class="claim">{claim(one, order)}</p>' for one in said)
    sources = "".join(f"<li>{known(c.title, c.publisher, c.date)}</li>" for c in (first[path] for path in order))
    return f'{told}<ol class="sources" aria-label="Sources">{sources}</ol>' if said else ""


def passages(found: Iterable[Passage]) -> str:
    """Return passages that a search found, each with the button that opens it."""
    items = []
    for p in found:
        opens = (
            f'<button type="button" class="cite" data-article="{text(p.article)}" data-paragraph="{p.paragraph}" '
            f'data-start="{p.start}" data-end="{p.end}" aria-label="Open paragraph {p.paragraph} of {text(p.title)}">'
            f"¶ {p.paragraph}</button>"
        )
        items.append(
            f"<li><p class='about'>{known(p.title, p.publisher, p.date)} {opens}</p>"
            f"<blockquote>{text(p.text)}</blockquote></li>"
        )
    return f'<ul class="nearest">{"".join(items)}</ul>' if items else ""


def answer(given: Answer) -> str:
    """Return an answer, or that the sources do not say with what is nearest."""
    if not given.answered:
        nearest = passages(given.nearest)
        about = "<p class='about'>Nearest passages, which are no sources of an answer:</p>" if nearest else ""
        return f'<p class="silent">{text(given.reason)}</p>{about}{nearest}'
    verdict = f'<p class="verdict">{text(given.verdict.value.capitalize())}.</p>' if given.verdict else ""
    differ = "".join(f'<p class="differ">The sources differ on this: {text(d.about)}</p>' for d in given.disagreements)
    missing = "".join(f'<p class="silent">The sources do not say: {text(part)}</p>' for part in given.missing)
    return f"{verdict}{differ}{claims(given.claims)}{missing}"


def turn(said: Turn) -> str:
    """Return a question with what came of it."""
    asked = f'<p class="asked">Asked as: {text(said.asked)}</p>' if said.asked != said.question else ""
    note = f'<p class="note" role="status">{text(said.note)}</p>' if said.note else ""
    inside = answer(said.answer) if said.answer else claims(said.claims)
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
    order = [source.article for source in made.sources]
    head = f'<h2 class="topic">{text(made.topic)}</h2>'
    if not made.answered:
        return (
            f'<article class="page">{head}<p class="silent">{text(made.reason)}</p>{passages(made.nearest)}</article>'
        )

    def listed(items: Iterable[Claim]) -> str:
        return "".join(f"<li>{claim(item, order)}</li>" for item in items)

    if made.headline:
        head += f'<p class="headline">{claim(made.headline, order, with_support=False)}</p>'
    bottom = " ".join(f"<p>{claim(item, order)}</p>" for item in made.bottom_line)
    said = "".join(
        f"<tr><td>{text(s.speaker)}</td><td>{claim(s.claim, order)}</td><td>{s.kind.value}</td></tr>"
        for s in made.who_said_what
    )
    events = "".join(
        f"<li><b>{text(e.date)}</b>{f' ({e.iso})' if e.iso and e.iso != e.date else ''}: {claim(e.claim, order)}</li>"
        for e in made.timeline
    )
    table = f"<table><thead><tr><th>Who</th><th>What</th><th>Kind</th></tr></thead><tbody>{said}</tbody></table>"
    differ = "".join(
        f"<h3>Where the sources differ: {text(d.about)}</h3><ul>{listed(d.sides)}</ul>" for d in made.disagreements
    )
    sources = "".join(
        f"<li>{known(s.title, s.publisher, s.date)} <span class='about'>({text(s.article)})</span></li>"
        for s in made.sources
    )
    many = made.independent_sources
    accounts = f" ({many} independent account{'s' if many != 1 else ''})" if finished else ""
    sections = [
        ("Bottom line", bottom),
        ("Key points", f"<ul>{listed(made.key_points)}</ul>" if made.key_points else ""),
        ("Who said what", table if said else ""),
        ("When", f"<ul>{events}</ul>" if events else ""),
        ("", differ),
        (
            "What the sources do not say",
            f"<ul>{''.join(f'<li>{text(g)}</li>' for g in made.gaps)}</ul>" if made.gaps else "",
        ),
        (f"Sources{accounts}", f'<ol class="sources">{sources}</ol>' if sources else ""),
    ]
    body = "".join(f"{f'<h3>{title}</h3>' if title else ''}{inside}" for title, inside in sections if inside)
    foot = f'<p class="about">{text(made_line(made))}</p>' if finished else ""
    return f'<article class="page">{head}{body}{foot}</article>'


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
