"""The prompts from their files: sections found, variables and examples checked, a bad file refused with its line."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import get_args

from prompts.examples import right_outputs, wrong_outputs
from prompts.file import PromptFile, Section
from prompts.model import PROVIDED, VARIABLE, Prompt, Purpose

HERE = Path(__file__).parent

MOST_CHARACTERS = 6000
"""A small model on a small machine reads some 8,000 tokens; the evidence must fit behind the prompt."""
_TITLE = re.compile(r"^# ([a-z]+)\s*[：:]\s*\S")
_DECLARED = re.compile(r"^- ([a-z]+)\s*[：:]\s*\S")

_HEADINGS = {
    "变量 Variables": "variables",
    "系统 System": "system",
    "用户 User": "user",
    "返工 Repair": "repair",
    "正确示例 Right": "right",
    "错误示例 Wrong": "wrong",
}
_REPAIR_ONLY = frozenset({"draft", "faults"})
_NEEDED = (
    ("user", "question"),
    ("user", "evidence"),
    ("user", "measures"),
    ("user", "subjects"),
    ("repair", "draft"),
    ("repair", "faults"),
)
"""What a model cannot do without, by section, where the purpose has it."""


def read_prompts(folder: Path = HERE) -> dict[Purpose, Prompt]:
    """All prompts by their purpose.

    Raises:
        PromptError: one is missing or wrong.
    """
    return {purpose: _read(PromptFile(f"{purpose}.md", purpose), folder) for purpose in get_args(Purpose)}


def _read(file: PromptFile, folder: Path) -> Prompt:
    text = _text(file, folder / file.name)
    if len(text) > MOST_CHARACTERS:
        file.refuse(
            text.count("\n", 0, MOST_CHARACTERS) + 1,
            f"全文 {len(text)} 个字符，超过了 {MOST_CHARACTERS} 个。请删短一些。",
            f"{len(text)} characters; the most are {MOST_CHARACTERS}. Please shorten it.",
        )
    # Not splitlines(): it knows ends of lines that no editor counts.
    lines = text.replace("\r\n", "\n").removesuffix("\n").split("\n")
    _check_title(file, lines)
    sections = _sections(file, lines)
    declared = _declared(file, sections["variables"])
    _check_uses(file, sections, declared)
    right, wrong = right_outputs(file, sections["right"]), wrong_outputs(file, sections["wrong"])
    return Prompt(
        purpose=file.purpose,
        variables=tuple(declared),
        system="\n\n".join(
            (
                sections["system"].text,
                *(f"## {sections[name].heading}\n\n{sections[name].text}" for name in ("right", "wrong")),
            )
        ),
        user=sections["user"].text,
        repair=sections["repair"].text if "repair" in sections else "",
        right=right,
        wrong=wrong,
    )


def _text(file: PromptFile, path: Path) -> str:
    try:
        data = path.read_bytes()
    except OSError:
        file.refuse(
            1, "读不到这个文件。五个提示词文件都要有。", "this file cannot be read; each of the five is needed."
        )
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        file.refuse(line, "不是 UTF-8 编码。请另存为 UTF-8。", "this is not UTF-8. Please save it as UTF-8.")


def _check_title(file: PromptFile, lines: Sequence[str]) -> None:
    found = _TITLE.match(lines[0])
    if not found or found[1] != file.purpose:
        file.refuse(
            1,
            f"第一行应为“# {file.purpose}：用途”，写的是“{lines[0]}”。",
            f'the first line must be "# {file.purpose}: what it is for".',
        )


def _sections(file: PromptFile, lines: Sequence[str]) -> dict[str, Section]:
    """The sections by name: each that the purpose needs once, none besides."""
    starts = [number for number, line in enumerate(lines) if line.startswith("## ")]
    found: dict[str, Section] = {}
    for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
        heading = lines[start].removeprefix("## ").strip()
        name = _HEADINGS.get(heading, "")
        if not name or name in found or (name == "repair" and not file.has_repair):
            file.refuse(
                start + 1,
                f"“{lines[start]}”不是可用的节标题，或者重复了。可用的有：{'；'.join(_HEADINGS)}。",
                f"no such section, or it is there twice. There are: {'; '.join(_HEADINGS)}.",
            )
        found[name] = Section(heading, start + 1, tuple(lines[start + 1 : end]))
    for heading, name in _HEADINGS.items():
        if name == "repair" and not file.has_repair:
            continue
        if name not in found or not found[name].text:
            line = found[name].line if name in found else len(lines)
            file.refuse(
                line, f"缺少“## {heading}”一节，或者它是空的。", f'the section "## {heading}" is missing or empty.'
            )
    return found


def _declared(file: PromptFile, section: Section) -> dict[str, int]:
    """The declared variables, each with its line."""
    declared: dict[str, int] = {}
    for number, line in section.numbered:
        if not line.strip():
            continue
        found = _DECLARED.match(line)
        if not found or found[1] in declared:
            file.refuse(
                number,
                f"变量应写成“- 名称：说明”，一行一个、不重复，写的是“{line}”。",
                'a variable is declared as "- name: what it holds", each once.',
            )
        if found[1] not in PROVIDED[file.purpose] | {"refusal"}:
            known = "、".join(sorted(PROVIDED[file.purpose] | {"refusal"}))
            file.refuse(
                number,
                f"程序不提供变量 {found[1]}。可用的有：{known}。",
                f"the program provides no variable {found[1]}. There are: {known.replace('、', ', ')}.",
            )
        declared[found[1]] = number
    return declared


def _check_uses(file: PromptFile, sections: dict[str, Section], declared: dict[str, int]) -> None:
    """Each {{name}} is closed, declared and in its place; each declared one is used; none that is needed is missing."""
    used: dict[str, set[str]] = {}
    for name, section in sections.items():
        if name == "variables":
            continue
        used[name] = set()
        for number, line in section.numbered:
            used[name] |= _uses(file, number, line, declared, name)
    for variable, declared_in in declared.items():
        if not any(variable in names for names in used.values()):
            file.refuse(
                declared_in,
                f"声明了变量 {variable}，正文里没有用到。请写上 {{{{{variable}}}}}，或删去这一行。",
                f"the variable {variable} is declared but not used. Write {{{{{variable}}}}} or take this line out.",
            )
    for name, variable in _NEEDED:
        if variable in PROVIDED[file.purpose] and variable not in used[name]:
            file.refuse(
                sections[name].line,
                f"“{sections[name].heading}”一节里要有 {{{{{variable}}}}}。",
                f'{{{{{variable}}}}} is needed in the section "{sections[name].heading}".',
            )


def _uses(file: PromptFile, number: int, line: str, declared: dict[str, int], section: str) -> set[str]:
    """The variables that a line of a section uses."""
    if "{{" in VARIABLE.sub("", line):
        file.refuse(number, "“{{”没有配对的“}}”。变量写成 {{名称}}。", '"{{" is never closed. A variable is {{name}}.')
    names = VARIABLE.findall(line)
    for name in names:
        if name not in declared:
            file.refuse(
                number,
                f"没有声明变量 {{{{{name}}}}}。“变量”一节里有：{'、'.join(declared)}。",
                f"{{{{{name}}}}} is not declared. The variables are: {', '.join(declared)}.",
            )
        if name == "refusal":
            continue
        if section not in ("user", "repair") or (name in _REPAIR_ONLY) != (section == "repair"):
            file.refuse(
                number,
                f"{{{{{name}}}}} 不能用在这一节：资料放“用户”，draft 和 faults 放“返工”。",
                f"{{{{{name}}}}} cannot stand here: data in User, draft and faults in Repair.",
            )
        if line.strip() != f"{{{{{name}}}}}":
            file.refuse(number, f"{{{{{name}}}}} 应单独占一行。", f"{{{{{name}}}}} needs a line of its own.")
    return set(names)
