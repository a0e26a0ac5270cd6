"""Pages of PDFs, written here letter by letter: what is a digit, a line, a column, a paragraph."""

import pytest

from briefer.articles.readers import normalise, pdf

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
