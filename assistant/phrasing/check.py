"""Whether a draft's sentences say nothing but what was verified: a closed world, so that what is not known is refused.

A sentence is a row of items, each with its citations behind it, in the order of the answer, with whole phrases of a
list around them (vocabulary.py) in the few places that a grammar has for them (grammar.py). Any other character, be it
a digit, a name, a direction, a negation or a sign that cannot be seen, is a fault.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from assistant.phrasing.faults import fault, stray_faults
from assistant.phrasing.gist import gist_faults, is_gist
from assistant.phrasing.grammar import Token, form_of, tokens_of, topic_of
from assistant.phrasing.joining import joining_faults
from assistant.phrasing.model import Fault, Item, Material
from assistant.phrasing.summary import course_faults, quote_faults, word_faults
from assistant.phrasing.vocabulary import RESTS_ON_DOCUMENT

LONGEST_SENTENCE = 600
_SENTENCES_ASIDE = 8
"""Sentences that a draft may have beside two for each item: each is held against all before it, which takes time."""
_APART = ("另外", "此外")


def check_sentence(sentence: str, material: Material, before: Sequence[str] = ()) -> tuple[Fault, ...]:
    """What is wrong with a sentence of a draft, behind the sentences before it; nothing where it may be shown."""
    if len(sentence) > LONGEST_SENTENCE or len(before) > 2 * len(material.items) + _SENTENCES_ASIDE:
        return (fault("length", sentence[:40], "句子写短一些"),)
    if material.english and is_gist(sentence):
        return gist_faults(sentence, material) or _cut_off(sentence, material, before)
    tokens = tokens_of(sentence, material)
    if material.purpose != "summarise":
        return _faults(sentence, tokens, material, before)
    if any(token.item for token in tokens):
        found = _faults(sentence, tokens, material, before) or quote_faults(tokens, material, before)
    else:
        found = word_faults(sentence, material)
    return found or course_faults(sentence, material, before)


def _faults(sentence: str, tokens: Sequence[Token], material: Material, before: Sequence[str]) -> tuple[Fault, ...]:
    if stray := tuple(stray_faults(tokens, material)):
        return stray
    form = form_of(tokens)
    if form is None:
        return (fault("unsupported", sentence.strip()),)
    earlier = [token.item for each in before for token in tokens_of(each, material) if token.item]
    if form == "polite":
        return _cut_off(sentence, material, before) or _polite_faults(sentence, tokens, before, earlier)
    joined = _joined(before, material)
    return (
        *_citation_faults(tokens),
        *_order_faults(tokens, earlier, material),
        *_part_faults(joined, tokens),
        *(joining_faults(tokens, joined, material) if material.purpose != "summarise" else ()),
        *_opening_faults((*_waiting(before, material), *tokens), earlier),
    )


def _cut_off(sentence: str, material: Material, before: Sequence[str]) -> tuple[Fault, ...]:
    """A fault where a sentence without items stands behind one that leads to what is to follow it."""
    last = [token.item for each in before for token in tokens_of(each, material) if token.item]
    if _waiting(before, material) or _leads(last):
        return (fault("unsupported", sentence.strip(), "引出内容的话后面紧接内容"),)
    return ()


def _polite_faults(
    sentence: str, tokens: Sequence[Token], before: Sequence[str], earlier: Sequence[Item]
) -> tuple[Fault, ...]:
    """A fault where what greets does not come first, or what looks back on the answer before it, or either twice."""
    kind = tokens[0].kind
    misplaced = (kind == "H" and earlier) or (kind == "V" and not earlier)
    if misplaced or any(tokens[0].words in each for each in before):
        return (fault("unsupported", sentence.strip(), "问候只放在最前面，客套话只放在最后，各写一次"),)
    return ()


def check_whole(sentences: Sequence[str], material: Material) -> tuple[Fault, ...]:
    """What is wrong with a whole draft beside its single sentences: an item left out, or an opening with nothing."""
    if not sentences:
        return (fault("missing", "", "写出回答"),)
    if material.purpose == "summarise":
        return ()
    tokens = [tokens_of(sentence, material) for sentence in sentences]
    said = {token.item.name for each in tokens for token in each if token.item}
    missing = [item.name for item in material.items if item.required and item.name not in said]
    left_out = tuple(fault("missing", f"{{{name}}}", f"必须写出 {{{name}}}") for name in missing)
    dangling = form_of(tokens[-1]) == "lead"
    return (*left_out, *([fault("missing", sentences[-1].strip(), "后面要有内容")] if dangling else []))


def _waiting(before: Sequence[str], material: Material) -> tuple[Token, ...]:
    """The tokens of the sentences right before that only lead to what follows them."""
    found: tuple[Token, ...] = ()
    for sentence in reversed(before):
        tokens = tokens_of(sentence, material)
        if form_of(tokens) != "lead":
            break
        found = (*tokens, *found)
    return found


def _leads(said: Sequence[Item]) -> bool:
    """Whether the last of some items only leads to what follows it."""
    return bool(said) and said[-1].text.endswith(("：", ":"))


def _joined(before: Sequence[str], material: Material) -> tuple[Token, ...]:
    """The tokens of the sentences right before that a semicolon joins to the next."""
    found: tuple[Token, ...] = ()
    for sentence in reversed(before):
        tokens = tokens_of(sentence, material)
        if not _ends_in_semicolon(tokens):
            break
        found = (*tokens, *found)
    return found


def _ends_in_semicolon(tokens: Sequence[Token]) -> bool:
    """Whether nothing but citations stands behind a semicolon."""
    return next((token.kind == "Z" for token in reversed(tokens) if token.kind != "C"), False)


def _part_faults(joined: Sequence[Token], tokens: Sequence[Token]) -> Iterator[Fault]:
    """A fault for each item that follows 其中 in one breath with parts, and is none of their total."""
    whole = None
    together = (*joined, *tokens)
    for place, token in enumerate(together):
        if token.kind == "P":
            whole = next((each.item.part_of for each in together[place + 1 :] if each.item), None)
        elif token.kind == "A" and token.words in _APART:
            whole = None
        elif token.item and whole and token.item.part_of != whole and place >= len(joined):
            yield fault("unsupported", token.words, "不是其中的一部分，另起一句写")


def _citation_faults(tokens: Sequence[Token]) -> Iterator[Fault]:
    """A fault for each row of items that the citations behind it do not bear, no more and no less."""
    items: list[Item] = []
    marks: list[int] = []
    # A table or list bears its own marks: a citation behind it is one too many.
    for token in (*tokens, Token("end", "")):
        if token.kind == "C" and token.marker is not None:
            marks.append(token.marker)
            continue
        if marks:
            yield from _borne(items, marks)
            items, marks = [], []
        if token.kind == "I" and token.item:
            items.append(token.item)
    if items:
        yield from _borne(items, [])


def _borne(items: Sequence[Item], marks: Sequence[int]) -> Iterator[Fault]:
    wanted = {marker for item in items for marker in item.citations}
    names = "".join(f"{{{item.name}}}" for item in items)
    if len({frozenset(item.citations) for item in items}) > 1:
        yield fault("citation", names, "出处不同的各写自己的引用")
    for marker in sorted(set(marks) - wanted):
        yield fault("citation", f"{names}{{C{marker}}}")
    if missing := sorted(wanted - set(marks)):
        marked = "".join(f"{{C{marker}}}" for marker in missing)
        yield fault("uncited", names, f"{names} 后面要有 {marked}")
    if len(set(marks)) < len(marks):
        yield fault("citation", names, "同一引用只写一次")


def _order_faults(tokens: Sequence[Token], earlier: Sequence[Item], material: Material) -> Iterator[Fault]:
    """A fault for each item that is said twice, or before one that the answer has before it."""
    slots = {item.name: item.part_of or item.name for item in material.items}
    order = [item.name for item in material.items]
    required = {item.name for item in material.items if item.required}
    said = [item.name for item in earlier]
    for token in tokens:
        if token.item is None:
            continue
        name = token.item.name
        if name in said:
            yield fault("order", token.words, f"{token.words} 只写一次")
        skipped = [
            each
            for each in order[: order.index(name)]
            if each in required and each not in said and not _same_slot(slots, each, name, order)
        ]
        if skipped:
            yield fault("order", token.words, f"先写 {{{skipped[0]}}}，按证据的顺序写")
        said.append(name)


def _same_slot(slots: dict[str, str], one: str, other: str, order: Sequence[str]) -> bool:
    """Whether two items are parts of one total that stand side by side in the answer."""
    between = order[order.index(one) : order.index(other) + 1]
    return slots[one] == slots[other] and all(slots[each] == slots[one] != each for each in between)


def _opening_faults(tokens: Sequence[Token], earlier: Sequence[Item]) -> Iterator[Fault]:
    """A fault for each phrase that the item behind it, or those before it, do not bear out."""
    said = list(earlier)
    for place, token in enumerate(tokens):
        if token.item:
            said.append(token.item)
        following = next((each.item for each in tokens[place + 1 :] if each.item), None)
        if not _is_borne_out(token, following, said):
            yield fault("unsupported", token.words, _OPENINGS.get(token.kind, ""))


_OPENINGS = {
    "H": "问候只放在最前面",
    "S": "只放在数据（F）和文件原话的前面；别的不是文件直接写的，可写“根据这份文件”",
    "Q": "这类开头只放在最前面",
    "X": "只在有算式的内容前写",
    "Y": "只在最前面、有算式的内容前写",
    "R": "这类开头只放在最前面，或者表格之前",
    "A": "另外、此外不放在最前面，也不放在部分之前",
    "P": "只有证据写明 part_of 的才用“其中”",
    "L": "引出表格的句子后面不加话",
    "N": "只写后面占位符自己的名称",
}


def _is_borne_out(token: Token, following: Item | None, said: Sequence[Item]) -> bool:
    if token.kind in "HQY" and said:
        return False
    if token.kind == "L":
        return not _leads(said)
    if following is None:
        return True  # a sentence that only leads to the next is looked at again with that
    if token.kind == "R":
        return not said or following.name.startswith("T")
    if token.kind == "S":
        return following.name.startswith("F") or RESTS_ON_DOCUMENT.match(following.text) is not None
    if token.kind in "XY":
        return following.name.startswith("E")
    if token.kind == "A":
        return following.part_of is None and bool(said)
    if token.kind == "P":
        whole = [item.name for item in said if item.part_of != following.part_of]
        return following.part_of is not None and bool(whole) and whole[-1] == following.part_of
    return token.kind != "N" or topic_of(token) in following.names
