"""What a window gives to a question: the sentence with the model's words, told alone, the short answer in front."""

import numpy as np
import pytest
from prompted import Scripted
from sentences import article, context, sentences, window
from texts import PARSER

from briefer.answering.candidates import candidates, claim_of, reading
from briefer.answering.context import Reading
from briefer.answering.question import question_of
from briefer.grounding.probability import from_log_odds
from briefer.grounding.probe import fitted

TOLL = "The storm was long. The death toll of the storm has risen to 22, the coastguard said. It rained on 14 May."


def made(question, text, words, **scores):
    """Return the candidate of an article for a question, whose answer the model copies as these words, if any."""
    return next(iter(listed(question, text, *filter(None, [words]), **scores)), None)


def listed(question, text, *words, **scores):
    """Return the candidates of an article for a question to which the model copies some lists of words."""
    return candidates(
        question_of(question, PARSER), Reading(window(article(text), **scores), 0.9, words, 0.0), context()
    )


# Several

CUP = "Ada Brandt won the cup, and Tom Lenn the race. It rained. The boats of Oskar Velden won nothing."


def test_of_several_each_sentence_that_gives_some_is_told_once_with_them_in_front():
    found = listed("Which sailors won prizes?", CUP, "Ada Brandt", "Oskar Velden", "Tom Lenn")
    assert [one.claim.short for one in found] == ["Ada Brandt, Tom Lenn", "Oskar Velden"]
    assert [one.words for one in found] == ["Ada Brandt, Tom Lenn", "Oskar Velden"]


@pytest.mark.parametrize("words", [(), ("Ada Brandt Oskar",), ("Which sailors",)])
def test_of_several_nothing_is_told_where_no_words_give_one(words):
    assert listed("Which sailors won prizes?", CUP, *words) == []


# Which sentence, and the short answer


@pytest.mark.parametrize("scores", [{"22": 0.9}, {"14": 0.5, "22": 0.3}])
def test_the_sentence_that_holds_the_models_words_is_told_with_them_in_front(scores):
    found = made("How many people died in the storm?", TOLL, "22", **scores)
    assert found.claim.text == "The death toll of the storm has risen to 22, the coastguard said."
    assert (found.claim.short, found.words, found.confidence) == ("22", "22", 0.9)


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("What is said of the storm?", "risen to 22"),  # no kind that has a short answer
        ("Why was the storm long?", "22"),
        ("How many people died in the storm?", "the coastguard"),  # not the kind that is asked for
        ("How many people died in the storm?", ""),
        ("When was the storm?", "22"),
    ],
)
def test_what_is_no_short_answer_does_not_stand_in_front(question, words):
    found = made(question, TOLL, words, **{"22": 0.9})
    assert found is None or found.claim.short == ""
    assert found is None or found.claim.text


def test_the_words_stand_in_front_only_of_a_claim_that_has_them():
    long = "Ada Brandt, who had come to Westhaven with Tom Lenn in May, opened the harbour."
    for words in ("Ada Brandt", "Tom Lenn"):
        found = made("Who opened the harbour?", long, words)
        assert words in found.claim.text
        assert found.claim.short in {"", words}


@pytest.mark.parametrize(
    ("question", "text", "words"),
    [
        ("How many boats sank?", "The boats sank at night. Boats are wet.", "at night"),
        ("When did the boats sink?", "The boats sank in May.", "The boats"),  # the sentence is not judged by the words
        ("Will the boats sink?", "Q: Will the boats sink?", ""),  # what an interviewer asks is no fact
        ("How did the boats sink?", "A: Slowly.", "Slowly"),  # it answers whatever was asked before
    ],
)
def test_a_sentence_that_does_not_give_what_is_asked_for_is_none(question, text, words):
    found = made(question, text, words)
    assert bool(found) is ("in May" in text)


def test_what_was_only_wanted_is_no_answer_to_what_was_done():
    text = "The council seeks to reunite as many as 381 families."
    assert made("How many families has the council reunited?", text, "381") is None
    assert made("How many families does the council want to reunite?", text, "381").claim.short == "381"


# How it is told


@pytest.mark.parametrize("between", [" ", "\n\n"], ids=["one paragraph", "two paragraphs"])
def test_a_sentence_that_leans_stands_behind_the_one_before_and_both_are_cited(between):
    text = f"Forty ships left.{between}Of these, 14 sank in May."
    found = made("How many ships sank?", text, "14", **{"14": 0.9})
    assert found.claim.text == "Forty ships left. Of these, 14 sank in May."
    assert [citation.quote for citation in found.claim.citations] == ["Forty ships left.", "Of these, 14 sank in May."]
    assert [citation.paragraph for citation in found.claim.citations] == [1, 1 if between == " " else 2]
    assert (found.claim.wording, found.claim.short) == ("verbatim", "14")


def test_a_pronoun_whose_name_is_sure_is_replaced_and_nothing_is_put_before():
    found = made("How many lamps were given?", "Ada Brandt saw the quay. She gave the quay 40 lamps.", "40")
    assert found.claim.text == "[Ada Brandt] gave the quay 40 lamps."
    assert found.claim.wording == "shortened"
    assert [citation.quote for citation in found.claim.citations] == ["She gave the quay 40 lamps."]


