"""Briefer as other programs use it, with a model that answers by the words that texts share."""

import threading
import time

import pytest
from texts import PARSER

from briefer import Briefer, Filters
from briefer.errors import ArticleNotFoundError, ModelNotFoundError, StoppedError, UnknownModelError, UsageError
from briefer.models.embedder import HashingEmbedder
from briefer.models.llm.fake import FakeModel
from briefer.progress import Stage


def test_a_question_is_answered_with_the_sentence_that_says_so(briefer):
    answer = briefer.ask("Who warned that the old ferry must run?")
    assert answer.answered
    assert "Tom Okafor" in answer.claims[0].text
    assert answer.claims[0].citations[0].article == "bridge.md"
    assert (answer.reason, answer.nearest, answer.model) == ("", (), "fake")


def test_a_question_that_no_article_answers_is_said_to_be_so_with_what_is_nearest(briefer):
    answer = briefer.ask("Which penguins colonised Antarctica?")
    assert not answer.answered
    assert answer.claims == ()
    assert "do not say" in answer.reason
    assert answer.nearest


def test_a_brief_has_its_statements_from_the_articles_and_says_how_it_was_made(briefer):
    brief = briefer.brief("the harbour of Westhaven")
    assert brief.answered
    assert "harbour.txt" in {source.article for source in brief.sources}
    assert brief.made.articles == 3
    assert (brief.made.model, brief.made.embedder, brief.made.model_sha256) == ("fake", "hashing", None)
    assert brief.accounts == len(brief.sources)


def test_a_brief_on_what_no_article_is_about_is_empty_but_for_what_is_nearest(briefer):
    brief = briefer.brief("penguins")
    assert (brief.answered, brief.claims(), brief.sources) == (False, [], ())
    assert brief.reason
    assert brief.nearest


def test_two_briefs_on_the_same_topic_say_the_same(briefer):
    first, second = (briefer.brief("the harbour of Westhaven") for _ in range(2))
    assert first.model_dump(exclude={"made"}) == second.model_dump(exclude={"made"})


def test_a_brief_is_no_longer_than_a_page(briefer):
    brief = briefer.brief("Westhaven")
    assert sum(len(claim.text.split()) for claim in brief.claims()) <= 450


@pytest.mark.parametrize(
    "filters",
    [
        Filters(articles=("harbour.txt",)),
        Filters(since="2024-01-01"),
        Filters(until="2024-12-31", publisher="Valley News"),
    ],
)
def test_a_filter_holds_for_answers_and_briefs(briefer, filters):
    allowed = {"harbour.txt"} if not filters.publisher else {"bridge.md"}
    brief = briefer.brief("Westhaven harbour bridge", filters=filters)
    answer = briefer.ask("Who warned that the old ferry must run?", filters=filters)
    claims = [*brief.claims(), *answer.claims]
    assert {c.article for claim in claims for c in claim.citations} <= allowed


@pytest.mark.parametrize("text", ["", " \n\t ", "x" * 10_000])
def test_an_empty_or_endless_question_is_refused_before_anything_is_read(tmp_path, text):
    with Briefer(tmp_path / "nowhere") as briefer:
        for method in (briefer.ask, briefer.brief, briefer.search):
            with pytest.raises(UsageError):
                method(text)


def test_an_unknown_model_and_one_that_is_not_here_are_told_before_the_corpus_is_read(tmp_path, monkeypatch):
    monkeypatch.setenv("BRIEFER_MODELS", str(tmp_path / "models"))
    for name, error, said in (
        ("nobody", UnknownModelError, "known: "),
        ("all-minilm-l6-v2", UnknownModelError, "embedder"),
        ("smollm2-135m", ModelNotFoundError, "brief models pull smollm2-135m"),
        (str(tmp_path / "none.gguf"), ModelNotFoundError, "none.gguf"),
    ):
        with Briefer(tmp_path / "nowhere", model=name) as briefer, pytest.raises(error, match=said):
            briefer.ask("Who?")


