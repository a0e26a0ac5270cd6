"""Saved web pages: in which letters they are written, what of them is the article's, and what is around it."""

import time

import pytest

from briefer.articles.metadata import article_of
from briefer.articles.readers import documents
from briefer.errors import ReadError
from briefer.schema import Role

SENTENCES = {
    "cp1251": "Мост через реку Суна закрыт до октября, сообщила мэрия в среду. Ремонт стоит 12 миллионов рублей.",
    "cp1250": "Most w Gródku zamknięto w środę po wykryciu pęknięć, poinformował burmistrz. Naprawa potrwa rok.",
    "gb18030": "港口管理局星期三宣布，旧码头将于六月关闭。修理费用为四百万元，局长说。",
    "cp932": "港湾局は水曜日、古い埠頭を六月に閉鎖すると発表した。修理には四百万円かかる。",
    "cp949": "항만청은 수요일 낡은 부두를 6월에 닫는다고 밝혔다. 수리비는 4백만 원이다.",
    "cp1252": "Le maire a refusé de répondre à nos questions hier.",
}


def page(body, head=""):
    return f"<html><head>{head}</head><body>{body}</body></html>"


def evidence(data, name="a.html"):
    """Return the paragraphs of a file that may be evidence."""
    found = article_of(name, documents(data if isinstance(data, bytes) else data.encode(), name)[0])
    return [found.text[part.start : part.end] for part in found.paragraphs if part.role is Role.TEXT]


# Encodings


@pytest.mark.parametrize("encoding", SENTENCES)
def test_the_encoding_of_a_page_that_names_none_is_guessed_and_told(encoding):
    sentence = SENTENCES[encoding]
    found = documents(page(f"<h1>{sentence[:9]}</h1><p>{sentence}</p>").encode(encoding), "a.html")[0]
    assert sentence in found.text
    assert found.notes == (f"The file is not in UTF-8; it was read as {encoding}.",)


def test_the_encoding_of_a_table_that_is_not_in_utf_8_is_guessed_and_told():
    found = documents(f"title;text\n1;{SENTENCES['cp1251']}".encode("cp1251"), "a.csv")[0]
    assert SENTENCES["cp1251"] in found.text
    assert "cp1251" in found.notes[0]


@pytest.mark.parametrize("named", ["iso-8859-1", "iso-8859-15", "windows-1251", "gbk"])
def test_letters_that_are_valid_utf_8_are_so_whatever_a_page_says(named):
    sentence = "Bürgermeister Groß sprach über die Brücke."
    found = documents(page(f"<p>{sentence}</p>", f"<meta charset={named}>").encode(), "a.html")[0]
    assert found.text == sentence
    assert not found.notes


@pytest.mark.parametrize("named", ["windows-1251", "koi8-r", "iso-2022-jp", "gb2312"])
def test_else_what_a_page_says_of_its_encoding_holds(named):
    sentence = "港" if named in {"iso-2022-jp", "gb2312"} else "Мост"
    found = documents(page(f"<p>{sentence}</p>", f"<meta charset={named}>").encode(named), "a.html")[0]
    assert found.text == sentence


@pytest.mark.parametrize("named", ["gb18030", "cp932", "cp949", "cp1251"])
def test_a_page_that_was_cut_off_within_a_letter_loses_no_other(named):
    text = page(f"<p>{SENTENCES[named]}</p>", f"<meta charset={named}>").encode(named)
    found = documents(text + (b"\x98" if named == "cp1251" else SENTENCES[named].encode(named)[:1]), "a.html")[0]
    assert SENTENCES[named] in found.text
    assert "lost" in found.notes[0]


def test_a_page_whose_letters_fit_no_encoding_is_read_all_the_same():
    assert evidence(b"<p>The quay\x00 is closed, Dana \xc3\xa9crit.</p>") == ["The quay is closed, Dana écrit."]


# What stands above the line


