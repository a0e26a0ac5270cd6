"""Which sentences stand on a page, and where."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from material import article, candidates_of
from texts import table

from briefer.briefing.choose import Place, choose
from briefer.briefing.settings import BriefSettings
from briefer.briefing.weigh import weigh
from briefer.errors import UsageError

ARTICLES = [article(text, name) for name, text in table(__file__, "plain")["articles"].items()]
STORM, TOLL, BRIDGE = ARTICLES
WEIGHED = weigh([one for each in ARTICLES for one in candidates_of(each, topic="storm harbour bridge")])
PATHS = [["storm.md", "toll.md"], ["bridge.md"]]
SETTINGS = BriefSettings()


def on_page(weighed=WEIGHED, paths=PATHS, settings=SETTINGS, **known):
    return choose(weighed, paths, settings, **known)


def texts(chosen, *places):
    return [one.text for one in chosen if one.place in places]


def words(chosen):
    return sum(len(one.text.split()) for one in chosen)


def test_the_bottom_line_has_two_sentences_of_each_of_two_stories_the_weightiest_first():
    for paths in (PATHS, PATHS[::-1]):
        lead = [one.candidate for one in on_page(paths=paths) if one.place is Place.BOTTOM]
        assert [next(n for n, own in enumerate(paths) if one.path in own) for one in lead] == [0, 0, 1, 1]
        best = next(w.candidate for w in WEIGHED if w.candidate.sound and w.candidate.path in paths[0])
        assert lead[0] is best


def test_of_a_single_story_it_has_two():
    own = [w for w in WEIGHED if w.candidate.path != "bridge.md"]
    assert len(texts(on_page(own, PATHS[:1]), Place.BOTTOM)) == 2


def test_statements_stand_where_they_belong():
    chosen = on_page()
    assert texts(chosen, Place.WATCH) == ["The council will vote on the harbour wall on 8 April 2024."]
    assert "Divers found three fishermen in a cellar on 5 March 2024." in texts(chosen, Place.TIME)
    assert all(one.speech for one in chosen if one.place is Place.SAID)
    assert not any(one.speech for one in chosen if one.place is not Place.SAID)


def test_somebody_s_own_words_come_before_what_is_reported_of_them():
    said = [one.speech for one in on_page() if one.place is Place.SAID]
    assert [one.direct for one in said] == sorted((one.direct for one in said), reverse=True)


def test_nothing_is_said_twice_and_another_account_of_it_is_cited_beside_it():
    chosen = on_page()
    assert sum("closed the harbour" in one.text for one in chosen) == 1
    [closed] = [one for one in chosen if "closed the harbour" in one.text]
    assert {closed.candidate.path, *(other.path for other in closed.also)} == {"storm.md", "toll.md"}


def test_an_account_that_has_another_number_is_none_of_the_same():
    first = article("The storm closed the harbour of Westhaven and broke nine old boats.", "a.md")
    other = article("The storm closed the harbour of Westhaven and broke ten old boats.", "b.md")
    weighed = weigh([*candidates_of(first), *candidates_of(other)])
    assert all(not one.also for one in choose(weighed, [["a.md", "b.md"]], SETTINGS))


def test_of_one_speaker_at_most_three_statements_are_told():
    told = (
        "the wall of the harbour was far too low", "children could not cross the river", "taxes rise next summer",
        "nobody had mended the museum’s roof", "the ferry carries 900 people a day", "Lorne has another lighthouse",
        "volunteers had cleared every cellar",
    )  # fmt: skip
    said = " ".join(f"Ada Brandt said that {what}." for what in told)
    chosen = choose(weigh(candidates_of(article(said), topic="storm")), [["a.md"]], SETTINGS)
    assert sum(one.place is Place.SAID for one in chosen) == 3


def test_what_cannot_be_understood_alone_or_is_not_usable_is_left_out():
    assert not any("leaned" in one.text for one in on_page())
    asked = []
    chosen = on_page(usable=lambda one: asked.append(one) or "storm" not in one.tree.text)
    assert chosen
    assert not any("storm" in one.candidate.tree.text for one in chosen)
    assert len(asked) == len(set(asked))


@given(st.integers(0, 400))
def test_the_room_of_a_page_is_kept(room):
    assert words(on_page(settings=replace(SETTINGS, room=room))) <= room


def test_a_page_of_more_words_has_no_less_on_it():
    sizes = [len(on_page(settings=SETTINGS.sized(size))) for size in (100, 200, 400, 800, 2000)]
    assert sizes == sorted(sizes)
    assert SETTINGS.sized(400) == SETTINGS
    for size in (99, 2001, 0, -1):
        with pytest.raises(UsageError, match=str(size)):
            SETTINGS.sized(size)


def test_without_sentences_a_page_is_empty():
    assert choose([], [], SETTINGS) == []
