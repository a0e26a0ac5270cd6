"""Articles in notes, mails and feeds: what is of the program or the sender is no evidence."""

import pytest

from briefer.articles.metadata import article_of
from briefer.articles.readers import documents
from briefer.articles.readers.document import Document

PROSE = "The quay of Westhaven was closed on Monday, the harbour master said."
MAIL = "From: Post <a@post.example>\nSubject: Morning\nDate: Tue, 06 May 2025 10:00:00 +0000\nContent-Type: {}\n\n{}"


def read(source, name):
    return article_of(name, documents(source.encode(), name)[0])


@pytest.mark.parametrize(
    ("source", "prose"),
    [
        (f"{PROSE} %%ask again%% It cost ==two== crowns.", f"{PROSE} It cost two crowns."),
        (f"{PROSE}\n\n%% ask\n\nagain %%\n\nIt rained.", f"{PROSE}\nIt rained."),
        ("- [ ] It rained.\n- [x] It snowed.", "It rained.\nIt snowed."),
        ("It rose by 5%% and then by 7%% in a year.", "It rose by 5%% and then by 7%% in a year."),
        ("If a == b and c == d, the quay holds.", "If a == b and c == d, the quay holds."),
    ],
)
def test_signs_of_note_programs_and_what_only_their_writer_sees_are_no_text(source, prose):
    assert read(source, "a.md").prose == prose


def test_what_is_struck_through_is_left_out_and_that_is_told():
    found = read("~~It cost 40 million.~~ It cost 44 million crowns.", "a.md")
    assert found.prose == "It cost 44 million crowns."
    assert "struck" in found.notes[0]


@pytest.mark.parametrize(
    "head",
    [
        "From: Ada Lenn <a@x.example>\nDate: Thu, 10 Apr 2025\nSubject: Quay\nTo: <b@x.example>",
        "Von: Ada Lenn\nGesendet: Dienstag, 7. Januar 2025 18:22\nAn: Tom Brandt\nBetreff: Kai",
        "De: Ada Lenn\n\nEnvoyé: mardi 7 janvier 2025\n\nÀ: Tom Brandt\n\nObjet: Quai",
    ],
)
def test_the_head_of_a_forwarded_mail_is_no_evidence(head):
    assert read(MAIL.format("text/plain; charset=utf-8", f"See this\n\n{head}\n\n{PROSE}"), "a.eml").prose == PROSE


@pytest.mark.parametrize(
    "source",
    [
        MAIL.format(
            "text/plain; charset=utf-8",
            "See this.\n\n---- Forwarded message ----\nFrom: Ada Lenn <a@x.example>\nDate: Thu, 10 Apr 2025 at 09:00\n"
            f"Subject: The quay is shut\nTo: <b@x.example>\n\n{PROSE}",
        ),
        MAIL.format(
            "text/html; charset=utf-8",
            "<p>Bitte</p><div><b>Von:</b> Ada Lenn<br><b>Gesendet:</b> Donnerstag, 10. April 2025 18:22<br>"
            f"<b>An:</b> Tom<br><b>Betreff:</b> WG: The quay is shut</div><p>{PROSE}</p>",
        ),
    ],
)
def test_a_mail_that_is_sent_on_has_the_title_the_day_and_the_sender_of_the_first(source):
    found = read(source.replace("Morning", "Fwd: FW: Something"), "a.eml")
    assert (found.title, found.publisher, found.date) == ("The quay is shut", "Ada Lenn", "2025-04-10")
    assert (read(source, "a.eml").title, read(source, "a.eml").date) == ("Morning", "2025-05-06")
    much = (
        source.replace("Morning", "Fwd: Morning").replace("See this.", "I was there. " * 20).replace("Bitte", "a " * 60)
    )
    assert (read(much, "a.eml").title, read(much, "a.eml").publisher) == ("Morning", "Post")


