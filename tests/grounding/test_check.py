"""What the check makes of its findings and of a model's signals: a probability."""

import pytest
from texts import PARSER

from briefer.articles.metadata import article_of
from briefer.articles.readers.document import Document
from briefer.grounding.check import HARD, MOST_COUNTED, WORDS, check, compare, counts, known_of, weigh, weights
from briefer.grounding.checks import CHECKS, Finding, findings
from briefer.grounding.support import Signals, signals
from briefer.library.chunks import Chunk
from briefer.models.llm.fake import FakeModel

TEXT = "Mayor Ada Brandt said that 140 boats had been repaired. The harbour reopened on 11 March 2024."
NEUTRAL = Signals(support=0.0, gain=0.0, likelihood=0.0)


class Silent(FakeModel):
    """A model that must not be asked."""

    def choose(self, prompt, options):
        raise AssertionError(prompt)

    def score(self, prompt, reply):
        raise AssertionError(prompt)


@pytest.fixture(scope="module")
def shown() -> Chunk:
    article = article_of("a.txt", Document(TEXT, title="Harbour of Westhaven", publisher="Coast Courier"))
    return Chunk(1, article, article.paragraphs[0], PARSER)


@pytest.mark.parametrize(
    ("claim", "hard", "missing"),
    [
        ("Mayor Ada Brandt said that 150 boats had been repaired.", "numbers", "150"),
        ("The harbour of Easton reopened on 11 March 2024.", "names", "easton"),
        ("140 boats had been repaired.", "attribution", "Ada Brandt"),
        ("The harbour never reopened.", "negation", "reopened"),
    ],
)
def test_a_claim_with_a_hard_fact_against_it_has_no_support_and_the_model_is_not_asked(shown, claim, hard, missing):
    result = check(claim, shown, Silent())
    assert result.support == 0.0
    assert Finding(hard, missing) in result.findings
    assert missing in result.missing


def test_what_is_missing_are_the_words_of_hard_findings_alone(shown):
    result = check("The wharf of Easton reopened.", shown, Silent())
    assert {"words", "names"} <= {finding.check for finding in result.findings}
    assert result.missing == ("easton",)


def test_a_claim_without_a_hard_fact_against_it_is_weighed_by_findings_and_signals(shown):
    claim, model = "The harbour was open again.", FakeModel()
    result = check(claim, shown, model)
    assert result.findings == tuple(findings(compare(claim, shown)))
    assert result.support == weigh(claim, result.findings, signals(claim, shown.block, model))
    assert result.missing == ()


def test_a_claim_in_the_words_of_the_passage_has_more_support_than_another(shown):
    true = check("The harbour reopened on 11 March 2024.", shown, FakeModel())
    false = check("The lighthouse burned down while children slept.", shown, FakeModel())
    assert true.missing == false.missing == ()
    assert 0 <= false.support < true.support <= 1


def test_the_title_publisher_and_date_of_an_article_are_known_of_it():
    document = Document(TEXT, title="Harbour of Westhaven", publisher="Coast Courier", date="2024-03-12")
    assert known_of(article_of("a.txt", document)) == "Harbour of Westhaven\nCoast Courier\n2024-03-12"


def test_a_name_that_is_given_counts_only_if_the_article_has_it(shown):
    assert compare("It reopened.", shown, given="Did Lennford ask Ada Brandt?").given == {"ada", "brandt"}
    assert compare("It reopened.", shown).given == frozenset()


def test_the_weights_that_ship_name_checks_and_signals_that_there_are():
    shipped = weights()
    assert set(shipped.findings) <= set(CHECKS)
    assert set(shipped.signals) == set(Signals.__slots__)
    assert set(CHECKS) >= HARD


def test_no_finding_speaks_for_a_claim_but_for_other_words_by_which_the_signals_are_worse_than_they_should_be():
    assert {name for name, weight in weights().findings.items() if weight > 0} <= {WORDS}


def test_each_finding_that_weighs_and_each_signal_moves_support_its_way():
    even = weigh("It rained.", [], NEUTRAL)
    for name, weight in weights().findings.items():
        moved = weigh("It rained.", [Finding(name, "x")], NEUTRAL)
        assert (moved - even) * weight > 0 or weight == 0, name
    for name, weight in weights().signals.items():
        moved = weigh("It rained.", [], Signals(**{f: float(f == name) for f in Signals.__slots__}))
        assert (moved - even) * weight > 0 or weight == 0, name


def test_support_is_a_probability_whatever_the_signals():
    for value in (-1e300, -50.0, 0.0, 50.0, 1e300):
        assert 0 <= weigh("It rained.", [], Signals(value, -value, value)) <= 1


def test_findings_of_a_check_count_up_to_a_bound_and_those_of_words_by_their_share():
    many = [Finding("scope", str(n)) for n in range(MOST_COUNTED + 3)]
    assert counts("One two three four.", [*many, Finding(WORDS, "one"), Finding(WORDS, "two")]) == {
        "scope": float(MOST_COUNTED),
        WORDS: 0.5,
    }
    assert counts("", []) == {WORDS: 0.0}
