"""Ways to answer about bodies: who is responsible, what a body does, which name-plates it carries."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from assistant.composing.cite import spans_citation, text_citation
from assistant.composing.listings import listing_draft
from assistant.composing.sentences import inner, passage_draft, quoted
from assistant.composing.tables import first_items_draft
from assistant.evidence.duties import Duty, Fit, department_section, duties_for, guides, listed
from assistant.evidence.listing import Item, Listing
from assistant.evidence.retrieve import Ranks, body_in
from assistant.library import Body, Library, known_body, section_text
from assistant.model import Citation, Draft, Fact, Question
from assistant.question.normalise import canonical
from assistant.question.parts import together
from assistant.question.refuse import mentions
from assistant.vocabulary import ASKS_OFFICES, BODY_PRONOUNS, BODY_SUFFIXES, GENERIC_BODY, OFFICE_WORDS
from index.model import Row, Table
from index.table_figures import clean_name

_PLATE = re.compile(r"(?<=挂)((?:[^，。；（）()]{2,30}、)*[^，。；（）()、]{2,30}?)(?:的)?牌子")
_PRONOUN = re.compile("|".join((*BODY_PRONOUNS, "(?:这个|这家|你们)(?:局|院|委|厅|部门|单位|机构|办公室)", "你们")))
_ASKS_WHICH_BODY = re.compile(r"哪[个家](?!方面)|谁")
_SAME = re.compile(r"同一[个家]|一回事|一家单位|是不是一[个家]|同个单位")


def who(question: Question, library: Library, near: Callable[[], Ranks]) -> Draft | None:
    """The body whose duty is to carry out what is asked about, and another one that guides it."""
    if plated := _asks_plate(question, library):
        return _heading_plates(library, plated)
    mention = next((each for each in mentions(question.normal) if known_body(library, each)), "")
    claimed = known_body(library, mention) if mention else _spelled_out(question, library)
    asked = replace(question, content=_without(mention, claimed, question.content))
    found = duties_for(asked, library, near)
    ranked = [fit for fit in found if fit.duty.body.name != library.body] or found
    if not ranked:
        return None
    best = ranked[0].duty
    wrong = claimed is not None and claimed.section is not None and claimed.name != best.body.name
    denied = f"不是{claimed.name}，" if claimed and wrong else ""
    draft = _duty_draft(library, best, denied + _lead(best, sure=ranked[0].sure))
    other = next((fit.duty for fit in ranked if _guides_too(fit, ranked[0])), None)
    return together([draft, _duty_draft(library, other, f"{other.body.name}的相关职责：")]) if other else draft


def _guides_too(fit: Fit, best: Fit) -> bool:
    """Whether another body has the duty to guide what the best one carries out."""
    other = fit.duty.body != best.duty.body and guides(fit.duty) and not guides(best.duty)
    return other and fit.covered >= max(best.covered, 0.8)


def _asks_plate(question: Question, library: Library) -> Body | None:
    """The body that carries the name-plate which is all that a question names (…站是哪个单位)."""
    body = body_in(question, library)
    plates = [canonical(alias) for alias in body.aliases] if body else []
    rest = re.sub(r"单位|部门|机构|牌子$", "", "".join(question.content))
    return body if rest in plates else None


def _spelled_out(question: Question, library: Library) -> Body | None:
    """The body with duties whose own name a question spells out, whatever it ends in."""
    body = body_in(question, library)
    return body if body and canonical(body.name) in canonical(question.normal) else None


def _without(mention: str, claimed: Body | None, content: tuple[str, ...]) -> tuple[str, ...]:
    """What a question is about, without the name of the body that it supposes to be responsible."""
    names = [canonical(name) for name in (claimed.name if claimed else "", mention) if name]
    for name in names:
        content = tuple(part for piece in content for part in piece.replace(name, " ").split())
    return content


def _lead(duty: Duty, *, sure: bool) -> str:
    """The words before a duty: who is responsible, or only where the nearest duty stands."""
    if not sure:
        return f"文件没有逐字写到这件事，最接近的是{duty.body.name}的职责："
    return f"{duty.body.name}的职责中有：" if guides(duty) else f"由{duty.body.name}负责："


def _duty_draft(library: Library, duty: Duty, lead: str) -> Draft:
    """A duty quoted: the whole paragraph where it is short, else the sentence."""
    if len(duty.paragraph.text) <= 60:
        return passage_draft(library, [duty.paragraph], lead)
    citation = text_citation(library.disclosure, duty.paragraph, duty.start, duty.end, 1)
    return Draft("answered", f"{lead}{quoted(duty.bare)}[1]。", (citation,))


def duty(question: Question, library: Library, near: Callable[[], Ranks]) -> Draft | None:
    """The duties of the body that a question names, or of the department itself."""
    if _ASKS_WHICH_BODY.search(question.normal):
        return who(question, library, near)
    body = body_in(question, library)
    if body and body.section is not None:
        return _duties(library, body)
    named = _listed_body(question, library)
    if named is not None:
        return _row_draft(library, *named, duties=True)
    return _department(library) if _asks_department(question, library) else None


def offices(question: Question, library: Library) -> Draft | None:
    """The inner offices that have a heading of their own, where a question asks which or how many there are."""
    rest = OFFICE_WORDS.sub("", "".join(question.content))
    if question.claims or rest or not ASKS_OFFICES.search(question.normal):
        return None
    own = [body for body in library.bodies if body.section is not None]
    items = tuple(
        Item(body.name, None, library.disclosure.sections[body.section or 0].spans)
        for body in own
        if not GENERIC_BODY.search(body.name)
    )
    if len(items) < 2:
        return None
    listing = Listing("count", own[0].section or 0, items, "文件写明职责的内设机构和单位", "", "", "个")
    return listing_draft(library, listing)


def introduced(question: Question, library: Library) -> Draft | None:
    """The duties of a body where a question says nothing but its name (介绍一下办公室)."""
    body = body_in(question, library) if question.asked == "text" else None
    alone = body is not None and "".join(question.content) == canonical(body.name)
    return _duties(library, body) if body and alone else None


def _duties(library: Library, body: Body) -> Draft | None:
    """The duties below a body's heading."""
    paragraphs = listed(section_text(library.disclosure, body.section or 0))
    return passage_draft(library, paragraphs, f"{body.name}的主要职责：") if paragraphs else None


