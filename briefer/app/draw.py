"""Draws sections as HTML for the page: marks are buttons that open what they cite. Knows nothing of Gradio.

Every text of a result passes through `text`.
"""

from __future__ import annotations

import html
from collections.abc import Iterable, Iterator, Sequence

from briefer.rendering.blocks import (
    Block,
    Cell,
    Flow,
    Found,
    Handling,
    Lead,
    LeadKind,
    Mark,
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
from briefer.schema import Certainty, Claim, Passage, Wording

WELL, ENOUGH = 0.85, 0.7  # support from which a claim is called well supported, and supported; nobody measured them
PUT_IN = "what stands in [square brackets] was put in, as a name for “he” or a day for “yesterday”"
COUNTED = {
    Certainty.CONFIRMED: "Two accounts or more say it, each in its own words",
    Certainty.SINGLE: "One account alone says it",
    Certainty.CONTRADICTED: "Another account says otherwise",
}


def draw(sections: Iterable[Section]) -> str:
    """Return sections as HTML, a title above each that has one."""
    return "".join(f"{_title(section)}{_block(section.block)}" for section in sections)


def text(value: object) -> str:
    """Return a text as HTML that shows it as it is, in an element or in a quoted attribute."""
    return html.escape(str(value), quote=True)


def known(title: str | None, publisher: str | None, date: str | None, version: str = "") -> str:
    """Return what is known of a source in one line, its date unbroken."""
    day = f'<span class="day">{text(date)}</span>' if date else ""
    return ", ".join(
        part for part in (text(title or ""), text(publisher or ""), f"{text(version)} {day}".strip()) if part
    )


def _title(section: Section) -> str:
    return f"<h3>{text(section.title)}</h3>" if section.title else ""


def _block(block: Block) -> str:
    match block:
        case Masthead(topic, headline):
            head = f'<h2 class="topic">{text(topic)}</h2>'
            return f'{head}<p class="headline">{_cited(headline)}</p>' if headline else head
        case Title(title, about):
            return f"<h2>{text(title)}</h2><p class='about'>{text(about)}</p>"
        case Silence(reason):
            return f'<p class="silent">{text(reason)}</p>'
        case Statements(said, flow):
            return _statements(said, flow)
        case Table(head, rows):
            return _table(head, rows)
        case Points(texts):
            return f"<ul>{''.join(f'<li>{text(one)}</li>' for one in texts)}</ul>"
        case References(sources):  # what is quoted of them is shown on the marks
            return f'<ol class="sources" aria-label="Sources">{"".join(map(_source, sources))}</ol>'
        case Found(passages, about):
            listed = f'<ul class="nearest">{"".join(map(_passage, passages))}</ul>' if passages else ""
            return f"<p class='about'>{text(about)}</p>{listed}" if about else listed
        case Reading(parts):
            return "".join(f'<p class="part {part.role.value}">{text(part.text)}</p>' for part in parts)
        case Steps(steps):
            told = (f"{step.stage}: {step.text} → {step.outcome}".removesuffix(" → ") for step in steps)
            return f"<ul>{''.join(f'<li>{text(one)}</li>' for one in told)}</ul>"
        case Note(line):
            return f'<p class="about">{text(line)}</p>'
        case Handling(line):
            return f'<p class="handling"><b>{text(line)}</b></p>'


def _statements(said: Sequence[Said], flow: Flow) -> str:
    if flow is Flow.LIST:
        return f"<ul>{''.join(f'<li>{_statement(one)}</li>' for one in said)}</ul>"
    verdicts = [text(one.lead.text) for one in said[:1] if one.lead and one.lead.kind is LeadKind.VERDICT]
    verdict = "".join(f'<p class="verdict">{word}.</p>' for word in verdicts)
    return verdict + "".join(f'<p class="claim">{_statement(one)}</p>' for one in said)


def _statement(one: Said) -> str:
    """Return a claim with what stands before it, its marks and its support."""
    return f"{_lead(one.lead) if one.lead else ''}{_cited(one)} {_support(one.claim)}{_certainty(one.claim.certainty)}"


def _lead(lead: Lead) -> str:
    match lead.kind:
        case LeadKind.VERDICT:
            return ""  # it stands above
        case LeadKind.SHORT:
            return f"<b>{text(lead.text)}</b>{f' ({text(lead.note)})' if lead.note else ''} — "
        case LeadKind.DAY:
            return f"<b>{text(lead.text)}</b>{f' ({text(lead.note)})' if lead.note else ''}: "
        case LeadKind.PUBLISHED:
            return f'<span class="day">{text(lead.text)}</span>: '


def _cited(one: Said) -> str:
    return " ".join([text(one.claim.text), *map(_mark, one.marks)])


def _mark(mark: Mark) -> str:
    """Return the button of a citation: source number and paragraph; its quote is shown on hovering."""
    cited = mark.citation
    said = f"Source {mark.source}, paragraph {cited.paragraph}: “{cited.quote}”"
    return (
        f'<button type="button" class="cite" data-article="{text(cited.article)}" data-paragraph='
        f'"{cited.paragraph}" data-start="{cited.start}" data-end="{cited.end}" '
        f'title="“{text(cited.quote)}”" aria-label="{text(said)}">{mark.label}</button>'
    )


def _support(claim: Claim) -> str:
    """Return in words, with a sign, how far the cited paragraph says what a claim says."""
    about = f"support {claim.support:.0%}"
    if claim.wording is Wording.VERBATIM:
        kind, sign, words = "verbatim", "❝", "Word for word"
    elif claim.wording is Wording.SHORTENED:
        kind, sign, words = "shortened", "“…”", "The source’s words, shortened"
        about = f"Some words of the sentence are left out; {PUT_IN}. {about.capitalize()}"
    elif claim.wording is Wording.COUNTED:
        kind, sign, words = "counted", "#", "Counted by their words"
    elif claim.support >= WELL:
        kind, sign, words = "well", "●", "Well supported"
    elif claim.support >= ENOUGH:
        kind, sign, words = "enough", "◐", "Supported"
    else:
        kind, sign, words = "weak", "○", "Weakly supported"
    return f'<span class="support {kind}" title="{text(about)}"><span aria-hidden="true">{sign}</span> {words}</span>'


def _certainty(counted: Certainty | None) -> str:
    """Return in words how many accounts say what a claim says, nothing where nobody counted."""
    if counted is None:
        return ""
    kind = "against" if counted is Certainty.CONTRADICTED else "counted"
    return f' <span class="certainty {kind}" title="{text(COUNTED[counted])}">· {text(counted.value)}</span>'


def _table(head: Sequence[str], rows: Sequence[Sequence[Cell]]) -> str:
    """Return a table; what is in a column without a name, as a verb, stands before what is in the next."""
    names = "".join(f"<th>{text(name.capitalize())}</th>" for name in head if name)
    body = "".join(f"<tr>{''.join(_cells(head, row))}</tr>" for row in rows)
    return f"<table><thead><tr>{names}</tr></thead><tbody>{body}</tbody></table>"


def _cells(head: Sequence[str], row: Sequence[Cell]) -> Iterator[str]:
    before = ""
    for name, cell in zip(head, row, strict=True):
        drawn = _statement(cell) if isinstance(cell, Said) else text(cell)
        if name:
            yield f"<td>{before}{drawn}</td>"
            before = ""
        elif drawn:
            before = f"<i>{drawn}</i> "


def _source(source: Reference) -> str:
    about = known(source.title, source.publisher, source.date, source.version)
    return f"<li>{about} <span class='about'>({text(source.article)})</span></li>"


def _passage(passage: Passage) -> str:
    """Return a passage that a search found, with the button that opens it."""
    opens = (
        f'<button type="button" class="cite" data-article="{text(passage.article)}" '
        f'data-paragraph="{passage.paragraph}" data-start="{passage.start}" data-end="{passage.end}" '
        f'aria-label="Open paragraph {passage.paragraph} of {text(passage.title)}">¶ {passage.paragraph}</button>'
    )
    about = known(passage.title, passage.publisher, passage.date, passage.version)
    return f"<li><p class='about'>{about} {opens}</p><blockquote>{text(passage.text)}</blockquote></li>"
