"""Sentences as trees: by the pipeline, and by the fake that needs none."""

import threading
from dataclasses import replace

import pytest
from hypothesis import given
from texts import PARSER, TEXTS

from briefer.errors import ModelLoadError
from briefer.language.parser import MOST_CHARACTERS, Blank, Pipeline, Tree, tree_of

SENTENCE = "Sgt. Moira Lang, who said “it rained”, didn't leave the quay on 3 May."


def assert_tree(tree: Tree, text: str) -> None:
    """Assert that the tokens rebuild a text, and that each but a root hangs on another."""
    at = 0
    for index, token in enumerate(tree.tokens):
        assert token.index == index
        assert not text[at : token.start].strip()
        assert text[token.start : token.end] == token.text
        assert tree.head(token).index == token.head
        assert (index in tree.children[token.head]) == (token.head != index)
        assert all(tree.tokens[below].head == index for below in tree.children[index])
        at = token.end
    assert not text[at:].strip()
    assert tree.text == text


@given(TEXTS)
def test_the_tokens_of_any_text_rebuild_it(text):
    assert_tree(PARSER.parse([text])[0], text)


@given(TEXTS)
def test_the_fake_takes_any_text_apart_into_words_and_marks(text):
    tree = Blank().parse([text])[0]
    assert tree.text == text
    assert all(text[token.start : token.end] == token.text for token in tree.tokens)
    assert not "".join(text[a:b] for a, b in gaps(tree)).strip()


def gaps(tree: Tree) -> list[tuple[int, int]]:
    edges = [0, *(edge for token in tree.tokens for edge in (token.start, token.end)), len(tree.text)]
    return list(zip(edges[::2], edges[1::2], strict=True))


def test_a_sentence_has_the_same_tree_each_time_alone_or_among_others_and_from_another_pipeline():
    alone = PARSER.parse([SENTENCE])[0]
    assert PARSER.parse(["It rained.", SENTENCE, "It snowed.", SENTENCE])[1::2] == [alone, alone]
    assert Pipeline(PARSER._path, name=PARSER.name).parse(["It snowed.", SENTENCE])[1] == alone


def test_trees_are_in_the_order_of_the_sentences():
    texts = [f"Ferry {number} sank." for number in range(64)]
    assert [tree.text for tree in PARSER.parse(texts)] == texts


def test_a_pipeline_is_shared_between_threads():
    texts = [[f"Boat {number} of fleet {fleet} left." for number in range(20)] for fleet in range(4)]
    found: dict[int, list[Tree]] = {}
    threads = [threading.Thread(target=lambda n=n: found.update({n: PARSER.parse(texts[n])})) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [[tree.text for tree in found[n]] for n in range(4)] == texts


def test_a_title_that_ends_with_a_dot_is_one_word_and_a_sentence_one_tree():
    tree = PARSER.parse([SENTENCE])[0]
    assert tree.tokens[0].text == "Sgt."
    assert sum(token.head == token.index for token in tree.tokens) == 1
    assert sorted(tree.subtree(next(t for t in tree.tokens if t.head == t.index))) == list(range(len(tree.tokens)))


def test_what_is_too_long_for_a_sentence_is_parsed_up_to_a_bound():
    text = "word " * MOST_CHARACTERS
    tree = PARSER.parse([text])[0]
    assert tree.text == text
    assert tree.tokens[-1].end <= MOST_CHARACTERS


def test_what_hangs_on_what_is_told_both_ways():
    tree = PARSER.parse(["The dog bit the man."])[0]
    dog, bit, man = (next(t for t in tree.tokens if t.text == word) for word in ("dog", "bit", "man"))
    assert tree.head(dog) == tree.head(man) == bit
    assert tree.child(bit, "nsubj") == dog
    assert tree.child(bit, "nsubjpass", "agent") is None
    assert list(tree.above(dog)) == [bit]
    assert tree.said(dog, man) == "dog bit the man"
    assert tree.quote(dog) is None
    assert replace(tree, quotes=((0, 7),)).quote(dog) == (0, 7)


def test_a_tree_without_tokens_is_one():
    assert tree_of("", []).tokens == ()
    assert PARSER.parse([]) == Blank().parse([]) == []


@pytest.mark.parametrize("made", [False, True])
def test_a_folder_without_a_pipeline_is_an_error_that_names_the_command(tmp_path, made):
    folder = tmp_path / "parser"
    if made:
        folder.mkdir()
        (folder / "config.cfg").write_text("not a pipeline")
    with pytest.raises(ModelLoadError, match="brief models pull small-parser") as raised:
        Pipeline(folder, name="small-parser").parse(["It rained."])
    assert str(folder) in str(raised.value)
