"""What a sentence may do without, and what it must keep."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from texts import PARSER, TEXTS, rows, table

from briefer.language.analysis import analyse
from briefer.language.asides import subject_of
from briefer.language.attribution import attributions
from briefer.language.lists import words
from briefer.language.parser import Blank
from briefer.language.predicates import VERBS
from briefer.language.shorten import left_out, shorten
from briefer.language.tokens import stem

ROOT = Path(__file__).parents[2]
SHARED = ROOT.parent / "shared"
FOLDERS = [ROOT / "corpus", SHARED / "eval" / "wikinews", SHARED / "articles"]
TORN = re.compile(r", ?[,.;:]|  |\( ?\)|[.,;][A-Za-z]|[—–] ?[,.;]")  # two marks, two blanks, glued words
ALIKE = 60  # characters by which a sentence of an article is found


def trees(folder):
    """Return the parsed sentences of the articles of a folder; skip where there is none."""
    if not folder.is_dir():
        pytest.skip(f"{folder} is absent")
    texts = [path.read_text(encoding="utf-8") for path in sorted(folder.iterdir()) if path.suffix in {".md", ".txt"}]
    paragraphs = [
        line.strip() for text in texts for line in re.sub(r"\A---.*?^---", "", text, flags=re.S | re.M).splitlines()
    ]
    return [tree for paragraph in paragraphs if paragraph for tree in analyse(paragraph, PARSER).trees if tree.tokens]


@pytest.mark.parametrize("row", rows(table(__file__, "shortened")["row"], "form"))
def test_what_carries_no_news_is_left_out_and_nothing_else(row):
    keep = {stem(word) for word in row.get("keep", ())}
    shortened = [shorten(tree, keep=keep) for tree in analyse(row["text"], PARSER).trees]
    assert " ".join(shortened) == row.get("shortened", row["text"])


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_what_is_left_is_the_sentence_s_own_words_in_their_order_with_its_verb_and_subject(folder):
    for tree in trees(folder):
        gone = left_out(tree)
        assert all(0 <= start < end <= len(tree.text) for start, end in gone)
        assert all(end < start for (_, end), (start, _) in zip(gone, gone[1:], strict=False))
        if gone:
            root = next(token for token in tree.tokens if token.head == token.index)
            assert root.pos in VERBS
            assert _stays(root, gone)
            assert _stays(subject_of(tree, root), gone)
            rest = iter(re.findall(r"\w+|[^\w\s]", tree.text.lower()))
            assert all(piece in rest for piece in re.findall(r"\w+|[^\w\s]", shorten(tree).lower()))


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_negations_hedges_numbers_quotations_and_who_says_so_stay(folder):
    stay = words("en", "polarity")["negations"] | words("en", "shortening")["hedges"]
    for tree in trees(folder):
        gone = left_out(tree)
        said = {one.at for one in attributions(tree) if not one.verb.lower().startswith("according")}
        for token in tree.tokens:
            number = token.tag == "CD" and token.entity in {"CARDINAL", "MONEY", "PERCENT"} and token.lemma != "one"
            if token.dep == "neg" or token.text.lower() in stay or number or tree.quote(token) or token.start in said:
                assert _stays(token, gone)


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_what_is_left_is_written_as_a_sentence(folder):
    for tree in trees(folder):
        text = shorten(tree)
        if text != tree.text:
            assert text[0].isupper() or not tree.text[0].isupper()
            assert text.endswith((*".!?", *"”\"'"))
            assert len(TORN.findall(text)) <= len(TORN.findall(tree.text))
            assert all(text.count(mark) == tree.text.count(mark) for mark in '“”"')


def test_the_sentences_of_the_design_are_shortened_as_it_shows():
    found = {straight(tree.text)[:ALIKE]: straight(shorten(tree)) for tree in trees(SHARED / "articles")}
    design = (SHARED / "design.md").read_text(encoding="utf-8").split("| sentence | shortened |")[1].split("\n\n")[0]
    rows = [line.strip("| ").split(" | ") for line in design.splitlines()[2:]]
    assert len(rows) == 3
    assert [found[straight(text)[:ALIKE]] for text, _ in rows] == [straight(shortened) for _, shortened in rows]


def straight(text):
    """Return a text with the plainest forms of its marks."""
    return re.sub("[“”]", '"', text).replace("’", "'").replace("‑", "-")


@given(TEXTS)
def test_any_text_is_shortened_to_pieces_of_it(text):
    for tree in analyse(text, PARSER).trees:
        rest = iter(tree.text)
        assert all(letter in rest for letter in shorten(tree)[1:])


def test_a_sentence_that_is_not_parsed_stays_as_it_is():
    text = "Meanwhile, the harbour, which is old, stayed closed."
    assert shorten(Blank().parse([text])[0]) == text


def test_a_language_without_lists_leaves_sentences_as_they_are():
    tree = analyse("The bridge, which spans the river, collapsed on Monday.", PARSER).trees[0]
    assert shorten(tree, language="de") == tree.text


def _stays(token, gone):
    return not any(start < token.end and token.start < end for start, end in gone)
