"""Pages of PDFs, written here letter by letter: what is a digit, a line, a column, a paragraph."""

import re
import time

import pytest

from briefer.articles.readers import leaves, normalise, pdf
from briefer.articles.readers.columns import Word

# A font without heights, as word processors write it: PDFium measures an "A" and a "g", here another "A", instead.
FLAT = (
    "/Type /Font /Subtype /TrueType /BaseFont /Flat /FirstChar 32 /LastChar 126 /FontDescriptor 6 0 R"
    " /Encoding << /BaseEncoding /WinAnsiEncoding /Differences [103 /A] >>"
    f" /Widths [{' '.join(['556'] * 95)}]"
)
HEIGHTS = "/Type /FontDescriptor /FontName /Flat /Flags 32 /FontBBox [0 -200 900 900] /Ascent 0 /Descent 0 /StemV 80"


def page(stream, *, font=FLAT):
    """Return a PDF of one page in A4 with this content; its fonts are /F (from the file) and /T (Times)."""
    objects = [
        "/Type /Catalog /Pages 2 0 R",
        "/Type /Pages /Kids [3 0 R] /Count 1",
        "/Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
        " /Resources << /Font << /F 5 0 R /T 7 0 R >> >>",
        f"/Length {len(stream)}",
        font,
        HEIGHTS,
        "/Type /Font /Subtype /Type1 /BaseFont /Times-Roman /Encoding /WinAnsiEncoding",
    ]
    body = "".join(
        f"{n} 0 obj\n<< {about} >>\n{f'stream{chr(10)}{stream}{chr(10)}endstream{chr(10)}' if n == 4 else ''}endobj\n"
        for n, about in enumerate(objects, 1)
    )
    return f"%PDF-1.4\n{body}trailer\n<< /Root 1 0 R >>\n%%EOF\n".encode("latin-1")


def put(x, y, *runs, font="F", size=11):
    """Return a line of a page: runs of text, each of the line's size or a tuple of it, its own size and its rise."""
    drawn = []
    for run in runs:
        shown, own, rise = run if isinstance(run, tuple) else (run, size, 0)
        drawn.append(f"/{font} {own} Tf {rise} Ts <{shown.encode('cp1252').hex()}> Tj")
    return f"BT {x} {y} Td {' '.join(drawn)} ET\n"


def text(*lines):
    return normalise(pdf.read(page("".join(lines)))[0].text)


@pytest.mark.parametrize("font", ["F", "T"])
def test_a_digit_beside_a_letter_that_hangs_below_the_line_is_no_raised_one(font):
    numbers = "The (10 boats of p45 cost 1,234,567 crowns, 40,000 a year, or q17; in 1987, 17, it was j3."
    assert text(put(40, 700, numbers, font=font, size=9)) == numbers


@pytest.mark.parametrize("mark", [("6", 6.4, 3.6), ("6", 7.7, 2.8), ("6", 9.2, 1.9), ("6", 10.7, 5.2)])
@pytest.mark.parametrize("font", ["F", "T"])
def test_the_mark_of_a_footnote_is_not_taken_into_a_number(font, mark):
    line = ["Of 1,200", mark, " boats 45", mark, " burnt, said p", mark, " (17", mark, "), on 3 km", mark, " of sea."]
    assert text(put(40, 700, *line, font=font)) == "Of 1,200 boats 45 burnt, said p⁶ (17), on 3 km⁶ of sea."


def test_a_mark_that_is_drawn_after_its_line_belongs_to_the_number_on_which_it_stands():
    late = put(40 + 6 * 11 * 0.556, 700 + 4, ("7", 8, 0))
    assert text(put(40, 700, "Of 120"), put(90, 700, "boats 45 burnt."), late) == "Of 120 boats 45 burnt."


def test_what_stands_small_beside_a_large_initial_or_above_a_stroke_is_no_mark():
    assert "987 was" in text(put(40, 676, "1", size=44), put(65, 700, "987 was a bad year."))
    assert (
        text(put(40, 700, "They paid 3", ("1", 6.4, 3.6), "/", ("2", 6.4, -1), " crowns.")) == "They paid 3¹/2 crowns."
    )


def lines(*shown, x=40, top=700, step=14, size=11):
    """Return lines below one another; a number instead of a text adds to the step to the next."""
    drawn = []
    for one in shown:
        if isinstance(one, str):
            drawn.append(put(x, top, one, size=size, font="T"))
        top -= step if isinstance(one, str) else one
    return "".join(drawn)


PROSE = (
    "The ferry of Lorne sank on Monday evening in calm weather, nine miles from the",
    "harbour, and all of the 45 people on board were saved by fishing boats.",
)
MORE = ("Its owner, the Lorne Line, said that the hull had been searched by experts in", "the spring.")


