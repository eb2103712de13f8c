"""Question to answer: refusals by type, then facts, terms, bodies and passages; drafted, verified, shown or not."""

from __future__ import annotations

import logging
import re
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, replace
from typing import Any

from assistant.cite import spans_citation
from assistant.compose import (
    derived_draft,
    fact_draft,
    fact_sentence,
    inner,
    passage_draft,
    quoted_draft,
    readings_draft,
    refusal_draft,
    shared_draft,
)
from assistant.compose_tables import first_words, items_draft, selection_draft
from assistant.derive import derive
from assistant.library import Body, Library, known_body, library_of, section_text
from assistant.model import Answer, DocumentReference, Draft, Match, Question
from assistant.normalise import canonical
from assistant.refuse import Refusal, is_off_topic, mentions, refusal_of
from assistant.relations import select
from assistant.retrieve import (
    Ranks,
    body_in,
    definition_for,
    equals,
    facts_for,
    grounds_for,
    passages_for,
    places_of,
    section_for,
    speaks_of_a_body,
)
from assistant.settings import Settings
from assistant.understand import understand
from assistant.verify import unsupported, verify
from assistant.vocabulary import ASKS_DECREASE, ASKS_INCREASE, COUNTS_ITEMS, LISTS_ITEMS
from index.amounts import ends_in_amount
from index.build import Index, ready_index
from index.documents import default_document
from index.embedding import Embedder, load_embedder
from index.errors import DamagedIndex
from index.model import Disclosure, Paragraph, Span
from index.outline import marker_of
from index.progress import Progress, no_progress
from index.text import readable, squeezed

_LONGEST_QUESTION = 500
_log = logging.getLogger(__name__)


class UnknownDocument(Exception):
    """The index holds no document of that id."""

    def __init__(self, identifier: str, known: Sequence[str]) -> None:
        there = "、".join(known)
        super().__init__(f"索引里没有文档 {identifier}；现有：{there}。 / no such document; there are: {there}.")


class Assistant:
    """Answers questions about the disclosures of one index; safe to call from several threads."""

    def __init__(self, index: Index, embedding_model: str) -> None:
        self._index = index
        self._libraries = {disclosure.document.id: library_of(disclosure) for disclosure in index.disclosures}
        self._model = embedding_model
        self._embedder: Embedder | None = None
        self._loaded = False

    @classmethod
    def open(cls, settings: Settings, progress: Progress = no_progress) -> Assistant:
        """The assistant over the index of the settings' data directory, which is built first where it is missing.

        Raises:
            IndexingError: there is no index and none can be built.
        """
        index = ready_index([default_document()], settings.data_dir, settings.embedding_model, progress)
        return cls(index, settings.embedding_model)

    @property
    def documents(self) -> tuple[DocumentReference, ...]:
        """The documents that can be asked about; the first is asked where none is named."""
        return tuple(_reference(library.disclosure) for library in self._libraries.values())

    @property
    def examples(self) -> tuple[str, ...]:
        """Questions about the first document that have an answer, made from its own figures and headings."""
        return examples_of(next(iter(self._libraries.values())))

    def source(self, document: str) -> str:
        """The stored text of a document, into which all spans point."""
        return self._library(document).disclosure.document.text

    def ask(self, turns: Sequence[str], document: str | None = None) -> Answer:
        """The answer to the last of the turns.

        Raises:
            UnknownDocument: no document of that id.
        """
        started = time.perf_counter()
        library = self._library(document)
        text = turns[-1] if turns else ""
        question = understand(text[:_LONGEST_QUESTION], library.disclosure.document.year, library.known)
        draft = draft_answer(question, library, lambda: self._near(question, library))
        answer = self._checked(question, library, draft)
        return replace(answer, seconds=round(time.perf_counter() - started, 3))

    def _library(self, document: str | None) -> Library:
        if document is None:
            return next(iter(self._libraries.values()))
        if document not in self._libraries:
            raise UnknownDocument(document, tuple(self._libraries))
        return self._libraries[document]

    def _checked(self, question: Question, library: Library, draft: Draft) -> Answer:
        """The draft as an answer, once each of its numbers has its support; else only what the source says."""
        source = squeezed(library.disclosure.document.text)
        safer = [draft, *([quoted_draft(draft)] if draft.citations else [])]
        for draft in (*safer, refusal_draft(Refusal("unverified", ""), library, ())):
            checks = verify(draft, question.normal, source, library.names)
            failed = unsupported(checks)
            if not failed:
                break
            _log.warning("not shown: %s in %r", [check.text for check in failed], draft.text)
        return Answer(
            question=question.text,
            understood=question.understood,
            document=_reference(library.disclosure),
            outcome=draft.outcome,
            text=draft.text,
            numbers=checks,
            citations=draft.citations,
            suggestions=draft.suggestions or examples_of(library)[:3],
            notes=draft.notes,
        )

    def _near(self, question: Question, library: Library) -> Ranks:
        """How near the passages are by the dense and lexical index together, by rank."""
        document = library.disclosure.document.id
        try:
            hits = self._index.passages.nearest(question.normal, self._vector(question.normal), 12, document)
        except DamagedIndex as error:
            _log.warning("%s", error)  # words alone then serve; the next start rebuilds
            hits = self._index.passages.lexical(question.normal, 12, document)
        spans = {chunk.id: chunk.spans for chunk in library.disclosure.chunks}
        ranks: dict[int, float] = {}
        for rank, (chunk, _) in enumerate(hits):
            for number, passage in enumerate(library.passages):
                start = passage.paragraph.spans[0][0]
                if any(left <= start < right for left, right in spans.get(chunk, ())):
                    ranks.setdefault(number, 1 - rank / len(hits))
        return ranks

    def _vector(self, text: str) -> Any:  # noqa: ANN401 - a numpy vector, which only the index room knows
        if not self._index.passages.has_vectors:
            return None
        if not self._loaded:
            self._embedder, self._loaded = load_embedder(self._model), True
        return self._embedder.encode_query(text) if self._embedder else None


