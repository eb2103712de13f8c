"""The key of a question: the same for wordings that are understood the same way, another for any other question.

A decision of the staff is given to whoever asks the same again, so a wrong match would be a wrong answer with a seal on
it. Therefore nothing is left out of the key but what is known to carry no meaning: how the characters are written
(width, spacing, punctuation, Traditional, synonyms of the genre, slips set right) and words that only ask. Each other
word stays, whether or not the program makes use of it.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Sequence
from functools import cache

from assistant.model import Question
from assistant.question.english import is_english
from assistant.question.normalise import canonical
from assistant.vocabulary import ONLY_ASKS

# A point or hyphen between digits is part of a number; a sign before it tells more from less.
_PUNCTUATION = re.compile(r"[^\w%.+\-≥≤><~]|_|(?<![0-9])[.\-]|[.\-](?![0-9])")
_TITLE = re.compile(r"《([^》]{4,})》|[“\"]([^”\"\n]{3,60}?)[”\"]\s*(?:这一?)?部分")


def reading_key(question: Question, parts: Sequence[Question] = ()) -> str:
    """The key of a question as understood, 64 hexadecimal digits: for a follow-up, of what it stands for.

    Args:
        question: the question; a follow-up already made whole.
        parts: the questions whose answers its own puts together, where there are several.
    """
    meant = [_meant(each) for each in (question, *parts)]
    return hashlib.sha256(json.dumps(meant, ensure_ascii=False).encode("utf-8", "replace")).hexdigest()


def _meant(question: Question) -> list[object]:
    """What a question means, as far as it tells it from others."""
    return [
        question.asked,
        question.years,
        question.unit,
        question.is_quantity,
        question.wants_money,
        question.wants_change,
        question.strict,
        _without_asking(question.normal),
        # Quoted, it says where to look.
        [canonical(first or second) for first, second in _TITLE.findall(question.text)],
        # An English question is answered in English; what its translation leaves out stays in its own words.
        re.findall(r"\w+", question.text.casefold()) if is_english(question.text) else None,
    ]


def _without_asking(normal: str) -> str:
    """A question in canonical spelling without punctuation and the words that only ask."""
    # Without the words between (三公经费的预算) a synonym may stand whole.
    return canonical(_PUNCTUATION.sub("", _asking().sub("", canonical(normal))))


@cache
def _asking() -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, sorted(ONLY_ASKS, key=len, reverse=True))))
