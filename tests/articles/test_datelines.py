"""When an article was published, by a line above it, below it, or what its report begins with."""

import pytest

from briefer.articles.metadata import article_of
from briefer.articles.readers import plain
from briefer.articles.readers.document import Document
from briefer.schema import Role

TITLE = "Rector of Westhaven resigns"
PROSE = "The rector of Westhaven has resigned over leaked papers, the ministry said, and 40 students must write again."


def date(*blocks, path="a.txt"):
    return article_of(path, Document("\n\n".join(blocks))).date


@pytest.mark.parametrize(
    "line",
    [
        "Published: 5 January 2024 | Updated: 7 January 2024",
        "Published on Friday, January 5th, 2024 | Updated January 7th",
        "By Ada Lenn | Jan 5, 2024 | 3 min read",
        "4 min read · Jan 5, 2024",
        "Ada Lenn · 4 min read · Jan 5, 2024",
        "Published 5 January 2024 by the Harbour Office",
        "Publié le 5 janvier 2024 à 18h30, mis à jour le 7 janvier 2024",
        "Actualizado a las 14:02 h. del 5 de enero de 2024",
        "05-Jan-2024",
        "JANUARY 5, 2024",
        "Posted by Ada Lenn on 5 January 2024",
        "Published 5 January 2024 · Ada Lenn",
        "Ada Lenn | Published 5 January 2024, 9:05 | Updated 7 January 2024, 17:20",
        "Coast Courier · by Ada Lenn · January 5, 2024",
        "5 января 2024 г.",
        "5 stycznia 2024 r.",
        "5 січня 2024 р.",
        "5. ledna 2024",
        "5 januari 2024",
        "Publiceret den 5. januar 2024 kl. 14.02",
        "5. tammikuuta 2024",
        "Yayınlanma: 5 Ocak 2024",
        "5 בינואר 2024",
        "Par Ada Lenn avec CN, le 5 janvier 2024",
        "Harbour News January 5, 2024 2:02 PM GMT",
        "Westhaven - 05 ene 2024 - 14:02 CET",
        "2024年1月5日 南湾新聞",
        "2024년 1월 5일",
    ],
)
def test_a_line_above_the_text_with_what_announces_a_date_or_names_beside_it_is_the_date(line):
    assert date(TITLE, line, PROSE) == "2024-01-05"


@pytest.mark.parametrize(
    "begin",
    [
        "5 January 2024, Lorne – ",
        "Lorne/Ansel, 5. Januar 2024. ",
        "Bogotá, 5 de enero de 2024. ",
        "КАМЕНСК, 5 января 2024 г. — ",
        "Bern (nwa) 5. Januar 2024 – ",
        "بيروت، 5 يناير 2024 – ",
        "PIKE, JANUARY 5, 2024 - ",
    ],
)
def test_a_place_with_a_date_before_a_report_is_the_date(begin):
    assert date(TITLE, begin + PROSE) == "2024-01-05"


def test_an_agencys_dateline_needs_no_title_above_it():
    assert date("LORNE, 5 Jan 2024 (CN) - " + PROSE) == "2024-01-05"
    assert date("Lorne, 5 Jan 2024 - " + PROSE) is None


def test_a_date_that_is_announced_counts_above_a_list_of_days_and_below_the_text():
    days = ["3 March 2023", PROSE, "19 April 2023", PROSE]
    assert date(TITLE, "Published 30 October 2023", PROSE, *days) == "2023-10-30"
    assert date(TITLE, PROSE, "Published 1:14 PM EST, Fri January 5, 2024") == "2024-01-05"


def test_a_date_in_a_files_name_is_read_as_it_is_written_there():
    assert date(PROSE, path="Senate-votes_11.07.2023.txt") == "2023-07-11"
    assert date(PROSE, path="11.07.2023 Senate votes.txt") == "2023-07-11"
    assert date(PROSE, path="Senate votes (11 July 2023).txt") == "2023-07-11"
    assert date(PROSE, path="senate_20230711_0930.txt") == "2023-07-11"
    for path in ("Vote 20231799.txt", "file_20232024.txt", "Attack of 11 July 2023.txt", "1.07.20234 votes.txt"):
        assert date(PROSE, path=path) is None


@pytest.mark.parametrize(
    "line",
    [
        "Rally called for 5 January 2024",
        "Attack on Lorne on 5 January 2024",
        "Crash in Port Ansel on 5 January 2024",
        "Updated rules come into force on 5 January 2024",
        "5 January 2024 | Sailings end at Lorne",
        "Storm of 5 January 2024",
        "Born 5 January 2024",
        "A demonstrator in Lorne, 5 January 2024",
        "Hearing set for Friday, January 5, 2024",
        "5 January 2024 - 8 January 2024",
        "会议将于2024年1月5日在东京举行",
    ],
)
def test_a_line_above_the_text_that_tells_of_an_event_gives_no_date(line):
    assert date(TITLE, line, PROSE) is None


