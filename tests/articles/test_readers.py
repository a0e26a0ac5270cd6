"""From a file's bytes to an article's text and what the file says of itself."""

import os
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefer.articles.apart import Apart
from briefer.articles.readers import LONGEST_NAME, markdown, normalise, read
from briefer.articles.readers.encodings import decode
from briefer.errors import ReadError
from briefer.language.dates import iso


def document(folder, name, content):
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return read(path)[0]


@pytest.mark.parametrize(
    "invisible",
    ["\u200b", "\u200d", "\u00ad", "\ufeff", "\u202e", "\u2066", "\U000e0041", "\x07", "\x1b", "\ue000", "\u0378"],
)
def test_characters_that_nobody_sees_are_not_part_of_the_text(tmp_path, invisible):
    assert document(tmp_path, "a.txt", f"The quay{invisible} reopened.").text == "The quay reopened."


@pytest.mark.parametrize(
    "invisible", ["\u034f", "\u115f", "\u3164", "\ufe00", "\ufe0f", "\U000e0100", "\U000e0020", "\u200c"]
)
def test_letters_and_selectors_that_nobody_sees_are_not_part_of_the_text_either(invisible):
    assert normalise(f"The qu{invisible}ay{invisible * 3} reopened.") == "The quay reopened."


@pytest.mark.parametrize(
    "text",
    [
        "می\u200cخواهم",  # Persian: the letters must not join
        "ක්\u200dෂ ශ්\u200dරී",  # Sinhala: they must
        "👩\u200d🚒 ❤\ufe0f 🏳\ufe0f\u200d🌈 1\ufe0f\u20e3",
        "\U0001fae8",  # an emoji of a later Unicode than Python's
        "\u0600١٢\u06dd",  # number sign and end of verse
        "naïve communiqué 中国 שלום",
    ],
)
def test_what_is_seen_stays_and_so_does_what_makes_it_look_right(text):
    assert normalise(text) == text


def test_a_soft_hyphen_leaves_the_word_whole_and_a_joiner_out_of_place_goes():
    assert normalise("har\u00adbour mas\u00adter") == "harbour master"
    assert normalise("می\u200c\u200cخواهم \u200dab\u200d 👩\u200d") == "میخواهم ab 👩"


@pytest.mark.parametrize(
    ("written", "read_as"),
    [
        ("\x1b[31;1mred\x1b[0m", "red"),
        ("\x9b31mred", "red"),
        ("\x1b]8;;https://example.org\x1b\\link\x1b]8;;\x07", "link"),
        ("\x1b]0;title\x07text", "text"),
        ("\x1b]0;no end, so all of it is text", "]0;no end, so all of it is text"),
        ("\x1bP1;2qsixel\x1b\\text", "text"),
        ("\x1b(0text\x1b(B", "text"),
        ("100 \x1b degrees", "100 degrees"),
        ("abc\x08\x08\x08xyz", "abcxyz"),
    ],
)
def test_what_a_terminal_acts_on_is_not_part_of_the_text(written, read_as):
    assert normalise(written) == read_as


def test_marks_piled_on_a_letter_are_cut_short_and_take_no_time():
    assert len(normalise("e" + "\u0301\u0323" * 200_000)) < 10
    assert normalise("e" + "\u0344" * 30) == normalise(normalise("e" + "\u0344" * 30))


def test_a_byte_order_mark_and_line_ends_of_other_systems_leave_no_trace(tmp_path):
    text = document(tmp_path, "a.txt", b"\xef\xbb\xbfOne.\r\n\r\nTwo.\rThree.").text
    assert text == "One.\n\nTwo.\n\nThree."


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


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("It <span style='display:none'>never</span> opened.", "It opened."),
        ("It <span style='DISPLAY : none !important'>never <b>ever</b></span>opened.", "It opened."),
        ("It <i hidden>never</i> <b>really</b> opened.", "It really opened."),
        ("It o<b>pen</b>ed<br>today.", "It opened today."),
        ("<div style='visibility:hidden'>\n\nIt never opened.\n\n- nor closed\n\n</div>\n\nIt opened.", "It opened."),
        ("It opened. <span style='font-size:0'>Never.\n\nIt closed.", "It opened.\n\nIt closed."),
        ("<div hidden>It never opened.\n\nNever.", ""),
        ("It opened.\n\n<div><!--\n\nNever.\n\n", "It opened."),
        ("It opened.\n\n<div title='\n\nNever.\n\n'>", "It opened."),
        ("<p hidden>Never.<p>It opened.", "It opened."),
        ("<ul><li hidden>Never.<li>It opened.</ul>", "It opened."),
        ("<p>It opened.</p><p>It &amp; we closed.</p>", "It opened.\n\nIt & we closed."),
        ("<table><tr><td>It opened.</td></tr></table>", "It opened."),
        ("<script>never()</script>\n<style>never {}</style>\n\nIt opened.", "It opened."),
        ("It <!-- > never -->opened<!---->.", "It opened."),
        ("<section>It <!-- <b> -->opened <![CDATA[never]]> <?never?></section>", "It opened"),
        ("It opened for 3 < 4 & 5 > 2 people.", "It opened for 3 < 4 & 5 > 2 people."),
        ("[It](javascript:alert(1)) ![never](data:text/html,x) <span title='never'>opened</span>.", "It opened."),
        ("<img alt='never' src=x>It opened.<input value='never'>", "It opened."),
        ("<div style='opacity: 0.5; width: auto; height: 10px; left: -3px'>It opened.</div>", "It opened."),
        ("</div></p>It opened.", "It opened."),
        ("<font color=white style='color:#FFF'>Never.</font> It opened.", "It opened."),
        ("It <a href='x'>opened</a> at <time>5</time>.", "It opened at 5."),
    ],
)
def test_html_gives_the_text_that_a_page_would_show(source, text):
    assert normalise(markdown.read(source.encode()).text) == text


