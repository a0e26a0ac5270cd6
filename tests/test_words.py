"""Numbers, names, quotations and dates in a text."""

import re

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
    ("question", "asked"),
    [
        ("When did it open, and who paid for it?", ["When did it open?", "Who paid for it?"]),
        ("who paid for it and was it worth it", ["Who paid for it?", "Was it worth it?"]),
        ("Who paid for it; when did it open?", ["Who paid for it?", "When did it open?"]),
        ("Who met Ada Brandt and Tom Okafor?", ["Who met Ada Brandt and Tom Okafor?"]),
        ("Who paid for it, and why?", ["Who paid for it, and why?"]),  # "Why?" alone is no question
        ("What was said?", ["What was said?"]),
    ],
)
def test_a_question_has_parts_only_where_each_can_be_asked_alone(question, asked):
    assert words.parts(question) == asked


@given(TEXTS)
def test_no_word_of_a_question_is_lost_in_its_parts(text):
    kept = [word for part in words.parts(text) for word in re.findall(r"\w+", part.lower())]
    lost = [word for word in re.findall(r"\w+", text.lower()) if word not in kept]
    assert set(lost) <= {"and"}


@pytest.mark.parametrize(
    ("question", "one"),
    [
        ("Who paid for the bridge?", True),
        ("When did the harbour reopen?", True),
        ("In which cellar were the maps?", True),
        ("How many boats were repaired?", True),
        ("What year did it open?", True),
        ("What is the capital of Lennland?", True),
        ("What did the mayor say of the harbour?", False),
        ("Why was the ferry kept?", False),
        ("How was the harbour repaired?", False),
        ("Did the harbour reopen?", False),
        ("What happened when the harbour reopened?", False),
        ("What did the mayor say of the man who paid?", False),
        ("In 2019, who won the race?", True),
    ],
)
def test_one_answer_is_wanted_of_who_when_where_which_and_how_many(question, one):
    assert words.wants_one(question) is one


@pytest.mark.parametrize(
    ("question", "text", "given"),
    [
        ("How long did the repair take?", "The repair was done well.", False),
        ("How long did the repair take?", "It went on for weeks.", True),
        ("How long is the quay?", "The quay is four hundred metres long.", True),
        ("How long is the quay?", "The quay is 400m long.", True),
        ("How long is the quay?", "The quay, a long line of stone, was built in 1912.", False),
        ("How long was the quay closed?", "It was closed from 1939 to 1945.", True),
        ("How many boats were lost?", "Many boats were lost.", False),
        ("How many boats were lost?", "Several boats were lost.", True),
        ("How many boats were lost on 26 March?", "Boats were lost on 26 March, on both sides.", False),
        ("How many boats were lost?", "Forty-one boats were lost.", True),
        ("How many boats were lost?", "Boats sank in the harbour.", False),
        ("How old is the mayor?", "The mayor is old.", False),
        ("When did the ferry sink?", "The ferry sank off Lennford.", False),
        ("When did the ferry sink?", "The ferry sank after the storm had begun.", True),
        ("In what year did the ferry sink?", "The ferry sank in 1912.", True),
        ("What sank when the storm came?", "The ferry sank.", True),
        ("Which countries besides Lennland took part?", "Both sides took part in it.", False),
        ("Which countries besides Lennland took part?", "Norway took part beside Lennland.", True),
        ("Who warned of the ferry?", "Who warned of the ferry.", False),
        ("Who warned of the ferry?", "Ada Lenn warned of the ferry.", True),
    ],
)
def test_a_claim_gives_the_kind_of_thing_that_is_asked_for(question, text, given):
    assert words.gives(text, question) is given


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


def test_spans_begin_and_end_with_words_that_tell_something():
    assert words.spans("The harbour reopened on 11 March.") == [
        "harbour", "harbour reopened", "harbour reopened on 11", "harbour reopened on 11 March",
        "reopened", "reopened on 11", "reopened on 11 March", "11", "11 March", "March",
    ]  # fmt: skip


def test_spans_keep_what_belongs_to_an_amount_and_are_no_longer_than_asked():
    assert words.spans("It cost €1,400.50, or 3.5% more.", longest=1) == ["cost", "€1,400.50", "3.5%"]
    assert words.spans("of the") == []


