"""Claims to be confirmed in words (都用于采购吧, 没有出国对吗, 是行政单位吧, 完成了吗): right or wrong is said first.

A claim that only states a value (是300万吗) is confirmed with the value itself, one of a change with the change.
"""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.composing.sentences import NEAREST, derived_draft, fact_draft, fact_sentence, mark_for, shown_value
from assistant.evidence.facts import carries_out, whose
from assistant.evidence.matching import coverage, pairs
from assistant.evidence.retrieve import equals, facts_for
from assistant.library import Library
from assistant.model import Citation, Draft, Fact, Question
from assistant.question.understand import content_of, understand
from assistant.vocabulary import CONFIRM_TAG, COUNTED_THINGS
from assistant.ways.facts import as_counted, stated_share
from assistant.working.derive import derive, fact_of
from assistant.working.sides import is_amount, same_measure, without_department
from index.amounts import amounts_in, chinese_amounts_in, same_quantity
from index.model import Figure
from index.text import squeezed
from index.vocabulary import FUNDS_HEADER

RIGHT, WRONG, IS_NOT, DONE, NOT_DONE = "对，", "不对。", "不是。", "完成了：", "没有全部完成："
_VERDICTS = (RIGHT, WRONG, IS_NOT, DONE, NOT_DONE, "与文件不符：")
_ASKS = re.compile(r"多少|几(?!乎)|什么|哪|谁|怎么|如何|为什么|能不能|可以|可否|还是")
_ALL = re.compile(
    r"^(?P<whole>.{2,}?)(?:全部|全都|都|全|统统)(?:是|为|由|给|用于|用来|用作|用在|用到|花在|花到|花给|来自|拿来|拿去|投入|有|包括|算进|列入|属于)了?"
    r"(?P<part>.{1,16}?)(?:的|上|了)*$"
)
_NONE = re.compile(
    r"^(?P<head>.*?)(?:一(?P<unit>[辆台个人项次批])(?P<thing>[^也都]{0,8})(?:也|都))?(?:没有?|未)(?:安排|列|花|编|用|买)?(?!有?(?:变|增|减|超|完成|动))(?P<tail>.*)$"
    r"|^(?P<zero>.+?)(?:是|为|等于)(?:零|0)(?:元|万元)?$"
)
_IS = re.compile(
    r"^(?P<who>.{2,}?)(?<!不)(?:应该|也)?(?:是|属于|(?<![预决])算|(?<![因作])为)(?P<what>[^，,]{2,10}?)(?<!的)$"
)
_DONE = re.compile(
    r"^(?P<what>.+?)(?:的)?(?:预算)?(?:全部?|都|全都)?(?:花完|用完|完成|执行完)(?:了)?(?:全部|年初)?(?:预算|任务)?(?:了)?$"
)
_OF_A_BODY = re.compile(r"(?:性质|级别|规格|类别|的|一个|一家|个)|单位$")
_OF_MONEY = re.compile(r"的?(?:费用|经费|费|钱|支出)$")
_CONTAINER = re.compile(r"^.*(?:里面?|里头|当中|其?中)$")
_SURE, _NAMED, _NEAR = 0.9, 0.85, 0.8


def confirmed(question: Question, library: Library) -> Draft | None:
    """Whether a claim holds, with what the document states; None for what is no claim in words, or cannot be told."""
    claim = claimed(question.normal)
    if not claim or question.wants_change or question.relation == "difference":
        return None
    ways = (_completed, _none_of_it, _is_called)
    return _all_of_it(claim, library) or next((found for way in ways if (found := way(claim, question, library))), None)


def claimed(normal: str, *, sure: bool = False) -> str:
    """The statement that a question asks to be confirmed, without the words that ask it; empty where it asks more.

    A `sure` one says by its words that it is held for true (吧, 对吗), as 吗 alone does not.
    """
    asked = normal.rstrip("?？。! ")
    plain = asked if "吗" in asked else re.sub("是不是|是否", "是", asked, count=1)
    tag = CONFIRM_TAG.search(plain)
    claim = plain[: tag.start()] if tag else plain
    bare = claim == asked or (sure and tag is not None and tag.group() in ("吗", "么"))
    return "" if bare or _ASKS.search(asked) else claim.rstrip("，, ")


def stands_whole(question: Question) -> bool:
    """Whether a claim without a quantity stands or falls with each of its words: one held for true, or of a whole."""
    claim = claimed(question.normal)
    of_all = _ALL.match(claim) or _DONE.match(claim) or names_a_kind(question)
    return bool(claim) and not question.claims and bool(of_all or claimed(question.normal, sure=True))