def draft_answer(question: Question, library: Library, near: Callable[[], Ranks]) -> Draft:
    """The draft for a question, by what it asks; `near` ranks passages and is called only where words do not do."""
    refusal = refusal_of(question, library)
    if refusal:
        return refusal_draft(refusal, library, examples_of(library)[:3])
    derived = derive(question, library)
    if derived:
        return derived_draft(library, derived)
    rows = _rows(question, library)
    if rows:
        return rows
    for attempt in _attempts(question):
        draft = attempt(question, library, near)
        if draft:
            return draft
    kind: Refusal = (
        Refusal("off_topic", "") if is_off_topic(question, library) else Refusal("measure", _topic(question))
    )
    return refusal_draft(kind, library, examples_of(library)[:3])


def _rows(question: Question, library: Library) -> Draft | None:
    """The draft for a question about several rows of a table, or what stands below a heading."""
    sure = facts_for(question, library)[:1]
    counts = bool(sure and sure[0].fact.figure and sure[0].fact.figure.aspect == "count" and sure[0].coverage > 0.85)
    if counts and not re.search("哪|各|最|分别", question.normal):
        return None
    if sure and sure[0].coverage > 0.97 and sure[0].completeness > 0.9 and not _asks_several(question):
        return None
    selection = select(question, library)
    draft = selection_draft(library, selection) if selection else None
    return draft or _items(question, library)


def _asks_several(question: Question) -> bool:
    return bool(re.search(r"哪|各|几(?!乎)|最|分别|加起来|列", question.normal)) or len(question.claims) > 0


def _items(question: Question, library: Library) -> Draft | None:
    """The items below a heading that a question counts or lists: the headings below it, or its numbered paragraphs."""
    counts = bool(COUNTS_ITEMS.search(question.normal))
    if not counts and not LISTS_ITEMS.search(question.normal):
        return None
    pieces = (re.sub(r"(?:绩效)?(?:指标|目标)(?:表)?", "", piece) for piece in question.content)
    subject = replace(question, content=tuple(piece for piece in pieces if len(piece) > 1) or question.content)
    section = section_for(subject, library, 0.6, with_text=False)
    items = _items_below(library.disclosure, section) if section is not None else []
    if section is None or len(items) < 2:
        return None
    return items_draft(library, library.disclosure.sections[section], items, count=counts)


def _items_below(disclosure: Disclosure, section: int) -> list[tuple[str, tuple[Span, ...]]]:
    """What stands below a heading, each with its spans: numbered paragraphs, or headings, or targets."""
    heading = disclosure.sections[section]
    numbered = [paragraph for paragraph in section_text(disclosure, section) if marker_of(paragraph.text)]
    if numbered:
        return [first_words(paragraph) for paragraph in numbered]
    below = [each for each in disclosure.sections if each.path[:-1] == heading.path]
    if below:
        return [(each.path[-1], each.spans) for each in below]
    texts = section_text(disclosure, section)
    return [(readable(text.text), text.spans) for text in texts if ends_in_amount(text.text)]


Attempt = Callable[[Question, Library, Callable[[], Ranks]], Draft | None]


def _attempts(question: Question) -> tuple[Attempt, ...]:
    """The ways to answer a question of its kind, in the order in which they are tried."""
    if question.claims and (question.asked == "where" or not question.content):
        return (_places,)
    ways: dict[str, tuple[Attempt, ...]] = {
        "value": (_facts, _counted_passage),
        "ground": (_grounds, _facts, _passages),
        "definition": (_definition, _section, _passages),
        "contents": (_usage, _definition, _section, _passages, _facts),
        "plate": (_plates, _passages),
        "who": (_who, _passages),
        "duty": (_duty, _section, _passages),
        "reason": (_reason, _passages),
        "how": (_section, _facts, _passages),
        "where": (_facts, _passages),
        "text": (_sure_facts, _section, _definition, _facts, _passages),
    }
    return ways[question.asked]