def test_a_comment_that_a_page_left_in_plain_text_is_left_out_if_it_ends(tmp_path):
    assert document(tmp_path, "a.txt", "It <!-- never\n\never --> opened.").text == "It opened."
    assert document(tmp_path, "a.txt", "It <!-- opened.").text == "It <!-- opened."


@given(
    st.lists(
        st.sampled_from([*"<>/!-?'\"= \n", "<!--", "-->", "<p>", "</p>", "<![CDATA[", "<b hidden", "a", "&", "&lt;"])
    )
)
def test_no_html_makes_reading_it_fail(pieces):
    normalise(markdown.read("".join(pieces).encode()).text)


def test_titles_and_publishers_are_short_single_lines_without_what_nobody_sees(tmp_path):
    head = 'title: "The \\e[31mquay\\u200b\\n\\nreopened"\npublisher: "' + "Gazette " * 100 + '"'
    found = document(tmp_path, "a.md", f"---\n{head}\n---\nIt opened.")
    assert found.title == "The quay reopened"
    assert len(found.publisher) <= LONGEST_NAME
    assert found.publisher.endswith("…")


@pytest.mark.parametrize(
    "value",
    ["[a, b]", "{a: b}", "0x" + "f" * 9000, "!!binary aGk=", "[[a], [b]]", "'\u200b'", "1999-12-31 " + "x" * 5000],
)
def test_values_of_front_matter_that_are_no_line_of_text_are_left_out(tmp_path, value):
    found = document(tmp_path, "a.md", f"---\npublisher: {value}\ndate: {value}\n---\nIt opened.")
    assert (found.publisher is None or len(found.publisher) <= LONGEST_NAME, found.date) == (True, None)


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


@pytest.mark.parametrize("head", ["title: [", "a: b: c", "title: @quay", "title: {{title}}", "\ttitle: Quay"])
def test_the_article_below_broken_front_matter_is_read_and_the_fault_is_told(tmp_path, head):
    found = document(tmp_path, "a.md", f"---\n{head}\ndate: 2025-05-06\n---\nIt opened.")
    assert (found.text, found.date) == ("It opened.", "2025-05-06")
    assert "broken" in found.notes[0]


@pytest.mark.parametrize(
    ("written", "read_as"),
    [
        ("2023-06-01", "2023-06-01"),
        ("2023-06-01T10:00:00+02:00", "2023-06-01"),
        ("1 June 2023", "2023-06-01"),
        ("2023/06/01", "2023-06-01"),
        ("2023-6-1", "2023-06-01"),
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
        (b"\x89PNG\r\n\x1a\n\x00\x00", "not what its name says"),
    ],
)
def test_a_file_that_is_no_text_is_refused_by_name_and_reason(tmp_path, content, reason):
    with pytest.raises(ReadError, match=rf"a\.txt.*{reason}"):
        document(tmp_path, "a.txt", content)


def test_a_file_that_is_gone_or_is_no_file_is_refused_without_waiting(tmp_path):
    os.mkfifo(tmp_path / "pipe.txt")
    (tmp_path / "link.txt").symlink_to(tmp_path / "nowhere.txt")
    for name in ("pipe.txt", "link.txt", "missing.txt"):
        with pytest.raises(ReadError, match=name):
            read(tmp_path / name)


def test_a_link_to_nowhere_is_called_one_and_a_file_has_the_name_by_which_it_was_asked_for(tmp_path, monkeypatch):
    (tmp_path / "link.txt").symlink_to(tmp_path / "nowhere.txt")
    with pytest.raises(ReadError, match="is a link that leads nowhere"):
        read(tmp_path / "link.txt")
    (tmp_path / "broken.docx").write_bytes(b"PK\x03\x04 no more")
    monkeypatch.chdir(tmp_path)
    with Apart() as reader, pytest.raises(ReadError, match=r"^'broken\.docx'"):
        reader.articles(Path("broken.docx"), "broken.docx")


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (
            "Lenn köprüsü kapatıldı.\n\n"
            "İskele Müdürlüğü, pazartesi günü eski rıhtımın kapatıldığını açıkladı. Müdür Şule Çağın söyledi.",
            "cp1254",
        ),
        ("Most w Lennie zamknięty. Robotnicy ogłosili wczoraj, że znaleźli pęknięcia w ścianie nabrzeża.", "cp1250"),
        ("Die Brücke bei Lenn ist gesperrt. Die Stadt fand Risse in der Mauer, sagte Jörg Müßig.", "cp1252"),
        ("Мост через Ленну закрыт, сообщил вчера городской совет. Рабочие нашли трещины в стене.", "cp1251"),
        ("Name;Ort;Preis\nMüller;Köln;3 €\nBäcker;Fürth;4 €\n", "cp1252"),
    ],
)
def test_of_encodings_that_are_alike_the_one_with_the_letters_of_the_language_is_taken(text, encoding):
    assert decode(text.encode(encoding))[0] == text


def test_a_zero_byte_or_two_make_a_text_no_other_data():
    text, notes = decode(b"The quay of Westhaven\x00was closed on Monday, the harbour master said.")
    assert text == "The quay of Westhaven was closed on Monday, the harbour master said."
    assert "zero" in notes[0]
