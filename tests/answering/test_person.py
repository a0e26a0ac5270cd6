"""Who somebody is: the role that articles give them, what they did, and silence where none tells it."""

import pytest
from harbours import cited
from texts import PARSER

from briefer import Filters
from briefer.answering.person import introduced, person_asked
from briefer.answering.question import question_of

STRIKE = (
    "Dockers went on strike on Monday. “We are tired,” said Tom Okafor, head of the dockers' union. Okafor led the"
    " strike of 2019 too. He met reporters at the gate."
)
VOTE = "Mayor Ada Lenn opened the vote. Ada Lenn, 41, a former teacher, was elected in 2020. Mr Brandt was not there."
LATER = "Deputy Minister Tom Okafor spoke in Lorne. Oskar Okafor, a baker, listened."
DAYS = ["2024-01-01", "2024-02-01", "2024-03-01"]


def who(over, name, filters=Filters()):  # noqa: B008
    asked = over(STRIKE, VOTE, LATER, days=DAYS)
    question = question_of(f"Who is {name}?", PARSER)
    return introduced(person_asked(question), question, asked.library, filters)


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("Who is Ada Lenn?", "Ada Lenn"),
        ("Who was Mayor Ada Lenn", "Ada Lenn"),
        ("Who's Kim Jong-un?", "Kim Jong-un"),
        ("Who is the mayor of Lorne?", ""),
        ("Who is Ada Lenn married to?", ""),
        ("Who is?", ""),
        ("Is Ada Lenn mayor?", ""),
    ],
)
def test_a_name_alone_is_asked_of(question, name):
    assert person_asked(question_of(question, PARSER)) == name


def test_the_newest_role_comes_first_and_what_they_did_last(over):
    claims = who(over, "Tom Okafor")
    assert [claim.short for claim in claims] == ["Deputy Minister", "Head of the dockers' union", ""]
    assert cited(claims) == ["c.md", "a.md", "a.md"]
    assert "led the strike of 2019" in claims[-1].text


def test_a_role_is_told_with_its_age_left_out_and_once_of_an_article(over):
    claims = who(over, "Ada Lenn")
    assert [claim.short for claim in claims][:1] == ["Mayor"]
    assert len([claim for claim in claims if claim.short]) == 1


def test_another_of_the_family_is_not_meant(over):
    assert "baker" not in " ".join(claim.text for claim in who(over, "Tom Okafor"))
    assert [claim.short for claim in who(over, "Oskar Okafor")] == ["Baker"]


def test_only_articles_that_pass_the_filters_tell(over):
    first, *_ = who(over, "Tom Okafor", Filters(until="2024-01-31"))
    assert first.short == "Head of the dockers' union"


@pytest.mark.parametrize("name", ["Brandt", "Nora Lind", "Monday"])
def test_nothing_is_told_of_whom_no_article_gives_a_role(over, name):
    assert who(over, name) == []