def test_the_first_sentence_of_an_article_leans_on_nothing():
    (one, *_) = sentences(article("Of these, 14 sank in May. It rained."))
    assert claim_of(one, set()).text == "Of these, 14 sank in May."


def test_words_of_the_question_and_the_answer_are_never_left_out():
    text = "The harbour of Westhaven, a haven that Ada Brandt loved for its long quays, was sold to Lennford."
    (one,) = sentences(article(text))
    assert "Brandt" not in claim_of(one, set()).text
    assert "Brandt" in claim_of(one, {"brandt"}).text


# Reading


def readings(question, *texts, states, **scores):
    """Return which of some articles are read, and the probabilities; states are by a word of what is read.

    scores are those before, by a word of it, else all are the same and near.
    """
    scores = scores or dict.fromkeys("aeiou", 1.0)

    class Stating(Scripted):
        def choose(self, prompt, options):
            yes = next(chance for word, chance in states.items() if word in prompt.user)
            return [yes, 1 - yes]

    windows = [window(article(text, path=f"{'abc'[n]}.md"), **scores) for n, text in enumerate(texts)]
    found = list(reading(question_of(question, PARSER), windows, context(Stating())))
    return [one.window.article for one in found], [one.probability for one in found]


def test_the_surer_the_model_the_likelier_an_answer():
    _, (sure, unsure) = readings(
        "How did it rain?", "It poured.", "It dripped.", states={"poured": 0.6, "dripped": 0.1}
    )
    assert 0 < unsure < sure < 1


def test_after_one_that_surely_answers_only_other_articles_are_read_and_only_where_there_is_one_answer():
    states = {"poured": 0.9999, "": 0.01}
    assert readings("How did it rain?", "It poured.", "It dripped.", states=states)[0] == ["a.md"]
    assert readings("When did it rain?", "It poured.", "It dripped.", states=states)[0] == ["a.md", "b.md"]
    assert readings("How did it rain?", "It dripped.", "It poured.", states=states)[0] == ["a.md", "b.md"]
    assert readings("Which crews left?", "It poured.", "It dripped.", states=states)[0] == ["a.md", "b.md"]


@pytest.mark.parametrize(
    ("scores", "read"),
    [
        ({"poured": 0.9, "dripped": 0.8}, ["a.md", "b.md"]),
        ({"poured": 0.9, "dripped": 0.5}, ["a.md"]),
        ({"poured": 0.5, "dripped": 0.3}, ["a.md"]),
    ],
)
def test_only_what_is_hardly_less_near_than_the_best_is_read(scores, read):
    assert readings("How did it rain?", "It poured.", "It dripped.", states={"": 0.01}, **scores)[0] == read


@pytest.mark.parametrize(("not_stated", "surely"), [(0.01, True), (0.5, False)])
def test_what_no_may_be_replied_to_answers_a_question_for_yes_or_no(not_stated, surely):
    class Denying(Scripted):
        def choose(self, prompt, options):
            return [0.3, 0.7] if len(options) == 2 else [0.1, 0.9 - not_stated, not_stated]

    found = reading(
        question_of("Did the dogs run off?", PARSER),
        [window(article("No dog of theirs ran."), ran=1.0)],
        context(Denying()),
    )
    assert [one.probability > 0.5 for one in found] == [surely]


def test_an_article_without_the_name_is_no_sure_answer_after_which_none_is_read():
    texts = ("Easthaven poured.", "Westhaven dripped.")
    assert readings("How did Westhaven open?", *texts, states={"poured": 0.9999, "": 0.01})[0] == ["a.md", "b.md"]


class Probed(Scripted):
    """The model that the probe is for, with a state of which it tells these log-odds."""

    name = fitted().model

    def __init__(self, odds, **scripted):
        super().__init__(**scripted)
        by = np.array(fitted().weights)
        self.state = by * (odds - fitted().bias) / (by @ by)

    def hidden_state(self, prompt):
        return self.state


@pytest.mark.parametrize(("odds", "asked"), [(3.0, ["answer"]), (0.0, ["answer"]), (-3.0, [])])
def test_where_there_is_a_probe_it_alone_tells_how_likely_an_answer_is_and_words_are_asked_only_of_likely_ones(
    odds, asked
):
    model = Probed(odds)
    (found,) = reading(
        question_of("Who rang the bell?", PARSER), [window(article("Tom Lenn rang."), rang=1.0)], context(model)
    )
    assert found.probability == pytest.approx(from_log_odds(odds))
    assert [name for name, _ in model.asked] == asked


def test_whether_a_yes_or_no_is_told_the_probe_tells_too():
    model = Probed(2.0)
    (found,) = reading(
        question_of("Did Tom Lenn ring?", PARSER), [window(article("Ada Brandt ate."), ate=1.0)], context(model)
    )
    assert (found.probability, found.words, model.asked) == (pytest.approx(from_log_odds(2.0)), (), [])


# Which sentence of a window


@pytest.mark.parametrize(("likelihood", "first"), [(-3.0, "It rained"), (-0.1, "It poured")])
def test_the_words_of_an_answer_count_as_much_as_they_are_likely(likelihood, first):
    one = window(article("It rained in May. It poured in June."), rained=0.9, poured=0.8)
    assert one.telling("in June", likelihood).text.startswith(first)
    assert one.telling("", likelihood).text.startswith("It rained")
