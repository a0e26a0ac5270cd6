"""Whether an article says what a statement says."""

import math

import pytest
from measured import Unmoved, Weighing
from prompted import told

from briefer.articles.metadata import article_of
from briefer.articles.readers.document import Document
from briefer.evaluation.consistency import consistency
from briefer.models.embedder import HashingEmbedder


def test_consistency_is_asked_of_the_four_sentences_most_like_the_claim_in_their_order():
    text = "Ada came. Birds sang. The harbour of Westhaven reopened. Cats slept. Boats of Westhaven sailed. Rain fell."
    model = Unmoved({"": 0.5})
    article = article_of("a.txt", Document(text))
    consistency("The harbour of Westhaven reopened for boats.", article, HashingEmbedder(), model)
    shown = model.asked[0]["passage"]
    assert "The harbour of Westhaven reopened." in shown
    assert [text.index(part) for part in shown.split(". ")] == sorted(text.index(part) for part in shown.split(". "))
    assert shown.count(". ") == 3
    assert consistency("Anything.", article_of("b.txt", Document("Photo: x")), HashingEmbedder(), model) == 0.0


class Gaining(Weighing):
    """Gives each word of a claim another logarithm with a passage than without."""

    def __init__(self, yes, told, untold):
        super().__init__({"": yes})
        self.told, self.untold = told, untold

    def score(self, prompt, reply):
        return self.told if "passage" in told(prompt) else self.untold


def test_consistency_adds_the_log_odds_of_yes_and_what_the_least_likely_tokens_gain():
    article = article_of("a.txt", Document("It rained in Westhaven. Ada came."))
    model = Gaining(0.8, told=[-0.1, -1.0, -2.0, -0.5], untold=[-9.0, -1.5, -1.0, -3.5])
    # The gains are 8.9, 0.5, -1 and 3; the mean of the least three is 2.5 / 3. Yes has the odds 4.
    odds = 0.80 * math.log(4) + 0.47 * 2.5 / 3 + 0.59
    found = consistency("It rained all day.", article, HashingEmbedder(), model)
    assert found == pytest.approx(1 / (1 + math.exp(-odds)))


@pytest.mark.parametrize(("yes", "bound"), [(0.0, 1e-4), (1.0, 1 - 1e-4)])
def test_consistency_is_a_probability_even_where_the_model_is_certain(yes, bound):
    article = article_of("a.txt", Document("It rained in Westhaven."))
    found = consistency("It rained.", article, HashingEmbedder(), Unmoved({"": (yes, 1 - yes)}))
    assert 0 < found < bound if yes == 0 else bound < found < 1
