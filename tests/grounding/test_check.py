"""The checks that a claim must pass before it is shown."""

import pytest
from texts import PARSER

from briefer.articles.metadata import article_of
from briefer.articles.readers.document import Document
from briefer.grounding.check import (
    check,
    denial,
    faithful,
    from_log_odds,
    likelihood_alone,
    log_odds,
    missing_facts,
    retied,
    speaks,
    states_answer,
    unattributed,
)
from briefer.library.chunks import Chunk
from briefer.models.llm.fake import FakeModel

TEXT = (
    "Mayor Ada Brandt said that 140 boats had been repaired. The harbour reopened on 11 March 2024. "
    "“We were lucky that nobody was hurt,” she said. The crews did not return to sea."
)


@pytest.fixture
def found():
    article = article_of("a.txt", Document(TEXT, title="Harbour of Westhaven", publisher="Coast Courier"))
    return Chunk(1, article, article.paragraphs[0], PARSER)


@pytest.mark.parametrize(
    ("claim", "missing"),
    [
        ("Mayor Ada Brandt said that 140 boats had been repaired.", []),
        ("Mayor Ada Brandt said that a hundred and forty boats had been repaired.", []),
        ("Mayor Ada Brandt said that 150 boats had been repaired.", ["150"]),
        ("The mayor, Tom Brandt, said that 140 boats had been repaired.", ["tom"]),
        ("The harbour reopened on 12 March 2024.", ["12"]),
        ("She said “we were lucky that nobody was hurt”.", []),
        ("Easton reopened on 11 March 2024.", ["easton"]),  # a name that stands first is one all the same
        ("Repaired were 140 boats.", []),
        ("She said “we were lucky that somebody was hurt”.", ["we were lucky that somebody was hurt"]),
    ],
)
def test_a_number_name_or_quotation_that_the_text_does_not_have_is_named(claim, missing):
    assert missing_facts(claim, TEXT) == missing


@pytest.mark.parametrize(
    ("question", "denial_of", "denies"),
    [
        ("Did the crews return to sea?", "The crews did not return to sea.", True),
        (
            "Did the crews of Westhaven return to the sea?",
            "The crews did not return to sea.",
            True,
        ),  # as the title says
        ("Did the crews return to sea in March?", "The crews did not return to sea.", False),
        ("Who did not return to sea?", "The crews did not return to sea.", False),
        ("Is Westhaven a member of the league?", "Westhaven is not a member of the league or of its board.", True),
        ("Did Lennford invade Easton?", "Easton never invaded Lennford in those years.", False),
        ("Did the US strike Easton?", "Lennford did not strike Easton on Monday.", False),
        ("Did Brandt visit the harbour in May 2025?", "Lenn did not take part in the parade in May 2025.", False),
        ("Did the ferry arrive on Monday?", "The ferry arrived on Monday without delay.", False),
        ("Did the troops march?", "The troops did not march.", True),
        ("Did Brandt resign over the bridge?", "If Brandt does not resign over the bridge, he has to go.", False),
        ("Did Brandt resign over the bridge?", "Brandt did not resign over the bridge until Monday.", False),
        ("Did the bank raise rates?", "The bank did not raise rates in May but did in June.", False),
        ("Is Brandt guilty of theft?", "Brandt pleaded not guilty of theft.", False),
        ("Did the mayor resign?", "Not only did the mayor resign, she left the town.", False),
        ("Did Brandt order the attack?", "Brandt said that he did not order the attack.", False),
        ("Did Brandt order the attack?", "Brandt denied that he had given the order for the attack.", False),
    ],
)
def test_a_sentence_denies_a_question_only_with_its_words_in_order_and_the_negation_at_one_of_them(
    question, denial_of, denies
):
    article = article_of("a.txt", Document(f"It rained. {denial_of}", title="Harbour of Westhaven"))
    span = denial(question, Chunk(1, article, article.paragraphs[0], PARSER))
    assert (span and article.text[span.start : span.end]) == (denial_of if denies else None)


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


