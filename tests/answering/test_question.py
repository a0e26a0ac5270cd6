"""What a question wants: its parts, the kind of its answer, the names that a source must have."""

import re

import pytest
from hypothesis import given
from texts import TEXTS

from briefer.answering import question as questions


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        ("When did it open, and who paid for it?", ["When did it open?", "Who paid for it?"]),
        ("who paid for it and was it worth it", ["Who paid for it?", "Was it worth it?"]),
        ("Who paid for it; when did it open?", ["Who paid for it?", "When did it open?"]),
        ("How many people died and were injured?", ["How many people died and were injured?"]),
        ("What did Xi say and what Putin?", ["What did Xi say and what Putin?"]),
        ("Is it known when and where the talks were held?", ["Is it known when and where the talks were held?"]),
        ("Did Lenn come and did Brandt leave?", ["Did Lenn come?", "Did Brandt leave?"]),
        ("Where was it and how many men did it take?", ["Where was it?", "How many men did it take?"]),
        ("When was the vote, and how many people voted?", ["When was the vote?", "How many people voted?"]),
        ("Who met Ada Brandt and Tom Okafor?", ["Who met Ada Brandt and Tom Okafor?"]),
        ("Who paid for it, and why?", ["Who paid for it, and why?"]),  # "Why?" alone is no question
        ("What was said?", ["What was said?"]),
    ],
)
def test_a_question_has_parts_only_where_each_can_be_asked_alone(question, asked):
    assert questions.parts(question) == asked


@given(TEXTS)
def test_no_word_of_a_question_is_lost_in_its_parts(text):
    kept = [word for part in questions.parts(text) for word in re.findall(r"\w+", part.lower())]
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
    assert questions.wants_one(question) is one


@pytest.mark.parametrize(
    ("question", "text", "given"),
    [
        ("How long did the repair take?", "The repair was done well.", False),
        ("How long did the repair take?", "It went on for weeks.", True),
        ("How long did the repair take?", "It should endure “any season”, they said.", False),
        ("How long did the repair take?", "A four-day stop was enough.", True),
        ("How long did the repair take?", "It lasted weeks.", True),
        ("For how long was it extended?", "It was the third extension since the fire.", False),
        ("How long has it been closed?", "It has been closed since the fire.", True),
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
        ("When was the ferry built?", "The ferry carried 140 people for twelve years.", False),
        ("When is the dock emptied?", "It is emptied when it is full.", True),
        ("When was the ferry built?", "The ferry was built twelve years ago.", True),
        ("In what year did the ferry sink?", "The ferry sank in 1912.", True),
        ("What sank when the storm came?", "The ferry sank.", True),
        ("Which countries besides Lennland took part?", "Both sides took part in it.", False),
        ("Which countries besides Lennland took part?", "Norway took part beside Lennland.", True),
        ("Who warned of the ferry?", "Who warned of the ferry.", False),
        ("Who warned of the ferry?", "Ada Lenn warned of the ferry.", True),
    ],
)
def test_a_claim_gives_the_kind_of_thing_that_is_asked_for(question, text, given):
    assert questions.gives(text, question) is given


def test_spans_begin_and_end_with_words_that_tell_something():
    assert questions.spans("The harbour reopened on 11 March.") == [
        "harbour", "harbour reopened", "harbour reopened on 11", "harbour reopened on 11 March",
        "reopened", "reopened on 11", "reopened on 11 March", "11", "11 March", "March",
    ]  # fmt: skip


def test_spans_keep_what_belongs_to_an_amount_and_are_no_longer_than_asked():
    assert questions.spans("It cost €1,400.50, or 3.5% more.", longest=1) == ["cost", "€1,400.50", "3.5%"]
    assert questions.spans("of the") == []


@given(TEXTS)
def test_every_span_stands_in_the_sentence_once(text):
    found = questions.spans(text)
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
    found = questions.short_answers(sentence, question)
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
    assert has in questions.short_answers(sentence, question)


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
    assert list(questions.absent(question, TOLD)) == found


def test_a_year_is_not_absent_where_a_text_has_none():
    assert questions.absent("What was opened in 2019?", "The pier was opened on Monday.") == ()


KOREAS = (
    "Troops of North Korea fired.",
    "South Korea beat Sweden, and the north stand cheered.",
    "It is north of us.",
    "Trump Tariffs Are Working",
    "The European\nCentral Bank met.",
)


@pytest.mark.parametrize(
    ("topic", "phrases"),
    [
        ("north korea", ["North Korea"]),
        ("North Korea and South Korea", ["North Korea", "South Korea"]),
        ("Korea", []),
        ("stand in the north", []),
        ("supreme court of north korea", ["North Korea"]),
        ("trump tariffs", []),  # but for a headline
        ("european central bank", ["European Central Bank"]),
    ],
)
def test_a_name_of_several_words_is_told_by_the_texts(topic, phrases):
    assert questions.compound(topic, KOREAS) == phrases


