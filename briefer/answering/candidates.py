"""What was read makes of a question: the sentence that answers, as a reader is told it. Knows nothing of others.

All of it is the source's own words: the model only tells which of them answer.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import inf
from statistics import fmean

from briefer.answering.context import Candidate, Context, Reading
from briefer.answering.fits import is_thing, only_wanted
from briefer.answering.giving import gives, sentence_gives
from briefer.answering.kinds import OF_ONE
from briefer.answering.names import absent, off_matter
from briefer.answering.question import Question
from briefer.answering.rank import Sentence
from briefer.answering.speaker import asks, said_by, says_about, speaker_asked
from briefer.answering.verdict import denial
from briefer.answering.windows import Window, has
from briefer.grounding.check import evidence
from briefer.grounding.cite import cite, verbatim
from briefer.grounding.probability import from_log_odds
from briefer.grounding.read import decided, probed, several, short, stated
from briefer.grounding.telling import Telling, wording
from briefer.language.analysis import analyse
from briefer.language.tokens import same_matter, stems, terms
from briefer.models.llm.base import Copied
from briefer.progress import Progress, Stage
from briefer.schema import Claim, Wording

# The log-odds that what was read answers where there is no probe of the model: those of its Yes that the answer is
# stated, and how likely the words are that it would answer with. Fitted on 135 questions before there was a probe
# (bench/README.md), so that at 0 more than nine of ten without an answer are rejected.
STATED, LIKELIHOOD, BIAS = 1.6, 1.6, -0.2
DECIDED_BIAS = -0.9  # of yes or no, which has no words
# What denies what is asked is often taken for what does not tell it, unless No may be the reply. The odds of a reply
# count but for this: of 41 questions for yes or no 22 of 26 are right and 14 of 15 rejected, 20 and 14 without it.
DENIED = 1.0
# Of the score of the best window, or of one that surely answers: what is less near is not read. Of the 150 answers in
# three windows of seven sets none is lost; from .8 on some are.
CLOSE = 0.7
FEW_WORDS = 6  # of one of several that stands alone
LEAST = 3  # words of a sentence that answers: "A: No." answers whatever was asked before it
UNLIKELY = -1.5  # natural logarithm of the probability of words that may as well be others


def lacking(question: Question, window: Window) -> tuple[str, ...]:
    """Return the names of a question that the article of a window does not have, nor the window what it is about."""
    article = window.chunk.article
    return absent(question, evidence(article.prose, article)) or off_matter(question, evidence(window.text, article))


def reading(question: Question, found: Sequence[Window], context: Context) -> Iterator[Reading]:
    """Yield the windows as they are read, each with the probability that it answers.

    One far less near than the best is not worth it; after one that surely does, only those of other articles are, where
    these may say otherwise. Further down are other values of what the first ones answer, if these do. Where several are
    asked for, each may give some.
    """
    sure: Reading | None = None
    answered = question.several
    for done, window in enumerate(found):
        if done >= context.settings.read and not answered:
            break
        worth = _may_differ(question, window, sure.window) if sure else window.score >= CLOSE * found[0].score
        if not worth and not question.several:
            continue
        context.report(Progress(Stage.READ, done, len(found)))
        one = _read(question, window, context)
        outcome = ", ".join(one.words) or "states the answer?"
        context.trace.add(Stage.READ, window.text, outcome, value=one.probability, chunk=window.chunk)
        if one.probability >= context.settings.dissenting and not lacking(question, window):
            answered = True
            sure = sure or (one if one.probability >= context.settings.sure else None)
        yield one


def _may_differ(question: Question, window: Window, sure: Window) -> bool:
    """Return whether a window may answer otherwise than a sure one: another article or time, and hardly less near."""
    elsewhere = window.article != sure.article or window.chunk.paragraph.time != sure.chunk.paragraph.time
    near = question.one and window.score >= CLOSE * sure.score
    return elsewhere and (near or same_matter(set(terms(window.text)), set(terms(sure.text))))


def _read(question: Question, window: Window, context: Context) -> Reading:
    if denied(question, window):
        return Reading(window, 1.0)
    if said := next((one for one in window.ranked if says_about(question, one) and not asks(one)), None):
        return Reading(window, 1.0, (said.text,), inf)
    known = probed(question.text, window.text, context.model)
    odds = _replied(question, window, context) if known is None else known
    found = _words(question, window, odds, context)
    likelihood = fmean(one.likelihood for one in found) if found else -inf
    if known is None and not question.yes_or_no:
        odds += LIKELIHOOD * max(likelihood, UNLIKELY)
    return Reading(window, from_log_odds(odds), tuple(one.words for one in found), likelihood)


def _words(question: Question, window: Window, odds: float, context: Context) -> list[Copied]:
    """Return the words that the model would answer with where a window may answer; yes or no has none."""
    if question.yes_or_no or from_log_odds(odds) < context.settings.dissenting:
        return []
    asked = (question.text, window.text, context.model)
    if question.several:
        return [one for one in several(*asked) if one.words]
    return [one for one in [short(*asked)] if one.words and one.likelihood >= UNLIKELY]


def _replied(question: Question, window: Window, context: Context) -> float:
    """Return the log-odds that a window answers by the model's replies, before its words are asked for."""
    odds = stated(question.text, window.text, context.model)
    if not question.yes_or_no:
        return STATED * odds + BIAS
    if from_log_odds(STATED * odds + DECIDED_BIAS) < context.settings.answer:
        odds = max(odds, decided(question.text, window.text, context.model) - DENIED)
    return STATED * odds + DECIDED_BIAS