@pytest.mark.parametrize(
    ("written", "read_as"),
    [
        ("The quake killed 45<sup>3</sup> people.", "The quake killed 45 people."),
        ("The quake killed 45<sup id=r><a href='#n'>[3]</a></sup> people.", "The quake killed 45 people."),
        ("The quake killed 45<span style='vertical-align: super'>3</span> people.", "The quake killed 45 people."),
        ("The quake killed 45<span class=up>3</span> people.", "The quake killed 45 people."),
        ("The quake killed 45 people.<sup><b>12</b></sup> Nobody fled.", "The quake killed 45 people. Nobody fled."),
        ("Mud covers 12 km<sup>2</sup> of Rolle.", "Mud covers 12 km² of Rolle."),
        ("It grew from 10<sup>-3</sup> to 10<sup>6</sup> cells.", "It grew from 10⁻³ to 10⁶ cells."),
        ("The law says that x<sup>2</sup> is mc<sup>2</sup>.", "The law says that x² is mc²."),
        ("Nobody fled.<sup>1,2</sup> Nobody fell<sup><a href='#n'>4</a></sup>.", "Nobody fled. Nobody fell."),
        ("The board is 3<sup>1</sup>/<sub>2</sub> inches thick.", "The board is 3¹/2 inches thick."),
        ("The 21<sup>st</sup> ship and the 2<sup>e</sup> quay.", "The 21st ship and the 2e quay."),
        ("The air has more CO<sub>2</sub> than ever.", "The air has more CO2 than ever."),
    ],
)
def test_the_mark_of_a_note_is_no_digit_of_the_number_before_it(written, read_as):
    assert evidence(page(f"<p>{written}</p>", "<style>.up{vertical-align:super}</style>")) == [read_as]
    assert evidence(
        page(f"<table><tr><td>{written}</td></tr></table>", "<style>.up{vertical-align:super}</style>")
    ) == [read_as]


def test_a_mark_within_html_in_markdown_is_none_either():
    assert evidence("<div>The quake killed 45<sup>3</sup> people in Rolle.</div>\n", "a.md") == [
        "The quake killed 45 people in Rolle."
    ]


# What is the article's

TITLE = "Westhaven closes its old quay"
FIRST = "The council of Westhaven closed the old quay on Monday after divers had found cracks in its northern wall."
SECOND = (
    "The harbour master, Ines Maro, put the damage at four million crowns and said that 14 ships would have to leave."
)
MENU = "<div class=top><a href='/'>Home</a> <a href='/s'>Sport</a></div>"
FOOT = "<div class=foot><p>© Westhaven Post</p><p><a href='/i'>Imprint</a></p></div>"
TABLE = (
    "<table><tr><th>Pier</th><th>Cracks</th></tr>"
    "<tr><td>North</td><td>12</td></tr><tr><td>West</td><td>3</td></tr></table>"
)
ROWS = ["Pier: North; Cracks: 12", "Pier: West; Cracks: 3"]
HEAD = f"<title>{TITLE} | Westhaven Post</title>"
STORY = f"<h1>{TITLE}</h1><p>{FIRST}</p><p>{SECOND}</p>"


@pytest.mark.parametrize(
    ("body", "also"),
    [
        (f"<div class=story>{STORY}<div class=wrap>{TABLE}</div></div>", ROWS),
        (f"{STORY}{TABLE}", ROWS),
        (
            f"<div><h1>{TITLE}</h1></div><div class=text><p>{FIRST}</p><p>{SECOND}</p><p>He wants visas.</p></div>",
            ["He wants visas."],
        ),
        (
            f"<div class=text><h1>{TITLE}</h1>"
            + "".join(f"<div class=part><p>{p}</p></div>" for p in (FIRST, SECOND, "He wants visas."))
            + "</div>",
            ["He wants visas."],
        ),
        (
            f"<table><tr><td><a href=a>News</a></td><td><font size=5>{TITLE}</font><p>6 May 2004<p>{FIRST}<p>{SECOND}"
            "<p>He wants visas.</td><td><a href=b>Buy a boat</a></td></tr></table>",
            ["He wants visas."],
        ),
        (
            f"<article><h1>{TITLE}</h1><p>{FIRST}</p><p>{SECOND}</p><aside><h2>Key points</h2><ul>"
            "<li>Steel has become 40 per cent dearer since the new year.</li><li>Two yards may close.</li></ul></aside>"
            "</article>",
            ["Steel has become 40 per cent dearer since the new year.", "Two yards may close."],
        ),
        (
            f"<article><h1>{TITLE}</h1><p>{FIRST}</p><p>{SECOND}</p><aside><h3>The yards</h3><ul>"
            "<li>Workers: 1,400</li><li>Founded in 1911</li></ul></aside></article>",
            ["Workers: 1,400", "Founded in 1911"],
        ),
        (
            f"<article><h1>{TITLE}</h1><p>{FIRST}</p><p>{SECOND}</p><aside><h3>Letters</h3><p>Our best each day</p>"
            "<form><input></form></aside>"
            "<aside><h3>More</h3><p><a href=a>Ferry stays in port</a></p></aside></article>",
            [],
        ),
    ],
)  # fmt: skip
def test_what_stands_where_an_article_stands_is_of_it_however_short(body, also):
    assert evidence(page(f"{MENU}{body}{FOOT}", HEAD)) == [FIRST, SECOND, *also]


