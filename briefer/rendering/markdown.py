"""Renders to Markdown. A mark [2:7] is paragraph 7 of the second source. Sources' text never becomes markup."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from briefer.schema import Answer, Article, Brief, Claim, Passage, Step

# Numbers in square brackets of any kind: a mark [2:7], or the [2] before a source.
MARK = re.compile(r"[\[［【〔〚⟦❲⁅]([\s\d:：︰∶ː.,;¶/–-]*\d[\s\d:：︰∶ː.,;¶/–-]*)[\]］】〕〛⟧❳⁆]")


def render(result: Answer | Brief | Article | Sequence[Passage]) -> str:
    """Return a result as Markdown, with a line end at its end."""
    if isinstance(result, Brief):
        lines = _brief(result)
    elif isinstance(result, Answer):
        lines = _answer(result)
    elif isinstance(result, Article):
        lines = _article(result)
    else:
        lines = _passages(result)
    return "\n".join(lines).strip() + "\n"


def escape(text: str) -> str:
    """Return a text of an article or a user as Markdown; what looks like a mark is shown in round brackets, (1:2)."""
    return literal(MARK.sub(r"(\1)", text))


def literal(text: str) -> str:
    """Return a text as Markdown that shows it exactly, in one line; an address is no link."""
    text = re.sub(r"([\\`*_\[\]<>|~&])", r"\\\1", " ".join(text.split()))
    text = re.sub(r"(?i)\b(https?|ftp)(://)|\b(www)(\.)", lambda m: "\\".join(filter(None, m.groups())), text)
    return re.sub(r"^([#+=-]|\d+(?=[.)]))", lambda m: m[1] + "\\" if m[1].isdigit() else "\\" + m[1], text)


def marks(claim: Claim, order: Sequence[str]) -> str:
    """Return the marks of a claim's citations, each once: source number and paragraph."""
    found = [f"[{order.index(c.article) + 1}:{c.paragraph}]" for c in claim.citations]
    return " ".join(dict.fromkeys(found))


def described(title: str, publisher: str | None, date: str | None) -> str:
    """Return what is known of a source in one line."""
    return ", ".join(part for part in (title, publisher, date) if part)


def _brief(brief: Brief) -> list[str]:
    order = [source.article for source in brief.sources]

    def said(claim: Claim) -> str:
        return f"{escape(claim.text)} {marks(claim, order)}"

    head = f"# {escape(brief.topic.upper())}"
    if not brief.answered:
        gaps = _section("What the sources do not say", [f"- {escape(gap)}" for gap in brief.gaps])
        return [head, "", f"**{escape(brief.reason)}**", "", *gaps, *_nearest(brief.nearest)]
    lines = [f"{head}: {said(brief.headline)}" if brief.headline else head, ""]
    lines += ["**Bottom line.** " + " ".join(f"{at}{said(claim)}" for at, claim in _at(brief.bottom_line, brief)), ""]
    lines += _section("Key points", [f"- {at}{said(claim)}" for at, claim in _at(brief.key_points, brief)])
    rows = [f"| {escape(s.speaker)} | {said(s.claim)} | {s.kind} |" for s in brief.who_said_what]
    lines += _section("Who said what", ["| who | what | stated as |", "|---|---|---|", *rows] if rows else [])
    events = [
        f"- **{escape(e.date)}**{f' ({e.iso})' if e.iso and e.iso != e.date else ''}: {said(e.claim)}"
        for e in brief.timeline
    ]
    lines += _section("When", events)
    for d in brief.disagreements:
        lines += _section(f"Where the sources differ: {escape(d.about)}", [f"- {said(side)}" for side in d.sides])
    lines += _section("What the sources do not say", [f"- {escape(gap)}" for gap in brief.gaps])
    listed = [
        f"{n}. {escape(described(s.title, s.publisher, s.date))} ({escape(s.article)})"
        for n, s in enumerate(brief.sources, 1)
    ]
    lines += _section(f"Sources ({_accounts(brief)})", listed)
    return [*lines, f"*{made_line(brief)}*", "", *_steps(brief.steps)]


