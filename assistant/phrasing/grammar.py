"""A draft's sentence as tokens, and the one grammar that they have to follow: what is no token is a stray word."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from assistant.phrasing.model import Item, Material
from assistant.phrasing.vocabulary import CHINESE, ENGLISH, KIND_OF_DOCUMENT

# The kinds of tokens beside those of vocabulary.py: I an item, T a block, C a citation, N a topic (关于预算收入),
# M , D 、 Z ； K ： E 。 B ！ and ? a stray word.
_TOPIC = "N"
_PLACEHOLDER = re.compile(r"\{([A-Z])([1-9][0-9]?)\}")
_MARKS = (
    ("M", "，,"),
    ("D", "、"),
    ("Z", "；;"),
    ("K", "：:"),
    ("E", "。."),
    ("B", "！!"),
)
_END_OF_SENTENCE = re.compile(r"[^。！？；!?;.\n]*(?:[。！？；!?;.]+(?:[ ]*\{C[1-9][0-9]?\})*(?:[ ]*\n+)?|\n+)")
# What may be the beginning of a citation behind a sentence's end.
_MAY_GO_ON = re.compile(r" *(?:\{(?:C[0-9]*)?)?")

_LEAD = "(?:[OSXYQNHR][MK]?){0,4}"
_SAID = f"(?:AM?)?{_LEAD}(?:P[MK]?)?IC*(?:[MDZ](?:AM?)?(?:NM?)?(?:P[MK]?)?IC*)*(?:ML)?[EZ]?C*"
_GRAMMAR = {
    "said": re.compile(_SAID),
    "block": re.compile("TC*E?"),
    "lead": re.compile(f"(?:AM?)?{_LEAD}[OSQXYHR][MK]"),
    "polite": re.compile("[GHV][MEB]?"),
}


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of a draft: its kind (a letter), its words, and the item or the marker of a placeholder."""

    kind: str
    words: str
    item: Item | None = None
    marker: int | None = None


def sentences_of(text: str, *, whole: bool) -> tuple[list[str], str]:
    """The sentences of a draft that are complete, each with the line ends behind it, and the text left over.

    A sentence ends at 。！？； or a line's end, with the citations that follow right behind. While more of the text
    may come (`whole` is false) one that more citations may still follow is not complete.
    """
    found, at = [], 0
    while match := _END_OF_SENTENCE.match(text, at):
        if not whole and not match.group().endswith("\n") and _MAY_GO_ON.fullmatch(text, match.end()):
            break
        found.append(match.group())
        at = match.end()
    if whole and text[at:].strip():
        found.append(text[at:])
        at = len(text)
    return [sentence for sentence in found if sentence.strip()], text[at:]


def tokens_of(sentence: str, material: Material) -> tuple[Token, ...]:
    """The tokens of a sentence, spaces between them left out; a stray word is a token of the kind "?"."""
    found: list[Token] = []
    at = 0
    while at < len(sentence):
        if sentence[at] in " \r\n\u3000":
            at += 1
            continue
        token = _token(sentence, at, material)
        if token.kind == "?" and found and found[-1].kind == "?":
            gap = " " if material.english and sentence[at - 1] == " " else ""
            found[-1] = Token("?", f"{found[-1].words}{gap}{token.words}", marker=token.marker)
        else:
            found.append(token)
        at += len(token.words)
    return tuple(found)


def form_of(tokens: Sequence[Token]) -> str | None:
    """What a sentence of these tokens is: said (with items), block, lead, polite; None where it is none of these."""
    kinds = "".join(token.kind for token in tokens)
    return next((form for form, pattern in _GRAMMAR.items() if pattern.fullmatch(kinds)), None)


def _token(sentence: str, at: int, material: Material) -> Token:
    if placeholder := _PLACEHOLDER.match(sentence, at):
        return _placeholder(placeholder, material)
    if mark := next((kind for kind, marks in _MARKS if sentence[at] in marks), None):
        return Token(mark, sentence[at])
    found = ((kind, match.group()) for kind, match in _phrases(sentence, at, material) if match)
    matches = [(kind, words) for kind, words in found if kind == _TOPIC or is_of_its_kind(words, material)]
    if matches:
        return Token(*max(matches, key=lambda each: len(each[1])))
    return Token("?", sentence[at])


def is_of_its_kind(words: str, material: Material) -> bool:
    """Whether a phrase that calls the document a budget or a final account calls it what its title does."""
    return all(kind in material.answer.document.title for kind in KIND_OF_DOCUMENT.findall(words))


def _phrases(sentence: str, at: int, material: Material) -> Iterator[tuple[str, re.Match[str] | None]]:
    for kind, pattern in _compiled(english=material.english):
        yield kind, pattern.match(sentence, at)
    if not material.english and (names := {name for item in material.items for name in item.names}):
        yield _TOPIC, _topic(frozenset(names)).match(sentence, at)


def _placeholder(match: re.Match[str], material: Material) -> Token:
    if match[1] == "C":
        known = any(each.marker == int(match[2]) for each in material.answer.citations)
        return Token("C" if known else "?", match.group(), marker=int(match[2]))
    item = material.item(f"{match[1]}{match[2]}")
    if item is None:
        return Token("?", match.group())
    return Token("T" if match[1] == "T" else "I", match.group(), item)


@cache
def _compiled(*, english: bool) -> tuple[tuple[str, re.Pattern[str]], ...]:
    # A phrase of Latin letters ends where a word does.
    end = r"(?![A-Za-z])" if english else ""
    return tuple((kind, re.compile(f"(?:{pattern}){end}")) for kind, pattern in (ENGLISH if english else CHINESE))


@lru_cache(maxsize=256)
def _topic(names: frozenset[str]) -> re.Pattern[str]:
    """What names a measure as the topic of what follows: 关于预算收入, 预算收入方面."""
    name = "|".join(re.escape(each) for each in sorted(names, key=len, reverse=True))
    return re.compile(rf"(?:关于|至于|对于)“?(?P<of>{name})”?(?=[，,：:])|(?P<side>{name})方面(?=[，,：:])")


def topic_of(token: Token) -> str:
    """The measure that a topic names."""
    return re.sub(r"^(?:关于|至于|对于)“?|”?$|方面$", "", token.words)