def _facts(question: Question, library: Library, near: Callable[[], Ranks]) -> Draft | None:
    del near
    return _fact_draft(question, library, facts_for(question, library))


def _sure_facts(question: Question, library: Library, near: Callable[[], Ranks]) -> Draft | None:
    """Facts for a question without a word of asking: only such as cover nearly all of it."""
    del near
    return _fact_draft(question, library, [match for match in facts_for(question, library) if match.coverage >= 0.85])


def _fact_draft(question: Question, library: Library, found: list[Match]) -> Draft | None:
    ranked = equals(question, found)
    if not ranked:
        return None
    if len(ranked) == 1 or ranked[0].fact.subject == library.body or question.claims:
        return fact_draft(question, library, [ranked[0].fact])
    readings = [match.fact for match in ranked]
    return readings_draft(library, readings[:3], len(readings))


def _grounds(question: Question, library: Library, near: Callable[[], Ranks]) -> Draft | None:
    del near
    found = grounds_for(question, library)
    if not found:
        return None
    best = [
        match.fact for match in found if match.score >= found[0].score * 0.9 and match.fact.table == found[0].fact.table
    ]
    if len({fact.text for fact in best}) == 1 and len(best) > 1:
        return shared_draft(library, best)
    return fact_draft(question, library, [found[0].fact])


def _places(question: Question, library: Library, near: Callable[[], Ranks]) -> Draft | None:
    """Where a number of the question stands and what it is."""
    del near
    places = places_of(question, library)
    if not places:
        return None
    if len(places) == 1:
        return fact_draft(replace(question, claims=()), library, places)
    draft = readings_draft(library, places[:3], len(places))
    head = "这个数字在文件里出现在：" if len(places) <= 3 else "这个数字在文件里多处出现，先列出前几处："
    return replace(draft, text=draft.text.replace(draft.text.split("\n")[0], head, 1))


def _definition(question: Question, library: Library, near: Callable[[], Ranks]) -> Draft | None:
    del near
    paragraph = definition_for(question, library)
    return passage_draft(library, [paragraph], "文件的名词解释是：") if paragraph else None


def _usage(question: Question, library: Library, near: Callable[[], Ranks]) -> Draft | None:
    """The sentence that says what a sum is used for."""
    del near
    for match in facts_for(replace(question, asked="value", is_quantity=True), library)[:3]:
        figure = match.fact.figure
        if match.coverage > 0.85 and figure and figure.table is None and re.search("用于|包括", figure.context):
            draft = fact_draft(question, library, [match.fact])
            quote = draft.citations[0].quote
            return replace(draft, text=f"文件中写道：“{inner(quote.strip())}”[1]", figures=())
    return None


def _plates(question: Question, library: Library, near: Callable[[], Ranks]) -> Draft | None:
    """The heading that says which name-plate a body carries."""
    del near
    body = body_in(question, library)
    if body is None or body.section is None or not body.aliases:
        return None
    section = library.disclosure.sections[body.section]
    citation = spans_citation(library.disclosure, body.section, section.spans, 1, None)
    plates = "、".join(f"“{alias}”" for alias in body.aliases)
    return Draft("answered", f"{plates}的牌子挂在{body.name}[1]。", (citation,))


def _who(question: Question, library: Library, near: Callable[[], Ranks]) -> Draft | None:
    """The body whose duties hold what is asked about."""
    claimed = next((body for each in mentions(question.normal) if (body := known_body(library, each))), None)
    found = passages_for(replace(question, content=_without_role(question, claimed)), library, near, 0.45)
    bodies = [(score, paragraph) for score, paragraph in found if speaks_of_a_body(library, paragraph)]
    if not bodies or bodies[0][0] < found[0][0] * 0.8:
        return None
    paragraph = bodies[0][1]
    name = re.sub(r"[（(].*$", "", library.disclosure.sections[paragraph.section].title)
    wrong = f"不是{claimed.name}，" if claimed and claimed.section is not None and claimed.name != name else ""
    return passage_draft(library, [paragraph], f"{wrong}由{name}负责：")


def _duty(question: Question, library: Library, near: Callable[[], Ranks]) -> Draft | None:
    """The duties of the body that a question names, or of the department itself."""
    del near
    body = body_in(question, library)
    if body and body.section is not None:
        paragraphs = _listed(section_text(library.disclosure, body.section))
        return passage_draft(library, paragraphs, f"{body.name}的主要职责：") if paragraphs else None
    return None