def _asks_department(question: Question, library: Library) -> bool:
    """Whether a question asks what the department itself does."""
    if _PRONOUN.search(question.normal) or not "".join(question.content):
        return True
    known = [known_body(library, each) for each in _names(question)]
    return any(body is not None and body.name == library.body for body in known)


def _names(question: Question) -> tuple[str, ...]:
    """The words of a question that may name a body."""
    pieces = (re.sub(r"(?:主要)?(?:负责|承担|管|干|做)+$", "", piece) for piece in question.content)
    named = (piece for piece in pieces if piece.endswith(BODY_SUFFIXES))
    return tuple(dict.fromkeys((*mentions(question.normal), *named)))


def _department(library: Library) -> Draft | None:
    """The duties of the department: how many there are, and the first of them."""
    section = department_section(library)
    if section is None:
        return None
    paragraphs = listed(section_text(library.disclosure, section))
    if len(paragraphs) < 2:
        return passage_draft(library, paragraphs, f"{library.body}的主要职责：")
    return first_items_draft(library, library.disclosure.sections[section], paragraphs)


# --- bodies of a table -------------------------------------------------------------------------------------------


def _listed_body(question: Question, library: Library) -> tuple[Table, Row] | None:
    """The row of the table of bodies for a body that has no section of its own."""
    for mention in _names(question):
        known = known_body(library, mention)
        if library.body.endswith(mention) or (known is not None and known.section is not None):
            continue
        rows = [
            (table, row)
            for table in library.disclosure.tables
            for row in table.rows
            if row.cells and _names_bodies(table) and _is_named(mention, row.cells[0].text)
        ]
        if rows:
            return rows[0]
    return None


def _names_bodies(table: Table) -> bool:
    """Whether a table lists bodies, one a row."""
    column = table.columns[0] if table.columns else None
    return bool(column and column.path and re.search(r"(?:单位|机构|部门)名称$", column.path[-1]))


def _is_named(mention: str, name: str) -> bool:
    """Whether a name is the one mentioned, or ends with it."""
    return canonical(re.sub(r"[（(].*$", "", name)).endswith(canonical(mention))


def _row_draft(library: Library, table: Table, row: Row, *, duties: bool) -> Draft:
    """What a table of bodies says of one, and that the document does not state its duties."""
    cells = list(zip(table.columns, row.cells, strict=True))
    spans = sorted({span for column, cell in cells for span in (*column.spans, *cell.spans)})
    citation = spans_citation(library.disclosure, table.section, spans, 1, None)
    said = "、".join(f"{clean_name(column.path[-1])}“{inner(cell.text)}”" for column, cell in cells[1:] if cell.text)
    missing = "文件没有写它的职责，只在机构表里列出" if duties else "文件在机构表里列出"
    return Draft(
        "answered", f"{missing}“{inner(row.cells[0].text)}”：{said}[1]。", (citation,), about=_about(table, row)
    )


