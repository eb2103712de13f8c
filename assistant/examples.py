"""Questions to open with that a disclosure can answer, made from its own figures, terms, bodies and targets."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from assistant.checking.verify import unsupported, verify
from assistant.draft import draft_answer
from assistant.library import Library
from assistant.model import Draft
from assistant.question.english import EXAMPLES, in_chinese, is_english
from assistant.question.understand import understand
from assistant.vocabulary import OPENING_QUESTIONS, QUANTITY_NAME, SENTENCE_WORDS
from assistant.working.totals import main_total
from index.model import Figure
from index.text import squeezed

_LONGEST_NAME = 24
_LONGEST_TARGET = 14
_MOST = 6
_INCOME, _EXPENDITURE = re.compile("收入"), re.compile("支出(?!.*(?:三公|接待|用车|运行))")


@lru_cache(maxsize=64)
def examples_of(library: Library, *, english: bool = False) -> tuple[str, ...]:
    """Up to six questions with an answer, of different kinds, what people want first at the head."""
    kinds = (iter((text,)) for text in EXAMPLES) if english else _kinds(library)
    found: dict[str, str] = {}
    for candidates in kinds:
        for text in candidates:
            draft = answer_to(text, library)
            if draft is not None and draft.text not in found:
                found[draft.text] = text
                break
    return tuple(found.values())[:_MOST]


@lru_cache(maxsize=4096)
def answer_to(text: str, library: Library) -> Draft | None:
    """The answer that words alone find to a question, or None where there is none, or not all its numbers hold."""
    chinese = in_chinese(text) if is_english(text) else text
    question = understand(chinese, library.disclosure.document.year, library.words)
    draft = draft_answer(question, library, dict)
    if draft.outcome != "answered":
        return None
    source = squeezed(library.disclosure.document.text)
    return None if unsupported(verify(draft, question.normal, source, library.names)) else draft


def speakable(name: str) -> bool:
    """Whether a name can stand in a question: short, and no clause with a comma or a verb of its own."""
    return 1 < len(name) <= _LONGEST_NAME and not SENTENCE_WORDS.search(name)


def asking(figure: Figure, names: tuple[str, ...]) -> str:
    """The question that asks for a figure, or nothing where it has no name that can be said."""
    if not all(map(speakable, (*names, figure.measure))):
        return ""
    if figure.aspect != "target":
        return "的".join([*(f"“{name}”" for name in names if name != figure.measure), f"{figure.measure}是多少？"])
    countable = QUANTITY_NAME.search(figure.measure) and len(figure.measure) <= _LONGEST_TARGET
    return f"“{figure.subject}”的{figure.measure}的指标值是多少？" if countable and figure.value is not None else ""


@lru_cache(maxsize=64)
def main_names(library: Library) -> tuple[str, ...]:
    """What the total income and the total expenditure are called."""
    totals = (main_total(library, pattern, change=False) for pattern in (_INCOME, _EXPENDITURE))
    return tuple(dict.fromkeys(fact.measure for fact in totals if fact is not None))


def _kinds(library: Library) -> Iterator[Iterator[str]]:
    """Candidates of each kind of question, the first with an answer to be taken of each."""
    spoken = [name for name in main_names(library) if speakable(name)]
    yield iter((OPENING_QUESTIONS[0],))
    yield (f"{name}由哪些部分组成？" for name in spoken)
    yield iter(OPENING_QUESTIONS[1:])
    yield _definitions(library)
    yield _targets(library)
    yield (f"{body.name}负责什么？" for body in library.bodies if body.section is not None and speakable(body.name))
    for name in spoken:
        yield iter((f"{name}是多少？",))
        yield iter((f"{name}比上年增减多少？",))


def _definitions(library: Library) -> Iterator[str]:
    """Questions for the definitions of terms, those that name an expense first."""
    terms = [re.sub('[“”"]', "", term) for term, _ in library.definitions]
    for term in sorted(terms, key=lambda term: not term.endswith(("经费", "运行费", "支出"))):
        yield f"什么叫{term}？"


def _targets(library: Library) -> Iterator[str]:
    """Questions for targets of projects with a short name, a rate of satisfaction first."""
    targets = [figure for figure in library.disclosure.figures if figure.aspect == "target"]
    short = [figure for figure in targets if len(figure.subject) <= _LONGEST_TARGET]
    short.sort(key=lambda figure: (figure.table is None, "满意" not in figure.measure))
    yield from (text for figure in short if (text := asking(figure, (figure.subject,))))
