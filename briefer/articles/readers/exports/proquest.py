"""Takes apart exports of ProQuest."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import zip_longest

from briefer.articles.readers.characters import SENTENCE_END
from briefer.articles.readers.document import Document
from briefer.articles.readers.exports.marks import COPYRIGHT, Part, language, names
from briefer.language import dates

RULE = re.compile(r"(?m)^_{20,}[ \t]*$")
NUMBERED = re.compile(r"(?m)^Document \d+ of \d+[ \t]*$")
# Lines of a foot that are no fields of the table.
OTHER = re.compile(
    r"[A-Z][\w-]*(?: [\w/-]+){0,3}: .*|(?:Terms and Conditions|Contact ProQuest|ProQuest document link)\b.*"
)
TEXTS = ("Full text", "Abstract")
LONGEST_TITLE = 25  # words


def split(text: str) -> Iterator[Part]:
    """Yield the articles of an export and what stands beside them; nothing for a text of another form."""
    if re.search(r"(?m)^Full text: ", text) and re.search(r"(?m)^(Publication title|ProQuest document ID): ", text):
        for part in _records(text):
            yield from _article(part)


def _article(part: str) -> Iterator[Part]:
    """Yield an article and what stands above its first field, which is its title where no field is that."""
    marks = list(_marks(part))
    fields: dict[str, str] = {}
    for mark, after in zip_longest(marks, marks[1:]):
        value = part[mark.end() : after.start() if after else len(part)].strip()
        fields.setdefault(mark.group(1), value if mark.group(1) in TEXTS else re.split(r"\n[ \t]*\n", value)[0])
    if not any(text in fields for text in TEXTS):
        yield part
        return
    above = [" ".join(block.split()) for block in NUMBERED.sub("", part[: marks[0].start()]).split("\n\n")]
    above = [block for block in above if block]
    title = " ".join(fields.get("Title", "").split()) or None
    if title is None and above and len(above[-1].split()) <= LONGEST_TITLE:
        title = above[-1]
    yield "\n".join(block for block in above if block != title)
    yield Document(
        "\n\n".join(filter(None, [title, fields.get("Full text") or fields.get("Abstract", "")])),
        title=title,
        publisher=re.sub(r"; .*", "", fields.get("Publication title", "")) or None,
        date=dates.iso(fields.get("Publication date", "")),
        author=fields.get("Author"),
        language=language(fields.get("Language of publication")),
        url=fields.get("Document URL"),
    )


def _marks(part: str) -> Iterator[re.Match[str]]:
    """Yield where the fields of a record begin: those above its text, and those of its foot.

    The foot is what has nothing but fields up to the end of the record; a text may have lines as "Location: the quay".
    """
    marks = list(_fields().finditer(part))
    body = next((n for n, mark in enumerate(marks) if mark.group(1) == "Full text"), len(marks))
    foot = len(marks)
    while foot - 1 > body and _is_foot(
        part[marks[foot - 1].start() : marks[foot].start() if foot < len(marks) else None]
    ):
        foot -= 1
    while foot < len(marks) and _is_stated(part, marks, foot):
        foot += 1
    yield from (*marks[: body + 1], *marks[foot:])


def _is_foot(stretch: str) -> bool:
    """Return whether all blocks from a field to the next begin as lines of a foot do."""
    blocks = re.split(r"\n[ \t]*\n", stretch.strip())[1:]
    return all(
        COPYRIGHT.search(block) or RULE.match(block) or (OTHER.match(block) and not SENTENCE_END.search(block))
        for block in blocks
    )


def _is_stated(part: str, marks: list[re.Match[str]], n: int) -> bool:
    """Return whether the first field below a text is a sentence of it."""
    value = part[marks[n].end() : marks[n + 1].start() if n + 1 < len(marks) else len(part)].strip()
    told = marks[n].group(1) in {"Subject", "Location", "People", "Company", "Contact", "Section", "Dateline"}
    return told and bool(SENTENCE_END.search(value.split("\n\n")[0]))


@cache
def _fields() -> re.Pattern[str]:
    written = sorted(names("proquest")["fields"], key=len, reverse=True)
    return re.compile(rf"(?m)^({'|'.join(map(re.escape, written))}):[ \t]*")


def _records(text: str) -> Iterable[str]:
    for mark in (RULE, NUMBERED, re.compile(r"(?m)^(?=Title: )")):
        if len(parts := mark.split(text)) > 1:
            return parts
    return [text]