@pytest.mark.parametrize(
    ("table", "lines"),
    [
        (
            "<tr><th>Port<th>Crew<th>Boats<tr><td rowspan=2>Lorne<td>Day<td>14<tr><td>Night<td>9<tr><td colspan=2>Both"
            "<td>23",
            ["Port: Lorne; Crew: Day; Boats: 14", "Port: Lorne; Crew: Night; Boats: 9", "Port: Both; Boats: 23"],
        ),
        (
            "<tr><th rowspan=2>Port<th colspan=2>2024<tr><th>May<th>June<tr><th>Lorne<td>14<td>9",
            ["Port: Lorne; 2024 May: 14; 2024 June: 9"],
        ),
        (
            "<tr><th colspan=2>Boats that sank<tr><th>Port<th>Boats<tr><td>Lorne<td>14",
            ["Boats that sank", "Port: Lorne; Boats: 14"],
        ),
        (
            "<tr><td>Lorne<td colspan=999999999>14<td rowspan=0>9<tr><td>Ansel<td>x3",
            ["Lorne; 14; 9", "Ansel; x3"],
        ),
    ],
)
def test_a_cell_stands_in_the_columns_and_rows_that_it_spans(table, lines):
    assert evidence(page(f"{STORY}<table>{table}</table>"))[2:] == lines


def test_cells_that_span_very_much_take_neither_time_nor_room():
    wide = "<td colspan=100000 rowspan=65534>Lorne"
    started = time.process_time()
    found = documents(page(f"{STORY}<table><tr>{wide * 90}{'<tr><td>9' * 5_000}</table>").encode(), "a.html")[0]
    assert len(found.text) < 1_000_000
    assert time.process_time() - started < 15


def test_a_short_sentence_beside_the_one_box_that_was_found_is_of_the_article():
    boxes = f"<div>{FIRST}</div><div>It c<b>o</b>st 3 crowns.</div><div>Our <b>terms</b></div>"
    assert evidence(page(boxes)) == [FIRST, "It cost 3 crowns."]


def test_a_first_row_with_a_name_and_a_value_names_no_columns():
    box = "<table><tr><th>Date</th><td>6 May 2024</td></tr><tr><th>Cost</th><td>4 crowns</td></tr></table>"
    assert evidence(page(f"{STORY}{box}"))[2:] == ["Date; 6 May 2024", "Cost; 4 crowns"]
    corner = "<table><tr><td></td><th>2023</th></tr><tr><th>Ships</th><td>14</td></tr></table>"
    assert evidence(page(f"{STORY}{corner}"))[2:] == ["Ships; 2023: 14"]


@pytest.mark.parametrize(
    "head",
    [
        f"<b>{TITLE}</b><br>Westhaven Post, 6 May 2004<br><br>",
        f"<div>{TITLE}</div><div>6 May 2004</div>",
        f"<font size=5>{TITLE}</font><p>6 May 2004<p>",
    ],
)
def test_the_line_that_is_the_title_of_the_window_begins_an_article(head):
    text = page(f"<div><a href=a>News</a></div>{head}<div><div>{FIRST}</div><div>{SECOND}</div></div>", HEAD)
    found = article_of("a.html", documents(text.encode(), "a.html")[0])
    assert (found.title, found.date) == (TITLE, "2004-05-06")
    assert evidence(text) == [FIRST, SECOND]