@given(TEXTS)
def test_every_span_stands_in_the_sentence_once(text):
    found = words.spans(text)
    assert all(span in text for span in found)
    assert len(found) == len(set(found))


@pytest.mark.parametrize(
    ("question", "has", "lacks"),
    [
        ("When was it released?", ["December 1, 2017"], ["game", "December", "December 1", "2017"]),
        ("Who made it?", ["Ada Lenn", "Lenn", "Ada Lenn of Harbour Games Co"], ["game was released", "Ada Lenn was"]),
        ("How much did it cost?", ["3 million euros", "3 million"], ["Ada Lenn", "euros"]),
        ("What did Ada Lenn make?", ["game"], ["Ada Lenn"]),  # what is asked with is no answer
    ],
)
def test_short_answers_are_of_the_kind_that_is_asked_for(question, has, lacks):
    sentence = "The game was released on December 1, 2017 by Ada Lenn of Harbour Games Co. for 3 million euros."
    found = words.short_answers(sentence, question)
    assert set(has) <= set(found)
    assert not set(lacks) & set(found)


@pytest.mark.parametrize(
    ("sentence", "question", "has"),
    [
        ("The bridge was paid for by the fishermen in March 2024.", "Who paid for the bridge?", "fishermen"),
        ("The US vetoed the resolution in the Security Council.", "Which country vetoed it?", "US"),
        ("The US vetoed the resolution in the Security Council.", "Who vetoed the resolution?", "US"),
        ("On 12 May 2024, 12 people were hurt.", "How many people were hurt?", "12"),
        ("On May 5, police said 5 men were hurt.", "How many were hurt?", "5 men"),
    ],
)
def test_what_stands_beside_a_date_or_a_name_may_be_the_answer(sentence, question, has):
    assert has in words.short_answers(sentence, question)


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


TOLD = (
    "Ada Brandt of the National Harbour Board opened Pier 7 at Westhaven, in the Russian north, in 2021. The EU paid. "
    "The FHA paid too. Recep Erdoğan spoke of the gross domestic product and of the Federal Reserve."
)


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("Who opened Pier 7 at Westhaven?", []),
        ("Who opened the pier at Easthaven?", ["Easthaven"]),
        ("Who opened Pier 9 at Westhaven?", ["Pier 9"]),
        ("What did Ada Lenn open?", []),  # one of her names is enough
        ("What did Tom Lenn's wife open?", ["Tom Lenn's"]),
        ("What did Minister Brandt open in Russia?", []),
        ("What did the Prime Minister open?", []),  # a text may call her the premier
        ("What did the European Union and the NHB pay?", []),
        ("What did Erdogan and the Fed say of GDP?", []),
        ("What did NATO say of Amur?", ["NATO", "Amur"]),
        ("What did Oona Field say?", ["Oona Field"]),  # OF is no word of it
        ("What was opened in 2021?", []),
        ("What was opened in 2018?", ["2018"]),
        ("What was opened in 2020?", []),  # told as last year, perhaps
        ("What did Mr. Brandt open?", []),
        ("What did Mr. Lenn open?", ["Lenn"]),
        ("Which 3 ships came to Westhaven?", []),
        ("Who opened the pier, Ada Brandt or Tom Lenn?", []),
        ("What did the Food and Harbour Administration pay?", []),  # FHA
        ("Was the pier opened in 2019?", []),  # no, in 2021
        ("Was the pier of Easthaven opened in 2019?", ["Easthaven"]),
        ("Who spoke at the 93rd Congress?", ["Congress"]),
        ("Why did it cost 18 million?", []),  # how many is no name
        ("What was opened on a Monday in March?", []),
        ("What may I read of it?", []),
        ("WHO OPENED THE PIER AT EASTHAVEN?", []),
        ("Easthaven opened what?", []),  # whether a first word is a name cannot be told
    ],
)
def test_names_of_a_question_that_a_text_does_not_have(question, found):
    assert list(words.absent(question, TOLD)) == found


def test_a_year_is_not_absent_where_a_text_has_none():
    assert words.absent("What was opened in 2019?", "The pier was opened on Monday.") == ()


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