def _at(claims: Sequence[Claim], brief: Brief) -> Iterator[tuple[str, Claim]]:
    """Give each claim with the event that it belongs to, where the brief has several and the claim before had another.

    Nothing is put before a claim that names its own.
    """
    last = ""
    for claim in claims:
        source = next(s for s in brief.sources if s.article == claim.citations[0].article)
        label = source.event.text if source.event else source.title
        known = len(brief.sources) == 1 or len(label.split()) > 14 or label.lower() in claim.text.lower()
        yield ("" if known or label == last else f"*{escape(label)}:* "), claim
        last = label


def made_line(brief: Brief) -> str:
    """Return in one line how a brief was made."""
    made = brief.made
    return f"Made by {made.model} from {made.articles} articles in {made.seconds:.0f} s, {made.at[:10]}."


def _accounts(brief: Brief) -> str:
    count = brief.independent_sources
    return f"{count} independent account{'s' if count != 1 else ''}"


def _answer(answer: Answer) -> list[str]:
    if not answer.answered:
        return [f"**{escape(answer.reason)}**", *_nearest(answer.nearest), *_steps(answer.steps)]
    order = list(dict.fromkeys(c.article for claim in answer.claims for c in claim.citations))
    lines = [f"{escape(claim.text)} {marks(claim, order)}\n" for claim in answer.claims]
    if answer.verdict:
        lines[0] = f"**{answer.verdict.value.capitalize()}.** {lines[0]}"
    for d in answer.disagreements:
        sides = [f"- {_dated(side)}{escape(side.text)} {marks(side, order)}" for side in d.sides]
        lines += _section("The sources differ", sides)
    lines += _section("What the sources do not say", [f"- {escape(part)}" for part in answer.missing])
    quotes = [c for claim in answer.claims for c in claim.citations]
    for number, article in enumerate(order, 1):
        own = [c for c in quotes if c.article == article]
        lines += [
            f"**[{number}]** {escape(described(own[0].title, own[0].publisher, own[0].date))} ({escape(article)})",
            "",
        ]
        for c in dict.fromkeys(own):
            lines += [f"> ¶{c.paragraph} {escape(c.quote)}", ""]
    return lines + _steps(answer.steps)


def _dated(claim: Claim) -> str:
    """Return the date of the article that a claim is from, where it has one: the later one need not be right."""
    date = claim.citations[0].date
    return f"{date}: " if date else ""


def _steps(steps: Sequence[Step]) -> list[str]:
    """Return how a result was made, a line a step."""
    lines = []
    for step in steps:
        where = f" ({escape(step.article)} ¶{step.paragraph})" if step.article else ""
        value = f" {step.value:.2f}" if step.value is not None else ""
        text = step.text if len(step.text) <= 90 else f"{step.text[:89]}…"
        outcome = f" → {escape(step.outcome)}" if step.outcome else ""
        lines.append(f"- {step.stage}{value}{where}: {escape(text)}{outcome}")
    return _section("How this was made", lines)


def _article(article: Article) -> list[str]:
    lines = [f"# {escape(article.title)}", "", escape(described(article.path, article.publisher, article.date)), ""]
    for part in article.paragraphs:
        note = "" if part.role == "text" else f" *({part.role.value})*"
        lines += [f"¶{part.number}{note} {escape(article.text[part.start : part.end])}", ""]
    return lines


def _passages(passages: Iterable[Passage]) -> list[str]:
    lines = []
    for p in passages:
        lines += [
            f"**{escape(described(p.title, p.publisher, p.date))}**"
            f" ({escape(p.article)} ¶{p.paragraph}, score {p.score:.2f})"
        ]
        lines += ["", f"> {escape(p.text)}", ""]
    return lines or ["Nothing was found."]


def _nearest(passages: Sequence[Passage]) -> list[str]:
    return ["", "Nearest passages, which are no sources of an answer:", "", *_passages(passages)] if passages else []


def _section(title: str, lines: Sequence[str]) -> list[str]:
    return [f"**{title}**", "", *lines, ""] if lines else []
