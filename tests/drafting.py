"""Drafts made of a material: templates that say <1> for its first item with its citations, and so on."""

from __future__ import annotations

import re

from assistant.phrasing.model import Item, Material
from assistant.phrasing.summary import quotable, shortest


def cited(item: Item) -> str:
    return "".join(f"{{C{marker}}}" for marker in item.citations)


def said(item: Item) -> str:
    return f"{{{item.name}}}{cited(item)}"


def plain(material: Material, start: int = 0) -> str:
    """All items from one on in their order, as a truthful model would write them without a word of its own."""
    if material.purpose == "summarise":
        return summary(material)
    lines: list[str] = []
    line, items = "", material.items[start:]
    for place, item in enumerate(items):
        following = items[place + 1] if place + 1 < len(items) else None
        if item.name.startswith("T"):
            lines += [line, f"{{{item.name}}}"]
            line = ""
        elif is_part(item):
            line += "" if line.endswith("、") else "其中："
            together = following is not None and is_part(following) and following.part_of == item.part_of
            line += f"{{{item.name}}}" + ("、" if together else f"{cited(item)}。")
        else:
            line += said(item) + ("." if material.english else "。")
    return "\n".join(each for each in (*lines, line) if each)


def is_part(item: Item) -> bool:
    return item.part_of is not None and not re.match(r"20[0-9]{2}年|截至", item.text)


def summary(material: Material) -> str:
    if found := shortest(material.items):
        return f"{found[1]}{cited(found[0])}。"
    whole = quotable(material.items)
    assert whole is not None
    return f"{said(whole)}。"


def filled(template: str, material: Material) -> str | None:
    """A template over a material; None where it has fewer items than the template names."""
    items = material.items
    if material.purpose == "summarise":
        return None
    if "<from2>" in template and len(items) < 2:
        return None
    needed = [int(number) for number in re.findall(r"<[ic]?([0-9])>", template)]
    if any(number > len(items) for number in needed) or any(items[n - 1].name.startswith("T") for n in needed):
        return None
    if any(not items[int(number) - 1].citations for number in re.findall(r"<i([0-9])>", template)):
        return None
    text = template.replace("<all>", plain(material)).replace("<rest>", plain(material, max(needed, default=0)))
    text = text.replace("<from2>", plain(material, 1))
    text = text.replace("<text>", items[0].text).replace("<name>", items[0].names[0] if items[0].names else "<no>")
    if "<no>" in text:
        return None
    for number in needed:
        item = items[number - 1]
        text = text.replace(f"<{number}>", said(item)).replace(f"<c{number}>", cited(item))
        text = text.replace(f"<i{number}>", f"{{{item.name}}}")
    return text
