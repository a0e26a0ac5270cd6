"""Which articles are on a topic: the rows of relevance.toml, and what the model is asked."""

import pytest
from material import EMBEDDER
from prompted import Scripted, of
from texts import rows, table

from briefer.briefing.relevance import relevant
from briefer.grounding.trace import Trace
from briefer.library.filters import Filters
from briefer.models.llm.fake import FakeModel

TABLE = table(__file__, "relevance")


@pytest.fixture
def on(library_of):
    """Return what tells which of the table's articles are on a topic, the nearest first."""
    library = library_of(TABLE["articles"])

    def told(topic, model=None, filters=Filters()):  # noqa: B008
        found = relevant(
            topic, library, EMBEDDER, model or Scripted(yes={of("topic"): 0.0}), filters=filters, trace=Trace()
        )
        nears = [one.near for one in found.articles]
        assert nears == sorted(nears, reverse=True)
        return [one.article.path for one in found.articles]

    return told


@pytest.mark.parametrize("row", rows(TABLE["row"], "claim"))
def test_an_article_is_on_a_topic_if_its_names_and_its_distinguishing_words_stand_together_in_it(on, row):
    assert sorted(on(row["topic"])) == row["on"]


def test_the_model_reads_only_where_no_article_has_the_words_and_never_for_another_number(on):
    says = Scripted(yes={of("topic"): 0.9})
    assert on("storm in Westhaven", says) == ["storm.md"]
    assert on("storm of 2006 broke the harbour of Skarn", says) == []
    assert says.asked == []
    near = "In Atlantis the council of Lennford raised the price of water"
    assert "council.md" in on(near, says)
    assert says.asked[0][0] == "topic"
    assert on(near, Scripted(yes={of("topic"): 0.5})) == []


def test_an_article_that_is_filtered_out_is_on_no_topic(on):
    assert len(on("storm")) == 2
    assert on("storm", filters=Filters(articles=("storm.md",))) == ["storm.md"]


@pytest.mark.parametrize("topic", ["é", "渚", "?", "<b>storm</b>", "the", "a/b", "0"])
def test_any_topic_is_searched_for(on, topic):
    assert set(on(topic, FakeModel())) <= set(TABLE["articles"])