def denied(question: Question, window: Window) -> Sentence | None:
    """Return the sentence of a window that says of what is asked that it is not so, else None."""
    spans = {span for one in window.ranked if (span := denial(question, one.chunk))}
    return next((one for one in window.sentences if one.span in spans), None)


def candidates(question: Question, read: Reading, context: Context) -> list[Candidate]:
    """Return the sentences of a window that answer, told as claims: one, or those that give some of several."""
    window = read.window
    found: dict[Sentence, list[str]] = {}
    if question.yes_or_no:
        found[denied(question, window) or _decisive(question, window, context)] = []
    elif not question.several:
        words = "".join(read.words)
        best = window.telling(words, read.likelihood)
        found[best] = [words] if has(best, words) else []
    else:
        for words in (words.removesuffix("'s").removesuffix("’s") for words in read.words):
            sentence = window.with_words(words)
            if sentence and _gives(words, question) and is_thing(words, sentence.tree, question):
                found.setdefault(sentence, []).append(words)
    fitting = [sentence for sentence in found if fits(sentence, question)]
    if not fitting:
        context.trace.add(Stage.CHECK, window.text, "dropped: not the kind of answer that is asked", chunk=window.chunk)
    return [told(question, sentence, found[sentence], read) for sentence in fitting]


def _decisive(question: Question, window: Window, context: Context) -> Sentence:
    """Return the sentence that by itself tells most surely whether what is asked is so."""
    return max(window.sentences, key=lambda one: _states(question, one.text, context))


def _states(question: Question, text: str, context: Context) -> float:
    odds = probed(question.text, text, context.model)
    return stated(question.text, text, context.model) if odds is None else odds


def told(question: Question, sentence: Sentence, words: Sequence[str], read: Reading) -> Candidate:
    """Return a sentence as a claim that answers, with the few words of it that do in front where these are such."""
    joined = ", ".join(words)
    claim = claim_of(sentence, stems(question.text) | stems(joined))
    apart = [one for one in words if one in claim.text and _apart(one, question)]
    short = ", ".join(apart) if len(apart) == len(words) else ""
    return Candidate(claim.model_copy(update={"short": short}), read.probability, sentence, read.window, joined)


def _apart(words: str, question: Question) -> bool:
    """Return whether words answer without their sentence."""
    few = question.several and len(words.split()) <= FEW_WORDS
    return (few or question.kind in OF_ONE) and _gives(words, question)


def claim_of(sentence: Sentence, keep: set[str]) -> Claim:
    """Return a sentence as a claim in the source's own words: shortened, and understood alone.

    One that leans on the sentence before, and cannot be mended, stands behind that.
    """
    telling = Telling(sentence.chunk, sentence.span, frozenset(keep))
    if telling.unspoken:
        return verbatim(sentence.chunk, sentence.span)
    citations = telling.citations
    if telling.alone.leaning is None:
        return Claim(text=telling.text, support=1.0, wording=wording(telling.text, citations), citations=citations)
    before = sentence.previous
    if before is None:
        return verbatim(sentence.chunk, sentence.span)
    first = verbatim(before.chunk, before.span)
    text = f"{first.text} {verbatim(sentence.chunk, sentence.span).text}"
    cited = tuple(dict.fromkeys([*first.citations, cite(sentence.chunk, sentence.span)]))
    return Claim(text=text, support=1.0, wording=Wording.VERBATIM, citations=cited)


def fits(sentence: Sentence, question: Question) -> bool:
    """Return whether a sentence gives the kind of thing that is asked for, as a fact where that is asked for.

    What somebody is asked to have said they must say themselves; what an interviewer asks is no fact.
    """
    asked = speaker_asked(question)
    if len(sentence.text.split()) < LEAST or asks(sentence) or (asked and not said_by(asked, sentence)):
        return False
    if question.yes_or_no:
        return True
    return sentence_gives(sentence.tree, question) and not only_wanted(
        analyse(sentence.text, question.parser), question
    )


def _gives(words: str, question: Question) -> bool:
    return bool(words) and gives(analyse(words, question.parser, spans=[(0, len(words))]), question)
