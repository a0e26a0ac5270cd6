"""A page in the model's words: only where a check supports them."""

import pytest
from material import EMBEDDER, MADE
from prompted import Scripted, of
from texts import table

from briefer.briefing.brief import brief
from briefer.briefing.settings import BriefSettings
from briefer.errors import OutputError
from briefer.schema import Wording

PLAIN = table(__file__, "plain")["articles"]
SAME = "A storm closed the harbour of Westhaven on 2 March 2024 and killed nine people."
WRONG = "A storm closed the harbour of Westhaven on 2 March 2024 and killed ninety people."


class Unending(Scripted):
    """A model that ends no sentence."""

    def generate(self, prompt, output, *, max_tokens=256):
        raise OutputError("It did not end.")


@pytest.fixture
def page(library_of):
    library = library_of({"storm.md": PLAIN["storm.md"]})

    def make(model, *, shown=lambda _: None, **settings):
        return brief(
            "storm in the harbour", library, EMBEDDER, model, made=lambda *_: MADE, shown=shown,
            settings=BriefSettings(wording="model", **settings), explain=True,
        )  # fmt: skip

    return make


def writes(text, **known):
    return Scripted(writes={"closed the harbour of Westhaven": text}, yes={of("support"): 0.95}, **known)


def test_the_models_words_stand_where_a_check_supports_them(page):
    first = page(writes(SAME), support=0.0).bottom_line[0]
    assert (first.text, first.wording) == (SAME, Wording.MODEL)
    assert first.citations[0].quote.startswith("The storm closed")
    assert first.support < 1


@pytest.mark.parametrize("model", [writes(WRONG), Unending()], ids=["another number", "no end"])
def test_the_source_s_words_stay_where_it_does_not_or_the_model_ends_no_sentence(page, model):
    first = page(model, support=0.0).bottom_line[0]
    assert first.text.startswith("The storm closed")
    assert "nine people" in first.text
    assert first.wording is not Wording.MODEL


def test_what_a_check_does_not_support_enough_is_dropped_and_told(page):
    made = page(writes(SAME), support=1.0)
    assert made.bottom_line[0].wording is not Wording.MODEL
    assert any(step.outcome == "dropped" for step in made.steps)


def test_the_page_is_shown_before_and_after_and_only_what_it_tells_is_restated(page):
    pages = []
    made = page(writes(SAME), support=0.0, shown=pages.append)
    assert len(pages) == 2
    assert pages[-1] == made
    assert pages[0].bottom_line[0].wording is not Wording.MODEL
    assert pages[0].timeline == made.timeline
    assert pages[0].who_said_what == made.who_said_what
