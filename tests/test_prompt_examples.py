"""The examples that a model learns from keep the rules that drafts are checked by, and the wrong ones break them."""

import json
import re

import pytest

from assistant.model import Answer, Citation, DocumentReference
from assistant.phrasing import check, grammar
from assistant.phrasing.model import Item, Material
from prompts import HERE, read_prompts

WORDING = ("phrase", "explain", "summarise", "translate")


def material(purpose: str, lines: list[str]):
    """The material of an example's evidence."""
    items = tuple(
        Item(
            line["id"],
            line["says"],
            tuple(int(marker[1:]) for marker in line["cited"]),
            line["required"],
            line.get("part_of"),
        )
        for line in map(json.loads, lines)
    )
    markers = sorted({marker for item in items for marker in item.citations})
    citations = tuple(Citation(marker, (), "", ()) for marker in markers)
    answer = Answer("", None, DocumentReference("", "", ""), "answered", "", citations=citations)
    return Material(purpose, answer, items, "", english=purpose == "translate")


def faults(output: str, about) -> list:
    sentences, _ = grammar.sentences_of(output, whole=True)
    found = [each for at, one in enumerate(sentences) for each in check.check_sentence(one, about, sentences[:at])]
    return found + list(check.check_whole(sentences, about))


def examples(purpose: str) -> list[tuple[list[str], str]]:
    """The evidence and the output of each right example."""
    text = (HERE / f"{purpose}.md").read_text(encoding="utf-8")
    right = text[text.index("## 正确示例") : text.index("## 错误示例")]
    parts = [re.split(r"^(?:写出：|Output: )", part, flags=re.M) for part in right.split("\n### ")[1:]]
    return [(re.findall(r"\{\"id\".*", given), output.strip()) for given, output in parts]


@pytest.mark.parametrize("purpose", WORDING)
def test_right_examples_pass_the_check_of_drafts(purpose):
    assert len(examples(purpose)) == len(read_prompts()[purpose].right)
    for lines, output in examples(purpose):
        assert faults(output, material(purpose, lines)) == [], output


@pytest.mark.parametrize("purpose", WORDING)
def test_wrong_examples_pass_on_the_evidence_of_no_right_one(purpose):
    for output in read_prompts()[purpose].wrong:
        assert all(faults(output, material(purpose, lines)) for lines, _ in examples(purpose)), output
