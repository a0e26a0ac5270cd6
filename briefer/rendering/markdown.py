"""Draws sections as Markdown. A mark [2:7] is paragraph 7 of the second source. Sources' text never becomes markup."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from briefer.rendering.blocks import (
    Block,
    Cell,
    Flow,
    Found,
    Handling,
    Lead,
    LeadKind,
    Masthead,
    Note,
    Points,
    Reading,
    Reference,
    References,
    Said,
    Section,
    Silence,
    Statements,
    Steps,
    Table,
    Title,
)
from briefer.rendering.layout import described
from briefer.rendering.texts import unmarked
from briefer.schema import Citation, Passage, Role, Step

LONGEST_STEP = 90  # characters of what a step was done with


def draw(sections: Iterable[Section]) -> str:
    """Return sections as Markdown, with a line end at its end."""
    return "\n\n".join(map(_section, sections)).strip() + "\n"


def escape(text: str) -> str:
    """Return a text of an article or a user as Markdown; what looks like a mark is shown in round brackets, (1:2)."""
    return literal(unmarked(text))


def literal(text: str) -> str:
    """Return a text as Markdown that shows it exactly, in one line; an address is no link."""
    text = re.sub(r"([\\`*_\[\]<>|~&])", r"\\\1", " ".join(text.split()))
    text = re.sub(r"(?i)\b(https?|ftp)(://)|\b(www)(\.)", lambda m: "\\".join(filter(None, m.groups())), text)
    return re.sub(r"^([#+=-]|\d+(?=[.)]))", lambda m: m[1] + "\\" if m[1].isdigit() else "\\" + m[1], text)


def _section(section: Section) -> str:
    body = _block(section.block)
    if not section.title:
        return body
    runs_on = isinstance(section.block, Statements) and section.block.flow is Flow.RUN
    return f"**{escape(section.title)}.** {body}" if runs_on else f"**{escape(section.title)}**\n\n{body}"


def _block(block: Block) -> str:
    match block:
        case Masthead(topic, headline):
            head = f"# {escape(topic.upper())}"
            return f"{head}: {_said(headline)}" if headline else head
        case Title(text, about):
            return f"# {escape(text)}\n\n{escape(about)}".strip()
        case Silence(reason):
            return f"**{escape(reason)}**"
        case Statements(said, flow):
            return _statements(said, flow)
        case Table(head, rows):
            return _table(head, rows)
        case Points(texts):
            return "\n".join(f"- {escape(text)}" for text in texts)
        case References(sources, quoted):
            return _quoted(sources) if quoted else "\n".join(f"{s.number}. {_source(s)}" for s in sources)
        case Found(passages, about):
            return "\n\n".join(filter(None, [about, *map(_passage, passages)]))
        case Reading(parts):
            notes = ["" if part.role is Role.TEXT else f" *({part.role.value})*" for part in parts]
            return "\n\n".join(f"¶{p.number}{note} {escape(p.text)}" for p, note in zip(parts, notes, strict=True))
        case Steps(steps):
            return "\n".join(map(_step, steps))
        case Note(text):
            return f"*{escape(text)}*"
        case Handling(text):
            return f"**{escape(text)}**"


def _statements(said: Sequence[Said], flow: Flow) -> str:
    drawn = [f"{_lead(one.lead) if one.lead else ''}{_said(one)}" for one in said]
    if flow is Flow.LIST:
        return "\n".join(f"- {one}" for one in drawn)
    return (" " if flow is Flow.RUN else "\n\n").join(drawn)


def _lead(lead: Lead) -> str:
    match lead.kind:
        case LeadKind.VERDICT:
            return f"**{escape(lead.text)}.** "
        case LeadKind.SHORT:
            return f"**{escape(lead.text)}**{f' ({escape(lead.note)})' if lead.note else ''} — "
        case LeadKind.DAY:
            return f"**{escape(lead.text)}**{f' ({escape(lead.note)})' if lead.note else ''}: "
        case LeadKind.PUBLISHED:
            return f"{escape(lead.text)}: "


def _said(one: Said) -> str:
    """Return a claim with its marks, each once: source number and paragraph."""
    marks = dict.fromkeys(f"[{mark.label}]" for mark in one.marks)
    return " ".join([escape(one.claim.text), *marks, *([f"*({escape(one.sure)})*"] if one.sure else [])])


def _table(head: Sequence[str], rows: Sequence[Sequence[Cell]]) -> str:
    lines = [[_said(cell) if isinstance(cell, Said) else escape(str(cell)) for cell in row] for row in rows]
    return "\n".join(
        [f"| {' | '.join(head)} |", f"|{'---|' * len(head)}", *(f"| {' | '.join(line)} |" for line in lines)]
    )


def _source(source: Reference) -> str:
    return (
        f"{escape(described(source.title, source.publisher, source.date, source.version))} ({escape(source.article)})"
    )


def _quoted(sources: Sequence[Reference]) -> str:
    blocks = []
    for source in sources:
        blocks.append(f"**[{source.number}]** {_source(source)}")
        blocks += [f"> ¶{quote.paragraph}{_page(quote)} {escape(quote.quote)}" for quote in source.quotes]
    return "\n\n".join(blocks)


def _page(quote: Citation) -> str:
    return f" (page {quote.page})" if quote.page else ""


def _passage(passage: Passage) -> str:
    about = f"**{escape(described(passage.title, passage.publisher, passage.date, passage.version))}**"
    where = f"({escape(passage.article)} ¶{passage.paragraph}, score {passage.score:.2f})"
    return f"{about} {where}\n\n> {escape(passage.text)}"


def _step(step: Step) -> str:
    where = f" ({escape(step.article)} ¶{step.paragraph})" if step.article else ""
    value = f" {step.value:.2f}" if step.value is not None else ""
    short = step.text if len(step.text) <= LONGEST_STEP else f"{step.text[: LONGEST_STEP - 1]}…"
    outcome = f" → {escape(step.outcome)}" if step.outcome else ""
    tokens = f", {step.tokens} tokens" if step.tokens else ""
    return f"- {step.stage}{value}{where}: {escape(short)}{outcome} ({step.seconds:.1f} s{tokens})"
