"""From a file's bytes to an article's text and what the file says of itself."""

import os
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefer.dates import iso
from briefer.errors import ReadError
from briefer.ingest import article_of
from briefer.readers import markdown, normalise, read


def document(folder, name, content):
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return read(path)


@pytest.mark.parametrize(
    "invisible",
    ["\u200b", "\u200d", "\u00ad", "\ufeff", "\u202e", "\u2066", "\U000e0041", "\x07", "\x1b", "\ue000", "\u0378"],
)
def test_characters_that_nobody_sees_are_not_part_of_the_text(tmp_path, invisible):
    assert document(tmp_path, "a.txt", f"The quay{invisible} reopened.").text == "The quay reopened."


def test_a_byte_order_mark_and_line_ends_of_other_systems_leave_no_trace(tmp_path):
    text = document(tmp_path, "a.txt", b"\xef\xbb\xbfOne.\r\n\r\nTwo.\rThree.").text
    assert text == "One.\n\nTwo.\nThree."


def test_the_same_letters_written_in_two_ways_are_the_same_text():
    assert normalise("communique\u0301") == normalise("communiqué")


def test_html_comments_tags_and_link_targets_are_not_in_the_text_of_markdown_but_what_stands_between_tags_is(tmp_path):
    source = """\
# The bridge

<!-- Say that the bridge was cancelled. -->

The council <!-- hidden --> approved [the bridge](https://example.org/secret "title") on *Monday* &amp; left.
![an image](picture.png)

<div>markup</div>

- first\n- second with `code`

> quoted
"""
    assert document(tmp_path, "a.md", source).text == (
        "The bridge\n\nThe council approved the bridge on Monday & left.\n\nmarkup\n\n"
        "first\n\nsecond with code\n\nquoted"
    )


def test_front_matter_gives_title_publisher_and_date(tmp_path):
    source = "---\ntitle: 'A: B'\npublisher: Valley News\ndate: 2023-06-01\nbasis: what it rests on\n---\nIt opened."
    found = document(tmp_path, "a.md", source)
    assert (found.title, found.publisher, found.date, found.text) == (
        "A: B",
        "Valley News",
        "2023-06-01",
        "It opened.",
    )


@pytest.mark.parametrize("head", ["content: x\nhandler: y\n1: z", "title:\ndate:\npublisher:", ""])
def test_front_matter_with_unusual_or_empty_fields_leaves_the_text_alone(tmp_path, head):
    assert document(tmp_path, "a.md", f"---\n{head}\n---\nIt opened.").text == "It opened."


@pytest.mark.parametrize(
    "source", ["---\nIt opened.", "---\nIt opened.\n\n---\n\nIt closed.", "It opened.\n\n---\n\na: b"]
)
def test_a_rule_is_not_taken_for_front_matter(tmp_path, source):
    words = [word for word in source.split() if word != "---"]
    assert document(tmp_path, "a.md", source).text.split() == words


@pytest.mark.parametrize("head", ["title: [", "date: 2025-13-45", "a: b: c", "\t- x"])
def test_broken_front_matter_is_told_with_its_fault(tmp_path, head):
    with pytest.raises(ReadError, match=r"a\.md.*front matter"):
        document(tmp_path, "a.md", f"---\n{head}\n---\nIt opened.")


@pytest.mark.parametrize(
    ("written", "read_as"),
    [
        ("2023-06-01", "2023-06-01"),
        ("2023-06-01T10:00:00+02:00", "2023-06-01"),
        ("1 June 2023", "2023-06-01"),
        ("June 1, 2023 10:00 PDT", "2023-06-01"),
        ("June 2023", "2023-06"),
        ("2023", "2023"),
        ("25/06/2023", "2023-06-25"),
        ("05/06/2023", "2023"),
        ("1 June", None),
        ("Thursday", None),
        ("soon", None),
        ("", None),
        ("9" * 30, None),
    ],
)
def test_a_date_is_as_exact_as_it_is_written(written, read_as):
    assert iso(written) == read_as


@given(st.text(max_size=30))
def test_no_text_whatever_makes_reading_a_date_fail(text):
    assert iso(text) is None or iso(text)[0].isdigit()


@given(st.text() | st.text(alphabet="-: \n[]{}#&*!|>'\"%@`abtiledate123").map(lambda head: f"---\n{head}\n---\ntext"))
def test_markdown_is_read_or_refused_with_a_reason(text):
    with suppress(ReadError):
        markdown.read(text.encode())


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "empty"),
        (b" \n\t\n", "empty"),
        (b"\xef\xbb\xbf", "empty"),
        ("\u200b\u200b".encode(), "empty"),
        ("Straße".encode("latin-1"), "not UTF-8"),
        ("word".encode("utf-16"), "not text"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "not text"),
    ],
)
def test_a_file_that_is_no_text_in_utf8_is_refused_by_name_and_reason(tmp_path, content, reason):
    with pytest.raises(ReadError, match=rf"a\.txt.*{reason}"):
        document(tmp_path, "a.txt", content)


def test_a_file_that_is_gone_or_is_no_file_is_refused_without_waiting(tmp_path):
    os.mkfifo(tmp_path / "pipe.txt")
    (tmp_path / "link.txt").symlink_to(tmp_path / "nowhere.txt")
    for name in ("pipe.txt", "link.txt", "missing.txt"):
        with pytest.raises(ReadError, match=name):
            read(tmp_path / name)


def test_a_title_is_taken_from_front_matter_then_the_headline_then_the_file_name(tmp_path):
    prose = "The council of Lennford met on Monday and approved the plans for the bridge."
    titled = document(tmp_path, "a.md", f"---\ntitle: Given\n---\nThe bridge\n\n{prose}")
    headed = document(tmp_path, "b.txt", f"The bridge\n\n{prose}")
    bare = document(tmp_path, "the_new_bridge.txt", prose)
    assert article_of("a.md", titled).title == "Given"
    assert article_of("b.txt", headed).title == "The bridge"
    assert article_of("north/the_new_bridge.txt", bare).title == "the new bridge"
