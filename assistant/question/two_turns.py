"""A question about the things of the turns before together: their sum, or the share of each."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.composing.sentences import derived_draft
from assistant.library import Library
from assistant.model import Derived, Draft
from assistant.working.comparing import difference_or_equality
from assistant.working.derive import sum_of
from assistant.working.sides import kind, known_as
from index.model import Figure

_BOTH = r"(?:[这那]?(?:两|俩|二|三|几)(?:个|家|项|者|样|笔|类|块|部分)?|它们|他们|两者|二者|俩)+"
_SUM = re.compile(
    rf"^(?:那么?|所以)?(?:{_BOTH})?(?:都|的|全部)?(?:加起来|加一起|加在一起|合起来|合计|总共|一共|总计|之和|总和|共计)+(?:是|有|为|要|花)*"
    r"(?:多少|几)?(?:钱|万|万元|元|个)?[呢?？。]*$"
)
_WHICH = re.compile(
    rf"^(?:那么?|所以)?(?:{_BOTH})?(?:之间|里面?|中|相比|比起来|比较起来|比一?比)?[,，]?"
    r"(?:(?:哪(?:一?[个项家边者样类种笔])?|谁|何者)(?:更|比较|要)?[多少高低大小](?:一些|一点|些|点)?|(?:相差|差(?:距|额)?)(?:是|了|有)?多少"
    r"(?:钱|万元|元)?)[呢啊呀?？。]*$"
)
_EACH = re.compile(rf"^(?:那么?)?(?:{_BOTH})?(?:各自?|分别)(?=占)")


def sum_of_turns(normal: str, drafts: Sequence[Draft], library: Library) -> Draft | None:
    """The sum of what the turns before stated, where a question asks for it."""
    figures = _main_figures(drafts)
    if not _SUM.match(normal) or len(figures) < 2 or len({kind(figure) for figure in figures}) > 1:
        return None
    return derived_draft(library, sum_of(figures, library.body))


def compared_turns(normal: str, drafts: Sequence[Draft], library: Library) -> Draft | None:
    """Which of what the last two turns stated is more and by how much, where a question asks only that (哪个大)."""
    figures = _main_figures(drafts) if _WHICH.match(normal) else []
    last = drafts[-1].about if drafts else None
    if len(figures) < 2 or last is None or last.figure != figures[-1] or kind(figures[0]) != kind(figures[1]):
        return None
    found = difference_or_equality(figures[0], figures[1], library)
    return derived_draft(library, found) if isinstance(found, Derived) else found


def each_of_turns(normal: str, drafts: Sequence[Draft], library: Library) -> tuple[str, ...]:
    """The questions that ask each thing of the turns before what a question asks of all (它们两个各占…)."""
    match = _EACH.match(normal)
    figures = _main_figures(drafts) if match else []
    if match is None or len(figures) < 2:
        return ()
    return tuple(f"{known_as(figure, library.body)}{normal[match.end() :]}" for figure in figures)


def _main_figures(drafts: Sequence[Draft]) -> list[Figure]:
    """The figure that each draft first states, of one kind of measure: the last two turns, or as many as they are."""
    stated = [draft.about.figure for draft in drafts if draft.about and draft.about.figure]
    known = [figure for figure in dict.fromkeys(stated) if figure.value is not None]
    return known[-2:]