def test_what_a_sentence_names_is_not_what_it_refers_to():
    sentence, article = "In the Union it strengthened those who doubted.", "The Law was passed. In the Union it grew."
    assert faithful("In the Union the Law strengthened those who doubted.", sentence, article)
    assert not faithful("In the Union the Union strengthened those who doubted.", sentence, article)


def test_a_rewritten_sentence_is_not_joined_to_another():
    sentence = "An Australian said that 140 boats had been repaired."
    assert not faithful(sentence.replace("An ", "And "), sentence, sentence)


def test_what_is_quoted_stays_quoted():
    sentence = "“It is good, but it is not enough,” said Ada Brandt."
    assert faithful(sentence.replace("“", '"').replace("”", '"'), sentence, sentence)
    assert not faithful("It is good, but it is not enough, said Ada Brandt.", sentence, sentence)


def test_nobody_is_made_to_say_what_a_sentence_tells_in_its_own_voice():
    sentence = "Designers no longer needed a factory, and firms could bring chips to market."
    assert faithful(sentence, sentence, sentence)
    assert not faithful(f"They said that d{sentence[1:]}", sentence, sentence)


SAID = "Mayor Ada Brandt said that 140 boats had been repaired."


@pytest.mark.parametrize(
    ("claim", "quoted", "missing"),
    [
        ("140 boats had been repaired.", SAID, ["Mayor Ada Brandt as the speaker"]),
        ("Ada Brandt said that 140 boats had been repaired.", SAID, []),
        ("According to Brandt, 140 boats had been repaired.", SAID, []),
        ("140 boats had been repaired, Tom Okafor said.", SAID, []),  # another speaker is another check's
        ("140 boats had been repaired.", "140 boats had been repaired.", []),
        ("140 boats had been repaired.", "", []),
        (
            "Tom Okafor said that boats sank.",
            "Ada Brandt said that Tom Okafor had told her that boats sank.",
            ["Ada Brandt as the speaker"],
        ),
        (
            "Ada Brandt said that Tom Okafor told her so.",
            "Ada Brandt said that Tom Okafor had told her that boats sank.",
            [],
        ),
        (
            "Tom Okafor said that they sank.",
            "Ada Brandt said that boats sailed, and Tom Okafor said that they sank.",
            [],
        ),
    ],
)
def test_what_somebody_said_is_not_claimed_without_them(claim, quoted, missing):
    assert unattributed(claim, quoted) == missing


def test_a_claim_that_leaves_out_who_said_it_has_no_support(found):
    result = check("140 boats had been repaired.", found, FakeModel(), cited=[SAID])
    assert (result.support, result.missing) == (0.0, ("Mayor Ada Brandt as the speaker",))


@pytest.mark.parametrize(
    ("claim", "quoted", "missing"),
    [
        ("The harbour did not reopen on 11 March 2024.", "The harbour reopened on 11 March 2024.", ("the negation",)),
        ("The harbour didn’t reopen.", "The harbour reopened on 11 March 2024.", ("the negation",)),
        ("The crews did not return to sea.", "The crews did not return to sea.", ()),
        ("The crews did not return to sea.", "The crews failed to return to sea.", ()),
        ("The harbour reopened on 11 March 2024.", "The harbour reopened on 11 March 2024.", ()),
        ("The harbour did not reopen on 11 March 2024.", "", ()),  # nothing to hold it against
    ],
)
def test_a_claim_denies_only_what_the_sentences_that_it_cites_deny(found, claim, quoted, missing):
    result = check(claim, found, FakeModel(), cited=[quoted] if quoted else [])
    assert result.missing == missing
    assert (result.support > 0) == (not missing)


@pytest.mark.parametrize("yes", [0.3, 0.6, 0.9])
def test_a_passage_that_makes_the_question_likelier_more_likely_states_its_answer(yes):
    class Weighing(FakeModel):
        def __init__(self, told):
            self.told = told

        def choose(self, prompt, options):
            return [yes, 1 - yes]

        def score(self, prompt, reply):
            assert reply == "When did it reopen?"
            return [self.told if TEXT in prompt.user else -5.0] * 4

    def stated(told):
        model = Weighing(told)
        return states_answer("When did it reopen?", TEXT, model, alone=likelihood_alone("When did it reopen?", model))

    helped, not_helped = stated(-1.0), stated(-5.0)
    assert 0 < not_helped < yes
    assert not_helped < helped < 1