def _about(table: Table, row: Row) -> Fact:
    """The name of a row, for a question that follows."""
    cell = row.cells[0]
    return Fact(table.columns[0].path[-1], cell.text, cell.text, None, table.index, row.index, 0, cell.spans, True)


# --- name-plates and other names ---------------------------------------------------------------------------------


def plates(question: Question, library: Library, near: Callable[[], Ranks]) -> Draft | None:
    """Which name-plate a body carries: from its heading, from a sentence, or else all that the headings tell."""
    del near
    body = body_in(question, library)
    if body is not None and body.section is not None:
        if body.aliases:
            return _heading_plates(library, body)
        return Draft("not_disclosed", f"本文件没有公开{body.name}挂牌的内容，它的标题里没有写牌子。")
    stated = _stated_plates(library)
    if stated is not None:
        return stated
    bearers = [each for each in library.bodies if each.section is not None and each.aliases]
    return _all_plates(library, bearers) if bearers else None


def _heading_plates(library: Library, body: Body) -> Draft:
    section = library.disclosure.sections[body.section or 0]
    citation = spans_citation(library.disclosure, section.index, section.spans, 1, None)
    return Draft("answered", f"{_quoted(body.aliases)}的牌子挂在{body.name}[1]。", (citation,))


def _stated_plates(library: Library) -> Draft | None:
    """The name-plates of the department that a sentence states (加挂…、…牌子)."""
    for passage in library.passages:
        match = _PLATE.search(passage.paragraph.text)
        if match:
            text = passage.paragraph.text
            start = max(text.rfind(mark, 0, match.start()) + 1 for mark in "。；")
            citation = text_citation(library.disclosure, passage.paragraph, start, match.end(), 1)
            names = tuple(match.group(1).split("、"))
            return Draft("answered", f"{library.body}挂{_quoted(names)}的牌子[1]。", (citation,))
    return None


def _all_plates(library: Library, bearers: list[Body]) -> Draft:
    """The name-plates of all bodies whose headings tell one."""
    citations: list[Citation] = []
    lines = []
    for number, body in enumerate(bearers, 1):
        section = library.disclosure.sections[body.section or 0]
        citations.append(spans_citation(library.disclosure, section.index, section.spans, number, None))
        lines.append(f"- {body.name}：{_quoted(body.aliases)}[{number}]")
    head = "文件写明挂牌子的内设机构和单位有："
    return Draft("answered", "\n".join([head, "", *lines]), tuple(citations))


def _quoted(names: tuple[str, ...]) -> str:
    return "、".join(f"“{inner(name)}”" for name in names)


def same_body(question: Question, library: Library) -> Draft | None:
    """What the document has of two names that may be one body; it is not for the assistant to tell."""
    names = _two_names(question) if _SAME.search(question.normal) else ()
    citations: list[Citation] = []
    lines = []
    for name in names:
        spans = _first_stand(library, name)
        if spans is None:
            return None
        section, title, found = spans
        citations.append(spans_citation(library.disclosure, section, found, len(citations) + 1, None))
        lines.append(f"- “{inner(name)}”：写在“{inner(title)}”[{len(citations)}]")
    if len(lines) != 2:
        return None
    return Draft("answered", "\n".join(["文件没有说明它们是否为同一单位，各自写在：", "", *lines]), tuple(citations))


def _two_names(question: Question) -> tuple[str, ...]:
    """The two names on the sides of 和 that a question compares."""
    head = question.normal[: (_SAME.search(question.normal) or re.search("$", question.normal)).start()]  # type: ignore[union-attr]
    parts = re.split(r"和|与|跟|同", re.sub(r"(?:到底|究竟|是不是|是否|是|算)*$", "", head), maxsplit=1)
    return tuple(part.strip('“”"，, ') for part in parts) if len(parts) == 2 else ()


def _first_stand(library: Library, name: str) -> tuple[int, str, tuple[tuple[int, int], ...]] | None:
    """Where a name stands: the section and title of a heading, or of the table whose row holds it, with its spans."""
    wanted = canonical(name)
    for section in library.disclosure.sections[1:]:
        if wanted and wanted in canonical(section.title):
            return section.index, section.title, section.spans
    for table in library.disclosure.tables:
        for row in table.rows:
            for cell in row.cells:
                if wanted and wanted in canonical(cell.text) and not cell.filled:
                    return table.section, clean_name(table.title), (*table.title_spans, *cell.spans)
    return None
