"""A brief with all that a page can have, in several scripts, for tests of formats."""

from briefer.schema import (
    Answer,
    Brief,
    Citation,
    Claim,
    Disagreement,
    Event,
    Figure,
    Made,
    Source,
    Statement,
    Story,
    Value,
    Verdict,
    Wording,
)

SOURCES = (
    ("lenn/flood-first.md", "The Lenn breaks its banks at Lennford", "Valley News", "2024-05-11"),
    ("lenn/second-day.md", "Second day of high water: 4,000 leave their homes", "The Coast Courier", "2024-05-12"),
    ("lenn/dam.txt", "Inspectors had asked for repairs of the Øster dam <in 2021> & after", "Ærø Avis", "2024-05-13"),
    ("arabic.md", "مياه الفيضان تصل إلى المدينة القديمة", "صحيفة الوادي", "2024-05-13"),
    ("chinese.md", "洪水过后:伦福德市开始清理街道", "山谷日报", "2024-05-14"),
    ("russian.md", "Вода в реке Ленн пошла на убыль", "Вестник долины", "2024-05-14"),
    ("thai.md", "น้ำท่วมเมืองเลนน์ฟอร์ด ประชาชนหลายพันคนอพยพ", None, None),
)
PARAGRAPHS = {
    (
        SOURCES[0][0],
        2,
    ): "Rain fell for three days. The river Lenn rose to 7.4 metres on Saturday, the highest "
    "since 1954. Schools closed.",
}


def cited(source: int, paragraph: int, quote: str = "the words of the source that it rests on") -> Citation:
    path, title, publisher, date = SOURCES[source - 1]
    return Citation(
        article=path, title=title, publisher=publisher, date=date, paragraph=paragraph, quote=quote,
        start=100 * paragraph, end=100 * paragraph + len(quote),
    )  # fmt: skip


def claim(text: str, *places: tuple[int, int]) -> Claim:
    quotes = [cited(source, paragraph, text) for source, paragraph in places]
    return Claim(text=text, support=0.9, wording=Wording.VERBATIM, citations=tuple(quotes))


RIVER = Claim(
    text="The river Lenn rose to 7.4 metres on Saturday, the highest since 1954.",
    support=1.0,
    wording=Wording.VERBATIM,
    citations=(cited(1, 2, "The river Lenn rose to 7.4 metres on Saturday, the highest since 1954."),),
)
BOTTOM = (
    claim("The Lenn has flooded Lennford; 4,000 people left their homes and two are missing.", (1, 1), (2, 3)),
    claim("The water has been falling since Monday night, and streets are being cleared.", (6, 1), (5, 2)),
)
POINTS = (
    RIVER,
    claim("Inspectors had asked for repairs of the Øster dam in 2021 and in 2023, a letter shows.", (3, 4)),
    claim("Damage is put at 18 million euros by the council, and at 31 million by insurers.", (2, 7), (3, 9)),
    claim("A text that is <b>no markup</b> & ends nothing: ]]> --> </script> [1:2] stays what it is.", (3, 6)),
    claim("Power is back in all quarters but the harbour, where 600 households wait.", (2, 9)),
    claim("قال رئيس البلدية إن المياه وصلت إلى المدينة القديمة يوم الأحد [9:9].", (4, 1)),
)
SAID = (
    Statement(
        speaker="Zoë Łukaszewicz-Nguyễn", role="mayor of Lennford", verb="said",
        claim=claim("nobody had been told that the dam was weak.", (2, 4)),
    ),
    Statement(
        speaker="李明", role="城市工程师", verb="表示", claim=claim("“我们已经清理了三十条街道,还有十二条。”", (5, 3)),
    ),
    Statement(
        speaker="Сергей Иванов", role="гидролог", verb="предупредил", claim=claim("«Вода может вернуться».", (6, 4)),
    ),
    Statement(speaker="สมชาย ใจดี", verb="กล่าวว่า", claim=claim("“เราต้องการน้ำดื่มและผ้าห่ม”", (7, 2))),
    Statement(
        speaker="Øster Dam Company", verb="denied", claim=claim("that it had received any letter in 2023.", (3, 7)),
    ),
)  # fmt: skip
FIGURES = (
    Figure(
        about="people missing", changed=True,
        values=(
            Value(value="2", date="2024-05-13", claim=claim("Two people are missing.", (3, 2))),
            Value(value="5", date="2024-05-12", claim=claim("Five people were missing on Sunday.", (2, 2))),
        ),
    ),
    Figure(
        about="the damage", changed=False,
        values=(
            Value(value="18 million", date="2024-05-12", claim=claim("The council puts it at 18 million.", (2, 7))),
            Value(value="31 million", date="2024-05-13", claim=claim("Insurers put it at 31 million.", (3, 9))),
        ),
    ),
)  # fmt: skip
WHEN = (
    Event(date="in 1954", iso=None, claim=claim("The last flood of this height.", (1, 6))),
    Event(date="on Saturday", iso="2024-05-11", worked_out=True, claim=claim("The Lenn broke its banks.", (1, 1))),
    Event(date="12 May", iso="2024-05-12", claim=claim("The lower town was emptied.", (2, 1))),
    Event(date="Monday night", iso="2024-05-13", worked_out=True, claim=claim("The water began to fall.", (6, 1))),
)
WATCH = (Event(date="20 May", iso="2024-05-20", claim=claim("The council hears the inspectors.", (3, 10))),)
GAPS = ("Who wrote the letter of 2023.", "Whether the dam will be repaired before winter.")


