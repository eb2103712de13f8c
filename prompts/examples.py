"""The examples of a prompt's file: found, and the right ones held to the rules that they teach."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import NoReturn

from prompts.fields import PLACEHOLDER
from prompts.file import PromptFile, Section
from prompts.model import VARIABLE

_LABEL = re.compile(r"^(给出|写出|原因|Given|Output|Why)\s*[：:]\s*(.*)$")
_NAME = re.compile(r'"([FEWTC][1-9][0-9]?)"')
_GIVEN, _OUTPUT, _WHY = ("给出", "Given"), ("写出", "Output"), ("原因", "Why")


@dataclass(frozen=True, slots=True)
class _Example:
    """An example: its parts by label, and the line where it begins."""

    line: int
    parts: dict[str, str]

    def part(self, labels: tuple[str, ...]) -> str:
        return next((self.parts[label].strip() for label in labels if label in self.parts), "")


def _examples(section: Section) -> list[_Example]:
    """The examples of a section, each under its "### " heading."""
    examples: list[_Example] = []
    label = ""
    for number, line in section.numbered:
        if line.startswith("### "):
            examples.append(_Example(number, {}))
            label = ""
        elif examples:
            found = _LABEL.match(line)
            label = found[1] if found else label
            parts = examples[-1].parts
            parts[label] = f"{parts.get(label, '')}\n{found[2] if found else line}"
    return examples


def right_outputs(file: PromptFile, section: Section) -> tuple[str, ...]:
    """The outputs of the right examples, each of which keeps the rules itself.

    Raises:
        PromptError: there is none, or one breaks a rule.
    """
    examples = _examples(section)
    for example in examples:
        output = example.part(_OUTPUT)
        if not output:
            _refuse_example(file, example.line, right=True)
        _check_output(file, example.line, output)
        _check_names(file, example.line, example.part(_GIVEN), output)
    if not examples:
        _refuse_example(file, section.line, right=True)
    return tuple(example.part(_OUTPUT) for example in examples)


def wrong_outputs(file: PromptFile, section: Section) -> tuple[str, ...]:
    """The outputs of the wrong examples, each of which has its reason.

    Raises:
        PromptError: there is none, or one has no reason.
    """
    examples = _examples(section)
    for example in examples:
        if not example.part(_OUTPUT) or not example.part(_WHY):
            _refuse_example(file, example.line, right=False)
    if not examples:
        _refuse_example(file, section.line, right=False)
    return tuple(example.part(_OUTPUT) for example in examples)


def _refuse_example(file: PromptFile, line: int, *, right: bool) -> NoReturn:
    if right:
        file.refuse(
            line,
            "正确示例至少一个，每个有“### 标题”和“写出：”。",
            'at least one right example is needed, each with "### title" and "Output:".',
        )
    file.refuse(
        line,
        "错误示例至少一个，每个有“### 标题”、“写出：”和“原因：”。",
        'at least one wrong example is needed, each with "### title", "Output:" and "Why:".',
    )


def _check_output(file: PromptFile, line: int, output: str) -> None:
    """Refuses an output that is no JSON object (understand) or holds a digit or unknown placeholder (the others)."""
    if not file.has_repair:
        if not _is_object(output):
            file.refuse(
                line, "正确示例的“写出”应是一个 JSON 对象。", "the output of a right example must be a JSON object."
            )
        return
    bare = PLACEHOLDER.sub("", VARIABLE.sub("", output))
    if "{" in bare or "}" in bare:
        file.refuse(
            line,
            "正确示例里有不认识的编号。编号写成 {F1}，字母是 F、E、W、T、C 之一。",
            "an unknown placeholder in a right example. One is written {F1}, with a letter of F, E, W, T, C.",
        )
    if any(mark.isdigit() for mark in bare):
        file.refuse(
            line,
            "正确示例里写了数字。数字只能由 {F1} 这样的编号代替。",
            "a digit in a right example. Figures are said by placeholders such as {F1} only.",
        )


def _check_names(file: PromptFile, line: int, given: str, output: str) -> None:
    """Refuses an output with a placeholder that the evidence of its example, where it has one, does not list."""
    names = set(_NAME.findall(given))
    unknown = next((each for each in PLACEHOLDER.findall(output) if names and each[1:-1] not in names), None)
    if unknown:
        file.refuse(
            line,
            f"正确示例写了 {unknown}，它的“给出”里没有这个编号。",
            f"a right example says {unknown}, which what it is given does not list.",
        )


def _is_object(text: str) -> bool:
    try:
        return isinstance(json.loads(text), dict)
    except ValueError:
        return False
