"""A brief made by hand on the articles of the tests, and files of it with one character altered."""

import io
import json
import random
import re
import zipfile

from pypdfium2 import PdfDocument

from briefer.rendering import data, render
from briefer.schema import Brief, Citation, Claim, Event, Figure, Made, Source, Statement, Value, Wording

LETTERS = "abcdefghijklmnopqrstuvwxyz"


def claim(briefer, article, quote, text=None, wording=Wording.VERBATIM):
    """Return a statement on a stretch of an article, cited as the program cites."""
    found = briefer.article(article)
    start = found.text.index(quote)
    cited = Citation(
        article=article, title=found.title, publisher=found.publisher, date=found.date, quote=quote, start=start,
        paragraph=next(p.number for p in found.paragraphs if p.start <= start < p.end), end=start + len(quote),
        sha256=found.sha256,
    )  # fmt: skip
    return Claim(text=text or quote, support=1.0, wording=wording, citations=(cited,))


def brief(briefer):
    """Return a brief with a statement of each kind."""
    opened = claim(
        briefer, "harbour.txt", "The harbour of Westhaven reopened on 11 March 2024, nine days after the storm."
    )
    repaired = "Mayor Ada Brandt said that 140 boats had been repaired."
    boats = claim(briefer, "harbour.txt", repaired, "140 boats had been repaired.", Wording.SHORTENED)
    thanked = claim(
        briefer, "harbour.txt", "She thanked the 60 volunteers who had cleared the slipway.",
        "[Ada Brandt] thanked the 60 volunteers.", Wording.SHORTENED,
    )  # fmt: skip
    cost = claim(
        briefer, "bridge.md", "It will cost 18 million euros and will be open to trains and bicycles.",
        "The bridge over the Lenn will cost 18 million euros.", Wording.MODEL,
    )  # fmt: skip
    begins = claim(briefer, "bridge.md", "Work begins in September 2023.")
    maps = claim(briefer, "museum.txt", "They were found in 1998 in a cellar of the old harbour.")
    sources = tuple(
        Source(article=c.article, title=c.title, publisher=c.publisher, date=c.date, paragraphs=(c.paragraph,))
        for c in (one.citations[0] for one in (opened, cost, maps))
    )
    made = Made(
        version="0", model="fake", model_sha256=None, embedder="hashing", corpus="articles", corpus_sha256="0",
        articles=3, settings={}, at="2026-01-31T10:00:00+00:00", seconds=2.0,
    )  # fmt: skip
    return Brief(
        topic="Westhaven", answered=True, reason="", headline=opened, bottom_line=(opened,), key_points=(maps, cost),
        who_said_what=(Statement(speaker="Ada Brandt", role="Mayor", verb="said", claim=boats),), stories=(),
        figures=(
            Figure(
                about="boats", changed=False,
                values=(Value(value="140", date=None, claim=boats), Value(value="60", date=None, claim=thanked)),
            ),
        ),
        timeline=(Event(date="11 March 2024", iso="2024-03-11", claim=opened),),
        watch=(Event(date="September 2023", iso="2023-09", claim=begins),),
        gaps=("What the insurers will pay.",), sources=sources, accounts=3, rests_on="Three articles, two publishers.",
        nearest=(), made=made,
    )  # fmt: skip


def altered(text, rng):
    """Return a text with one letter or digit of it made another."""
    place = rng.choice([n for n, sign in enumerate(text) if sign.isalnum()])
    other = rng.choice([sign for sign in LETTERS if sign != text[place].lower()])
    return text[:place] + other + text[place + 1 :]


def forged(file, format, result, page, seed):
    """Return a file with one character altered where it is seen: in a statement, a quotation or another text."""
    rng = random.Random(f"{format} {seed}")
    words = [text for one in result.claims() for text in (one.text, one.citations[0].quote)]
    words = [*words, *result.gaps, result.rests_on, result.topic, result.reason]
    words = [text for text in words if text and _seen(text, file, format)]
    told = rng.choice(words)
    return FORGERS[format](file, told, altered(told, rng), result, page)


def _seen(text, file, format):
    return format in {"pdf", "docx"} or text in _parted(file)[1]


def _parted(file):
    """Return a text file in what is not seen before its page, the page, and the data behind it."""
    return re.fullmatch(
        rf'(.*<body[^>]*>|)(.*?)(<script[^>]*id="{data.NAME}".*|<!-- {data.NAME}.*|)', file.decode(), re.DOTALL
    ).groups()


def _text(file, old, new, *_):
    """Alter the first place of a text that is seen."""
    head, page, rest = _parted(file)
    assert old in page
    return f"{head}{page.replace(old, new, 1)}{rest}".encode()


def _pdf(file, old, new, result, page):
    """Draw another page, and have it carry the data of the first."""
    whole, (old, new) = result.model_dump_json(), (json.dumps(t, ensure_ascii=False)[1:-1] for t in (old, new))
    assert old in whole
    other = type(result).model_validate_json(whole.replace(old, new))
    with PdfDocument(file) as document:
        own = bytes(document.get_attachment(0).get_data())
    with PdfDocument(render(other, "pdf", page)) as document:
        document.get_attachment(0).set_data(own)
        saved = io.BytesIO()
        document.save(saved)
    return saved.getvalue()


def _docx(file, old, new, result, page):
    """Alter a text in the parts that are drawn; one that is cut into runs is altered within one of these."""
    changed = io.BytesIO()
    done = False
    with zipfile.ZipFile(io.BytesIO(file)) as parts, zipfile.ZipFile(changed, "w") as into:
        for name in parts.namelist():
            content = parts.read(name)
            if not done and re.fullmatch(r"word/(document|footnotes)\.xml", name) and old.encode() in content:
                content, done = content.replace(old.encode(), new.encode(), 1), True
            into.writestr(name, content)
    assert done, old
    return changed.getvalue()


FORGERS = {"md": _text, "html": _text, "json": _text, "pdf": _pdf, "docx": _docx}
