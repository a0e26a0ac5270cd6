"""What a brief says that an earlier one did not: what is new, what moved, what has lost its source."""

import pytest

from briefer.briefing.changes import changes, same
from briefer.errors import ArticleNotFoundError, UsageError
from briefer.reviews import Changes, Loss
from briefer.schema import Article, Brief, Citation, Claim, Figure, Made, Value, Wording

OPENED = "The bridge over the Lenn opened on 11 May after six years of work."
COST = "The council of Lennford said that the bridge cost 18 million euros."
COSTS = "The council of Lennford said that the bridge cost 21 million euros."
FERRY = "The ferry carries nobody any more since its captain Ada Lenn retired."


def claim(text, article="a.md", quote=None):
    quote = quote or text
    cited = Citation(
        article=article, title=article, publisher=None, date=None, paragraph=1, quote=quote, start=0, end=len(quote)
    )
    return Claim(text=text, support=1.0, wording=Wording.VERBATIM, citations=(cited,))


def brief(*claims, topic="The Lenn bridge", at="2026-01-01T10:00:00+00:00", **fields):
    made = Made(
        version="0", model="fake", model_sha256=None, embedder="hashing", corpus="c", corpus_sha256="0", articles=1,
        settings={}, at=at, seconds=1.0,
    )  # fmt: skip
    known = {"answered": True, "reason": "", "headline": None, "bottom_line": (), "figures": ()} | fields
    return Brief(
        topic=topic, key_points=claims, who_said_what=(), timeline=(), watch=(), gaps=(), stories=(), sources=(),
        accounts=0, nearest=(), made=made, **known,
    )  # fmt: skip


def folder(**texts):
    """Return what gives an article of a folder, a.md by the name a."""

    def article(path):
        if path.removesuffix(".md") not in texts:
            raise ArticleNotFoundError(path)
        return Article(path=path, title=path, sha256="0", text=texts[path.removesuffix(".md")], paragraphs=())

    return article


EVERYTHING = folder(a="\n".join((OPENED, COST, FERRY)), b=COSTS)


def test_a_brief_that_says_the_same_has_nothing_new():
    first, second = brief(claim(OPENED), claim(COST)), brief(claim(COST), topic="the  lenn BRIDGE")
    found = changes(second, first, EVERYTHING)
    assert (found.nothing_new, found.new, found.moved, found.gone) == (True, (), (), ())
    assert (found.since, found.at) == (first.made.at, second.made.at)


def test_what_only_the_later_one_says_is_new_once():
    told = brief(claim(OPENED), claim(FERRY), headline=claim("Ferry: nobody any more", quote=FERRY))
    found = changes(told, brief(claim(OPENED)), EVERYTHING)
    assert [one.text for one in found.new] == [FERRY]
    assert not found.nothing_new


def test_a_figure_that_another_article_gives_otherwise_moved_and_is_not_new():
    found = changes(brief(claim(OPENED), claim(COSTS, "b.md")), brief(claim(OPENED), claim(COST)), EVERYTHING)
    (moved,) = found.moved
    assert (moved.old, moved.new, moved.before.text, moved.now.text) == ("18", "21", COST, COSTS)
    assert (found.new, found.gone) == ((), ())


def test_a_figure_that_the_brief_knows_to_have_changed_moved_however_it_is_told():
    later = claim("By Friday the price had risen to 21 million euros.", "b.md")
    values = (
        Value(value="21 million", date="2026-01-02", claim=later),
        Value(value="18", date=None, claim=claim(COST)),
    )
    now = brief(figures=(Figure(about="price", changed=True, values=values),))
    (moved,) = changes(now, brief(claim(COST)), EVERYTHING).moved
    assert (moved.old, moved.new, moved.now) == ("18", "21 million", later)


@pytest.mark.parametrize(("texts", "reason"), [({}, Loss.ARTICLE), ({"a": "The bridge is shut."}, Loss.TEXT)])
def test_what_has_lost_its_source_is_gone_with_the_reason(texts, reason):
    (gone,) = changes(brief(), brief(claim(OPENED)), folder(**texts)).gone
    assert (gone.claim.text, gone.reason) == (OPENED, reason)


@pytest.mark.parametrize("text", [f"Corrected. {OPENED}", OPENED])
def test_what_is_only_no_longer_chosen_or_stands_elsewhere_now_is_not_gone(text):
    assert changes(brief(), brief(claim(OPENED)), folder(a=text)).nothing_new


def test_what_was_rewritten_but_is_still_said_is_neither_new_nor_gone():
    now = claim("After six years of work the bridge over the Lenn opened on 11 May.")
    assert changes(brief(now), brief(claim(OPENED)), folder(a=now.text)).nothing_new


@pytest.mark.parametrize(
    ("first", "second", "one"),
    [
        (claim(OPENED), claim("The bridge opened.", quote=OPENED), True),
        (claim(OPENED), claim(OPENED, "b.md"), True),
        (claim(OPENED), claim("The bridge opened.", "b.md"), False),
        (claim(COST), claim(COSTS), False),
        (claim(FERRY), claim(FERRY.replace("Ada Lenn", "Tom Okafor"), "b.md"), False),
        (claim(FERRY), claim(FERRY.replace("carries nobody", "carries people"), "b.md"), True),
        (claim("The bridge is open."), claim("The bridge is not open.", "b.md"), False),
    ],
)
def test_two_statements_are_one_by_their_source_or_by_words_and_facts(first, second, one):
    assert same(first, second) is same(second, first) is one


def test_without_an_earlier_brief_all_is_new():
    found = changes(brief(claim(OPENED), claim(COST)), None, EVERYTHING)
    assert (found.since, len(found.new)) == (None, 2)
    assert Changes.model_validate_json(found.model_dump_json()) == found


def test_briefs_on_two_topics_are_not_compared():
    with pytest.raises(UsageError, match="'ferries', not on 'The Lenn bridge'"):
        changes(brief(), brief(topic="ferries"), EVERYTHING)