def _listed(paragraphs: Sequence[Paragraph]) -> Sequence[Paragraph]:
    """The numbered paragraphs of a section, where it has some; their lead-in is no duty."""
    numbered = [paragraph for paragraph in paragraphs if marker_of(paragraph.text)]
    return numbered or paragraphs


def _reason(question: Question, library: Library, near: Callable[[], Ranks]) -> Draft | None:
    """The sentence that gives the reason of a change, with the change itself set right where the question errs."""
    changed = replace(question, wants_change=True)
    found = [
        match for match in facts_for(changed, library) if match.fact.figure and match.fact.figure.aspect == "change"
    ]
    if not found:
        return None
    del near
    close = [match for match in found if match.score >= found[0].score * 0.97]
    fact = next((match.fact for match in close if _as_asked(question, match)), found[0].fact)
    draft = fact_draft(question, library, [fact])
    quote = draft.citations[0].quote
    clause = _reason_clause(quote, fact.figure.raw if fact.figure else "")
    if not clause:
        return None
    head = f"{fact_sentence(library.disclosure.document, fact)}[1]。"
    return replace(draft, text=f"{head}文件说明的原因：“{clause}”[1]")


def _as_asked(question: Question, match: Match) -> bool:
    """Whether a change goes in the direction that the question names, if it names one."""
    value = match.fact.figure.value if match.fact.figure else None
    words = ASKS_DECREASE if value is not None and value < 0 else ASKS_INCREASE
    return any(word in question.normal for word in words)


def _reason_clause(quote: str, raw: str) -> str:
    """The words behind a figure that give its reason, up to the next figure or the end of the sentence."""
    behind = quote[quote.find(raw) + len(raw) :] if raw in quote else quote
    match = re.search(r"(?:主要)?(?:是因为|因为|原因是|原因为|原因：|主要是|主要为|主要由于|由于)[^。；]*", behind)
    return match.group().strip("，") if match else ""


def _section(question: Question, library: Library, near: Callable[[], Ranks]) -> Draft | None:
    del near
    section = section_for(question, library)
    if section is None:
        return None
    title = library.disclosure.sections[section].title
    return passage_draft(library, section_text(library.disclosure, section), f"文件“{title}”一节写道：")


def _passages(question: Question, library: Library, near: Callable[[], Ranks]) -> Draft | None:
    found = passages_for(question, library, near)
    return passage_draft(library, [found[0][1]], "文件中写道：") if found else None


def _counted_passage(question: Question, library: Library, near: Callable[[], Ranks]) -> Draft | None:
    """A passage for a question of quantity that no figure answers: only where it holds all of the words."""
    found: list[tuple[float, Paragraph]] = passages_for(question, library, near, 0.97)
    return passage_draft(library, [found[0][1]], "文件中写道：") if found and len(question.content) > 1 else None


def _without_role(question: Question, claimed: Body | None) -> tuple[str, ...]:
    """What a question asks somebody for, without the words for who it may be."""
    content = [piece.replace(canonical(claimed.name), " ") if claimed else piece for piece in question.content]
    pieces = (
        re.sub(r"处室|科室|部门|单位|机构|中心$|大队$|负责|主管|分管|管理$|工作$", " ", piece) for piece in content
    )
    return tuple(part for piece in pieces for part in piece.split()) or question.content


def _topic(question: Question) -> str:
    return re.sub(r"[?？。!！]+$", "", question.normal)[:40] or "这个问题"


def examples_of(library: Library) -> tuple[str, ...]:
    """Questions with an answer, of different kinds, from a disclosure's own figures, terms and bodies."""
    disclosure = library.disclosure
    amounts = [
        figure
        for figure in disclosure.figures
        if figure.table is None and figure.aspect == "amount" and figure.subject == library.body and figure.measure
    ]
    examples = [f"{amounts[0].measure}是多少？"] if amounts else []
    examples += [f"{figure.measure}有多少？" for figure in amounts[1:] if figure.value and figure.value > 0][-1:]
    examples += [f"什么叫{term}？" for term, _ in library.definitions[3:4]]
    bodies = [body for body in library.bodies if body.section is not None]
    examples += [f"{bodies[0].name}负责什么？"] if bodies else []
    targets = [figure for figure in disclosure.figures if figure.aspect == "target" and figure.table is None]
    examples += [f"{targets[0].measure}的指标值是多少？"] if targets else []
    return tuple(dict.fromkeys(examples))


def answer_json(answer: Answer, identifier: str | None = None) -> dict[str, Any]:
    """An answer as the JSON object that tools read."""
    data = asdict(answer)
    for citation in data["citations"]:
        citation["spans"] = [list(span) for span in citation["spans"]]
    return {"id": identifier, **data}


def _reference(disclosure: Disclosure) -> DocumentReference:
    document = disclosure.document
    return DocumentReference(document.id, document.title, document.sha256)
