"""Numbers, names and quotations in a text."""

import pytest
from hypothesis import given
from texts import TEXTS

from briefer.language import names, quantities, tokens, versions


@given(TEXTS)
def test_no_text_whatever_makes_a_function_fail(text):
    for function in (tokens.terms, quantities.numbers, names.names, tokens.plain, tokens.bare):
        function(text)


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
    assert quantities.numbers(text) == found


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
    assert names.names(text) == found


def test_terms_are_content_words_once_each_in_order():
    assert tokens.terms("What did the mayor say about the harbour, the Harbour?") == ["mayor", "say", "harbour"]


def test_overlap_is_the_share_of_common_words():
    assert tokens.overlap({"a", "b", "c"}, {"b", "c", "d"}) == 0.5
    assert tokens.overlap(set(), set()) == 1.0
    assert tokens.overlap({"a"}, set()) == 0.0


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
    assert names.unnamed([name], text) == ([name] if missing else [])


def test_a_dotted_abbreviation_is_one_name():
    assert names.names("In 2019 the U.S. Senate met.") == ["us", "senate"]
    assert tokens.bare("The U.S.'s debt, e.g. bonds") == ["the", "us", "debt", "eg", "bonds"]


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
    assert versions.replaced(first, second) == found
    assert versions.replaced(second, first) == (found and (found[1], found[0]))


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
    assert versions.replaced(first, second) == found


@pytest.mark.parametrize(
    ("one", "other"),
    [("the US", "the United States"), ("2021", "May 2021"), ("3 May", "3 May 2021"), ("Monday", "3 May 2021"),
     ("Zelensky", "Zelenskyy"), ("China", "Chinese buyers")],
)  # fmt: skip
def test_one_fact_in_two_forms_is_no_other(one, other):
    first, second = (
        f"The new bridge over the river was opened by or on {fact} after the storm." for fact in (one, other)
    )
    assert versions.replaced(first, second) is None
    assert versions.replaced(second, first) is None


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("$3bn", "three billion dollars"), ("£1.2m", "£1,200,000"), ("2.5 million euros", "2,500,000 euros"),
        ("half a million", "500,000"), ("$3bn", "$3,000 million"), ("4 thousand", "4000"),
    ],
)  # fmt: skip
def test_a_number_and_its_size_are_one(one, other):
    assert quantities.numbers(one) == quantities.numbers(other)


def test_a_size_may_be_a_unit_and_sizes_differ():
    assert quantities.numbers("It is 5m wide and 5 bn.") == ["5", "5000000000"]
    assert quantities.numbers("$3bn") != quantities.numbers("$3m")


def test_a_name_is_the_same_without_accents_and_with_either_apostrophe():
    assert names.names("Then Özel met Šefčovič.") == ["ozel", "sefcovic"]
    assert names.unnamed(["erdogan", "o'brien"], "Erdoğan met Tom O’Brien.") == []
    assert names.unnamed(names.names("Then Özel won."), "Then Erdoğan won.") == ["ozel"]
    assert names.unnamed(["us", "january"], "He came to the United States in Jan. 2021.") == []
    assert names.unnamed(["us"], "He met the union in May.") == ["us"]


def test_a_denial_and_one_of_something_are_facts():
    assert versions.facts("The bridge was not closed.") != versions.facts("The bridge was closed.")
    assert versions.facts("One man died in Rome.") != versions.facts("Two men died in Rome.")
    assert versions.facts("The bridge is one of many.") == versions.facts("The bridge is of many.")
