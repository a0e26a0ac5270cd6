"""Paragraphs and sentences, at exact offsets."""

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from briefer.articles.paragraphs import LONGEST, paragraphs
from briefer.articles.readers import normalise

WORDS = st.sampled_from(
    [
        *"The U.S. Mr. Smith said that “it 3.5 percent e.g. 12 May 2020 Beijing’s — … ? ! . ) ( «no» 中国。 é".split(),
        *['"', "\n", "\n\n", "\n\n\n", "\t", "  ", "\u00ad", "\u200b", "\u00a0", "\u2029", "😀"],
        *["\u200d", "\u200c", "\ufe0f", "ک", "\u0338", "=", "\u20e3", "1", "\x1b[1m", "\x1b]0;", "\x07", "\u0344"],
    ]
)
ARTICLES = st.one_of(st.text(), st.lists(WORDS, max_size=80).map(" ".join))
PROSE = "The council of Lennford met on Monday and approved the plans for the bridge without a vote. It was late."


def roles(*lines: str) -> list[str]:
    return [part.role.value for part in paragraphs("\n\n".join(lines))]


def assert_exact(text, parts, start, end):
    """Assert that these stretches of a text leave out nothing of it but white space."""
    assert all(a.start < a.end <= b.start for a, b in zip(parts, parts[1:], strict=False))
    edges = [start, *(edge for part in parts for edge in (part.start, part.end)), end]
    assert all(not text[a:b].strip() for a, b in zip(edges[::2], edges[1::2], strict=True))


@given(ARTICLES)
@example("a\u0301\u0085b\u2028c\r\nd")
@example("a\u200b\n \u200b\n\nb")
def test_normalising_twice_is_normalising_once(text):
    once = normalise(text)
    assert normalise(once) == once
    assert not re.search(r"[^\S\n]{2}|[\r\t]|^\s|\s$|[^\S\n]\n|\n[^\S\n]|\n{3}", once)


@given(ARTICLES)
@example("See U.S. v. Smith.  It is over.")
def test_offsets_rebuild_the_text(text):
    text = normalise(text)
    parts = paragraphs(text)
    assert [part.number for part in parts] == list(range(1, len(parts) + 1))
    assert_exact(text, parts, 0, len(text))
    for part in parts:
        assert_exact(text, part.sentences, part.start, part.end)
        assert (part.sentences[0].start, part.sentences[-1].end) == (part.start, part.end)
        assert all(text[s.start : s.end].strip() == text[s.start : s.end] for s in part.sentences)


@given(st.text(alphabet="ab .!?中é😀\n", min_size=500).map(lambda text: text * 12))
@example("word " * 2000)
@example("x" * 9000)
@example("😀" * 2000)
@example("A short sentence of seven words stands here. " * 300)
def test_no_paragraph_is_longer_than_a_model_can_read_and_the_offsets_stay_exact(text):
    text = normalise(text)
    parts = paragraphs(text)
    assert_exact(text, parts, 0, len(text))
    for part in parts:
        assert len(text[part.start : part.end].encode()) <= LONGEST
        assert_exact(text, part.sentences, part.start, part.end)


def test_a_long_paragraph_is_cut_between_sentences_into_parts_of_about_the_same_size():
    text = "The council met again and heard what the engineers had to say. " * 40
    parts = paragraphs(normalise(text))
    lengths = [part.end - part.start for part in parts]
    assert len(parts) == 2
    assert max(lengths) - min(lengths) < 100
    assert all(text[part.start : part.end].endswith("say.") for part in parts)


def test_sentences_end_at_their_full_stops_and_not_at_abbreviations():
    text = "The U.S. envoy, Mr. Brown, left at 5 p.m. on Monday. “We agreed.” Nobody else spoke!"
    (part,) = paragraphs(text)
    assert [text[s.start : s.end] for s in part.sentences] == [
        "The U.S. envoy, Mr. Brown, left at 5 p.m. on Monday.",
        "“We agreed.”",
        "Nobody else spoke!",
    ]


@pytest.mark.parametrize(
    "sentence",
    [
        "On Monday Lennford Gov. Ada Brandt said so.",
        "“We will not go,” said Gov. J. B. Brandt.",
        "LENNFORD (CN) — The president said so on Monday.",
        "LENNFORD (CN) - The pound fell.",
        "It was Rep. Brandt, not Sgt. Lenn.",
    ],
)
def test_a_title_or_the_place_of_an_agency_ends_no_sentence(sentence):
    text = f"{sentence} It rained."
    (part,) = paragraphs(text)
    assert [text[s.start : s.end] for s in part.sentences] == [sentence, "It rained."]


@pytest.mark.parametrize(
    "text",
    [
        "Shares fell by 3%.|U.S. crude rose.|Gold, up since Jan. 18.|Silver was flat, too.",
        'It did not cool yet.|"We saw it," he said.|The bank waits.',
        'He said: "It rains."|The bank waits.',
        "He said: “It rains.”|The bank waits.",
        "It was Mrs.Lenn.|She left at 5 p.m.Monday.",
    ],
)
def test_sentences_end_where_the_blank_between_them_was_lost(text):
    glued = text.replace("|", "")
    (part,) = paragraphs(glued)
    assert [glued[s.start : s.end] for s in part.sentences] == text.split("|")


def test_a_hard_wrapped_block_is_one_paragraph_and_long_lines_are_one_each():
    wrapped = "The council met on Monday and\napproved the plans for the bridge\nafter a long debate."
    assert len(paragraphs(wrapped)) == 1
    assert len(paragraphs(f"{PROSE}\n{PROSE} {PROSE}")) == 2


def test_an_empty_text_has_no_paragraphs():
    assert paragraphs("") == ()
