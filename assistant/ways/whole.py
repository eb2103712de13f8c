"""Questions about the budget as a whole (预算总额是多少, 一共花多少钱): what comes in and what goes out."""

from __future__ import annotations

import re
from dataclasses import replace

from assistant.composing.sentences import fact_draft, fact_sentence, inner
from assistant.evidence.matching import pairs
from assistant.library import Library
from assistant.model import Draft, Question
from assistant.question.parts import together
from assistant.working.changes import COMPARES_YEARS, set_right
from assistant.working.totals import main_total, total_meant

_WHOLE = re.compile(
    r"(?:部门|单位|全年|年度|整个)?总?(?:收支)?总?(?:预算|决算)(?:收支)?(?:总额|总计|总数|总量|总共|总|规模|费用|金额|钱)*"
)
_SPENDS = re.compile(r"花|开销|用了?多少钱|用钱")
_SPENT_ON = re.compile(r"钱.{0,4}(?:花|用)(?:在|到|去)?.{0,2}(?:哪|什么)|(?:花|用)(?:在|到)(?:了)?(?:哪|什么)")
_COMES_FROM = re.compile(r"钱.{0,3}(?:从|打|由).{0,2}(?:哪|什么).{0,4}来|(?:钱|资金)的?来源")
_MONEY_ALONE = re.compile(r"(?:大部分|主要|这些|那些|公家|财政)?的?(?:钱|资金)?(?:来源|[来去都])?")
_INCOME, _EXPENDITURE = re.compile("收入|收支"), re.compile("支出(?!.*三公)(?!.*(?:接待|用车|运行))")


def money(question: Question, library: Library) -> Draft | None:
    """What all the money is spent on, or where it comes from, in words that name nothing but money."""
    year = str(library.disclosure.document.year)
    of_now = all(named == year for named in question.years) and not question.claims and not question.wants_change
    if not of_now or not _MONEY_ALONE.fullmatch("".join(question.content)):
        return None
    if _SPENT_ON.search(question.normal):
        return _spent_on(question, library)
    fact = main_total(library, _INCOME, change=False) if _COMES_FROM.search(question.normal) else None
    return fact_draft(question, library, [fact]) if fact else None


def whole_budget(question: Question, library: Library) -> Draft | None:
    """The total income and expenditure where a question names neither; what is spent alone where it says so."""
    if question.asked not in ("value", "text") or question.wants_change or question.relation or question.claims:
        return None
    year = str(library.disclosure.document.year)
    if any(named != year for named in question.years):
        return None
    words = "".join(question.content)
    if pairs(words) in library.measured:
        return None
    spends = bool(_SPENDS.search(question.normal)) and question.wants_money
    if not (_WHOLE.fullmatch(words) or (spends and len(words) < 2)):
        return None
    wanted = (_EXPENDITURE,) if spends else (_INCOME, _EXPENDITURE)
    found = list(dict.fromkeys(fact for each in wanted if (fact := main_total(library, each, change=False))))
    if len(found) == 1:
        return fact_draft(question, library, found)
    drafts = [fact_draft(question, library, [fact]) for fact in found]
    document = library.disclosure.document
    short = [
        Draft("answered", f"{fact_sentence(document, fact)}[1]。", draft.citations[:1], draft.figures[:1], about=fact)
        for fact, draft in zip(found, drafts, strict=True)
    ]
    return together(short) if short else None


def whole_change(question: Question, library: Library) -> Draft | None:
    """The change of the total since the year before, where a question of change names nothing narrower."""
    if not question.wants_change or question.relation or question.claims or question.asked not in ("value", "text"):
        return None
    whole = not question.content and COMPARES_YEARS.search(question.normal)
    fact = total_meant(("预算",) if whole else question.content, library, change=True)
    return set_right(question, fact_draft(question, library, [fact])) if fact else None


def _spent_on(question: Question, library: Library) -> Draft | None:
    """The sentence of the total expenditure, which says what it is made of."""
    fact = main_total(library, _EXPENDITURE, change=False)
    if fact is None or fact.table is not None:
        return None
    draft = fact_draft(question, library, [fact])
    return replace(draft, text=f"文件中写道：“{inner(draft.citations[0].quote.strip())}”[1]。", figures=())