CARD = "<h3>{}Council sells hall{}</h3><p>The council has sold the town hall to a firm for nine million crowns.</p>"
CARDS = f"<article>{CARD.format('', '')}</article>" * 2
CONSENT = "<p>We and our 843 partners keep information on your device and read it.</p>"


@pytest.mark.parametrize(
    "around",
    [
        f"<main><article>{STORY}</article><section><h2>More</h2>{CARDS}</section></main>",
        f"<article>{STORY}<article>{CARD.format('<a href=x>', '</a>')}</article></article>",
        f"{STORY}<ul><li><a href=x>Nurses in Westhaven will vote on a walkout over pay</a></li></ul><p>{SECOND}</p>",
        f"<article>{STORY}<div id=comments>{CONSENT}</div></article>",
        f"<article>{STORY}<article role=comment>{CONSENT}</article></article>",
        f"<article>{STORY}<div itemprop=comment itemtype='https://schema.org/Comment'>{CONSENT}</div></article>",
        f"{STORY}<div role=dialog aria-modal=true><h2>Privacy</h2>{CONSENT}</div>",
        f"<dialog open>{CONSENT}</dialog>{STORY}",
        f"<div class=banner>{CONSENT}<button>Accept</button></div><main>{STORY}</main>",
        f"<main>{STORY}</main><div role=contentinfo>{CONSENT}</div>",
    ],
)
def test_other_stories_comments_and_dialogs_are_no_evidence(around):
    assert set(evidence(page(around, HEAD))) == {FIRST, SECOND}


@pytest.mark.parametrize(
    ("body", "shown"),
    [
        # A page of several stories, entries of a live report, a page that is a dialog, and one of comments.
        (CARDS.replace("<h3>", "<h3><a href=x>").replace("</h3>", "</a></h3>"), 2),
        (f"<article>{STORY}</article><article><time>15:05</time>{CARD.format('', '')}</article>", 3),
        (f"<div role=dialog>{STORY.replace('h1', 'h2')}</div>", 2),
        (f"<div id=comments>{STORY.replace('h1', 'h2')}</div>", 2),
        (f"<main>{STORY}<section><h3><button>Who pays?</button></h3><div><p>{SECOND}</p></div></section></main>", 3),
    ],
)
def test_what_only_looks_like_them_is(body, shown):
    assert len(evidence(page(body, HEAD))) == shown


def test_lines_that_are_set_as_they_were_typed_are_read_as_those_of_a_text():
    typed = """<pre>
BC-Quay, 1st Ld

By DANA HOLT

   WESTHAVEN, May 6, 2004 (AW) -- The council closed the quay and sent
14 ships away, it said.

   "It was time," said the <b>harbour</b> master, who had waited for two
years.
</pre>"""
    found = article_of("a.html", documents(page(typed).encode(), "a.html")[0])
    assert "BC-Quay" in found.text
    assert evidence(page(typed)) == [
        "WESTHAVEN, May 6, 2004 (AW) -- The council closed the quay and sent 14 ships away, it said.",
        '"It was time," said the harbour master, who had waited for two years.',
    ]


@pytest.mark.parametrize(
    "saved", ["saved from url=(0047){}", "\n Page saved with SingleFile \n url: {} \n saved date: x\n"]
)
def test_a_page_that_was_saved_has_the_address_that_the_program_wrote_and_the_day_in_it(saved):
    url = "https://www.westhaven-post.example/2023/12/05/quay.html"
    found = documents(f"<!-- {saved.format(url)} -->{page(STORY)}".encode(), "a.html")[0]
    assert (found.url, found.date, found.publisher) == (url, "2023-12-05", "westhaven-post.example")


# What a page says of its article for machines

DATA = (
    '<script type="application/ld+json">{"@graph": [{"@type": "WebSite", "name": "Westhaven Post Online"},'
    ' {"@type": ["NewsArticle"], "headline": "Quay closed", "datePublished": "2024-07-01",'
    ' "publisher": {"@type": "Organization", "name": "Westhaven Post"},'
    ' "articleBody": "The quay is closed.\\nShips leave."}]}</script>'
)


