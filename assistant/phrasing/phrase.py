"""A verified answer worded by a language model: one draft, checked as it comes, one repair, else the answer itself."""

from __future__ import annotations

import logging
from collections.abc import Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from assistant.language_model import Budget, Failure, LanguageModel, ModelFailed
from assistant.library import Library
from assistant.model import Answer
from assistant.phrasing.check import check_sentence, check_whole
from assistant.phrasing.expanding import settled
from assistant.phrasing.faults import fault
from assistant.phrasing.grammar import sentences_of, tokens_of
from assistant.phrasing.material import citation_lines, evidence_lines, material_of
from assistant.phrasing.model import Fault, Material
from assistant.phrasing.wording import answer_of
from prompts import Message, Prompt, PromptError, Purpose

Outcome = Literal["growing", "worded", "repaired", "faulty", "failed", "not_applicable"]
"""What came of it: more is to come; worded by the first draft; by the second; both were faulty; the model gave nothing;
no model was asked."""

_MOST_CHARACTERS, _MOST_FAULTS = 3000, 6
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Phrased:
    """An answer with what came of wording it; `faults` are those of the last draft, `failure` is why none came.

    Where the outcome is faulty, failed or not_applicable, the answer is the one without a model.
    """

    answer: Answer
    outcome: Outcome
    faults: tuple[Fault, ...] = ()
    failure: Failure | None = None


@dataclass(frozen=True, slots=True)
class _Drafted:
    """What came of a draft: an answer, or what is wrong with the text so far."""

    text: str
    answer: Answer | None = None
    faults: tuple[Fault, ...] = ()


def phrased(
    answer: Answer,
    turns: Sequence[str],
    library: Library,
    model: LanguageModel,
    prompts: Mapping[Purpose, Prompt],
    budget: Budget,
) -> Iterator[Phrased]:
    """The answer as it grows sentence by sentence, each checked and its numbers verified; the last one is whole.

    Args:
        answer: the verified one without a model, which is given where no draft holds.
        turns: the questions of the conversation, the answered one last.
        library: what the answer was found in.
        model: what writes the drafts.
        prompts: what it is told, by purpose.
        budget: the time that is left for the answer, repair included.
    """
    material = material_of(answer, library, turns)
    if material is None:
        yield Phrased(answer, "not_applicable")
        return
    prompt, values = prompts[material.purpose], _values(turns, material)
    try:
        first = yield from _drafted(model, prompt.filled(values), material, library, budget)
        if first.answer:
            yield Phrased(first.answer, "worded")
            return
        values |= {"draft": first.text, "faults": _lines(first.faults)}
        second = yield from _drafted(model, prompt.repaired(values), material, library, budget)
    except ModelFailed as failed:
        yield Phrased(answer, "failed", failure=failed.failure)
        return
    except PromptError as error:
        _log.warning("no draft was asked for: %s", error)
        yield Phrased(answer, "failed")
        return
    if second.answer:
        yield Phrased(second.answer, "repaired", first.faults)
    else:
        yield Phrased(answer, "faulty", second.faults)


def _values(turns: Sequence[str], material: Material) -> dict[str, str]:
    question = turns[-1] if turns else material.answer.question
    return {"question": question, "evidence": evidence_lines(material), "citations": citation_lines(material)}


def _lines(faults: Sequence[Fault]) -> str:
    return "\n".join(f"“{each.words[:80]}”：{each.right}" for each in faults[:_MOST_FAULTS])


def _drafted(
    model: LanguageModel, messages: Sequence[Message], material: Material, library: Library, budget: Budget
) -> Generator[Phrased, None, _Drafted]:
    """One draft, read as it comes; the first faulty sentence ends it."""
    pieces = model.written(messages, budget)
    try:
        return (yield from _read(pieces, material, library))
    finally:
        # A model that is no longer read stops writing.
        if isinstance(pieces, Generator):
            pieces.close()


def _read(pieces: Iterator[str], material: Material, library: Library) -> Generator[Phrased, None, _Drafted]:
    text, left = "", ""
    checked: list[str] = []
    for piece in pieces:
        text, left = text + piece, left + piece
        if len(text) > _MOST_CHARACTERS:
            return _Drafted(text[:_MOST_CHARACTERS], faults=(fault("length", text[-40:], "写短一些"),))
        sentences, left = sentences_of(left, whole=False)
        if faults := _faults(sentences, checked, material):
            return _Drafted(text, faults=faults)
        shown = settled(checked, material)
        if sentences and any(token.item for each in shown for token in tokens_of(each, material)):
            grown = answer_of(shown, material, library)
            if not isinstance(grown, Answer):
                return _Drafted(text, faults=grown)
            yield Phrased(grown, "growing")
    sentences, _ = sentences_of(left, whole=True)
    faults = _faults(sentences, checked, material) or check_whole(checked, material)
    whole = faults or answer_of(checked, material, library)
    return _Drafted(text, whole) if isinstance(whole, Answer) else _Drafted(text, faults=whole)


def _faults(sentences: Sequence[str], checked: list[str], material: Material) -> tuple[Fault, ...]:
    """What is wrong with the first faulty of some sentences; those before it are added to the checked ones."""
    for sentence in sentences:
        if faults := check_sentence(sentence, material, checked):
            return faults
        checked.append(sentence)
    return ()
