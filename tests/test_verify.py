"""The checks that a claim must pass before it is shown."""

import pytest

from briefer.ingest import article_of
from briefer.library import Found
from briefer.llm.fake import FakeModel
from briefer.readers.document import Document
from briefer.verify import check, faithful, missing_facts

TEXT = (
    "Mayor Ada Brandt said that 140 boats had been repaired. The harbour reopened on 11 March 2024. "
    "“We were lucky that nobody was hurt,” she said. The crews did not return to sea."
)


@pytest.fixture
def found():
    article = article_of("a.txt", Document(TEXT, title="Harbour of Westhaven", publisher="Coast Courier"))
    return Found(1, article, article.paragraphs[0])


@pytest.mark.parametrize(
    ("claim", "missing"),
    [
        ("Mayor Ada Brandt said that 140 boats had been repaired.", []),
        ("Mayor Ada Brandt said that a hundred and forty boats had been repaired.", []),
        ("Mayor Ada Brandt said that 150 boats had been repaired.", ["150"]),
        ("The mayor, Tom Brandt, said that 140 boats had been repaired.", ["tom"]),
        ("The harbour reopened on 12 March 2024.", ["12"]),
        ("She said “we were lucky that nobody was hurt”.", []),
        ("She said “we were lucky that somebody was hurt”.", ["we were lucky that somebody was hurt"]),
    ],
)
def test_a_number_name_or_quotation_that_the_text_does_not_have_is_named(claim, missing):
    assert missing_facts(claim, TEXT) == missing


def test_a_claim_with_a_missing_fact_has_no_support_and_the_model_is_not_asked(found):
    class Silent(FakeModel):
        def choose(self, prompt, options):
            raise AssertionError("asked")

    result = check("Mayor Ada Brandt said that 150 boats had been repaired.", found, Silent())
    assert (result.support, result.missing) == (0.0, ("150",))


def test_a_claim_in_the_words_of_the_passage_has_more_support_than_another(found):
    true = check("The harbour reopened on 11 March 2024.", found, FakeModel())
    false = check("The lighthouse burned down while children slept.", found, FakeModel())
    assert true.support > 0.9
    assert false.support < 0.2
    assert true.missing == ()


def test_the_title_and_publisher_of_the_article_are_evidence_too(found):
    assert check("According to the Coast Courier the harbour of Westhaven reopened.", found, FakeModel()).missing == ()


def test_a_name_in_the_question_is_allowed_only_if_the_article_has_it(found):
    claim = "The boats of Lennford had been repaired."
    assert check(claim, found, FakeModel(), given="Which boats of Lennford were repaired?").missing == ("lennford",)


@pytest.mark.parametrize(
    ("claim", "kept"),
    [
        ("Ada Brandt said that 140 boats had been repaired.", True),
        ("She said that 150 boats had been repaired.", False),
        ("She said that 140 boats had not been repaired.", False),
        ("She said that 140 ships had been sunk.", False),
        ("Tom Okafor said that 140 boats had been repaired.", False),
        ("She said that boats had been repaired.", False),
    ],
)
def test_a_rewritten_sentence_is_faithful_if_only_who_and_what_it_refers_to_was_replaced(claim, kept):
    assert faithful(claim, "She said that 140 boats had been repaired.", TEXT) is kept