def test_a_text_has_a_name_whole_or_by_its_initials():
    assert [questions.has_name("North Korea", text) for text in KOREAS] == [True, *[False] * 4]
    assert questions.has_name("North Korea", "The North Korean army fired.")
    assert questions.has_name("United Nations", "The U.N. met.")
    assert questions.has_name("Red Sea", "On the Red\nSea")
    assert not questions.has_name("Red Sea", "A hundred seats")


def test_a_question_that_asks_who_wants_a_name_best():
    asked = "Who went to Lennford with Ada Brandt?"
    assert questions.precise("Ada Brandt went to Lennford with Tom Lenn on Monday.", asked)
    assert not questions.precise("Ada Brandt went to Lennford with the whole council on Monday.", asked)


def test_a_question_that_asks_when_wants_a_date_best():
    asked = "When did the harbour of Westhaven reopen on 3 May?"
    assert questions.precise("It reopened in March 2024.", asked)
    assert not questions.precise("It reopened on 3 May.", asked)
    assert not questions.precise("It reopened this month.", asked)
    assert questions.precise("It reopened this month.", "How did it reopen?")


def test_how_many_is_not_told_by_a_date():
    asked = "How many delegates voted for the bridge?"
    assert not questions.gives("On 14 March 2005 the council approved it.", asked)
    assert not questions.gives("It was approved in 2005.", asked)
    assert questions.gives("On 14 March 2005 2,896 approved it.", asked)
    assert questions.gives("On that day 2005 members approved it.", asked)


def test_the_likeliest_sentence_has_most_of_the_questions_words_and_gives_what_it_asks_for():
    sentences = ["The bridge over the Lenn opened to traffic.", "It was opened in May 2019.", "The toll rose."]
    assert questions.likeliest("When did the bridge over the Lenn open to traffic?", sentences) == 1
    assert questions.likeliest("Did the toll of the bridge rise?", sentences[2:]) == 0
    assert questions.likeliest("How many cars use the bridge?", sentences) is None


@pytest.mark.parametrize(
    ("question", "text", "given"),
    [
        ("How many votes were needed?", "It passed for the first time in three decades, after a 60-day debate.", False),
        ("How many votes were needed?", "It needed 218 votes for the first time.", True),
        ("How many votes were needed?", "It cost $40 million.", False),
        ("How many days did it take?", "It took 60 days.", True),
        ("How many dollars did it cost?", "It cost $40.", True),
        ("How old is the mayor?", "She is 60 years old.", True),
    ],
)
def test_what_measures_something_else_is_no_how_many(question, text, given):
    assert questions.gives(text, question) is given


@pytest.mark.parametrize(
    ("question", "text", "planned"),
    [
        ("How many families has the council reunited?", "The council seeks to reunite as many as 381 families.", True),
        ("How many families does the council want to reunite?", "The council seeks to reunite 381 families.", False),
        ("When was Brandt sentenced?", "Brandt could be sentenced on 6 June.", True),
        ("How long was it extended?", "They said that it would be extended by five years.", False),
        ("When will Brandt be sentenced?", "Brandt will be sentenced on 6 June.", False),
        ("When was Brandt sentenced?", "Brandt was sentenced in May and will be released in June.", False),
        ("Who refused to sign?", "Brandt refused to sign.", False),
    ],
)
def test_what_is_only_wanted_is_not_what_was_done(question, text, planned):
    assert questions.only_wanted(text, question) is planned


@pytest.mark.parametrize(
    ("question", "text", "off"),
    [
        ("What did Brandt say about Lennford?", "Brandt said that Westhaven is ready.", ("Lennford",)),
        ("What did Brandt say about Lennford?", "Brandt said that Lennford is ready.", ()),
        ("What did Brandt say about Lennford's visit to Westhaven?", "Brandt said that Westhaven is ready.", ()),
        ("What did Brandt say about the harbour?", "Brandt said that it is ready.", ()),
        ("What did Lennford say?", "Brandt said that it is ready.", ()),
    ],
)
def test_what_is_said_is_about_what_the_question_names(question, text, off):
    assert questions.off_matter(question, text) == off


@pytest.mark.parametrize(
    ("question", "claim", "left_out"),
    [
        ("Which countries signed it?", "Three countries signed it.", True),
        ("Which countries signed it?", "Lennland, Norway and Peru signed it.", False),
        ("Who were the three that signed it?", "Three countries signed it.", True),
        ("Which country signed it?", "Lennland signed it.", False),
        ("What is it?", "A treaty.", False),
        ("What was signed?", "A treaty.", False),
    ],
)
def test_of_several_none_is_left_out(question, claim, left_out):
    cited = "Three countries, Lennland, Norway and Peru, signed it."
    assert questions.leaves_out(claim, cited, question) is left_out
