"""What is said to a greeting, to thanks, and to questions about the assistant itself: kind and short."""

from __future__ import annotations

import re

from assistant.library import Library
from assistant.model import Draft
from assistant.vocabulary import JUDGEMENT, TALK

NO_JUDGEMENT = "是多是少、合不合理，本助手不作评价，只提供文件里的数字和说明。"


def talk(normal: str, library: Library) -> Draft | None:
    """The reply to a text that only greets, thanks, says goodbye, or asks who or what the assistant is."""
    bare = re.sub(r"[\s，,。.！!？?～~、]+|[呀啊呢吧哦哈啦了吗的]+$", "", normal)
    for pattern, reply in TALK:
        if re.fullmatch(pattern, bare):
            return Draft("off_topic", reply.format(body=library.body))
    return None


def judged(normal: str) -> str | None:
    """A question that asks for a judgement as the question of the fact behind it, or None where it asks for none."""
    match = JUDGEMENT.search(normal)
    if match is None:
        return None
    rest = (normal[: match.start()] + normal[match.end() :]).strip("，,。？?！! ")
    rest = re.sub(r"(?:的?(?:钱|数字|数额)|是)+$", "", rest)
    asks = re.search("多少|几|什么|哪", rest)
    return (rest if asks else f"{rest}是多少？") if rest else None
