"""Rewrites a follow-up question so that it can be asked alone. Knows nothing of libraries or formats.

Code makes what a question may mean from words that were asked and answered before; the model only tells which of these
it means, by how likely each is as the reply. So nothing that nobody said can get into a question.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache

from briefer.answering.kinds import lists_of
from briefer.answering.phrases import meant, owned, phrases, tails, within_sentence
from briefer.answering.pronouns import Pronoun, leaning, pronouns
from briefer.answering.question import QUESTION_LENGTH, Question, question_of
from briefer.errors import OutputError
from briefer.language.parser import Parser, Token
from briefer.language.tokens import capitalised
from briefer.models.llm.base import LanguageModel
from briefer.models.prompts import fill
from briefer.progress import Progress, Report, Stage
from briefer.schema import Answer

ALONE = 2  # words, that are no question by themselves: "Since when?"
SHORT = 5  # words: "Why not him?" goes on, "Why did Seoul close the border?" does not
LOOK_BACK = 3  # questions
MOST_MEANT = 32  # phrases that a pronoun may stand for: each is read by the model, in about a tenth of a second
MOST_PRONOUNS = 3  # of a question, that are replaced
# In natural logarithms: by how much a question may be less likely with what it leaves out, since it is longer.
LEFT_OUT = 2.0


def standalone(
    question: str,
    earlier: Sequence[Answer],
    model: LanguageModel,
    *,
    parser: Parser,
    report: Report = lambda *_: None,
) -> str:
    """Return a question that asks the same without the ones before it; itself if it leans on none of them.

    Itself too where it would be longer than may be asked. report is called before each request to the model.
    """
    asked = [answer for answer in earlier[-LOOK_BACK:] if answer.question]
    if not asked or not leans(question, parser):
        return question
    prompt = fill("followup", {"earlier": "\n\n".join(map(_told, asked)), "question": question})

    @cache
    def likely(written: str) -> float:
        report(Progress(Stage.RESOLVE, 0, 1))
        return sum(model.score(prompt, written))

    try:
        written = _rewritten(question, asked, likely, parser)
    except OutputError:  # the conversation does not fit the model's context
        return question
    return written if len(written) <= QUESTION_LENGTH else question


def leans(question: str, parser: Parser) -> bool:
    """Return whether a question can mean something only after another one."""
    tree = question_of(_ended(question), parser).tree
    lists, said = lists_of(parser.language), [t.text.lower() for t in tree.tokens]
    length = len(question.split())
    goes_on = said[0] in lists["links"] | {"why"} or (said[0] in lists["about"] and said[1:2] == ["about"])
    return (
        length <= ALONE
        or (goes_on and (length < SHORT or said[0] == "and"))
        or any(leaning(tree, token, parser.language) for token in tree.tokens)
        or _only_asks(tree.tokens, parser.language)
    )


def _rewritten(question: str, asked: Sequence[Answer], likely: Callable[[str], float], parser: Parser) -> str:
    last, text = asked[-1], _ended(question)
    tokens = question_of(text, parser).tree.tokens
    if other := _instead(text, tokens, parser.language):
        put = _with(other, last.question, parser.language)[:MOST_MEANT]
        return _named(max(put, key=likely), asked, likely, parser) if put else question
    behind = _behind_link(tokens, parser.language)
    if behind:
        text = capitalised(text[tokens[behind].start :])
    if _only_asks(tokens[behind:], parser.language):
        return _asking(text.rstrip("?"), last, parser)
    text = _named(text, asked, likely, parser)
    if behind:
        ends = tails(last.question, parser.language)
        whole = max((f"{text.rstrip('?')} {tail}" for tail in ends), key=likely, default=text)
        text = whole if likely(whole) >= likely(text) - LEFT_OUT else text
    return text if text != _ended(question) else question


def _named(text: str, asked: Sequence[Answer], likely: Callable[[str], float], parser: Parser) -> str:
    """Return a question with what they stand for in place of its pronouns, but for those that mean its own words."""
    tree = question_of(text, parser).tree
    moved, own = 0, None  # by how much what was put in is longer than what it stands for
    for pronoun in pronouns(tree, parser.language)[:MOST_PRONOUNS]:
        start, end = pronoun.start + moved, pronoun.end + moved
        if own is None:
            own = bool(meant([text[:start]], parser.language, people=True))
        said = [f"{answer.question} {_said(answer)}" for answer in reversed(asked)]
        put = [
            f"{text[:start]}{owned(phrase) if pronoun.owner else phrase}{text[end:]}"
            for phrase in meant(said, parser.language, people=pronoun.person)[:MOST_MEANT]
        ]
        if own or (pronoun.owner and _has_own(pronoun, tree.tokens, parser.language)):
            put.append(text)
        written = max(put, key=likely, default=text)
        moved += len(written) - len(text)
        text = written
    return text


def _has_own(pronoun: Pronoun, tokens: Sequence[Token], language: str) -> bool:
    """Return whether a question names before a pronoun what that may stand for: "Which company moved its office?"."""
    auxiliaries = lists_of(language)["auxiliaries"]
    said = [t.text.lower() for t in tokens if t.start < pronoun.start]
    return any(
        (one in {"which", "what"} or (one == "many" and said[max(i - 1, 0)] == "how"))
        and i + 1 < len(said) and said[i + 1] not in auxiliaries and said[i + 1][0].isalnum()
        for i, one in enumerate(said)
    )  # fmt: skip


def _ended(question: str) -> str:
    return f"{question.strip().rstrip(' ?')}?"


def _told(answer: Answer) -> str:
    return f"Question: {answer.question}\nAnswer: {_said(answer) or 'The sources do not say.'}"


def _said(answer: Answer) -> str:
    return " ".join(claim.text for claim in answer.claims)


def _behind_link(tokens: Sequence[Token], language: str) -> int:
    """Return the place of the first word behind an "and" that a question begins with; 0 if it begins with none."""
    if tokens[0].text.lower() not in lists_of(language)["links"]:
        return 0
    place = 2 if len(tokens) > 1 and tokens[1].text == "," else 1
    return place if place < len(tokens) - 1 else 0  # the last one is the question mark


def _instead(text: str, tokens: Sequence[Token], language: str) -> str:
    """Return what a question puts for something of the one before: "Brandt" of "And what about Brandt?"; else ""."""
    lists = lists_of(language)
    place = 0
    while place < len(tokens):
        said = tokens[place].text.lower()
        if said in lists["about"] and place + 1 < len(tokens) and tokens[place + 1].text.lower() == "about":
            place += 2
        elif behind := _behind_link(tokens[place:], language):
            place += behind
        else:
            break
    rest = tokens[place:-1]
    stops = lists["auxiliaries"] | lists["asking"] | {",", "?"}
    if not place or not rest or rest[0].text.lower() in {"if", "so"} or any(t.text.lower() in stops for t in rest):
        return ""
    return text[rest[0].start : rest[-1].end]


def _only_asks(tokens: Sequence[Token], language: str) -> bool:
    """Return whether a question is nothing but words that ask: "Why?", "By whom?", "For how long?"."""
    lists = lists_of(language)
    said = [t.text.lower() for t in tokens if t.text != "?"]
    if said and said[0] in lists["prepositions"]:
        del said[0]
    if len(said) == 2 and said[0] == "how":
        return said[1] in lists["how_asked"]
    return len(said) == 1 and said[0] in lists["only_asking"]


def _asking(how: str, answer: Answer, parser: Parser) -> str:
    """Return an earlier question with other words that ask: after "When was it built?", "By whom" was it built."""
    question = question_of(answer.question, parser)
    written = f"{how} {within_sentence(rest)}" if (rest := _asked_of_it(question)) else answer.question
    if written != answer.question:
        return written
    if answer.claims:
        return f"{how} is it that {within_sentence(answer.claims[0].text).rstrip('.')}?"
    return f"{answer.question.rstrip('?')}, and {within_sentence(how)}?"


def _asked_of_it(question: Question) -> str:
    """Return a question from its auxiliary on; "" where it asks for the subject, which "Why" would leave out.

    The one who did it is the subject of "Who paid?", which has to be put into "Why" by what was answered.
    """
    lists = lists_of(question.language)
    said = [t.text.lower() for t in question.asked]
    asks = 2 if said[:2] in (["how", "many"], ["how", "much"]) else int(said[:1] in (["who"], ["what"], ["which"]))
    if asks and not set(said[asks : asks + 2]) & lists["do"]:
        return ""
    begins = bool(said) and said[0] in lists["asking"]
    auxiliary = next((t for t in question.asked if t.text.lower() in lists["auxiliaries"]), None)
    if auxiliary is None or not (begins or auxiliary.index == 0):
        return ""
    return question.text[auxiliary.start :]


def _with(other: str, last: str, language: str) -> list[str]:
    """Return an earlier question with each of its phrases replaced by another: "And in May?", "What about Brandt?"."""
    first, _, rest = other.partition(" ")
    bare = rest if rest and first.lower() in lists_of(language)["prepositions"] else other
    put = [f"{last[:start]}{bare}{last[end:]}" for start, end in phrases(last, language)]
    return put if bare == other else [f"{last.rstrip('?')} {other}?", *put]
