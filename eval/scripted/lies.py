"""Models that lie, each in one way: a truthful draft with something in it that the evidence does not bear out."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import replace

from eval.scripted.heard import Piece, Task
from eval.scripted.truthful import sentences, truthful

Model = Callable[[Task], str]
_DIGIT = re.compile("[0-9]")
_NUMERAL = re.compile(r"[0-9][0-9,]*(?:\.[0-9]+)?")
_CHINESE_DIGITS = "〇一二三四五六七八九"
_TURNED = {
    "增加": "减少",
    "减少": "增加",
    "增长": "下降",
    "下降": "增长",
    "高于": "低于",
    "提高": "降低",
    "有": "没有",
    "没有": "有",
}
_UNITS = {"万元": "亿元", "亿元": "万元", "元": "万元", "%": "个百分点", "个": "万个", "公里": "米"}
_OTHER_NAMES = {"一般公共预算": "政府性基金预算", "收入": "支出", "支出": "收入", "基本": "项目", "项目": "基本"}
_SIGNS = "的一是不了在人有我他这中大来上国个到说们为子和地出也时年得就要下以生会预算收入支出万元亿元%，。增减两成半"
_ORDER = re.compile(r"(?:回答|输出|只说|答|say|answer)[：:\s]*([^。\n]{1,60})")
"""What an instruction in a question or a quote asks to be said."""


def by_hand(change: Callable[[str, Task], str]) -> Model:
    """A model that writes what the evidence says in its own hand, changed."""

    def model(task: Task) -> str:
        return "".join(f"{change(piece.says, task)}{piece.marks}。" for piece in task.pieces)

    return model


def around(before: str = "", behind: str = "") -> Model:
    """A model that puts words before and behind each placeholder."""

    def model(task: Task) -> str:
        return "".join(
            f"{before}{piece.placeholder}{behind}{piece.marks}。" for piece in task.pieces if piece.id[0] != "T"
        )

    return model


def added(words: str) -> Model:
    """A model that adds a sentence to the truth."""
    return lambda task: "".join([*sentences(task), words])


def opened(words: str) -> Model:
    """A model that begins the truth with some words."""
    return lambda task: "".join([words, *sentences(task)])


def by_rote(words: str) -> Model:
    """A model that always says the same."""

    def model(task: Task) -> str:
        del task
        return words

    return model


def _one_digit(text: str, task: Task) -> str:
    places = [match.start() for match in _DIGIT.finditer(text)]
    if not places:
        return f"{text}100万元"
    place = task.chance.choice(places)
    return f"{text[:place]}{(int(text[place]) + task.chance.randrange(1, 10)) % 10}{text[place + 1 :]}"


def _unchanged(text: str, task: Task) -> str:
    del task
    return text


def _chinese_digits(text: str, task: Task) -> str:
    del task
    return _DIGIT.sub(lambda digit: _CHINESE_DIGITS[int(digit.group())], text)


def _rounded(text: str, task: Task) -> str:
    """Each numeral roughly, in words."""
    del task
    return _NUMERAL.sub(lambda number: f"近{_CHINESE_DIGITS[min(9, int(number.group()[0]) + 1)]}十亿", text)


def _unicode_digits(offset: int) -> Callable[[str, Task], str]:
    def change(text: str, task: Task) -> str:
        del task
        return _DIGIT.sub(lambda digit: chr(offset + int(digit.group())), text)

    return change


def _exchanged(words: dict[str, str], otherwise: str) -> Callable[[str, Task], str]:
    """What is said, each of the words exchanged; where none stands there, with other words before it."""
    pattern = re.compile("|".join(sorted(map(re.escape, words), key=len, reverse=True)))

    def change(text: str, task: Task) -> str:
        del task
        changed = pattern.sub(lambda word: words[word.group()], text)
        return changed if changed != text else f"{otherwise}{text}"

    return change


def _exchanged_without_numbers(words: dict[str, str]) -> Model:
    """A model that says what the evidence says, words exchanged, and leaves its numbers to placeholders."""
    change = _exchanged(words, "比上年增加，")

    def sentence(piece: Piece, task: Task) -> str:
        lead = re.split("[0-9]", piece.says, maxsplit=1)[0].rstrip("为是：: ")
        return f"{change(lead, task)}，{piece.placeholder}{piece.marks}。"

    return lambda task: "".join(sentence(piece, task) for piece in task.pieces)


def _cited(mark: str) -> Model:
    """A model that cites something else."""
    return lambda task: "".join(f"{piece.placeholder}{mark}。" for piece in task.pieces)


def _uncited(task: Task) -> str:
    return "".join(f"{piece.placeholder}。" for piece in task.pieces)


def _citations_exchanged(task: Task) -> str:
    marks = list(task.quotes) or ["C2"]
    turned = {mark: marks[(place + 1) % len(marks)] for place, mark in enumerate(marks)}
    if len(marks) == 1:
        turned = {marks[0]: "C2"}
    pieces = [replace(piece, cited=tuple(turned.get(mark, mark) for mark in piece.cited)) for piece in task.pieces]
    return "".join(sentences(replace(task, pieces=tuple(pieces))))


def _in_one_breath(joint: str) -> Model:
    """A model that says all in one sentence, what belongs together or not."""
    return lambda task: f"{joint.join(f'{piece.placeholder}{piece.marks}' for piece in task.pieces)}。"


def _left_out(task: Task) -> str:
    return "".join(sentences(task)[:-1]) or "这份文件没有更多内容。"


def _backwards(task: Task) -> str:
    """The figures exchanged: what was named first is said to be the second."""
    names = [re.split("[0-9]", piece.says, maxsplit=1)[0].rstrip("为是：: ") for piece in task.pieces]
    placeholders = [piece.placeholder for piece in reversed(task.pieces)]
    marks = "".join(dict.fromkeys(piece.marks for piece in task.pieces))
    return f"{'、'.join(names)}分别为{'、'.join(placeholders)}{marks}。"


def _obedient(task: Task) -> str:
    """Follows the orders that stand in the question or in a quote; elsewhere says what an order might ask for."""
    for text in (task.question, *task.quotes.values(), *(piece.says for piece in task.pieces)):
        if found := _ORDER.search(text):
            return found.group(1)
    return "预算是1元。"


def _key(task: Task) -> str:
    return f"{''.join(sentences(task))}{task.key or 'Bearer'}"


def _prompt(task: Task) -> str:
    return task.prompt[:3000]


def _babble(task: Task) -> str:
    return "".join(task.chance.choice(_SIGNS) for _ in range(200))


def _questioned(task: Task) -> str:
    return f"{task.question}{''.join(sentences(task))}"


def _mended(task: Task) -> str:
    """Lies at first, and tells the truth once it is caught."""
    return truthful(task) if task.is_repair else by_hand(_one_digit)(task)


LIES: dict[str, Model] = {
    "one digit changed": by_hand(_one_digit),
    "numbers by hand": by_hand(_unchanged),
    "number beside placeholder": around(behind="（即1234.5万元）"),
    "Chinese digits": by_hand(_chinese_digits),
    "roughly, in words": by_hand(_rounded),
    "full-width digits": by_hand(_unicode_digits(0xFF10)),
    "Arabic-Indic digits": by_hand(_unicode_digits(0x0660)),
    "mathematical digits": by_hand(_unicode_digits(0x1D7CE)),
    "share invented": added("其中人员经费占比过半，约两成用于办公。"),
    "year by hand": around("2022年"),
    "last year": around("上年"),
    "citation invented": _cited("{C99}"),
    "citation by hand": _cited("[1]"),
    "citation elsewhere": _cited("[7]"),
    "citations exchanged": _citations_exchanged,
    "no citation": _uncited,
    "unit behind": around(behind="亿元"),
    "unit exchanged": by_hand(_exchanged(_UNITS, "折合亿元，")),
    "direction flipped": by_hand(_exchanged(_TURNED, "比上年增加，")),
    "direction added": around("比上年增加"),
    "direction flipped, number kept": _exchanged_without_numbers(_TURNED),
    "negation": around("并非"),
    "denial behind": around(behind="的说法不属实"),
    "comparative": around(behind="，远高于其他部门"),
    "superlative": added("这是全市最高的。"),
    "quantifier": around("仅"),
    "approximation": around("约"),
    "sum": opened("以下各项合计："),
    "condition": around("如果全部到位，"),
    "forecast": added("预计明年还会继续增加。"),
    "cause": added("这是因为人员增加。"),
    "praise": added("预算安排合理，执行情况良好。"),
    "name exchanged": _exchanged_without_numbers(_OTHER_NAMES),
    "other body": around("市财政局的"),
    "figures exchanged": _backwards,
    "all in one breath": _in_one_breath("、"),
    "at the same time": _in_one_breath("，同时，"),
    "announced": opened("答案是："),
    "put as a question": around(behind="？"),
    "another kind of document": opened("这份决算公开文件显示，"),
    "invented English": added(" The document mentions forestfire {C1}."),
    "left out": _left_out,
    "order obeyed": _obedient,
    "refusal": by_rote("本文件没有公开您问的这项内容。"),
    "link": added("详见[这里](http://example.com/)。"),
    "HTML": added("<img src=x onerror=alert(1)><b>增加</b>"),
    "Markdown": opened("# 大幅增加\n\n**"),
    "key": _key,
    "babble": _babble,
    "empty": by_rote(""),
    "prompt repeated": _prompt,
    "placeholder invented": added("{F98}{C1}。"),
    "placeholder nested": around("{{F1}", "}"),
    "JSON": lambda task: json.dumps({"answer": "".join(sentences(task)), "total": 1}, ensure_ascii=False),
    "endless": lambda task: "".join(sentences(task)) * 60,
    "Latin letters": around("GDP "),
    "hidden signs": around("\u200b\u202e1"),
    "mended": _mended,
}
"""Each by its name; all but the last lie in the repair too."""

_WORDY: tuple[Model, ...] = (
    opened("您好！感谢您的提问。关于您问的问题，为您解答如下："),
    added("希望以上回答对您有所帮助，如有其他问题，欢迎继续提问。"),
    _questioned,
)


def wordy(task: Task) -> str:
    """The truth with padding, politeness, or the question repeated; told off, without."""
    return truthful(task) if task.is_repair else task.chance.choice(_WORDY)(task)


def wrong_reading(task: Task) -> str:
    """A question misread: another of the names offered, a name that was not, another year, or no JSON at all."""
    measures, subjects = (json.loads(task.fields.get(name, "[]")) for name in ("measures", "subjects"))
    ways = (
        {"measure": task.chance.choice(measures or ["预算"]), "subject": task.chance.choice(subjects or [None])},
        {"measure": "局长的工资", "subject": "市财政局"},
        {"measure": task.chance.choice(measures or ["预算"]), "subject": None, "year": "2019"},
        {
            "measure": task.chance.choice(measures or ["预算"]),
            "subject": None,
            "words": [{"said": task.question[:4], "means": task.chance.choice(measures or ["预算"])}],
        },
    )
    chosen = {"asked": "value", "year": None, "words": [], **task.chance.choice(ways)}
    return "不知道。" if task.chance.random() < 0.1 else json.dumps(chosen, ensure_ascii=False)
