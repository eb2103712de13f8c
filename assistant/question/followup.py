"""A follow-up made whole: what it leaves out is taken from the turn before, and the answer says so.

A follow-up is rewritten as the question it stands for (占总支出多少 behind 项目支出多少: 项目支出占总支出多少) and then
understood like any other, so that nothing is carried over that the reader cannot see.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from assistant.evidence.asking_rows import RANKS, operation_of, without_operation
from assistant.evidence.facts import whose
from assistant.evidence.matching import coverage
from assistant.evidence.retrieve import body_in, facts_for
from assistant.library import Library, known_body
from assistant.model import Draft, Fact, Question
from assistant.question.normalise import canonical
from assistant.question.refuse import mentions
from assistant.question.staying import in_its_project, in_other_project
from assistant.question.understand import content_of, understand
from assistant.vocabulary import ASKS_CHANGE, ASKS_COMPOSITION, ASKS_GROUND
from assistant.working.derive import fact_of
from assistant.working.sides import amounts_named, bare_total, known_as
from index.model import Figure
from index.table_figures import clean_name

_PRONOUN = re.compile(
    r"它们|它|他们|她|其(?!中|他|它|余)|该(?:单位|部门|项目|中心|处|局)|这个(?:单位|部门|项目|中心|处)"
)
_LEAD = re.compile(r"^(?:那么?|那|其中|还有|另外|然后|再问|请问)+[，,]?")
_AMONG = re.compile(r"(?:那么?|那)?(?:这)?(?:其中|里面|里头)")
_NAMED = 0.6
_TAIL = re.compile(r"(?:呢|怎么样|如何)?[?？。！!]*$")
_SHARE = re.compile(r"^(?:大概|大约)?(?:占|是.*的(?:多少|几)倍)")
_AGAINST = re.compile(r"[比占较](?!例)|相差")
_COMPARE = re.compile(r"(?:跟|与|和|同|比|较)(?:去年|上年|上一年|20[0-9]{2}年?)")
# Beside what the fact before is put (和支出一样吗), and what of it comes first (最大的一笔是什么).
_BESIDE = re.compile(r"(?:和|跟|与|同|比(?![例重]))(?!去年|上年|上一年|前一年|前年|20[0-9]{2}).+")
_OF_ALL = re.compile(r"(?:各|每一?个|所有|哪一?(?:个|些|几个)|几个)(?:预算|下属|直属)?(?:单位|部门|处室|科室|项目)")
_EXTREME = re.compile(r"(?:里面?|中)?(最[大多高少小低贵])的?(?:一?[笔项个]|是|哪)")


_ONLY_GROUND = re.compile(
    rf"(?:{'|'.join(map(re.escape, ASKS_GROUND))}|[这那其它]|个|项|些?指标值?|目标值?|数字?|是|都|又|的"
    r"|[制确设]?定|来|有|什么|哪些?)+"
)
_ONLY_SHARE = re.compile(r"的?(?:占比|比例|比重|百分比|份额)(?:是|有|为)?(?:多少|多大|多高)?")
_OWN_MEASURE = 0.95
_NEARLY = 0.75
EARLIER_TURN = "承接上文"
EARLIER_CLAUSE = "承接前半句"


@dataclass(frozen=True, slots=True)
class Turn:
    """A turn already answered: its question, the draft it got, and the questions whose drafts that puts together."""

    question: Question
    draft: Draft
    parts: tuple[Question, ...] = ()


def carried_over(text: str, before: Turn | None, library: Library, lead: str = EARLIER_TURN) -> Question:
    """The question of a text after another turn, rewritten where it leaves something out; `lead` says from where."""
    year = library.disclosure.document.year
    question = understand(text, year, library.words)
    composed = ASKS_COMPOSITION.match(question.normal)
    if before is None or (composed and amounts_named(bare_total(composed["what"]), library, _NAMED)):
        return question
    whole = _rewritten(question, before, library)
    if whole is None or whole == question.normal:
        return question
    return replace(understand(whole, year, library.words), text=text, understood=f"{lead}，按“{whole}”理解")


def by_itself(text: str, library: Library) -> Question | None:
    """The question of a text read without the turns before, or None where it speaks of them by a pronoun or 呢."""
    question = understand(text, library.disclosure.document.year, library.words)
    speaks_of_them = _PRONOUN.search(question.normal) or re.search(r"呢[?？。]?$", question.normal)
    return question if question.content and not speaks_of_them else None


def _rewritten(question: Question, before: Turn, library: Library) -> str | None:
    """The follow-up as a whole question, or None where it stands by itself."""
    normal = question.normal
    fact = _fact_before(before.draft, library)
    subject = _subject(before, library)
    if _PRONOUN.search(normal):
        name = _meant(normal, subject, fact)
        return _PRONOUN.sub(name, _LEAD.sub("", normal), count=1) if name else None
    if fact is not None and (share := _share_asked(question, fact, library)):
        return share
    bare = _TAIL.sub("", _LEAD.sub("", normal))
    asked = _of_the_fact(question, bare, fact, library) if fact is not None else None
    if asked is not None:
        return asked
    of_another = bool(mentions(normal)) or bool(_OF_ALL.search(normal)) or _ranks_a_measure(question, library)
    staying = None if of_another else in_its_project(bare, before.draft, library)
    if staying is not None and not _COMPARE.search(bare):
        return staying
    if fact is not None and _leaves_all_out(question, bare):
        return _asked_again(fact, question, before, bare)
    part = _part_named(bare, fact, library) if fact else None
    if part is not None:
        return f"{part.measure}是多少"
    if fact is not None and re.search(r"呢[?？]?$", normal) and bare:
        return _other_of_the_kind(bare, fact, before, library)
    if subject and not of_another and not _stands_alone(question, library):
        return f"{subject}的{_LEAD.sub('', normal)}"
    return None


def _of_the_fact(question: Question, bare: str, fact: Fact, library: Library) -> str | None:
    """A follow-up that only says what it asks of the fact before: its ground, share, equal or greatest item."""
    if fact.figure is not None and question.asked == "ground" and _ONLY_GROUND.fullmatch(bare):
        return f"{_name(fact)}的依据是什么"
    if _ONLY_SHARE.fullmatch(bare):
        return f"{_name(fact)}占比"
    if _BESIDE.match(bare):
        return f"{known_as(fact.figure, library.body) if fact.figure else fact.measure}{bare}"
    extreme = _EXTREME.match(bare)
    return f"{_of_items(fact, library)}{extreme.group(1)}的是哪个项目" if extreme else None


def _meant(normal: str, subject: str, fact: Fact | None) -> str:
    """What a pronoun stands for: whose the fact before is, with its measure where it is held against another."""
    if fact is None or (subject and not _AGAINST.search(normal)):
        return subject
    return f"{subject}的{fact.measure}" if subject else _name(fact)


def _share_asked(question: Question, fact: Fact, library: Library) -> str:
    """The share that a follow-up asks for: of what the fact before is, or of a part in it; empty where it asks none.

    占总支出多少 behind a part, and 其中差旅占多少 or 差旅的占比 behind the sum, which leaves the other side out.
    """
    bare = _LEAD.sub("", question.normal)
    if _SHARE.search(bare):
        return _name(fact) + bare
    if question.relation != "share" or len(question.operands) != 2 or question.operands[1] or fact.figure is None:
        return ""
    named = "".join(_LEAD.sub("", piece) for piece in question.operands[0])
    parts = [match.fact.figure for match in amounts_named(named, library) if match.fact.figure] if named else []
    is_part = any(part.part_of == fact.figure.id for part in parts) or (parts and _AMONG.match(question.normal))
    return f"{named}占{known_as(fact.figure, library.body)}的比例是多少" if is_part else ""


def _fact_before(draft: Draft, library: Library) -> Fact | None:
    """The fact that the turn before was about, or the only figure that it stated."""
    if draft.about is None and len(draft.figures) == 1 and not draft.formulas:
        return fact_of(draft.figures[0], library)
    return draft.about


def _of_items(fact: Fact, library: Library) -> str:
    """What the items of a total are counted by: the 金额 of each where the total is a 预算, if they have one."""
    amount = re.sub(r"预算$", "金额", fact.measure)
    known = any(figure.measure == amount and figure.row is not None for figure in library.disclosure.figures)
    return amount if known else fact.measure


def _part_named(bare: str, fact: Fact, library: Library) -> Figure | None:
    """The part of the total before that a few words name (其中服务呢)."""
    if fact.figure is None or not 2 <= len(bare) <= 12:
        return None
    parts = [figure for figure in library.disclosure.figures if figure.part_of == fact.figure.id]
    named = [figure for figure in parts if canonical(bare) in canonical(figure.measure)]
    return named[0] if len(named) == 1 else None


def _leaves_all_out(question: Question, bare: str) -> bool:
    """Whether a follow-up names nothing: only why, a comparison or another year."""
    return not question.content or bool(_COMPARE.search(bare) and len("".join(question.content)) <= 2)


def _asked_again(fact: Fact, question: Question, before: Turn, bare: str) -> str:
    """The fact before, with the question now asked of it."""
    name = _name(fact)
    if question.asked == "reason":
        word = next((word for word in ASKS_CHANGE if word in before.question.normal), "增减变化")
        return f"{name}{word}的原因"
    if _COMPARE.search(bare):
        whole = question.relation or question.asked == "value"
        return f"{name}{bare}" if whole else f"{name}{bare}增减多少"
    if question.years:
        return f"{question.years[0]}年{name}是多少"
    return f"{name}{bare}"


def _other_of_the_kind(bare: str, fact: Fact, before: Turn, library: Library) -> str:
    """Another thing in the place of the one before: by itself where it is a measure, else with the measure before."""
    if other := in_other_project(bare, fact, before.question, library):
        return other
    alone = understand(f"{bare}是多少", library.disclosure.document.year, library.words)
    found = facts_for(alone, library)
    if found and found[0].coverage > 0.85 and found[0].completeness > 0.75:
        return alone.normal
    if body_in(alone, library) and before.question.asked in ("duty", "who"):
        return f"{bare}的职责是什么"
    owned = _same_row_of(bare, fact, library)
    if owned is not None:
        return owned
    whole = understand(
        f"{bare}的{fact.measure}是{'多少' if fact.figure else '什么'}", library.disclosure.document.year, library.words
    )
    of_department = bool(found) and found[0].coverage > _NEARLY and found[0].fact.subject == library.body
    return alone.normal if of_department and not facts_for(whole, library) else whole.normal


def _same_row_of(bare: str, fact: Fact, library: Library) -> str | None:
    """The row of the same name that another body owns in the table before."""
    names = whose(fact.figure) if fact.figure is not None and fact.row is not None else ()
    if len(names) < 2:
        return None
    year = library.disclosure.document.year
    for name in names[1:]:
        asked = understand(f"{bare}的{name}的{fact.measure}是多少", year, library.words)
        found = facts_for(asked, library)
        if found and found[0].coverage > 0.9 and found[0].fact.measure == fact.measure:
            return asked.normal
    return None


def _ranks_a_measure(question: Question, library: Library) -> bool:
    """Whether a question names a measure of its own and ranks or lists what has it (采购金额最大的五项)."""
    if operation_of(question.normal) not in (*RANKS, "sum", "list"):
        return False
    content = content_of(without_operation(question), library.known)
    return bool(content) and any(
        coverage(content, ((measure, 1.0),), library.weights) > _OWN_MEASURE for measure in library.measured
    )


def _stands_alone(question: Question, library: Library) -> bool:
    """Whether a question finds its facts without what went before, and only one subject has them."""
    found = facts_for(question, library)
    if not found or found[0].coverage < 0.9:
        return False
    rivals = {match.fact.subject for match in found if match.score > found[0].score * 0.97}
    return len(rivals) == 1


def _subject(before: Turn, library: Library) -> str:
    """Whose the fact before is, or the body that the question before named; empty for the department itself."""
    body = body_in(before.question, library)
    if body is not None:
        return body.name
    fact = before.draft.about
    if fact is None or fact.subject == library.body:
        mention = next((body for each in mentions(before.question.normal) if (body := known_body(library, each))), None)
        return mention.name if mention and mention.name != library.body else ""
    if fact.figure is not None:
        names = whose(fact.figure)
        return names[-2] if len(names) > 1 else clean_name(names[0])
    return fact.subject.split(" ")[0]


def _name(fact: Fact) -> str:
    """A fact's name in a question: its measure, behind whose it is where that is not the department."""
    if fact.figure is None or (fact.figure.table is None and fact.figure.aspect != "target"):
        return fact.measure
    return f"{'的'.join([whose(fact.figure)[-1], fact.measure])}"
