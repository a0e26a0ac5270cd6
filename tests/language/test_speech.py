"""Who says what, and what is quoted."""

import pytest

from briefer.language import quotations, speech


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("She said “we will see” and left.", ["we will see"]),
        ('He called it "a gift".', ["a gift"]),
        ("He called it ‘a gift’.", ["a gift"]),
        ("She said ``we will see'' and ``not yet''.", ["we will see", "not yet"]),
        ("The `` FROG '' part is the mayor's.", ["FROG"]),
        ("'Nobody's going home,' he said.", ["Nobody's going home,"]),
        ("‘The workers’ union won,’ she said.", ["The workers’ union won,"]),
        ("“He called it ‘a gift’ to us.”", ["He called it ‘a gift’ to us."]),
        ("“It goes on.", []),
        ("“It is over.“ He left.", ["It is over."]),
        ("In the '90s it was the boys' club.", []),
        ("It is the mayor's and the crew's.", []),
    ],
)
def test_quotations_are_what_stands_in_marks_and_no_apostrophes(text, found):
    assert quotations.quotations(text) == found


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
    assert speech.unspoken(QUOTES, start, start + len(sentence)) is unspoken


def test_who_speaks_may_stand_behind_the_words():
    assert speech.speakers("“It is done,” said Ada Lenn.") == ["Ada Lenn"]
    assert speech.speakers('"It is done," said Monday\'s paper. Tom said no.') == ["Tom"]
    assert speech.speakers("Ada Lenn, head of the Lenn Works, said so. Tom, she said, left.") == ["Ada Lenn"]
    assert speech.speakers("The mayor of Lennford, Ada Lenn, said so.") == ["Ada Lenn"]
    assert speech.speakers("“It is done,” said Sen. Ada Lenn. “No,” added J.D. Brandt.") == ["Ada Lenn", "J.D. Brandt"]


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("The harbour's crews said that it rained.", "The harbour's crews"),
        ("The minister has later said that it rained.", "The minister"),
        ("The minister later said that it rained.", "The minister"),
        ("The crews were told that it rained.", None),
        ("The BBC said that Lenn said so.", "The BBC"),
        ("A spokesman said that Brandt had condemned it.", None),
        ("He [Tom Brandt] said that Lennford had welcomed it.", "Tom Brandt"),
        ("“Brandt said no,” said Ada Lenn.", "Ada Lenn"),
        ("“Lennford must act,” said the president in a speech.", "The president"),
        ("“Lennford must act,” a port official told the BBC.", "A port official"),
        ("“Lennford must act,” said Ada H. Lenn, the mayor.", "Ada H. Lenn"),
        ("It rained.", None),
    ],
)
def test_who_says_something_stands_at_the_first_verb_of_saying(text, who):
    assert speech.who_says(text) == who


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("President Ada Lenn of Lennford on Monday said so.", ["President Ada Lenn"]),
        ("On Monday Lenn said so.", ["Lenn"]),
        ("Monday said little.", []),
        ("A spokesman for Tom Brandt said so.", []),
        ("Ursula von der Lenn said so.", ["Ursula von der Lenn"]),
        ("Özgür Lenn has repeatedly said so.", ["Özgür Lenn"]),
        ("Ada Lenn, 54, said so.", ["Ada Lenn"]),
        ("Lenn's statement added that it is so.", ["Lenn"]),
        ("‘It is done’, said Ada Lenn.", ["Ada Lenn"]),
    ],
)
def test_who_speaks_is_a_name_and_no_day_or_spokesman(text, who):
    assert speech.speakers(text) == who


def test_a_quotation_in_single_marks_has_a_middle():
    text = "‘We will not sell. The buyer has lied. We don’t wait,’ said Ada Lenn. She left."
    start = text.index("The buyer")
    assert speech.unspoken(text, start, start + len("The buyer has lied."))
    assert not speech.unspoken(text, text.index("She"), len(text))
    assert quotations.unquoted(text, 0, len(text)) == " said Ada Lenn. She left."


def test_a_text_of_capitals_alone_is_read_in_time():
    assert len(speech.speakers(f"{'Ada Lenn ' * 20_000}said so.")) == 1  # some seconds for each thousand, once
