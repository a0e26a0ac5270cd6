"""What is counted with several numbers."""

import pytest
from material import article, candidates_of

from briefer.briefing.figures import moved


def told(*texts, stories=None, days=("2024-03-03", "2024-03-06", "2024-03-09")):
    """Return what is counted with several numbers, of texts of these days."""
    articles = [article(text, f"{n}.md", date=days[n]) for n, text in enumerate(texts)]
    found = [one for each in articles for one in candidates_of(each)]
    found_in = moved(found, stories or [[one.path for one in articles]])
    return [(row.about, row.changed, [counted.value for counted in row.values]) for row in found_in]


def test_figures_of_several_days_changed_the_newest_first():
    assert told("The storm killed nine people.", "The storm killed 12 people.", "The storm killed 14 people.") == [
        ("killed people", True, ["14", "12", "nine"])
    ]


def test_figures_of_one_day_or_of_no_day_differ():
    texts = "The storm killed nine people.", "The storm killed twelve people."
    assert told(*texts, days=("2024-03-03",) * 2) == [("killed people", False, ["nine", "twelve"])]
    assert told(*texts, days=(None, None)) == [("killed people", False, ["nine", "twelve"])]


@pytest.mark.parametrize(
    "texts",
    [
        ("The storm killed nine people.", "The storm killed 9 people."),  # the same
        ("The storm killed nine people.", "The storm killed 12 dogs."),  # other things
        ("The storm killed nine people.", "The storm injured twelve people."),  # of which something else is told
        ("The storm killed nine people. The storm killed 12 people.",),  # one account
        ("The storm lasted nine days.", "The storm lasted twelve days."),  # a time, and no figure of the matter
        ("The storm killed nine people.", "“The storm killed twelve people,” he said."),  # somebody's words
    ],
)
def test_other_numbers_are_no_change(texts):
    assert told(*texts) == []


def test_what_articles_of_two_stories_count_is_not_compared():
    texts = "The storm killed nine people.", "The storm killed twelve people."
    assert told(*texts, stories=[["0.md"], ["1.md"]]) == []


def test_a_value_that_an_older_article_has_too_is_told_once():
    texts = "The storm killed nine people.", "The storm killed 12 people.", "The storm killed 12 people."
    assert told(*texts) == [("killed people", True, ["12", "nine"])]
