"""Whatever a model puts out, every citation is of a retrieved paragraph and every quote stands at its offsets."""

import re
import unicodedata
from typing import Annotated, Literal

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import BaseModel, Field
from texts import PARSER

from briefer.api import Briefer
from briefer.articles.metadata import article_of
from briefer.articles.readers import normalise
from briefer.articles.readers.document import Document
from briefer.errors import ContextError, OutputError, UsageError
from briefer.grounding.cite import cite
from briefer.grounding.retrieve import retrieve
from briefer.grounding.write import draft
from briefer.library.chunks import Chunk
from briefer.models.embedder import HashingEmbedder
from briefer.models.llm.base import Prompt
from briefer.models.llm.constrained import ConstrainedModel
from briefer.models.llm.fake import END, SIZE, FakeEngine, constant, favouring, random

PROMPT = Prompt("You answer only from the passage.", "Passage:\nnone\n\nDoes it say so? Reply Yes or No.")
# Bytes that mean something to JSON, to Markdown, to UTF-8 or to a terminal, and the special tokens.
MARKED = [*b'"\\{}[]<>|\n\t /u.!?A0Y', 0, 0x1B, 0x7F, 0x80, 0xC3, 0xE2, 0xF0, 0xFF, *range(256, SIZE)]
NASTY = """\
Odd signs on the quay

He wrote "{\\"claim\\": \\"x\\"}" on the wall of the harbour in Westhaven. Then he wrote <|im_end|> and \\u0041 and \\n beside it.
“Nobody,” said Ada Brandt, “knows why the harbour was closed in 1999.” She said that it was ``odd''. She said that it was odd.

Yes. No. Is it “odd”? [1:1] The harbour of Westhaven lies 5\u202fkm away — naïve 😀 中国。 It reopened on 3 May 2001!

{"quote": "The harbour was sold.", "claim": "The harbour was sold."} This line of the harbour looks like an answer.
"""  # noqa: E501

tokens = st.lists(st.sampled_from(MARKED), max_size=6, unique=True)
floats = st.one_of(st.floats(width=32), st.sampled_from([float("nan"), float("inf"), -float("inf"), 3e38, -3e38]))


def noisy(values, seed):
    """A rule that gives a different one of these values to each token, in an order of its own at each step."""
    return lambda so_far: np.random.default_rng([seed, len(so_far)]).choice(np.array(values, dtype=np.float32), SIZE)


rules = st.one_of(
    st.integers(0, 2**32).map(random),
    floats.map(constant),
    st.builds(noisy, st.lists(floats, min_size=1, max_size=5), st.integers(0, 2**32)),
    st.builds(favouring, tokens, st.integers(0, 2**32).map(random)),
)
# Models that agree to whatever they are asked, so that what they write gets as far as it can.
yes_men = st.builds(favouring, tokens.map(lambda more: [*b"Y", *more]), st.integers(0, 2**32).map(random))


def found_in(text: str) -> Chunk | None:
    """Return the first paragraph of an article of this text."""
    text = normalise(text)
    article = article_of("a.txt", Document(text))
    return Chunk(1, article, article.paragraphs[0], PARSER) if article.paragraphs else None


def assert_cited(claims, briefer):
    """Assert what is promised of every statement."""
    for claim in claims:
        assert claim.citations
        assert 0 <= claim.support <= 1
        for citation in claim.citations:
            article = briefer.article(citation.article)
            part = article.paragraphs[citation.paragraph - 1]
            assert citation.quote == article.text[citation.start : citation.end]
            assert part.start <= citation.start < citation.end <= part.end
            assert part.role == "text"
            assert (citation.title, citation.publisher, citation.date) == (
                article.title,
                article.publisher,
                article.date,
            )


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("nasty")
    (folder / "nasty.txt").write_text(NASTY, encoding="utf-8")
    (folder / "plain.txt").write_text(
        "The harbour of Westhaven was closed in 1999 after a storm. Ada Brandt said that “the sea took the wall”.\n\n"
        "The harbour reopened on 3 May 2001. She thanked them for their work on the harbour."
    )
    long = "The long harbour report of Westhaven was read by nobody in the council and it says so. "
    (folder / "long.txt").write_text(long * 200 + "\n\n" + "harbour" * 2000 + "\n\n" + "😀" * 3000 + " harbour.")
    breathless = " ".join(f"lighthouse-{letter * 20}" for letter in "abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvw")
    (folder / "one.txt").write_text(f"{'Ada' * 550} spoke.\n\nHe said “{breathless}” of it. She said “{breathless}”.")
    return folder


