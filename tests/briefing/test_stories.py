"""Which articles tell of one story."""

from itertools import permutations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from material import article

from briefer.briefing.stories import stories

DAYS = st.dates().map(str) | st.sampled_from(["2024", "2024-03"]) | st.none()


def told(alike, *days, news=(0, 1)):
    """Return whether two articles of two days, whose openings are so alike, tell of one story."""
    articles = [article("The quay reopened.", f"{n}.md", date=day) for n, day in enumerate(days)]
    vectors = {"0.md": np.array([1.0, 0.0]), "1.md": np.array([alike, (1 - alike**2) ** 0.5])}
    return len(stories(articles, vectors, {f"{n}.md" for n in news})) == 1


def test_two_reports_of_one_event_are_one_story():
    assert told(0.7, "2024-03-03", "2024-03-04")


def test_two_events_of_days_that_are_far_apart_are_two_stories_however_alike():
    assert not told(1.0, "2024-03-03", "2024-06-03")
    assert not told(1.0, "2023-03-03", "2024-03-03")


def test_articles_that_mean_different_things_are_two_stories():
    assert not told(0.3, "2024-03-03", "2024-03-03")


@pytest.mark.parametrize(("days", "news"), [((None, None), (0, 1)), (("2024-03-03",) * 2, ()), ((None, "2024"), (0,))])
def test_without_a_day_or_news_only_copies_are_one_story(days, news):
    assert told(0.95, *days, news=news)
    assert not told(0.7, *days, news=news)


@given(st.lists(DAYS, max_size=5))
def test_every_article_is_in_one_story_and_the_first_in_the_first(days):
    articles = [article("The quay reopened.", f"{n}.md", date=day) for n, day in enumerate(days)]
    vectors = {one.path: np.array([1.0]) for one in articles}
    grouped = stories(articles, vectors, [one.path for one in articles])
    assert sorted(one.path for story in grouped for one in story) == sorted(one.path for one in articles)
    assert [story[0].path for story in grouped] == sorted(story[0].path for story in grouped)


def test_a_story_that_two_others_belong_to_is_found_by_either():
    articles = [article("The quay reopened.", f"{n}.md", date=f"2024-03-{day:02}") for n, day in enumerate((1, 14, 27))]
    vectors = {one.path: np.array([1.0]) for one in articles}
    for order in permutations(articles[:2]):
        assert len(stories([*order, articles[2]], vectors, [one.path for one in articles])) == 1
