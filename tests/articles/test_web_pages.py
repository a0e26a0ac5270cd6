"""Saved web pages: in which letters they are written, what of them is the article's, and what is around it."""

import pytest

from briefer.articles.metadata import article_of
from briefer.articles.readers import documents
from briefer.schema import Role

SENTENCES = {
    "cp1251": "Мост через реку Суна закрыт до октября, сообщила мэрия в среду. Ремонт стоит 12 миллионов рублей.",
    "cp1250": "Most w Gródku zamknięto w środę po wykryciu pęknięć, poinformował burmistrz. Naprawa potrwa rok.",
    "gb18030": "港口管理局星期三宣布，旧码头将于六月关闭。修理费用为四百万元，局长说。",
    "cp932": "港湾局は水曜日、古い埠頭を六月に閉鎖すると発表した。修理には四百万円かかる。",
    "cp949": "항만청은 수요일 낡은 부두를 6월에 닫는다고 밝혔다. 수리비는 4백만 원이다.",
    "cp1252": "Le maire a refusé de répondre à nos questions hier.",
}


def page(body, head=""):
    return f"<html><head>{head}</head><body>{body}</body></html>"


def evidence(data, name="a.html"):
    """Return the paragraphs of a file that may be evidence."""
    found = article_of(name, documents(data if isinstance(data, bytes) else data.encode(), name)[0])
    return [found.text[part.start : part.end] for part in found.paragraphs if part.role is Role.TEXT]


# Encodings


@pytest.mark.parametrize("encoding", SENTENCES)
def test_the_encoding_of_a_page_that_names_none_is_guessed_and_told(encoding):
    sentence = SENTENCES[encoding]
    found = documents(page(f"<h1>{sentence[:9]}</h1><p>{sentence}</p>").encode(encoding), "a.html")[0]
    assert sentence in found.text
    assert found.notes == (f"The file is not in UTF-8; it was read as {encoding}.",)


def test_the_encoding_of_a_table_that_is_not_in_utf_8_is_guessed_and_told():
    found = documents(f"title;text\n1;{SENTENCES['cp1251']}".encode("cp1251"), "a.csv")[0]
    assert SENTENCES["cp1251"] in found.text
    assert "cp1251" in found.notes[0]


@pytest.mark.parametrize("named", ["iso-8859-1", "iso-8859-15", "windows-1251", "gbk"])
def test_letters_that_are_valid_utf_8_are_so_whatever_a_page_says(named):
    sentence = "Bürgermeister Groß sprach über die Brücke."
    found = documents(page(f"<p>{sentence}</p>", f"<meta charset={named}>").encode(), "a.html")[0]
    assert found.text == sentence
    assert not found.notes


@pytest.mark.parametrize("named", ["windows-1251", "koi8-r", "iso-2022-jp", "gb2312"])
def test_else_what_a_page_says_of_its_encoding_holds(named):
    sentence = "港" if named in {"iso-2022-jp", "gb2312"} else "Мост"
    found = documents(page(f"<p>{sentence}</p>", f"<meta charset={named}>").encode(named), "a.html")[0]
    assert found.text == sentence


def test_a_page_whose_letters_fit_no_encoding_is_read_all_the_same():
    assert evidence(b"<p>The quay\x00 is closed, Dana \xc3\xa9crit.</p>") == ["The quay is closed, Dana écrit."]