def test_a_page_that_shows_no_text_is_read_by_what_it_says_of_it_with_a_note():
    found = documents(page("<div id=app></div><noscript>Enable it.</noscript>", DATA).encode(), "a.html")[0]
    assert found.text == "The quay is closed.\n\nShips leave."
    assert (found.title, found.publisher, found.date) == ("Quay closed", "Westhaven Post", "2024-07-01")
    assert "shows no text" in found.notes[0]


def test_beside_a_text_that_is_shown_none_is_read_that_is_not():
    found = documents(page(STORY, DATA).encode(), "a.html")[0]
    assert "The quay is closed." not in found.text
    assert (found.title, found.publisher, found.notes) == (TITLE, "Westhaven Post", ())


# Who wrote them


def linked_data(author):
    return f'<script type="application/ld+json">[{{"@type":["NewsArticle"],"author":{author}}}]</script>'


@pytest.mark.parametrize(
    ("head", "line", "author"),
    [
        (linked_data('"Dana Holt"'), "", "Dana Holt"),
        (linked_data('[{"name":"Dana Holt"},"Tom Brandt","https://post.example/tom"]'), "", "Dana Holt, Tom Brandt"),
        (linked_data('"admin"'), "", None),
        ("", "<div class=author>By Dana Holt, Harbour Editor</div>", "Dana Holt"),
        ("", "<div class=author-bio><p>Dana Holt has covered harbours for the Post since 2001.</p></div>", None),
    ],
)
def test_the_author_of_a_page_is_a_name(head, line, author):
    body = f"<article><h1>{TITLE}</h1>{line}<p>{FIRST}</p><p>{SECOND}</p></article>"
    assert article_of("a.html", documents(page(body, head).encode(), "a.html")[0]).author == author


# When


EVENTS = "<ul><li><span class=date>6 May 2024</span> Yard closes</li><li><b>8 June 2024</b> Crews sue</li></ul>"


@pytest.mark.parametrize(
    ("head", "body", "date"),
    [
        ("", f"<h1>{TITLE}</h1><p>{FIRST}</p>{EVENTS}", None),
        ("<meta property=article:published_time content=2024-05-06>", f"<h1>{TITLE}</h1><p>{FIRST}</p>{EVENTS}", "06"),
        ("", f"<h1>{TITLE}</h1><div class=date>9 May 2024</div><p>{FIRST}</p>{EVENTS}", "09"),
        (
            "",
            f"<h1>{TITLE}</h1><ul><li class=date>Published 9 May 2024<li>Updated 10 May 2024</ul><p>{FIRST}</p>",
            "09",
        ),
        ("", f"<h1>{TITLE}</h1><ul><li class=date>9 May 2024<li>Lorne</ul><p>{FIRST}</p>", "09"),
    ],
)
def test_the_date_of_a_page_is_none_of_a_list_of_events(head, body, date):
    found = article_of(
        "a.html", documents(page(f"<article>{body}<p>{SECOND}</p></article>", head).encode(), "a.html")[0]
    )
    assert found.date == (date and f"2024-05-{date}")


# What shows nothing, or not at once


def test_a_page_that_only_scripts_show_is_told_from_an_empty_one():
    with pytest.raises(ReadError, match="scripts"):
        documents(page("<div id=app></div><script>show()</script>").encode(), "a.html")
    assert documents(page("<div></div>").encode(), "a.html") == []


def test_a_style_for_browsers_without_scripts_hides_nothing():
    hidden = "<style>.late{display:none}</style>"
    body = f"<h1>{TITLE}</h1><p class=late>{FIRST}</p><p>{SECOND}</p>"
    assert evidence(page(body, f"<noscript>{hidden}</noscript>")) == [FIRST, SECOND]
    assert evidence(page(body, hidden)) == [SECOND]


def test_rows_items_and_headings_of_html_within_markdown_are_such():
    table = "<table><tr><th>Port</th><th>Boats</th></tr><tr><td>Lorne</td><td>14 <p>boats</p></td></tr></table>"
    text = f"# {TITLE}\n\n<p>{FIRST}</p>\n\n{table}\n\n<h2>Crews</h2><ul><li><p>Two hurt</p></li></ul>\n\n{SECOND}\n"
    assert evidence(text, "a.md") == [FIRST, "Port; Boats", "Lorne; 14 boats", "Two hurt", SECOND]