def brief(times: int = 1, **fields) -> Brief:
    """Return the brief, its lists so many times as long, each text told apart by its turn."""

    def turned(entries):
        return tuple(_turned(entry, turn) for turn in range(times) for entry in entries)

    known = {
        "topic": "Lennford floods", "answered": True, "reason": "",
        "headline": claim("Lennford empties its lower town as the Lenn reaches its highest mark in 70 years", (1, 1)),
        "bottom_line": turned(BOTTOM), "key_points": turned(POINTS), "who_said_what": turned(SAID),
        "figures": FIGURES * times, "timeline": turned(WHEN), "watch": turned(WATCH),
        "gaps": tuple(f"{gap[:-1]}{turn or ''}." for turn in range(times) for gap in GAPS),
        "stories": (Story(name="The flood", date="2024-05-11", articles=tuple(s[0] for s in SOURCES)),),
        "sources": tuple(
            Source(article=a, title=t, publisher=p, date=d, paragraphs=(1, 2)) for a, t, p, d in SOURCES
        ),
        "accounts": 6, "nearest": (),
        "rests_on": "7 articles, 6 publishers, 6 independent accounts, 2024-05-11 to 2024-05-14",
        "made": Made(
            version="0", model="fake", model_sha256=None, embedder="hashing", corpus="c", corpus_sha256="0",
            articles=7, settings={"room": 400}, at="2024-05-15T10:00:00+00:00", seconds=1.0,
        ),
    }  # fmt: skip
    return Brief(**(known | fields))


def _turned(entry, turn: int):
    """Return an entry with the number of its turn in its text, the first as it is."""
    if not turn:
        return entry
    if isinstance(entry, Claim):
        return entry.model_copy(update={"text": f"{entry.text} ({turn})"})
    return entry.model_copy(update={"claim": _turned(entry.claim, turn)})


def answer(**fields) -> Answer:
    """Return an answer that has all that one can have."""
    known = {
        "question": "Did the dam hold?", "answered": True, "reason": "", "verdict": Verdict.NO,
        "claims": (POINTS[1], RIVER), "missing": ("Who wrote the letter <b>?",), "partial": True,
        "disagreements": (Disagreement(about="damage", sides=tuple(v.claim for v in FIGURES[1].values)),),
        "nearest": (), "model": "fake", "seconds": 1.0,
    }  # fmt: skip
    return Answer(**(known | fields))
