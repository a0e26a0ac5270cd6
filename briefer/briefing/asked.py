"""Answers whatever is asked of a folder: from its passages, from its index, or as a brief of what is to be summarised.

Knows no formats.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from briefer.answering import tongue
from briefer.answering.answer import nothing_in
from briefer.answering.folder import Request, Task, bare, counted, new, request_of, unable
from briefer.answering.person import introduced
from briefer.answering.question import checked, question_of
from briefer.language.tokens import stems
from briefer.library.filters import Filters
from briefer.library.library import Library
from briefer.schema import Answer, Brief, Claim

TITLED = 0.6  # of the words of what is to be summarised, that the title of the article which is meant has
OPENINGS = 1000  # articles, of which the one that is meant is sought


def of_folder(
    question: str, library: Library, filters: Filters, brief: Callable[[str, Filters], Brief], *, model: str
) -> Answer | None:
    """Return the answer to a question on the folder itself; None for one that its passages answer.

    One in a language that is not read is told so. brief makes one on a topic, of the articles that pass some filters.
    Raises UsageError as `answer` does.
    """
    started = time.monotonic()
    asked = question_of(checked(question, "question"), library.parser)
    if language := tongue.foreign(asked.text, library):
        return Answer(
            question=asked.text, answered=False, reason=tongue.told(language), claims=(), nearest=(), model=model,
            seconds=0.0,
        )  # fmt: skip
    request = request_of(asked)
    if request is None:
        return None
    claims, why = list[Claim](), ""
    match request.task:
        case Task.PERSON:
            claims = introduced(request.matter, asked, library, filters)
            if not claims:
                return None  # what is told of them may say it in other words
        case Task.COUNT:
            claims, why = counted(request, library, filters)
        case Task.NEW:
            claims, why = new(request, library, filters)
        case Task.UNABLE:
            why = unable(request)
        case Task.SUMMARY:
            claims, why = _summary(request, library, filters, brief)
    return Answer(
        question=asked.text, answered=bool(claims), reason="" if claims else nothing_in(library, filters, why),
        claims=tuple(claims), confidence=1.0 if claims else 0.0, nearest=(), model=model,
        seconds=round(time.monotonic() - started, 2),
    )  # fmt: skip


def _summary(
    request: Request, library: Library, filters: Filters, brief: Callable[[str, Filters], Brief]
) -> tuple[list[Claim], str]:
    """Return what a brief of the article that is meant tells, or of all on the matter if none is."""
    meant = _meant(request, library, filters)
    topic = bare(request.matter)
    if meant:
        path, topic = meant
        filters = Filters(articles=(path,))
    page = brief(topic, filters)
    told = [*page.bottom_line, *page.key_points, *(one.claim for one in page.who_said_what)]
    return list(dict.fromkeys(told)), "" if told else f"no article is on “{topic}”"


def _meant(request: Request, library: Library, filters: Filters) -> tuple[str, str] | None:
    """Return the path and title of the article that a request names, by the words of its title; else None."""
    wanted = stems(bare(request.matter)) or stems(request.matter)
    shares = {
        (one.article.path, one.article.title): len(wanted & stems(one.article.title)) / len(wanted)
        for one in library.openings(articles=OPENINGS, paragraphs=1, filters=filters)
        if wanted
    }
    best = max(shares, key=lambda one: shares[one], default=None)
    alone = best is not None and sum(share == shares[best] for share in shares.values()) == 1
    return best if best and alone and shares[best] >= TITLED else None