def test_a_question_is_not_weighed_with_a_passage_that_the_model_denies_the_answer():
    class Denying(FakeModel):
        def choose(self, prompt, options):
            return [0.1, 0.9]

        def score(self, prompt, reply):
            raise AssertionError(reply)

    assert states_answer("When did it reopen?", TEXT, Denying(), alone=-5.0) == 0.1


@pytest.mark.parametrize("odds", [-1e300, -700.0, -3.0, 0.0, 3.0, 700.0, 1e300])
def test_any_log_odds_give_a_probability(odds):
    assert 0 <= from_log_odds(odds) <= 1
    if abs(odds) < 10:
        assert log_odds(from_log_odds(odds)) == pytest.approx(odds)


@pytest.mark.parametrize(
    "quoted",
    [
        "The port was sold to a crook, according to Ada Lenn.",
        "The port was sold to a crook, the mayor said.",
        "Tom Lenn has repeatedly said that the port was sold to a crook.",
        "Ada Lenn, 54, said that the port was sold to a crook.",
        "Ada Lenn confirmed the port was sold to a crook.",
        "“The port was sold to a crook”, said Ada Lenn.",
    ],
)
def test_what_somebody_says_is_no_plain_fact(quoted):
    assert unattributed("The port was sold to a crook.", quoted)
    assert not unattributed("Ada Lenn and Tom Lenn said that the port was sold to a crook.", quoted)


def test_what_is_described_is_nobodys_words():
    told = "They signed it on the four-day stay, which cemented a friendship often described as warm."
    assert unattributed("The stay is four days long.", told) == []


def test_what_somebody_else_says_is_not_ones_own_words():
    assert speaks("Ada Lenn", ["Ada Lenn said that the port was sold by Tom Brandt."])
    assert not speaks("Tom Brandt", ["Ada Lenn said that the port was sold by Tom Brandt."])
    assert speaks("Brandt", ["He wrote to Brandt, in whose words it is over."])


@pytest.mark.parametrize("buyer", ["a bank", "the united works", "the district", "a buyer under a deal"])
def test_a_denial_needs_one_in_what_it_cites(buyer):
    article = article_of("a.txt", Document(f"The port was sold to {buyer}."))
    result = check(
        "The port was not sold.", Chunk(1, article, article.paragraphs[0], PARSER), FakeModel(), cited=[article.text]
    )
    assert result.missing == ("the negation",)


def test_nobody_is_guilty_of_what_the_source_does_not_say_in_that_word():
    article = article_of("a.txt", Document("Tom Brandt is on trial for murder. His brother was a murderer."))
    shown = Chunk(1, article, article.paragraphs[0], PARSER)
    assert check("Tom Brandt was convicted of murder.", shown, FakeModel()).missing == ("convicted",)
    assert check("Tom Brandt is on trial for murders.", shown, FakeModel()).missing == ()


@pytest.mark.parametrize(
    ("claim", "missing"),
    [
        ("The crane killed 345 people.", ("345 without more",)),
        ("The crane killed over 345 people.", ()),
        ("The crane killed more than 345 people.", ()),
        ("It was 20 metres high.", ()),
        ("About 2.5 million watched.", ()),
        ("2,500,000 watched.", ("2500000 without more",)),
    ],
)
def test_about_as_many_are_not_so_many(claim, missing):
    text = "The crane, 20 metres high, killed over 345 people; about 2.5 million watched. Some 20 cranes stood there."
    article = article_of("a.txt", Document(text))
    assert check(claim, Chunk(1, article, article.paragraphs[0], PARSER), FakeModel()).missing == missing


