"""Numbers, names, quotations and dates in a text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefer import words
from briefer.words import When

TEXTS = st.text() | st.lists(
    st.sampled_from(
        "On 31 32 99 0 1,000 3.5 February May 2020 1999 twenty-one hundred first a the “ ” ‘ ’ ' \" last Monday said "
        "’s He Xi Jinping anniversary of".split()
    )
).map(" ".join)


@given(TEXTS)
def test_no_text_whatever_makes_a_function_fail(text):
    for function in (words.terms, words.numbers, words.names, words.quotations, words.when, words.plain, words.bare):
        function(text)


@given(TEXTS)
def test_a_date_is_given_in_the_words_of_the_text(text):
    found = words.when(text)
    assert found is None or found.text in text


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("the 80th anniversary", ["80"]),
        ("the eightieth anniversary", ["80"]),
        ("eighty years", ["80"]),
        ("twenty-three ships and 1,400 men", ["23", "1400"]),
        ("3.5 percent of 3.5", ["3.5"]),
        ("one of them", []),
        ("", []),
    ],
)
def test_numbers_are_the_same_in_words_and_in_digits(text, found):
    assert words.numbers(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Yesterday Ada Brandt met Tom Okafor.", ["ada", "brandt", "tom", "okafor"]),
        ("The Lenn’s bridge", ["lenn"]),
        ("He said that they agreed.", []),
        ("about Westhaven", ["westhaven"]),
    ],
)
def test_names_are_capitalised_words_but_not_those_that_only_stand_first(text, found):
    assert words.names(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("She said “we will see” and left.", ["we will see"]),
        ('He called it "a gift".', ["a gift"]),
        ("He called it ‘a gift’.", ["a gift"]),
        ("She said ``we will see'' and ``not yet''.", ["we will see", "not yet"]),
        ("The `` FROG '' part is the mayor's.", ["FROG"]),
        ("It is the mayor's and the crew's.", []),
    ],
)
def test_quotations_are_what_stands_in_marks_and_no_apostrophes(text, found):
    assert words.quotations(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("It opened on 26 December 1949 at noon.", When("26 December 1949", "1949-12-26")),
        ("It opened on December 26, 1949.", When("December 26, 1949", "1949-12-26")),
        ("It opened in December 1949.", When("December 1949", "1949-12")),
        ("It opened in 1949.", When("1949", "1949")),
        ("It opened on 26 December.", When("26 December", None)),
        ("They met on a recent Wednesday.", When("on a recent Wednesday", None)),
        ("They met last month.", When("last month", None)),
        ("It carries 2000 people.", None),
        ("Nothing is dated here.", None),
    ],
)
def test_a_date_is_iso_only_where_the_text_gives_a_year_and_a_hint_stays_a_hint(text, found):
    assert words.when(text) == found


@pytest.mark.parametrize("day", ["31 February 2020", "99 May 2020", "February 30, 2021"])
def test_a_day_that_no_calendar_has_is_no_iso_date(day):
    found = words.when(f"It opened on {day}.")
    assert found is None or found.iso is None or len(found.iso) < 10


def test_terms_are_content_words_once_each_in_order():
    assert words.terms("What did the mayor say about the harbour, the Harbour?") == ["mayor", "say", "harbour"]


def test_overlap_is_the_share_of_common_words():
    assert words.overlap({"a", "b", "c"}, {"b", "c", "d"}) == 0.5
    assert words.overlap(set(), set()) == 1.0
    assert words.overlap({"a"}, set()) == 0.0


@pytest.mark.parametrize(
    ("name", "text", "missing"),
    [
        ("us", "He met the U.S. president.", False),
        ("us", "He met the American president.", False),
        ("united", "He met the US president.", False),
        ("un", "The United Nations condemned it.", False),
        ("who", "The World Health Organization warned.", False),
        ("russian", "Moscow and Russia agreed.", False),
        ("russia", "Russian jets flew by.", False),
        ("ukraine", "The Ukrainians waited.", False),
        ("china", "Chinese exports rose.", False),
        ("eu", "The United Nations condemned it.", True),
        ("austria", "Australian exports rose.", True),
        ("nigeria", "Niger waited.", True),
        ("julian", "Julia said so.", True),
        ("paris", "Marseille waited.", True),
    ],
)
def test_a_name_is_there_in_any_form_of_it(name, text, missing):
    assert words.unnamed([name], text) == ([name] if missing else [])


def test_a_dotted_abbreviation_is_one_name():
    assert words.names("In 2019 the U.S. Senate met.") == ["us", "senate"]
    assert words.bare("The U.S.'s debt, e.g. bonds") == ["the", "us", "debt", "eg", "bonds"]


@pytest.mark.parametrize(
    ("second", "found"),
    [
        ("The bridge of Lennford cost 21 million euros.", ("18", "21")),
        ("The bridge of Easton Mill cost 18 million euros.", ("Lennford", "Easton Mill")),
        ("The bridge of Lennford cost eighteen million euros!", None),
        ("The bridge of Lennford cost 18 million dollars.", None),
        ("The bridge of the Lennford cost 18 or 19 million euros.", None),
        ("The bridge of Lennford did not cost 18 million euros.", None),
        ("The bridge of Easton cost 21 million euros.", None),
        ("The museum in Easton was paid for with 18 million.", None),
        ("", None),
    ],
)
def test_two_sentences_that_are_the_same_but_for_one_thing(second, found):
    first = "The bridge of Lennford cost 18 million euros."
    assert words.replaced(first, second) == found
    assert words.replaced(second, first) == (found and (found[1], found[0]))


@pytest.mark.parametrize(
    ("first", "second", "found"),
    [
        ("It opened on 3 May 2020 in Rome.", "It opened on May 3, 2020 in Rome.", None),
        ("It opened on 3 May 2020 in Rome.", "It opened on June 1, 2020 in Rome.", ("3 May 2020", "June 1, 2020")),
        (
            "Ada Brandt opened it; Brandt paid for the bridge, and Brandt's name is on it.",
            "Tom Lenn opened it; Lenn paid for the bridge, and Lenn's name is on it.",
            ("Ada Brandt", "Tom Lenn"),
        ),
    ],
)
def test_a_date_is_one_thing_and_a_name_the_same_each_time(first, second, found):
    assert words.replaced(first, second) == found


@pytest.mark.parametrize(
    ("one", "other"),
    [("the US", "the United States"), ("2021", "May 2021"), ("3 May", "3 May 2021"), ("Monday", "3 May 2021"),
     ("Zelensky", "Zelenskyy"), ("China", "Chinese buyers")],
)  # fmt: skip
def test_one_fact_in_two_forms_is_no_other(one, other):
    first, second = (
        f"The new bridge over the river was opened by or on {fact} after the storm." for fact in (one, other)
    )
    assert words.replaced(first, second) is None
    assert words.replaced(second, first) is None


QUOTES = '"We thank you," said Ada Lenn. "It was hard. We chose. It is done." A "tent" opened at 5". He left. "Never."'


@pytest.mark.parametrize(
    ("sentence", "unspoken"),
    [
        ('"We thank you," said Ada Lenn.', False),
        ('"It was hard.', True),
        ("We chose.", True),
        ('It is done."', True),
        ('A "tent" opened at 5".', False),
        ("He left.", False),
        ('"Never."', True),
    ],
)
def test_a_sentence_within_a_quotation_does_not_tell_who_speaks(sentence, unspoken):
    start = QUOTES.index(sentence)
    assert words.unspoken(QUOTES, start, start + len(sentence)) is unspoken


def test_who_speaks_may_stand_behind_the_words():
    assert words.speakers("“It is done,” said Ada Lenn.") == ["Ada Lenn"]
    assert words.speakers('"It is done," said Monday\'s paper. Tom said no.') == ["Tom"]
    assert words.speakers("Ada Lenn, head of the Lenn Works, said so. Tom, she said, left.") == ["Ada Lenn"]
    assert words.speakers("The mayor of Lennford, Ada Lenn, said so.") == ["Ada Lenn"]
    assert words.speakers("“It is done,” said Sen. Ada Lenn. “No,” added J.D. Brandt.") == ["Ada Lenn", "J.D. Brandt"]


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("The harbour's crews said that it rained.", "The harbour's crews"),
        ("The minister has later said that it rained.", None),
        ("The minister later said that it rained.", "The minister"),
        ("The crews were told that it rained.", None),
        ("The BBC said that Lenn said so.", "The BBC"),
        ("A spokesman said that Brandt had condemned it.", None),
        ("He [Tom Brandt] said that Lennford had welcomed it.", "Tom Brandt"),
        ("“Brandt said no,” said Ada Lenn.", "Ada Lenn"),
        ("It rained.", None),
    ],
)
def test_who_says_something_stands_at_the_first_verb_of_saying(text, who):
    assert words.who_says(text) == who