def bears_on(question: Question, draft: Draft, library: Library) -> bool:
    """Whether a draft that only quotes a passage, or states one value, can tell whether a claim holds.

    A passage must hold nearly all of the claim's words; that all of something is so, neither it nor a value says.
    """
    claim = claimed(question.normal)
    if not claim or question.wants_change or draft.outcome != "answered" or draft.text.startswith(_VERDICTS):
        return True
    if _ALL.match(claim) or _DONE.match(claim) or (draft.figures and names_a_kind(question)):
        return False
    if question.claims or not (claimed(question.normal, sure=True) or _IS.match(claim)):
        return True
    if not draft.text.startswith(NEAREST):
        fits = [match.coverage for match in facts_for(question, library) if match.fact == draft.about]
        return max(fits, default=1.0) > _NEAR
    quote = draft.citations[0].quote if draft.citations else ""
    if (kind := _IS.match(claim)) and not _says_kind(quote, _OF_A_BODY.sub("", kind["what"])):
        return False
    held = pairs(quote).union(*(pairs(title) for citation in draft.citations[:1] for title in citation.section))
    content = tuple(piece for each in question.content if (piece := _OF_A_BODY.sub("", each)))
    return coverage(content, ((held, 1.0),), library.passage_weights) > _SURE


def _says_kind(quote: str, what: str) -> bool:
    """Whether a passage says of something that it is what some words say."""
    return (
        re.search(rf"(?:是|(?<![因作])为|(?<![下所])属于?)[^，。；]{{0,4}}{re.escape(what)}", squeezed(quote))
        is not None
    )


def names_a_kind(question: Question) -> bool:
    """Whether a question claims that something is of some kind, which no value of anything bears out."""
    match = _IS.match(claimed(question.normal))
    return match is not None and not question.claims and not chinese_amounts_in(match["what"])


def _completed(claim: str, question: Question, library: Library) -> Draft | None:
    """Whether a budget was carried out in full, by the share of it that the document states."""
    match = _DONE.match(claim)
    if not match:
        return None
    content = content_of(match["what"], library.known)
    asked = [label.fact for label in library.labels if label.fact.figure and carries_out(label.fact.figure)]
    fits = [
        (coverage(content, ((pairs(fact.measure) | pairs(fact.subject), 1.0),), library.weights), fact)
        for fact in asked
    ]
    own = [(fit, fact) for fit, fact in fits if fit > _SURE and fact.subject == library.body]
    best = max(own or [each for each in fits if each[0] > _SURE], key=lambda each: each[0], default=None)
    if best is None or best[1].figure is None or best[1].figure.value is None:
        return None
    return _said(DONE if best[1].figure.value >= 100 else NOT_DONE, best[1], question, library)


def _all_of_it(claim: str, library: Library) -> Draft | None:
    """Whether all of a sum is what a claim says it is: the part that is stated beside the whole."""
    match = _ALL.match(claim)
    if not match:
        return None
    whole = re.sub(r"[，,]", "", _without_amounts(match["whole"]))
    parts = _amounts(f"{whole}的{match['part']}是多少", library)
    for part in parts:
        if (total := _whole_of(part, whole, library)) and total.id != part.id:
            holds = same_quantity(total.value or 0, total.unit, part.value or 0, part.unit)  # type: ignore[arg-type]
            return _both(RIGHT if holds else WRONG, total, part, library)
    return _by_its_share(match["part"], whole, library)


def _by_its_share(part: str, whole: str, library: Library) -> Draft | None:
    """Whether a part is the whole, by its share as it is stated, or worked out of two figures that stand together."""
    question = understand(f"{part}占{whole}的比例是多少", library.disclosure.document.year, library.words)
    stated = stated_share(question, library)
    if stated:
        return replace(stated, text=(RIGHT if stated.figures[0].value == 100 else WRONG) + stated.text)
    derived = derive(question, library)
    if derived is None or len(derived.figures) != 2 or not _stand_together(*derived.figures):
        return None
    draft = derived_draft(library, derived)
    return replace(draft, text=(RIGHT if derived.formula.result == 100 else WRONG) + draft.text)


def _stand_together(one: Figure, other: Figure) -> bool:
    """Whether two figures stand in one row, one column or one sentence."""
    if one.table is None or other.table is None:
        return one.table is other.table and one.context == other.context
    return one.table == other.table and (one.row == other.row or one.column == other.column)