@pytest.mark.parametrize(
    "begin",
    [
        "The law passed on 5 January 2024 – after a year – is void. ",
        "The war that ended in Lorne, 5 January 2024, has begun anew. ",
        "On 5 January 2024 – a Friday – the quay fell. ",
        "Friday, 5 January 2024 – ",
        "The Lorne Accord, 5 January 2024 – signed in haste – ended it. ",
        "The quay fell in Lorne, 5 January 2024. ",
        "5 January 2024 – the quay falls. ",
        "Attack on Lorne, 5 January 2024: the town remembers. ",
    ],
)
def test_a_sentence_with_an_events_date_gives_no_date(begin):
    assert date(TITLE, begin + PROSE) is None


@pytest.mark.parametrize(
    "told",
    [
        "Lorne, 5 January 1984 – On that night the quay fell. Nobody was hurt.",
        "Lorne, 5 January 1984 – The quay falls into the harbour. Forty years later, Ada Lenn tells of it.",
        "Lorne, 5. Januar 1984 – In dieser Nacht fällt der Kai. Niemand kommt zu Schaden.",
    ],
)
def test_a_day_long_past_that_an_article_recalls_is_not_its_own(told):
    assert date("The fall of the quay", told) is None


def test_years_that_count_from_another_year_leave_a_date_line_as_it_is():
    told = "Lorne, 5 January 2024 – The quay that fell in 1984 and was built anew two years later is to be sold."
    assert date(TITLE, told) == "2024-01-05"


def test_below_the_text_only_what_is_announced_is_a_date():
    assert date(TITLE, PROSE, "5 January 2024") is None
    assert date(TITLE, PROSE, "The report was published on 5 January 2024 and withdrawn.") is None


@pytest.mark.parametrize(
    ("line", "author"),
    [
        ("By Ada Lenn", "Ada Lenn"),
        ("Par Hélène Castaing", "Hélène Castaing"),
        ("By Ada Lenn | Jan 5, 2024 | 3 min read", "Ada Lenn"),
        ("By Friday, nobody had come", None),
        ("By the sea", None),
        ("Von 12 bis 14 Uhr", None),
        ("By Monday", None),
        ("By Ada Lenn, Political Correspondent", "Ada Lenn"),
        ("By Ada Lenn, Tom Brandt and Ines Vidal, Harbour Editor", "Ada Lenn, Tom Brandt and Ines Vidal"),
        ("By Ada Lenn, Tom Brandt and Ines Vidal", "Ada Lenn, Tom Brandt and Ines Vidal"),
        ("By Ada Lenn in Westhaven", "Ada Lenn"),
        ("Von Ada Lenn, Kiel", "Ada Lenn"),
        ("by Ada Lenn", "Ada Lenn"),
        ("Written by Ada van der Lenn-Møller", "Ada van der Lenn-Møller"),
        ("Words: Ada Lenn", "Ada Lenn"),
        ("Texte : Hélène Castaing", "Hélène Castaing"),
        ("Autor: Ada Lenn", "Ada Lenn"),
        ("Di Ada Lenn", "Ada Lenn"),
        ("Af Ada Lenn", "Ada Lenn"),
        ("Coast Courier · by Ada Lenn · January 5, 2024", "Ada Lenn"),
        ("By Ada Lenn, who was there", None),
        ("Written for the harbour", None),
        ("Text: nobody knows", None),
    ],
)
def test_who_wrote_an_article_is_told_by_a_line_above_it(line, author):
    assert article_of("a.txt", Document(f"{TITLE}\n\n{line}\n\n{PROSE}")).author == author
    assert article_of("a.txt", Document(f"{TITLE}\n\n{line}\n\n{PROSE}", author="Tom Brandt")).author == "Tom Brandt"


def test_the_date_of_a_mailing_list_is_read():
    assert date(TITLE, "Ada Lenn alenn at quay.example\nFri Jan 5 09:12:44 CET 2024", PROSE) == "2024-01-05"


@pytest.mark.parametrize(
    "below",
    [
        "Written by Ada Lenn",
        "by Ada Lenn",
        "Text: Ada Lenn",
        "By Ada Lenn, Political Correspondent\n5 maj 2024",
        "https://post.example/quay",
    ],
)
def test_what_stands_right_below_a_headline_is_no_part_of_it_and_no_evidence(below):
    found = article_of("a.txt", plain.read(f"{TITLE}\n{below}\n\n{PROSE}".encode()))
    assert found.title == TITLE
    assert [found.text[part.start : part.end] for part in found.paragraphs if part.role is Role.TEXT] == [PROSE]


def test_lines_that_begin_like_a_byline_within_a_paragraph_are_of_it():
    wrapped = "The old quay of Westhaven was once built\nby Ada Lenn\nand her brother, the rector said."
    assert plain.read(wrapped.encode()).text == wrapped.replace("\n", " ")
    told = "The report of the rector is to be found at\nhttps://post.example/quay\nand in the town hall."
    assert plain.read(told.encode()).text == told.replace("\n", " ")