def test_what_a_mail_or_a_text_quotes_line_by_line_is_paragraphs_of_its_own():
    quoted = "> > The quay of Westhaven was shut, and\n> > the ferry too.\n>\n> It was open, said\n> the master."
    quoted = f"No.\n\n{quoted}\n\nSo."
    whole = "No.\n\nThe quay of Westhaven was shut, and{0}the ferry too.\n\nIt was open, said{0}the master.\n\nSo."
    assert documents(MAIL.format("text/plain", quoted).encode(), "a.eml")[0].text == whole.format("\n")
    assert documents(quoted.encode(), "a.txt")[0].text == whole.format(" ")
    flowed = documents(MAIL.format("text/plain; format=flowed", quoted.replace("and\n", "and \n")).encode(), "a.eml")[0]
    assert "shut, and the ferry too." in flowed.text
    for line in ("He wrote:\n> It is shut.", "Of these:\n\n> It is shut."):
        assert ">" not in documents(line.encode(), "a.txt")[0].text
    assert documents(b"It had\n> 50 boats at the quay.", "a.txt")[0].text.endswith("> 50 boats at the quay.")


def test_the_heads_of_mails_in_a_digest_are_no_evidence():
    heads = "Message: 1\nFrom: Ada <a@x.example>\nSubject: Quay", "Message: 2\nFrom: Bo\nSubject: Pier"
    digest = f"{heads[0]}\n\n{PROSE}\n\n{heads[1]}\n\nIt rained."
    assert read(MAIL.format("text/plain", digest), "a.eml").prose == f"{PROSE}\nIt rained."


def test_a_header_in_a_character_set_that_nobody_knows_keeps_its_letters():
    for subject in (b"=?x-unknown?Q?Caf=E9_du_port_ferm=E9?=", "Café du port fermé".encode("latin-1")):
        source = MAIL.format("text/plain", PROSE).encode().replace(b"Morning", subject)
        assert documents(source, "a.eml")[0].title == "Café du port fermé"


def test_lines_of_an_interview_are_no_head_of_a_mail():
    talk = "A: The quay is shut.\n\nTo: the governor.\n\nFrom: whom?"
    assert "The quay is shut." in read(f"{PROSE}\n\n{talk}", "a.txt").prose


@pytest.mark.parametrize(
    "foot",
    [
        "You get this because you signed up. <a href='x'>Unsubscribe</a> | <a href='y'>View in browser</a>",
        "Our address is Quay 1. Update your preferences or unsubscribe from this list.",
        "Sie erhalten diese Mail, weil Sie sich angemeldet haben. Hier abmelden.",
    ],
)
def test_how_to_get_no_more_of_such_mails_is_no_evidence(foot):
    assert read(MAIL.format("text/html", f"<p>{PROSE}</p><p>{foot}</p>"), "a.eml").prose == PROSE
    plain = MAIL.format("text/plain", f"{PROSE}\nUnsubscribe: https://post.example/u?id=1\n")
    assert read(plain, "a.eml").prose == PROSE


def test_news_of_such_letters_is_evidence_in_a_mail_too():
    news = "Readers could unsubscribe with one click, the court ruled on Monday."
    assert news in read(MAIL.format("text/plain", f"{PROSE}\n\n{news}"), "a.eml").prose


def test_the_way_from_a_feed_to_its_page_is_no_text_but_a_link_in_a_sentence_is():
    def entry(body):
        item = f"<item><title>Quay</title><description><![CDATA[{body}]]></description></item>"
        return read(f'<?xml version="1.0"?><rss version="2.0"><channel>{item}</channel></rss>', "a.rss").prose

    assert entry(f'<p>{PROSE} <a href="x">Go on reading...</a></p>') == PROSE
    assert entry(f'<p>{PROSE} It is <a href="x">shut</a></p>').endswith("It is shut")


def test_a_title_has_no_publisher_behind_it():
    assert article_of("a.txt", Document(PROSE, title="Quay shut - Harbour Post", publisher="Harbour Post")).title == (
        "Quay shut"
    )
    assert article_of("a.txt", Document(PROSE, title="Harbour Post", publisher="Harbour Post")).title == "Harbour Post"
