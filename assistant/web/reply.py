"""An answer as the HTML of one chat message: its text with marks and checked numbers, and what can be done with it."""

from __future__ import annotations

import json
import re
import uuid
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from markdown_it import MarkdownIt
from markupsafe import Markup

from assistant.model import Answer, Check
from assistant.notes import checked_on, unreviewed
from assistant.question.english import is_english
from assistant.web.evidence import Source, sources_of
from assistant.web.language import CHINESE, ENGLISH, Language
from assistant.web.pictures import picture_of
from assistant.web.safe import for_gradio, literal, plain
from assistant.web.shell import Page, filled
from index.model import Disclosure, Span

_SIGN = r"[!-/:-@\[-`{-~]"
_FORMULA = re.compile(r"\$[^$\n]{1,80}\$")
_SUPPORTED = ("exact", "derived", "quoted")
_FIRST_SLOT = 0xF0000
_SLOT = re.compile("[\U000f0000-\U000ffffd]")
_SHOWN_BESIDE = 4  # more numbers than these each with a word behind it would bury the sentence

# What stays Markdown in an answer: **bold**, lists, tables, a quotation at the start of a line, and a backslash before
# a sign, which makes it an ordinary character. All other punctuation is text.
_ANSWER_TOKEN = re.compile(rf"\\(?P<escaped>{_SIGN})|(?P<kept>\*\*|^> |[|,:;()+%='\"?.-])|{_SIGN}", re.MULTILINE)

_markdown = MarkdownIt("zero").enable(["table", "list", "blockquote", "emphasis", "entity", "newline"])
_markdown.options["breaks"] = True


@dataclass(frozen=True, slots=True)
class Checked:
    """A number of the answer with how it was supported, for the list below the answer."""

    text: str
    support: str
    formula: str | None


@dataclass(frozen=True, slots=True)
class Asked:
    """What an answer was given to: the conversation's turns up to it, the document, the page it is shown on."""

    turns: tuple[str, ...]
    disclosure: Disclosure
    page: Page
    name: str = field(default_factory=lambda: uuid.uuid4().hex[:12])
    """What tells its evidence from that of every other answer on the page."""

    @property
    def language(self) -> Language:
        """The visitor's language."""
        return self.page.language


def reply_steps(answer: Answer, asked: Asked) -> Iterator[str]:
    """The answer's HTML as it grows, block by block; the last is whole. Nothing in it is unchecked."""
    sources = sources_of(answer, asked.disclosure)
    blocks = list(_blocks(answer, asked, sources))
    for shown in range(1, len(blocks)):
        yield _growing(blocks[:shown], asked)
    yield for_gradio(_whole(answer, asked, sources, Markup("".join(blocks))))


def growing_reply(answer: Answer, asked: Asked) -> str:
    """The HTML of an answer of which more is to come."""
    return _growing(list(_blocks(answer, asked, sources_of(answer, asked.disclosure))), asked)


def text_of(answer: Answer, asked: Asked) -> Markup:
    """The answer's text alone as HTML, its numbers and citation marks as in the chat."""
    return Markup("".join(_blocks(answer, asked, sources_of(answer, asked.disclosure))))


def outside_sums(answer: Answer) -> tuple[Check, ...]:
    """The numbers of an answer but those within a sum that it writes out."""
    formulas = _formula_spans(answer)
    return tuple(check for check in answer.numbers if not any(_within(check, span) for span in formulas))


def _whole(answer: Answer, asked: Asked, sources: Sequence[Source], text: Markup) -> str:
    chart = picture_of(answer, asked.disclosure, asked.page.say)
    checked = tuple(dict.fromkeys(_checked(answer)))
    return filled(
        "answer.html",
        asked.language,
        answer=answer,
        asked=asked,
        text=text,
        reviewed=checked_on(answer.notes),
        notes=unreviewed(answer.notes),
        spoken=_spoken(asked),
        turns=json.dumps(asked.turns, ensure_ascii=False),
        checked=checked,
        counts=Counter(check.support for check in checked),
        beside=len(checked) <= _SHOWN_BESIDE,
        sources=sources,
        chart=chart,
        page=asked.page,
        copied=_copied(answer, asked, sources),
        evidence=Markup(_evidence(answer, asked, sources)),
    )


def _growing(blocks: Sequence[str], asked: Asked) -> str:
    text = Markup("".join(blocks))
    return for_gradio(filled("answer_growing.html", asked.language, text=text, spoken=_spoken(asked)))