def _whole_of(part: Figure, named: str, library: Library) -> Figure | None:
    """What a figure is a part of: the funds of its row, or the total above it that the words name."""
    for figure in library.disclosure.figures:
        beside = part.row is not None and (figure.table, figure.row) == (part.table, part.row)
        if beside and FUNDS_HEADER.search(figure.measure) and figure.value is not None:
            return figure
    above = library.figures_by_id.get(part.part_of or "")
    content = content_of(named, library.known)
    while above is not None:
        held = pairs(above.measure) | pairs(above.place.table or "")
        if coverage(content, ((held, 1.0),), library.weights) > _SURE:
            return above
        above = library.figures_by_id.get(above.part_of or "")
    return None


def _none_of_it(claim: str, question: Question, library: Library) -> Draft | None:
    """Whether something is nought, as a claim says (没有出国费用)."""
    match = _NONE.match(claim)
    if not match:
        return None
    named = match["zero"] or f"{_CONTAINER.sub('', match['head'])}{match['thing'] or ''}{match['tail']}"
    unit = match["unit"]
    counted = f"有多少{named}" if named.endswith(COUNTED_THINGS) else ""
    asked = f"{named}有多少{unit}" if unit else counted or f"{named}是多少"
    bare = _OF_MONEY.sub("", named)
    found = _amounts(asked, library) or (_amounts(f"{bare}是多少", library) if bare != named else [])
    if not found or len({bool(figure.value) for figure in found}) > 1:
        return None
    return _said(WRONG if found[0].value else RIGHT, fact_of(found[0], library), question, library)


def _is_called(claim: str, question: Question, library: Library) -> Draft | None:
    """Whether a row's cell of words says what a claim says of it (是行政单位, 是正科级)."""
    match = _IS.match(claim)
    what = _OF_A_BODY.sub("", match["what"]) if match else ""
    if not match or len(what) < 2 or amounts_in(what):
        return None
    cells = [fact for fact in _cells_of(match["who"], library) if _is_of_its_kind(what, fact, library)]
    if len(cells) != 1:
        return None
    holds = what in cells[0].text or cells[0].text in what
    return _said(RIGHT if holds else IS_NOT, cells[0], question, library)


def _cells_of(who: str, library: Library) -> list[Fact]:
    """The cells of words in the one row that some words name."""
    content = content_of(who, library.known)
    found = [
        label.fact
        for label in library.labels
        if label.fact.figure is None and label.fact.row is not None and label.fact.text
        if content and coverage(content, ((label.subject, 1.0),), library.weights) > _SURE
    ]
    rows = {(fact.table, fact.row) for fact in found}
    return found if len(rows) == 1 else []


def _is_of_its_kind(what: str, fact: Fact, library: Library) -> bool:
    """Whether words are such as the cells of a column hold: one of them, or one like this but for its beginning."""
    column = {
        label.fact.text
        for label in library.labels
        if label.fact.figure is None and (label.fact.table, label.fact.column) == (fact.table, fact.column)
    }
    alike = len(what) == len(fact.text) and what[-1] == fact.text[-1]
    return alike or what in column or any(what in text for text in column)


def _amounts(text: str, library: Library) -> list[Figure]:
    """The stated amounts that a question asks for, none better than another."""
    asked = understand(text, library.disclosure.document.year, library.words)
    question = replace(asked, relation=None, operands=(), claims=(), wants_change=False, asked="value")
    question = as_counted(replace(question, content=without_department(question.content, library.body)))
    if not question.content:
        return []
    sure = [match for match in facts_for(question, library) if match.coverage > _NAMED]
    found = equals(question, [match for match in sure if is_amount(match)])
    return [match.fact.figure for match in found if match.fact.figure]


def _without_amounts(text: str) -> str:
    for amount in reversed(amounts_in(text)):
        text = text[: amount.start] + text[amount.end :]
    return text


def _said(head: str, fact: Fact, question: Question, library: Library) -> Draft:
    """A fact behind the words that say whether a claim holds."""
    draft = fact_draft(replace(question, claims=()), library, [fact])
    return replace(draft, text=head + draft.text)


def _both(head: str, whole: Figure, part: Figure, library: Library) -> Draft:
    """A whole and its part behind the words that say whether they are the same."""
    citations: list[Citation] = []
    apart = f"{library.body}的" if same_measure(whole, part) and whole.subject == library.body else ""
    said = [
        f"{fact_sentence(library.disclosure.document, fact_of(figure, library))}{mark_for(library, figure, citations)}"
        for figure in (whole, part)
    ]
    if whose(whole) == whose(part):
        said[1] = f"{part.measure}为{shown_value(part)}{mark_for(library, part, citations)}"
    text = f"{head}{apart}{said[0]}，{said[1]}。"
    return Draft("answered", text, tuple(citations), (whole, part), about=fact_of(whole, library))
