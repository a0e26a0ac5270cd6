"""Tells text that addresses its reader as a machine: orders to a model, signs of a chat, the program's own prompts.

An article is data, so nothing in it is ever obeyed; such text is marked because it is no reporting. Precision comes
before coverage: news about models and their instructions is news. What is not marked is still checked like any text.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from briefer.config import shipped
from briefer.schema import Article, Role

MOST_NAMED = 3  # articles in a brief's gaps
COPIED_WORDS = 4  # of a prompt's sentence, from which the same words are a copy and not chance
OF_A_PROMPT = frozenset({"passage", "json", "journalist"})  # one of them stands in it too
# Letters of other alphabets that are drawn like Latin ones.
LOOKALIKES = str.maketrans(
    "аеорсухіјѕԁһӏкмтвнгԛԝпαοενρτικυχɡɑıǀ",
    "aeopcyxijsdhlkmtbhrqwnaoevptikuxgail",
)

TOKEN = re.compile(
    r"<\|[\w ./-]{2,40}\|>|\[/?inst\]|<</?sys>>|</?(start|end)_of_(turn|text|utterance|image)>|</s>|<s>"
    r"|</?(bos|eos|pad|unk)>"
    r"|\[/?(system_prompt|tool_calls|tool_results|available_tools)\]|</?(tool_call|tool_response|function_call)>"
    r"|</?(think|system|assistant|user)>|<(extra_id_|unused|reserved_special_token_)\d+>"
    r"|^#{2,} ?(instruction|response|system|assistant|user)\b:?",
    re.MULTILINE,
)
JSON = re.compile(r"[{\[]\s*\"[\w ]{2,20}\"\s*:\s*[\"{\[\d]")
ROLE = re.compile(
    r"^[^\w\n]{0,9}(system|developer|hidden|secret) (prompt|message|instructions?|override)\s*[:\]]"
    r"|^[^\w\n]{0,9}(tool|function)[ _](output|result|call|response)s?\s*:"
    r"|^[^\w\n]{0,9}assistant\s*:(\s+\S+){4}"
    r"|^[^\w\n]{0,9}system\s*:\s*((you|the (assistant|model|ai)) (is|are|must|will|should|shall|has|have)"
    r"|ignore|disregard|answer|reply|respond|override|new|updated)\b"
    r"|^[^\w\n]{0,9}(user|human|question)\s*:.{0,600}?^[^\w\n]{0,9}(assistant|ai|bot|model)\s*:"
    r"|(={2,}|-{2,}|#{2,}|\*{2,}|\[|<)\s*(begin|start|end)( of)?( the)?( system| user)?"
    r" (prompt|context|passage|instructions?|input|document|article)\b"
    r"|\bend of (the )?(article|text|document|passage|context)[.:!]?\s+(now|next|your task|new task)\b"
    r"|\bsource \d+,? paragraph \d+"
    r"|^passage\s*:",
    re.MULTILINE | re.DOTALL,
)

# Stand in the patterns below between angle brackets. All repetition is bounded: a text may be a flood of any of them.
PARTS = {
    "KIND": r"(?:ai|a\.i\.|artificial[- ]intelligence|(?:large )?language|automat(?:ed|ic)|machine|chat)[- ]"
    r"(?:assistant|agent|model|system|reader|summari[sz]er|tool|engine|bot|reviewer|crawler|program|software)s?",
    "MODEL": r"(?:<KIND>|chat\s?bots?|llms?|chatgpt|summari[sz]ers?|language models?)",
    "MACHINE": r"(?:<MODEL>|ais?|assistants?)",
    "VERB": r"(?:ignore|disregard|forget|answer|reply|respond|say|state|mention|include|report|write|print|output|add)",
    "TEXT": r"this (?:text|article|page|document|passage|story|file|report|message)",
    "ORDERS": r"(?:instructions?|prompts?|system messages?|directives?|directions)",
    "BEFORE": r"(?:previous|above|prior|earlier|preceding|foregoing|system|other|original|initial|existing)",
    "START": r"(?:^|[:;,–—-]\s*|"
    r"\b(?:please|you must|you should|you will|you are to|and|then|now|instead|kindly)\s+)",
    "POLITELY": r"(?:please |kindly |now |always |only |simply |just |then |instead,? |you must |you should ){0,4}",
    "ALL": r"(?:all |any |the |every ){0,3}",
}
PATTERNS = (
    # Ignore all previous instructions; disregard the above.
    r"<START><POLITELY>(?:ignore|disregard|forget|override|bypass|discard|delete)\s+"
    r"(?:all |any |everything |every |each |of |the |your |these |those |my ){0,5}"
    r"(?:<BEFORE> (?:\w+ )?<ORDERS>|<ORDERS> (?:above|before this)|"
    r"your (?:\w+ )?(?:<ORDERS>|training|programming|guidelines)|all <ORDERS>|"
    r"(?:(?:all|everything|anything) |of )?(?:the |what (?:is|was|stands) |(?:text|words|lines) )?"
    r"(?:above|before this))\b",
    r"\byour (?:system prompt|system message|hidden instructions)\b",
    r"\b(?:overrid|overrul|replac|supersed)\w+ your (?:\w+ )?(?:<ORDERS>|guidelines|rules)\b",
    r"\b<ORDERS> from your (?:developer|creator|operator|owner|maker|user)s?\b",
    r"\banswers? to (?:any|every|each|all) (?:\w+ )?questions? (?:on|about) <TEXT>\b",
    r"\b(?:who|what|which)ever (?:\w+ )?(?:reads|summari[sz]es|processes|quotes|indexes) (?:this|<TEXT>)\b",
    r"you are (?:hereby )?(?:instructed|ordered|commanded|required|told|asked) to "
    r"(?:ignore|disregard|forget)\b[^.!?]{0,40}<ORDERS>",
    # When asked about X, answer Y; answer every question with Y.
    r"\b(?:when(?:ever)?|if|should) [^.,;!?]{0,30}\bask(?:ed|s)?\b[^.,;!?]{0,80}[,;:]\s*<POLITELY>"
    r"(?:reply|answer|respond|say|state|claim|write|output|insist)(?: (?:that|with|only|by)\b|:)",
    r"\b(?:when(?:ever)?|if) [^.,;!?]{0,30}\bask(?:ed|s)?\b[^.,;!?]{0,80}[,;:]?\s*"
    r"(?:you must|you should|always|please) (?:reply|answer|respond|say|state|write)(?: (?:that|with|only|by)\b|:)",
    r"(?:^|[:;]\s*)<POLITELY>(?:answer|reply|respond) (?:only )?(?:(?:yes|no|by saying)\b|"
    r"that (?:the|a|an|it|he|she|they|no|nobody|all)\b|"
    r"with (?:only |exactly |just )?(?:the (?:words?|sentence|phrase)\b|yes\b|no\b|json\b|[\"'“]))",
    r"<START><POLITELY>(?:answer|respond to|reply to) (?:all|any|every|each) (?:\w+ )?"
    r"(?:questions?|quer(?:y|ies)|prompts?|requests?)[^.!?]{0,40}\b(?:with|that|by|as)\b",
    r"<START><POLITELY>(?:do not |don't |never )?(?:tell|inform|show|convince|assure|warn) the user\b",
    r"<START><POLITELY>(?:mention|include|add|state|write|say|insert|begin|start|end|omit|put|leave)\b[^.!?]{0,80}"
    r"\b(?:in|to|into|from|with) your (?:\w+ )?(?:summary|summaries|brief|briefing|output|digest)\b",
    r"\b(?:begin|start|end) your (?:(?:summary|brief|output)s? (?:with|by)|(?:answer|reply|response)s? with the "
    r"(?:words?|sentence|phrase))\b",
    r"\b(?:do not|don't|never) (?:mention|reveal|disclose|repeat|show)[^.!?]{0,60}"
    r"(?:this (?:instruction|message|note|prompt)|these instructions|to the user|the system prompt)\b",
    r"(?:^|[:;]\s*)<POLITELY>(?:summari[sz]e|describe|present) <TEXT> (?:as|by saying|with the|in (?:one|a single))\b",
    # You are an assistant; act as one; developer mode.
    r"\byou are (?:now |hereby )?(?:an?|the|our|my|no longer an?) (?:[\w-]+ ){0,3}<MODEL>\b",
    r"\byou are (?:now )?an? (?:\w+ ){0,2}assistant (?:without|with no|that)\b",
    r"(?:^|[:;]\s*)<POLITELY>(?:act as|pretend (?:to be|(?:that )?you are)|role-?play as|behave like|"
    r"imagine (?:that )?you are) (?:an? |the )?(?:[\w-]+ ){0,3}(?:<MODEL>|assistant|ai)\b",
    r"\byou (?:are|have been) now? ?(?:in|switched (?:in)?to) "
    r"(?:developer|debug|god|admin|maintenance|jailbreak) mode\b",
    r"\bas an? (?:ai(?: language)?|large language|language) model,? (?:i|you)\b",
    # Dear assistant; note to summarisers; if you are an assistant.
    r"(?:^|[.!?:;]\s+)(?:dear|attention|attn|hello|hey|hi|listen),? <ALL><MODEL>\b",
    r"(?:^|[.!?:;]\s+)(?:dear|attention|hello|hey) (?:ai|assistants?)\b",
    r"(?:note|notice|message|instructions?|memo|correction|reminder|request|information|editor's note|important)"
    r" (?:to|for) <ALL>(?:<MODEL>|ais?|assistants)\b[^.!?:]{0,40}:",
    r"^[^\w\n]{0,9}(?:to|for) <ALL>(?:<MODEL>|ais?|assistants)"
    r"(?: (?:that|which|who|reading|summari[sz]ing)\b[^.!?:,]{0,20})?\s*:",
    r"\bif you are (?:an? )?(?:<MACHINE>|bot)s?"
    r"(?:,|:| (?:reading|processing|summari[sz]ing|and|then|please|that|asked)\b)",
    r"(?:^|[.!?]\s+)(?:<MODEL>|gpt-?\d*|claude|gemini|copilot|llama|assistant)\s*[,:]\s*<POLITELY><VERB> "
    r"(?:that|the|a|an|this|in|only|all|nothing|instead)\b",
    r"\b<MODEL>[^.!?]{0,40}\b(?:reading|summari[sz]ing|processing|analy[sz]ing|parsing) <TEXT>\b",
    r"\b<MODEL> (?:must|should|shall|are (?:asked|required|instructed|told|requested) to|have to|will) "
    r"<POLITELY>(?:<VERB>|summari[sz]e|describe|treat|quote|cite)\b[^.,!?]{0,60}\b<TEXT>\b",
    # Orders from those whom a machine might obey.
    r"\byour (?:developer|creator|operator|owner|maker|programmer|administrator)s? (?:has |have )?(?:now )?"
    r"(?:order|require|instruct|want|command|authori[sz]e|ask)(?:s|d|ed)?(?: you)? (?:to <VERB>|that)\b",
    r"\b(?:owner|operator|administrator|user|master) of this (?:computer|machine|program|system|software|assistant)"
    r"[^.!?]{0,20} (?:hereby )?(?:orders?|requires?|instructs?|commands?|authori[sz]es?|demands?)"
    r" (?:you|that|every|all|any|the (?:assistant|reader|program|model|summary))\b",
    # What is hidden in another writing.
    r"\b(?:decode|decrypt|base64|rot-?13)\b[^.!?]{0,60}\b(?:and|then) (?:follow|obey|execute|carry out|do what)\b",
    # The same in other languages.
    r"\b(?:ignorez|oubliez|ignore|oublie)\b[^.!?]{0,30}\b(?:instructions|consignes)\b[^.!?]{0,15}"
    r"(?:précédentes|antérieures|ci-dessus|reçues)",
    r"\b(?:ignorieren sie|ignoriere|vergessen sie|vergiss|missachten sie)\b[^.!?]{0,20}"
    r"(?:vorherig|vorig|bisherig|obig|früher)\w*[^.!?]{0,15}\b(?:anweisung|instruktion|vorgabe|befehl)",
    r"\b(?:ignora|ignore|olvida|olvide|ignoren)\b[^.!?]{0,30}\b(?:instrucciones|indicaciones)\b[^.!?]{0,15}"
    r"(?:anteriores|previas|precedentes)",
    r"\b(?:ignora|dimentica)(?:te)?\b[^.!?]{0,30}\bistruzioni\b[^.!?]{0,15}(?:precedenti|sopra)",
    r"\b(?:игнорируй|забудь)(?:те)?\b[^.!?]{0,30}(?:инструкци|указани)",
    r"(?:忽略|无视|無視|忘记|忘掉|不要理会)[^。！？.!?]{0,12}(?:指令|指示|提示词|提示|说明|要求)",
    r"(?:liebe[rs]?|achtung|sehr geehrte[rs]?),? (?:alle )?(?:ki-|künstliche )"
    r"(?:assistent|modell|system|intelligenz|les)",
    r"(?:cher|chère|chers|chères|attention|avis)(?: à tous)?(?: aux)?(?: les)?,? "
    r"(?:assistants? (?:ia|d'ia|virtuels?)|"
    r"modèles? de langage|intelligences? artificielles?)",
    r"(?:querid[oa]|estimad[oa]|atención),? (?:asistente|modelo)s? (?:de )?(?:ia|lenguaje|inteligencia artificial)",
    r"(?:致|请|作为|注意)[^。！？.!?]{0,4}(?:人工智能|ai|智能)(?:助手|模型|系统)",
)


def _filled(pattern: str) -> str:
    """Return a pattern with its parts in their places."""
    while (filled := re.sub(r"<([A-Z]+)>", lambda part: PARTS[part.group(1)], pattern)) != pattern:
        pattern = filled
    return pattern


ORDER = re.compile("|".join(map(_filled, PATTERNS)), re.MULTILINE)
QUOTED = re.compile(r"[\"“„«][^\"“”„«»]{2,300}[\"”“»]|‘[^‘’]{2,300}’|(?<!\w)'[^'\n]{2,300}'(?!\w)")
SENTENCE_END = re.compile(r"(?<=[.!?。！？])\s*(?=\S)|\n")
# Somebody is told to do it, or says it: news of an order, not one.
TOLD = (
    r"(?:said|says|told|tells|asked|asks|ordered|instructed|urged|advised|warned|wrote|ruled|decided|"
    r"recommended|suggested|wanted|trained|taught|insisted|announced|advises|warns|urges|recommends)"
)
REPORTED = re.compile(
    rf",\s+(?:(?!and\b|or\b|that\b|then\b|say\b|answer\b|reply\b|state\b)[\w'-]+\s+){{1,6}}{TOLD}\b[^,]{{0,60}}$"
    rf"|,\s+(?:{TOLD})\s+(?:[\w'-]+\s*){{1,6}}[.!?]?$"
)
TOLD_BEFORE = re.compile(rf"\b{TOLD}\b")


def addresses(text: str) -> bool:
    """Return whether a text speaks to its reader as to a machine, or looks like a part of a chat with one."""
    folded = re.sub(r"\w+", _latin, unicodedata.normalize("NFKC", text).lower()).replace("’", "'")
    if TOKEN.search(folded) or JSON.search(folded) or ROLE.search(folded) or _copies_a_prompt(folded):
        return True
    own = QUOTED.sub(" ", folded)
    if len(own.split()) < 3:  # all of it stands in quotation marks, so they tell nothing
        own = folded
    return any(_orders(sentence) for sentence in SENTENCE_END.split(own))


def _latin(word: re.Match[str]) -> str:
    """Return a word in Latin letters if all of its letters look like some."""
    alike = word.group().translate(LOOKALIKES)
    return alike if alike.isascii() else word.group()


def _orders(sentence: str) -> bool:
    found = ORDER.search(sentence)
    return found is not None and not (TOLD_BEFORE.search(sentence[: found.start()]) or REPORTED.search(sentence))


def gaps(articles: Iterable[Article]) -> list[str]:
    """Return a line for each of these articles, named once, that holds text marked as an instruction; at most four."""
    marked = {}
    for article in articles:
        numbers = [str(part.number) for part in article.paragraphs if part.role is Role.INSTRUCTION]
        if numbers:
            marked[article.path] = f"paragraph{'s' if len(numbers) > 1 else ''} {_listed(numbers)}"
    lines = [
        f"{path} holds text that addresses the reader as a machine ({where}); it was not used."
        for path, where in list(marked.items())[:MOST_NAMED]
    ]
    more = len(marked) - MOST_NAMED
    return [*lines, f"{more} more of the articles hold such text; it was not used either."] if more > 0 else lines


def _listed(numbers: list[str]) -> str:
    shown = numbers if len(numbers) <= 6 else [*numbers[:5], f"{len(numbers) - 5} more"]
    return shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} and {shown[-1]}"


def _copies_a_prompt(folded: str) -> bool:
    words = " ".join(re.findall(r"\w+", folded))
    return any(f" {copied} " in f" {words} " for copied in _prompt_sentences())


@lru_cache
def _prompt_sentences() -> tuple[str, ...]:
    """Return what the program's own prompts say between their variables, in lower case without punctuation."""
    found = set()
    for path in sorted(shipped("prompts").glob("*.txt")):
        for sentence in re.split(r"\$\w+|[.?!:;\n]\s*", path.read_text(encoding="utf-8").lower()):
            words = re.findall(r"\w+", sentence)
            if len(words) >= COPIED_WORDS and OF_A_PROMPT & set(words):
                found.add(" ".join(words))
    return tuple(sorted(found))