def _evidence(answer: Answer, asked: Asked, sources: Sequence[Source]) -> str:
    formulas = tuple(dict.fromkeys(check.formula for check in answer.numbers if check.formula))
    return filled("evidence.html", asked.language, sources=sources, formulas=formulas, name=asked.name)


def _spoken(asked: Asked) -> Language:
    """The language of the answer's own words, which is that of the question."""
    return ENGLISH if is_english(asked.turns[-1]) else CHINESE


def _checked(answer: Answer) -> Iterator[Checked]:
    """The numbers that rest on the document; those repeated from the question or in a name need no support."""
    for check in outside_sums(answer):
        if check.support in _SUPPORTED:
            yield Checked(plain(check.text), check.support, check.formula)


def _formula_spans(answer: Answer) -> list[Span]:
    """Where the answer writes out its sums: they are shown as one, not number by number."""
    formulas = {check.formula for check in answer.numbers if check.formula}
    return [found.span() for formula in formulas for found in re.finditer(re.escape(formula), answer.text)]


def _within(check: Check, span: Span) -> bool:
    return span[0] <= check.start and check.end <= span[1]


def _copied(answer: Answer, asked: Asked, sources: Sequence[Source]) -> str:
    """What the copy button takes: question, answer, sources, and that the original text decides."""
    say = asked.page.say
    lines = [asked.turns[-1], "", _bare(plain(answer.text)), ""]
    lines += [f"[{source.marker}] {source.path}" for source in sources]
    document = asked.disclosure.document.title
    lines.append(say(f"取自《{document}》，以原文为准。", f"From: {document}. The original text decides."))
    return "\n".join(lines)


def _bare(text: str) -> str:
    """Markdown as plain text: without the stars of bold and the backslashes before signs."""
    return re.sub(rf"\\({_SIGN})", r"\1", text.replace("**", ""))


def _blocks(answer: Answer, asked: Asked, sources: Sequence[Source]) -> Iterator[str]:
    """The answer's text as HTML, one string a paragraph, list or table."""
    text, shown = _slotted(answer, asked, sources)
    tokens = _markdown.parse(_ANSWER_TOKEN.sub(_written, plain(text)))
    block = []
    for token in tokens:
        block.append(token)
        if token.level == 0 and token.nesting != 1:
            html = _markdown.renderer.render(block, _markdown.options, {})
            yield _SLOT.sub(lambda slot: shown[ord(slot.group()) - _FIRST_SLOT], html)
            block = []


def _written(token: re.Match[str]) -> str:
    return token["kept"] or literal(token["escaped"] or token.group())


def _slotted(answer: Answer, asked: Asked, sources: Sequence[Source]) -> tuple[str, list[str]]:
    """The text with one private character for each number and citation mark, and the HTML to put there.

    So neither Markdown nor escaping can come between a number and what supports it.
    """
    text = _SLOT.sub("\ufffd", answer.text)
    places = sorted([*_number_places(answer, text, asked), *_mark_places(text, asked, sources)])
    pieces: list[str] = []
    shown: list[str] = []
    end = 0
    for start, stop, html in places:
        if start < end:
            continue
        pieces += [text[end:start], chr(_FIRST_SLOT + len(shown))]
        shown.append(html)
        end = stop
    return "".join([*pieces, text[end:]]), shown


def _number_places(answer: Answer, text: str, asked: Asked) -> Iterator[tuple[int, int, str]]:
    sums = _formula_spans(answer)
    for start, end in sums:
        yield start, end, filled("sum.html", asked.language, text=text[start:end]).strip()
    formulas = [found.span() for found in _FORMULA.finditer(text)]
    for check in answer.numbers:
        if check.support not in _SUPPORTED or any(_within(check, span) for span in sums):
            continue
        around = [span for span in formulas if _within(check, span)]
        start, end = around[0] if around else (check.start, check.end)
        yield start, end, _number(check, plain(text[start:end]), asked.language)


def _number(check: Check, text: str, language: Language) -> str:
    return filled("number.html", language, text=text, check=check).strip()


def _mark_places(text: str, asked: Asked, sources: Sequence[Source]) -> Iterator[tuple[int, int, str]]:
    by_marker = {source.marker: source for source in sources}
    for found in re.finditer(r"(?<!\\)\[(\d+)\]", text):
        source = by_marker.get(int(found[1]))
        if source:
            html = filled("mark.html", asked.language, source=source, name=asked.name)
            yield found.start(), found.end(), html.strip()
