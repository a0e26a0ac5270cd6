"""Who or what a noun names."""

import pytest
from hypothesis import given
from texts import PARSER, TEXTS, rows, table

from briefer.language.mentions import Mention, mention


@pytest.mark.parametrize("row", rows(table(__file__, "mentions")["row"], "sentence"))
def test_a_noun_names_somebody_without_titles_and_with_their_role(row):
    tree = PARSER.parse([row["sentence"]])[0]
    found = mention(tree, next(token for token in tree.tokens if token.text == row["noun"]))
    assert (found.text, found.role, found.named) == (row["text"], row.get("role", ""), row.get("named", False))
    assert tree.text[found.start : found.end] == found.text


def test_the_article_of_a_noun_that_is_no_name_is_kept_beside_it():
    tree = PARSER.parse(["The crews thanked an old friend and Ada Lenn."])[0]
    found = {token.text: mention(tree, token) for token in tree.tokens if token.text in {"crews", "friend", "Lenn"}}
    assert {text: one.article for text, one in found.items()} == {"crews": "the", "friend": "an", "Lenn": ""}


def test_a_pronoun_is_no_name():
    tree = PARSER.parse(["She resigned."])[0]
    assert mention(tree, tree.tokens[0]) == Mention("She", 0, 3, pronoun=True)


@given(TEXTS)
def test_whatever_a_noun_of_any_text_names_stands_at_its_offsets(text):
    tree = PARSER.parse([text])[0]
    for token in tree.tokens:
        found = mention(tree, token)
        assert tree.text[found.start : found.end] == found.text
