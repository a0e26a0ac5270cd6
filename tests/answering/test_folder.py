"""Questions on the folder itself: which these are, counts by words, what is new, and what cannot be done."""

import pytest
from harbours import cited
from texts import PARSER, rows, table

from briefer import Filters
from briefer.answering.folder import MOST_CITED, Request, Task, bare, counted, new, request_of, unable
from briefer.answering.question import question_of
from briefer.schema import Wording

TABLE = table(__file__, "folder")
FERRY = "A fire broke out on the ferry Astra. Nine people died."
TOLL = "The ferry was old. Divers searched the burnt ferry after the fire."
HOTEL = "A fire killed 54 people in a hotel. It rained."
FARE = "The ferry asks a higher fare."
EVERYTHING = Filters()


@pytest.mark.parametrize("row", rows(TABLE["asked"], "question"))
def test_what_is_wanted_of_the_folder_is_told_with_the_matter(row):
    request = request_of(question_of(row["question"], PARSER))
    assert request
    assert (request.task.value, bare(request.matter)) == (row["task"], row["matter"])


@pytest.mark.parametrize("row", rows(TABLE["passages"], "question"))
def test_what_the_articles_answer_is_not_asked_of_the_folder(row):
    assert request_of(question_of(row["question"], PARSER)) is None


def count(asked, matter, filters=EVERYTHING):
    return counted(Request(Task.COUNT, matter), asked.library, filters)


def test_articles_are_counted_by_their_words_in_one_paragraph_and_each_is_cited(over):
    (claim,), why = count(over(FERRY, TOLL, HOTEL, FARE), "the ferry fire")
    assert (claim.short, claim.wording, why) == ("2", Wording.COUNTED, "")
    assert "2 of 4 articles" in claim.text
    assert "words" in claim.text
    assert [(c.article, c.quote) for c in claim.citations] == [
        ("a.md", "A fire broke out on the ferry Astra."),
        ("b.md", "Divers searched the burnt ferry after the fire."),
    ]


def test_an_article_is_counted_once_in_whatever_form_and_words_in_its_title_count(over):
    asked = over(f"{FERRY}\n\n{FERRY}\n\n{TOLL}", "Nine died.", "Ferries burn.", titles=["x", "Ferry fire", "z"])
    assert count(asked, "ferry fires")[0][0].short == "2"
    assert count(asked, "ferry")[0][0].short == "3"


def test_only_what_the_filters_let_through_is_counted(over):
    asked = over(FERRY, TOLL, HOTEL)
    (claim,), _ = count(asked, "fire", Filters(since="2024-01-02"))
    assert "2 of 2 articles" in claim.text
    assert cited([claim]) == ["b.md", "c.md"]


@pytest.mark.parametrize("matter", ["volcano", "ferry volcano", "the", ""])
def test_where_none_is_counted_it_is_said_why(over, matter):
    claims, why = count(over(FERRY, HOTEL), matter)
    assert claims == []
    assert why


def test_of_very_many_articles_some_are_cited_and_all_are_counted(over):
    asked = over(*[f"The ferry fire of day {n}." for n in range(MOST_CITED + 2)])
    (claim,), _ = count(asked, "ferry fire")
    assert claim.short == str(MOST_CITED + 2)
    assert len(claim.citations) == MOST_CITED


def since(asked, text, filters=EVERYTHING):
    return new(request_of(question_of(text, PARSER)), asked.library, filters)


def test_what_is_new_since_a_day_is_what_the_articles_of_it_and_later_begin_with(over):
    asked = over(FERRY, TOLL, HOTEL)
    claims, why = since(asked, "What is new since 2 January 2024?")
    assert [(claim.when, claim.text) for claim in claims] == [
        ("2024-01-03", "A fire killed 54 people in a hotel."),
        ("2024-01-02", "The ferry was old."),
    ]
    assert why == ""
    assert cited(claims) == ["c.md", "b.md"]
    assert [claim.when for claim in since(asked, "What is new?")[0]] == ["2024-01-03", "2024-01-02", "2024-01-01"]


@pytest.mark.parametrize(
    ("day", "articles"),
    [("2024-01-02", ["b.md"]), ("January 2, 2024", ["b.md"]), ("January 2024", ["b.md", "a.md"]), ("2025", [])],
)
def test_the_day_may_be_written_in_any_form(over, day, articles):
    assert cited(since(over(FERRY, TOLL), f"What is new since {day}?")[0]) == articles


def test_where_nothing_is_new_the_day_is_said(over):
    claims, why = since(over(FERRY), "What is new since 6 May 2025?")
    assert claims == []
    assert "2025-05-06" in why


def test_filters_hold_for_what_is_new(over):
    claims, _ = since(over(FERRY, TOLL, HOTEL), "What is new?", Filters(articles=("b.md",)))
    assert cited(claims) == ["b.md"]


def test_what_cannot_be_done_is_said_with_what_can():
    said = unable(Request(Task.UNABLE, "tone"))
    assert "tone" in said
    assert "Ask" in said