@pytest.mark.parametrize(
    ("claim", "missing"),
    [
        ("The museum shows 19 maps.", ()),
        ("The museum has 19 old maps of the harbour.", ()),
        ("The museum shows 19 ships.", ("19 ships",)),
        ("Ines Vidal was 35 years old.", ("the age 35",)),
        ("Ines Vidal was 52 years old.", ()),
        ("Tom Brandt is 27 years old.", ()),
        ("The head of the museum, Tom Brandt, says that visits rose by 4 per cent.", ()),
        ("Visits rose by 19%.", ("19%",)),
        ("It was founded in 1990 by Ines Vidal.", ()),
        ("It opens at 9:30 a.m.", ()),
    ],
)
def test_a_number_counts_what_the_source_counts_with_it(claim, missing):
    text = (
        "The museum, which Ines Vidal, 52, founded 35 years ago, in 1990, shows 19 maps, among them 8 old ones. "
        "Its 27-year-old head, Tom Brandt, says that it opens at 9:30. Visits rose by 4%."
    )
    article = article_of("a.txt", Document(text))
    assert check(claim, Chunk(1, article, article.paragraphs[0], PARSER), FakeModel()).missing == missing


def test_what_an_article_says_itself_nobody_is_made_to_say(found):
    cited = "The crews did not return to sea."
    assert check(f"Ada Brandt said that {cited}", found, FakeModel(), cited=[cited]).missing
    assert not check(cited, found, FakeModel(), cited=[cited]).missing
    said = "Mayor Ada Brandt said that 140 boats had been repaired."
    assert check(f"Ada Brandt said that {cited}", found, FakeModel(), cited=[cited, said]).missing


@pytest.mark.parametrize(
    ("claim", "quoted", "kept"),
    [
        ("Brandt pleaded guilty to theft.", "Brandt pleaded not guilty to theft and guilty to fraud.", False),
        ("Brandt pleaded guilty to fraud.", "Brandt pleaded not guilty to theft and guilty to fraud.", True),
        ("Brandt pleaded not guilty to theft.", "Brandt pleaded not guilty to theft and guilty to fraud.", True),
        ("The crews returned to sea.", "The crews didn’t return to sea.", False),
        ("Not only the crews returned.", "Not only the crews returned.", True),
        ("The council reunited 381 families.", "The council seeks to reunite 381 families.", False),
        ("The council wants to reunite 381 families.", "The council seeks to reunite 381 families.", True),
        ("Brandt was sentenced on 6 June.", "Brandt will be sentenced on 6 June.", False),
        ("Brandt will be sentenced on 6 June.", "Brandt will be sentenced on 6 June.", True),
        ("Brandt was sentenced.", "Brandt, who will be sentenced again, was sentenced in May.", True),
    ],
)
def test_what_is_denied_or_planned_is_not_told_as_a_fact(claim, quoted, kept):
    article = article_of("a.txt", Document(quoted))
    missing = check(
        claim, Chunk(1, article, article.paragraphs[0], PARSER), FakeModel(), cited=[quoted] if quoted else []
    ).missing
    assert (missing == ()) is kept


def test_a_claim_made_of_the_questions_words_is_none():
    article = article_of("a.txt", Document("The decision caps nearly 17 months of battles in the courts."))
    part = Chunk(1, article, article.paragraphs[0], PARSER)
    asked = "How long did the review take to complete?"
    said = check("The review took nearly 17 months to complete.", part, FakeModel(), given=asked)
    assert said.missing == ("too many of its words",)


@pytest.mark.parametrize(
    ("claim", "quoted", "missing"),
    [
        ("The mayor blamed Lennford.", "The mayor blamed recent statements by Lennford.", ["lennford"]),
        ("The mayor blamed statements by Lennford.", "The mayor blamed recent statements by Lennford.", []),
        ("The sheds were burned by the ferry.", "The sheds were burned on the ferry.", ["ferri"]),
        ("Ada Brandt mended the quay.", "The quay was mended by Ada Brandt.", []),  # the subject is nobody's object
        ("The council bought the quay.", "Work ended at the quay, which the council bought.", []),
    ],
)
def test_what_a_preposition_ties_to_something_else_is_not_what_is_done_to_it_or_who_does_it(claim, quoted, missing):
    assert retied(claim, quoted) == missing
