"""Which sentences weigh more."""

import pytest
from material import article, candidates_of

from briefer.briefing.weigh import day, news, weigh

NEWS = "The harbour of Westhaven reopened on 11 March 2024."
OLDER = "The harbour of Westhaven reopened on 11 May 2023."


def ranked(*articles, topic="harbour of Westhaven"):
    """Return the sentences of some articles that can stand on a page, the weightiest first."""
    return [w.candidate.tree.text for w in weigh([c for one in articles for c in candidates_of(one, topic=topic)])]


def test_the_lead_weighs_more_than_what_follows():
    first = article("The harbour of Westhaven has 140 boats.\n\nThe harbour of Westhaven has 60 crews.")
    other = article("The harbour of Westhaven has 20 lamps.", "b.md")
    assert ranked(first, other)[-1] == "The harbour of Westhaven has 60 crews."


def test_what_has_the_topic_s_words_weighs_more_than_what_has_not():
    text = "The council met in the town. The school got a library. The harbour of Westhaven got a wall."
    told = ranked(article(text))
    assert told.index("The harbour of Westhaven got a wall.") < told.index("The school got a library.")


def test_a_sentence_whose_pronoun_stands_for_nobody_sure_weighs_less():
    text = "The council met in the town.\n\nHe moved the harbour of Westhaven.\n\nCrews moved the harbour of Westhaven."
    told = ranked(article(text))
    assert told.index("Crews moved the harbour of Westhaven.") < told.index("He moved the harbour of Westhaven.")


@pytest.mark.parametrize("date", ["2023-05-12", "2023", "2023-05"])
def test_what_is_much_older_than_the_newest_weighs_less(date):
    assert ranked(article(OLDER, date=date), article(NEWS, "b.md", date="2024-03-12"))[0] == NEWS


def test_where_others_tell_news_background_weighs_less():
    background = article("The harbour of Westhaven was built in 1850.", "b.md", date="2024-03-12")
    report = article(NEWS, date="2024-03-12")
    assert news([*candidates_of(background), *candidates_of(report)]) == {"a.md"}
    assert ranked(background, report)[0] == NEWS


def test_what_is_no_statement_is_not_there_and_nothing_weighs_nothing():
    assert ranked(article("Why did the harbour of Westhaven close? The quay of Westhaven under water.")) == []
    assert weigh([]) == []


def test_what_somebody_says_is_there_even_if_it_cannot_stand_alone():
    quoted = "“The ferry is old,” Tom Okafor said. “It will not last another year on this river.”"
    assert any(text.startswith("“It will") for text in ranked(article(quoted)))


def test_days_count_from_each_other_and_a_month_is_its_first():
    assert day("2024-03-12") - day("2024-03-01") == 11
    assert day("2024-03") == day("2024-03-01")
    assert day("2024") == day("2024-01-01")
    assert day(None) == 0