@pytest.mark.parametrize("gap", [0, 11])
def test_a_byline_and_a_date_of_the_same_letters_are_not_taken_into_the_text_below_them(gap):
    head = put(40, 740, "Ferry of Lorne sinks", size=18, font="T")
    found = text(head, lines("By Dana Holt", gap, "6 May 2025", gap, *PROSE, gap, *MORE, gap, *PROSE))
    whole = " ".join(PROSE)
    assert found.split("\n\n") == ["Ferry of Lorne sinks", "By Dana Holt", "6 May 2025", whole, " ".join(MORE), whole]


def test_a_headline_that_was_broken_by_hand_is_one():
    head = (
        put(40, 740, "Ferry sinks:", size=18, font="T"),
        put(40, 718, "Of 45 on board nobody died", size=18, font="T"),
    )
    assert text(*head, lines("By Dana Holt", *PROSE)).startswith(
        "Ferry sinks: Of 45 on board nobody died\n\nBy Dana Holt"
    )


def test_paragraphs_are_told_by_their_gaps_where_most_steps_are_gaps():
    notes = [f"Guest {n} of this open day wrote down in the book of the harbour what she had seen" for n in range(6)]
    shown = [part for n, note in enumerate(notes) for part in ((note, "that night", 11) if n < 2 else (note, 11))]
    assert text(lines(*shown)).split("\n\n") == [*(f"{note} that night" for note in notes[:2]), *notes[2:]]


def test_lines_beside_a_picture_and_those_with_a_mark_are_one_paragraph():
    beside = ("He said that the", "Lorne Line had not", "been told of any", "Dutch report.")
    assert text(lines(*beside, *PROSE)).startswith(" ".join(beside))
    first = "The office found that 120 of 300 boats have a hull that nobody had searched in the"
    assert "\n" not in text(lines(first, 5, "years before, though all were at sea, and others had none at all."))


def test_a_headline_across_two_columns_is_none_of_their_lines():
    left = lines("By Dana Holt", "6 May 2025", *["Nobody knew how it sank in the calm sea,"] * 5, size=9)
    right = lines(*["and nobody has found out to this very day,"] * 7, x=300, size=9)
    found = text(
        put(40, 760, "THE HARROW TIMES", size=9), put(40, 730, "A ferry that nobody has seen", size=18), left, right
    )
    assert found.split("\n\n")[:4] == ["THE HARROW TIMES", "A ferry that nobody has seen", "By Dana Holt", "6 May 2025"]


def stretched(*shown, x=40, top=700, width=230):
    """Return lines that are stretched to a width, all but those that end with a full stop."""
    drawn = []
    for number, one in enumerate(shown):
        spare = 0 if one.endswith(".") else (width - len(one) * 11 * 0.556) / max(one.count(" "), 1)
        drawn.append(f"{spare} Tw {put(x, top - 14 * number, one)}")
    return "".join([*drawn, "0 Tw\n"])


LEFT = """The council of Lorne has|decided to forbid|construction on the plain of the|river until commissions have
heard the councils there and|their representatives.|It will ask forty people, and|all of its two directors.""".replace(
    "\n", "|"
).split("|")
RIGHT = """Builders called this out of|all proportion;|environmentalists|welcomed the end
of what they had called|a peril for 640 houses and|nineteen hamlets.|The court will hear them.""".replace(
    "\n", "|"
).split("|")


def test_two_columns_of_justified_lines_are_two_columns_of_prose_however_wide_their_gaps_are():
    found = text(put(40, 740, "Lorne forbids", size=18), stretched(*LEFT), stretched(*RIGHT, x=300))
    paragraphs = re.sub(r"(?<=\.) ", "\n\n", " ".join([*LEFT, *RIGHT])).split("\n\n")
    assert found.split("\n\n") == ["Lorne forbids", *paragraphs]


THIRDS = (
    (
        "The council of Lorne",
        "will not build on the",
        "plain of the river,",
        "which has been dry",
        "for all of a year,",
    ),
    (
        "said two directors of",
        "its water works who",
        "have seen the plans",
        "and all of the maps",
        "in the town hall on",
    ),
    (
        "a Monday in the cold",
        "and rain of a March",
        "that nobody had seen",
        "the like of, or that",
        "is what they said.",
    ),
)


def test_three_columns_that_the_file_has_in_turn_are_read_one_after_another_and_three_of_a_table_are_not():
    columns = [stretched(*lines, x=40 + 170 * n, width=140) for n, lines in enumerate(THIRDS)]
    assert text(*columns) == " ".join(line for lines in THIRDS for line in lines)
    rows = [put(40 + 170 * n, 700 - 14 * i, THIRDS[n][i]) for i in range(5) for n in range(3)]
    assert text(*rows).split("\n\n")[0] == "; ".join(lines[0] for lines in THIRDS)