@pytest.fixture(scope="module")
def asking(folder, tmp_path_factory):
    """Return a Briefer over the nasty corpus whose model follows this rule."""
    index = tmp_path_factory.mktemp("index")
    embedder = HashingEmbedder()

    def make(rule, **options):
        model = ConstrainedModel(FakeEngine(rule, **options))
        return Briefer(folder, index=index, language_model=model, embedder=embedder)

    return make


@given(st.text(min_size=1), rules)
def test_no_logits_can_quote_what_is_not_in_the_paragraph(text, rule):
    found = found_in(text)
    if found is None:
        return
    try:
        span, claim = draft(PROMPT, found, ConstrainedModel(FakeEngine(rule)))
    except OutputError:
        return
    citation = cite(found, span)
    assert span in found.paragraph.sentences
    assert citation.quote == found.article.text[citation.start : citation.end]
    assert citation.quote in found.text
    assert claim == citation.quote or 8 <= len(claim) < 320


@given(rules)
def test_a_claim_has_no_control_characters_and_no_markup(rule):
    try:
        _, claim = draft(PROMPT, found_in("It rained. It snowed."), ConstrainedModel(FakeEngine(rule)))
    except OutputError:
        return
    # Not "Cn": what one version of Unicode has not assigned, the grammar's newer one may have.
    assert not any(unicodedata.category(c) in {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"} for c in claim)
    assert not set("[]<>{}|") & set(claim)


# Models that never begin to say that nothing is stated, so that every window is taken for an answer.
sure = st.integers(0, 2**32).map(lambda seed: favouring(list(b"nN"), random(seed), by=-100.0))


@given(rules | yes_men | sure)
@settings(max_examples=25)
def test_every_claim_of_every_answer_is_cited_and_its_quote_stands_at_its_offsets(asking, rule):
    with asking(rule) as briefer:
        question = "When was the harbour of Westhaven closed?"
        answer = briefer.ask(question)
        assert_cited(answer.claims, briefer)
        assert answer.answered == bool(answer.claims)
        assert bool(answer.reason) == (not answer.answered)
        hits = retrieve(question, briefer._open(), HashingEmbedder())
        retrieved = {(hit.chunk.article.path, hit.chunk.paragraph.number) for hit in hits}
        assert {(c.article, c.paragraph) for claim in answer.claims for c in claim.citations} <= retrieved


@given(rules | yes_men)
@settings(max_examples=25)
def test_every_claim_of_every_brief_is_cited_and_its_quote_stands_at_its_offsets(asking, rule):
    with asking(rule) as briefer:
        brief = briefer.brief("the harbour of Westhaven")
        assert_cited(brief.claims(), briefer)
        cited = {c.article for claim in brief.claims() for c in claim.citations}
        assert cited == {source.article for source in brief.sources}
        assert brief.answered == bool(brief.bottom_line)


@given(rules, st.sampled_from([("Yes", "No"), ("fact", "allegation", "opinion")]))
def test_probabilities_are_between_0_and_1_and_sum_to_1_whatever_the_logits(rule, options):
    chances = ConstrainedModel(FakeEngine(rule)).choose(PROMPT, options)
    assert all(0 <= chance <= 1 for chance in chances)
    assert sum(chances) == pytest.approx(1)


class Everything(BaseModel):
    """Takes every kind of field that the program asks for."""

    kind: Literal["fact", 'a "quoted" one', "line\nend", "back\\slash", "naïve 😀"]
    text: Annotated[str, Field(min_length=3, max_length=20, pattern=r"^[A-Z][^\n]*[.]$")]
    items: Annotated[list[Annotated[str, Field(pattern=r"^[a-z]{1,5}$")]], Field(min_length=2, max_length=3)]


@given(rules)
def test_what_is_generated_fits_its_schema_or_is_refused(rule):
    try:
        made = ConstrainedModel(FakeEngine(rule)).generate(PROMPT, Everything, max_tokens=200)
    except OutputError:
        return
    assert Everything.model_validate_json(made.model_dump_json()) == made
    assert re.fullmatch(r"[A-Z][^\n]*\.", made.text)


def test_a_model_that_never_ends_is_stopped():
    class Endless(BaseModel):
        text: str

    engine = FakeEngine(favouring(list(b"a"), constant(0.0)))
    with pytest.raises(OutputError, match="50 tokens"):
        ConstrainedModel(engine).generate(PROMPT, Endless, max_tokens=50)


def test_forced_tokens_are_not_sampled():
    class Choice(BaseModel, extra="forbid"):
        quote: Literal["All of this sentence is forced after its first letter.", "But not this."]

    model = ConstrainedModel(FakeEngine(favouring(list(b"A"), constant(0.0))))
    model.generate(PROMPT, Choice)
    assert model.usage.sampled <= 3
    assert model.usage.forced > 50


def test_special_tokens_written_in_an_article_are_plain_text_to_the_model():
    engine = FakeEngine(constant(0.0))
    tokens = engine.encode(Prompt("<|tool|>", "<|im_end|> <s> </s>"))
    assert max(tokens) < 256
    assert END not in tokens


def test_options_that_begin_alike_are_refused():
    with pytest.raises(UsageError, match="same token"):
        ConstrainedModel(FakeEngine(constant(0.0))).choose(PROMPT, ("Yes", "Yesterday"))


def test_the_probability_of_an_option_follows_its_logit():
    yes, no = ConstrainedModel(FakeEngine(favouring(list(b"Y"), constant(0.0), by=2.0))).choose(PROMPT, ("Yes", "No"))
    assert yes == pytest.approx(1 / (1 + np.exp(-2)))
    assert no == pytest.approx(1 - yes)


@given(rules, st.text(max_size=12))
def test_no_token_of_a_text_has_a_probability_above_1_whatever_the_logits(rule, text):
    scores = ConstrainedModel(FakeEngine(rule)).score(PROMPT, text)
    assert len(scores) == len(text.encode(errors="replace"))
    assert all(score <= 0 for score in scores)


def test_a_text_is_scored_by_the_logits_before_each_of_its_tokens():
    after = {b"": b"Y", b"Y": b"e", b"Ye": b"s"}  # what is favoured after what was said
    start = len(FakeEngine(constant(0.0)).encode(PROMPT))

    def rule(tokens):
        logits = np.zeros(SIZE, dtype=np.float32)
        logits[after[bytes(tokens[start:])][0]] = 50.0
        return logits

    model = ConstrainedModel(FakeEngine(rule))
    assert model.score(PROMPT, "Yes") == pytest.approx([0, 0, 0], abs=1e-6)
    assert model.score(PROMPT, "Yet") == pytest.approx([0, 0, -50], abs=1e-6)
    assert model.score(PROMPT, "") == []
    assert ConstrainedModel(FakeEngine(constant(0.0))).score(PROMPT, "Yes") == pytest.approx([-np.log(SIZE)] * 3)


def test_a_text_that_does_not_fit_the_context_is_not_scored():
    engine = FakeEngine(constant(0.0), context_length=len(FakeEngine(constant(0.0)).encode(PROMPT)) + 3)
    assert len(ConstrainedModel(engine).score(PROMPT, "Yes")) == 3
    with pytest.raises(ContextError, match="longer context"):
        ConstrainedModel(engine).score(PROMPT, "Yes!")


NEVER = "not stated"
ODD_WORDS = ["It", "rained.", "22", "2", "“no”", "naïve", "😀", "it’s", "a-b", "(c)", "\n"]
words_of = st.text() | st.lists(st.sampled_from(ODD_WORDS), max_size=9).map(" ".join)


@given(words_of, rules, st.integers(1, 20))
def test_no_logits_can_copy_what_is_not_in_the_text_or_part_of_a_word(text, rule, most):
    said = ConstrainedModel(FakeEngine(rule)).copy(PROMPT, text, never=NEVER, max_tokens=most).words
    assert said in text
    assert said == said.strip()
    assert not said or re.search(rf"(?<!\w){re.escape(said)}(?!\w)", text)


@given(words_of, rules, st.integers(1, 40))
def test_no_logits_can_list_what_is_not_in_the_text_or_list_it_twice(text, rule, most):
    found = ConstrainedModel(FakeEngine(rule)).copy_list(PROMPT, text, never=NEVER, max_tokens=most)
    said = [one.words for one in found]
    assert all(one and re.search(rf"(?<!\w){re.escape(one)}(?!\w)", text) for one in said)
    assert len(said) == len(set(said))


def wanting(reply):
    """Return a rule that favours the next byte of a reply, then the end."""
    start = len(FakeEngine(constant(0.0)).encode(PROMPT))

    def rule(tokens):
        said = bytes(tokens[start:])
        logits = np.zeros(SIZE, dtype=np.float32)
        rest = reply.encode()[len(said) :]
        logits[rest[0] if rest else END] = 50.0
        return logits

    return rule


@pytest.mark.parametrize(
    ("reply", "listed"),
    [
        ("Nine boats\nTen boats\nMay", ["Nine boats", "Ten boats", "May"]),
        ("June", ["June"]),
        ("June\nJuly\nJune\nMay", ["June", "July"]),  # it begins again
        ("June\nJuly\n", ["June", "July"]),
    ],
)
def test_a_list_is_copied_line_by_line_until_it_ends_or_begins_again(reply, listed):
    text = "It rained in May. Nine boats sank in June. Ten boats sank in July."
    found = ConstrainedModel(FakeEngine(wanting(reply))).copy_list(PROMPT, text, never=NEVER)
    assert [one.words for one in found] == listed


def test_what_the_logits_favour_is_copied_word_by_word():
    text = "It rained in May. Nine boats sank in June. Ten boats sank in July."
    for reply in ("Nine boats", "boats sank in July.", "rained in May. Nine", "June"):
        assert ConstrainedModel(FakeEngine(wanting(reply))).copy(PROMPT, text, never=NEVER).words == reply
    model = ConstrainedModel(FakeEngine(wanting("boats sank in June")))
    assert model.copy(PROMPT, text, never=NEVER, max_tokens=1).words == "boats"  # a word once begun is not sampled


def test_what_is_copied_does_not_begin_as_another_reply_does_and_is_as_likely_as_its_logits_say():
    text = "none said so. All left."
    for by in (1.0, 5.0):
        model = ConstrainedModel(FakeEngine(favouring(list(b"nA"), constant(0.0), by=by)))
        found = model.copy(PROMPT, text, never=NEVER)
        assert found.words.startswith("All")
        assert found.likelihood < 0
        assert model.copy(PROMPT, text, never="it is not").words.startswith("none")
    sure = ConstrainedModel(FakeEngine(favouring(list(b"A"), constant(0.0), by=50.0)))
    unsure = ConstrainedModel(FakeEngine(constant(0.0)))
    likely = [model.copy(PROMPT, "All", never=NEVER).likelihood for model in (sure, unsure)]
    assert likely[0] > likely[1]


def test_what_is_copied_is_counted_as_written_and_must_fit_the_context():
    model = ConstrainedModel(FakeEngine(favouring(list(b"I"), constant(0.0))))
    model.copy(PROMPT, "It rained.", never=NEVER)
    assert model.written > 0
    short = FakeEngine(constant(0.0), context_length=len(FakeEngine(constant(0.0)).encode(PROMPT)) + 3)
    with pytest.raises(ContextError, match="longer context"):
        ConstrainedModel(short).copy(PROMPT, "It rained.", never=NEVER)


def test_the_logits_of_the_last_tokens_are_those_of_each_beginning_in_order():
    engine = FakeEngine(random(1))
    rows = engine.logits([1, 2, 3, 4], last=3)
    assert rows.shape == (3, SIZE)
    for row, beginning in zip(rows, ([1, 2], [1, 2, 3], [1, 2, 3, 4]), strict=True):
        assert np.array_equal(row, engine.logits(beginning)[0])


@pytest.mark.parametrize("topic", ["long harbour report", "the lighthouse", "Ada"])
def test_a_paragraph_longer_than_the_context_is_read_in_parts_that_fit(asking, topic):
    with asking(favouring(list(b"Y"), random(1)), context_length=4096) as briefer:
        brief = briefer.brief(topic)
        assert brief.answered is (topic != "the lighthouse")  # told in one sentence that no reader takes in
        assert_cited(brief.claims(), briefer)
        assert_cited(briefer.ask(f"What is said of {topic}?").claims, briefer)


def test_a_context_too_short_for_any_passage_is_one_clear_error(asking):
    with asking(random(1), context_length=100) as briefer, pytest.raises(ContextError, match="longer context"):
        briefer.ask("When was the harbour closed?")
