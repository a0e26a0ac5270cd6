"""Who does what to whom, and whether it is so."""

import pytest
from hypothesis import given
from texts import PARSER, TEXTS, rows, table

from briefer.language.predicates import predicates


@pytest.mark.parametrize("row", rows(table(__file__, "predicates")["row"], "sentence", "verb"))
def test_a_verb_has_who_does_it_and_what_it_is_done_to(row):
    found = [p for p in predicates(PARSER.parse([row["sentence"]])[0]) if p.verb.text == row["verb"]]
    assert len(found) == 1
    assert [token.text for token in found[0].agents] == row["agents"]
    assert [token.text for token in found[0].patients] == row["patients"]
    assert found[0].denied == row.get("denied", False)
    assert found[0].open == row.get("open", False)


@given(TEXTS)
def test_the_predicates_of_any_text_are_its_verbs_in_order(text):
    tree = PARSER.parse([text])[0]
    verbs = [one.verb.index for one in predicates(tree)]
    assert verbs == sorted(set(verbs))
    assert all(token in tree.tokens for one in predicates(tree) for token in (*one.agents, *one.patients))