def test_the_rows_of_a_table_stay_rows_though_their_gaps_are_as_wide():
    rows = [("Port", "Boats"), ("Lorne", "14"), ("Ansel", "140"), ("Westhaven", "9"), ("Harrow", "1,200")]
    shown = [put(40, 700 - 14 * n, a) + put(330 - 6.116 * len(b), 700 - 14 * n, b) for n, (a, b) in enumerate(rows)]
    assert text(*shown) == "\n\n".join(f"Port: {a}; Boats: {b}" for a, b in rows[1:])


def test_words_of_a_sentence_with_which_two_pages_begin_are_no_running_head():
    words = [Word(text, 40, top, 300, top + 10) for top, text in ((30, "THE LEDGER"), (44, "before the end of"))]
    more = [Word(f"the year, said {name} in all of these places", 40, 58, 500, 68) for name in ("Ada", "Bo")]
    found = leaves.text_of([([*words, line], 595, 842) for line in more])[0]
    assert found.count("before the end of") == 2
    assert "LEDGER" not in found


def test_the_foot_of_a_page_stands_behind_its_columns_and_is_taken_into_no_sentence():
    left, right = THIRDS[0], THIRDS[2]
    shown = stretched(*left, width=140), put(40, 50, "Printed for readers"), stretched(*right, x=210, width=140)
    assert text(*shown) == f"{' '.join(left)} {' '.join(right)}\n\nPrinted for readers"
    first = [Word("The office said that nobody in the", 40, 700, 500, 710), Word("Printed here", 40, 714, 120, 724)]
    last = [Word("harbour", 40, 80, 90, 90), Word("had seen the ferry.", 93, 80, 400, 90)]
    found = leaves.text_of([(first, 595, 842), (last, 595, 842)])[0]
    assert found.endswith("Printed here\n\nharbour had seen the ferry.")


@pytest.mark.parametrize("turned", ["0 1 0 0 1 0 0", "0 1 0 0.3 1 0 0", "90 0 1 -1 0 400 40", "180 -1 0 0 -1 500 400"])
def test_marks_are_told_on_turned_pages_and_in_slanted_letters_too(turned):
    turn, *matrix = turned.split()
    line = put(10, 100, "Of 1,200", ("6", 6.4, 3.6), " boats (45", ("6", 6.4, 3.6), ") 17, burnt.")
    data = page(f"q {' '.join(matrix)} cm {line} Q").replace(b"/Contents", f"/Rotate {turn} /Contents".encode())
    assert normalise(pdf.read(data)[0].text) == "Of 1,200 boats (45) 17, burnt."


def test_a_page_of_thousands_of_small_numbers_takes_no_time():
    digits = "".join(put(20 + n % 60 * 9, 30 + n // 60 * 8, "7", size=5) for n in range(4_000))
    began = time.monotonic()
    assert text(digits, put(40, 820, "Boats of it") * 5_000).count("7") >= 4_000
    assert time.monotonic() - began < 20


def sheets(rows, *, lines=50, head=None, foot=None):
    """Return the words of pages of that many rows, each row its cells, with what stands above and below them."""
    found = []
    for page in range(0, len(rows), lines):
        words = [Word(head.format(page // lines + 1), 40, 20, 300, 30)] if head else []
        for n, row in enumerate(rows[page : page + lines]):
            words += [Word(cell, 40 + 200 * i, 50 + 15 * n, 140 + 200 * i, 60 + 15 * n) for i, cell in enumerate(row)]
        if foot:
            words.append(Word(foot.format(page // lines + 1), 40, 815, 300, 825))
        found.append((words, 595, 842))
    return found


@pytest.mark.parametrize(
    "rows",
    [
        [(f"{year}", f"{year * 37 % 800}") for year in range(1800, 2000)],
        [(f"On day {n} the {n * 7} boats of Lorne brought in {n * 31} crates.",) for n in range(200)],
        [("The chair asked him to answer.",), *[(f"He said {word}.",) for word in "yes no nothing".split()]] * 50,
    ],
)
def test_rows_and_lines_at_the_edges_of_pages_stay_though_they_differ_in_figures_alone_or_not_at_all(rows):
    for bare in (None, "THE LEDGER, page {}"):
        found = leaves.text_of(sheets(rows, head=bare, foot=bare and "Printed 6 May 2025; {} of 4"))[0]
        assert found.split() == " ".join("; ".join(row) for row in rows).split()


def test_a_running_head_goes_though_a_line_of_the_text_is_like_it_and_a_number_though_none_stands_apart():
    rows = [("THE LEDGER 6",), *[(f"Boat {chr(65 + n)} of Lorne came in, said the owner.",) for n in range(26)] * 6]
    assert leaves.text_of(sheets(rows, head="THE LEDGER {}"))[0].count("THE LEDGER") == 1
    close = [Word("12", 40, 38, 60, 48), *sheets(rows)[0][0]]
    assert leaves.text_of([(close, 595, 842)])[0].startswith("THE LEDGER 6")