def test_an_article_is_given_as_it_was_read(briefer):
    article = briefer.article("harbour.txt")
    assert article.date == "2024-03-12"
    assert article.title == "Harbour reopens after the storm"
    assert [p.role.value for p in article.paragraphs][:2] == ["headline", "headline"]
    with pytest.raises(ArticleNotFoundError, match=r"nothing\.txt"):
        briefer.article("nothing.txt")


def test_progress_is_told_in_steps_that_do_not_go_back(briefer):
    told = []
    briefer.brief("the harbour of Westhaven", report=told.append)
    assert told
    assert all(0 <= step.done <= step.total for step in told)
    assert len({step.stage for step in told}) >= 3


def test_requests_of_many_threads_wait_their_turn(ready):
    class Busy(FakeModel):
        running = 0

        def choose(self, prompt, options):
            assert self.running == 0
            self.running += 1
            time.sleep(0.001)
            self.running -= 1
            return super().choose(prompt, options)

    answers = []
    with Briefer(ready[0], index=ready[1], language_model=Busy(), embedder=HashingEmbedder(), parser=PARSER) as briefer:
        threads = [
            threading.Thread(target=lambda: answers.append(briefer.ask("Who warned that the old ferry must run?")))
            for _ in range(6)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert len(answers) == 6
    assert {answer.claims for answer in answers} == {answers[0].claims}


def test_claims_and_pages_are_shown_while_they_are_made(briefer):
    claims, pages = [], []
    answer = briefer.ask("Who warned that the old ferry must run?", claimed=claims.append)
    brief = briefer.brief("the harbour of Westhaven", shown=pages.append)
    assert tuple(claims) == answer.claims
    assert pages == [brief]


@pytest.mark.parametrize(
    ("request_", "stage"),
    [
        *((Briefer.ask, stage) for stage in (None, Stage.INGEST, Stage.READ)),
        *((Briefer.brief, stage) for stage in (None, Stage.INGEST, Stage.RETRIEVE, Stage.CHOOSE)),
    ],
)
def test_a_request_can_be_stopped_and_the_next_one_is_answered(corpus, tmp_path, request_, stage):
    def stop(now):
        if stage in {None, now.stage}:
            raise StoppedError("enough")

    with Briefer(
        corpus, index=tmp_path / "i", language_model=FakeModel(), embedder=HashingEmbedder(), parser=PARSER
    ) as briefer:
        with pytest.raises(StoppedError):
            request_(briefer, "Who warned that the old ferry must run?", report=stop)
        assert briefer.ask("Who warned that the old ferry must run?").answered


def test_articles_are_given_while_the_model_works(ready):
    inside, go_on = threading.Event(), threading.Event()

    class Slow(FakeModel):
        def choose(self, prompt, options):
            inside.set()
            assert go_on.wait(10)
            return super().choose(prompt, options)

    with Briefer(ready[0], index=ready[1], language_model=Slow(), embedder=HashingEmbedder(), parser=PARSER) as briefer:
        thread = threading.Thread(target=briefer.ask, args=("Who warned that the old ferry must run?",))
        thread.start()
        assert inside.wait(10)
        assert briefer.article("bridge.md").title == "A new bridge over the Lenn"
        assert {entry.path for entry in briefer.articles()} == {"bridge.md", "harbour.txt", "museum.txt"}
        assert thread.is_alive()
        go_on.set()
        thread.join()


def test_the_fake_model_can_be_chosen_and_keeps_an_index_of_its_own(corpus, tmp_path):
    with Briefer(corpus, index=tmp_path / "index", model="fake") as briefer:
        assert briefer.ask("Who warned that the old ferry must run?").model == briefer.model == "fake"
        assert briefer.index == tmp_path / "index" / "fake"
        with pytest.raises(UsageError, match="--model"):
            briefer.use("smollm2-135m")


def test_a_model_that_cannot_be_used_leaves_the_old_one(tmp_path, monkeypatch):
    monkeypatch.setenv("BRIEFER_MODELS", str(tmp_path / "models"))
    with Briefer(tmp_path / "nowhere") as briefer:
        before = briefer.model
        with pytest.raises(UnknownModelError):
            briefer.use("nobody")
        with pytest.raises(ModelNotFoundError):
            briefer.use("smollm2-135m")
        assert (briefer.model, briefer.loaded, briefer.written) == (before, False, 0)
