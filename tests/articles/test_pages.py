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
