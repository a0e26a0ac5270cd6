"""What a file says of itself above its text: front matter, lines of names, the head of a mail."""

import pytest

from briefer.articles.readers import documents

PROSE = "The quay of Westhaven was closed on Monday, the harbour master said."


def read(source, name="a.md"):
    return documents(source.encode(), name)[0]


@pytest.mark.parametrize(
    "head",
    [
        "+++\ntitle = 'Quay shut'\ndate = 2025-05-06\n[params]\n  publisher = \"Harbour Post\"\n+++",
        "---\ntitle: Quay shut\ndate: 2025-05-06\n📌 pinned: yes\nread?: no\nextra:\n  publisher: Harbour Post\n---",
        "---\nTitel: Quay shut\nDatum: 6. Mai 2025\nQuelle: Harbour Post\n---",
        "---\ntitle: Quay shut\nfecha: 6 de mayo de 2025\nfuente: Harbour Post\n---",
    ],
)
def test_front_matter_is_what_its_parser_reads_whatever_else_stands_in_it(head):
    found = read(f"{head}\n{PROSE}")
    assert (found.title, found.date, found.publisher, found.text) == ("Quay shut", "2025-05-06", "Harbour Post", PROSE)
    assert found.notes == ()


def test_front_matter_that_its_parser_refuses_gives_title_and_date_and_names_what_is_left_out():
    found = read(f"---\ntitle: Quay shut\nsaved by a robot\ndate: 2025-05-06\n---\n{PROSE}")
    assert (found.title, found.date, found.text) == ("Quay shut", "2025-05-06", PROSE)
    assert "broken" in found.notes[0]
    assert "saved by a robot" in found.notes[0]


def test_a_sentence_between_two_rules_is_text_though_a_title_stands_above_it():
    found = read(f"---\ntitle: Quay shut\ndate: 2025-05-06\n\n{PROSE}\n\n---\n\nIt opened.")
    assert PROSE in found.text


def test_front_matter_without_an_end_is_read_to_its_first_blank_line_and_that_is_told():
    found = read(f"---\ntitle: Quay shut\nmood: calm\ndate: 2025-05-06\n\n{PROSE}\n\nIt opened.")
    assert (found.title, found.date, found.text) == ("Quay shut", "2025-05-06", f"{PROSE}\n\nIt opened.")
    assert "no end" in found.notes[0]
    assert "mayor" in read(f"---\nThe mayor: nobody knows when it will open.\n\n{PROSE}").text


def test_sentences_with_colons_between_two_rules_are_text():
    assert "nobody knows" in read(f"---\nThe mayor: nobody knows when it will open.\n---\n{PROSE}").text
    assert read(f"---\nrating: 5\nmood: calm\n---\n{PROSE}").text == PROSE


def test_properties_below_a_heading_are_no_text():
    properties = "URL: https://post.example/quay\nPublished: May 6, 2025\nPublisher: Harbour Post\nStatus: Read"
    found = read(f"# Quay shut\n\n{properties}\n\n{PROSE}")
    assert (found.title, found.date, found.publisher) == ("Quay shut", "2025-05-06", "Harbour Post")
    assert found.text == f"Quay shut\n\n{PROSE}"


@pytest.mark.parametrize(
    "head",
    [
        "From: Harbour Post <a@post.example>\nSent: Tuesday, May 6, 2025 8:15 AM\nTo: Desk\nSubject: Quay shut",
        "Von: Harbour Post <a@post.example>\nGesendet: Dienstag, 6. Mai 2025 08:15\nAn: Pult\nBetreff: Quay shut",
    ],
)
def test_the_head_of_a_mail_that_was_pasted_says_what_it_is(head):
    found = read(f"{head}\n\n{PROSE}", "a.txt")
    assert (found.title, found.date, found.publisher) == ("Quay shut", "2025-05-06", "Harbour Post")
    assert found.text == PROSE


@pytest.mark.parametrize("line", ["From: Lorne\nTo: Port Ansel", "Lenn: No comment", "On: the quay\nTime: 10 am"])
def test_lines_that_only_look_like_a_head_stay_text(line):
    assert read(f"{line}\n\n{PROSE}", "a.txt").text.split() == f"{line}\n\n{PROSE}".split()
