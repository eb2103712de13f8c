"""The values of this folder: a prompt as it was read from its file, and the messages that it becomes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from prompts.fields import fenced
from prompts.refusal import REFUSED

Purpose = Literal["understand", "phrase", "summarise", "translate", "explain"]
Role = Literal["system", "user", "assistant"]

_WORDING = frozenset({"question", "evidence", "citations", "draft", "faults"})
PROVIDED: dict[Purpose, frozenset[str]] = {
    "understand": frozenset({"question", "earlier", "measures", "subjects", "years", "schema"}),
    "phrase": _WORDING,
    "summarise": _WORDING,
    "translate": _WORDING,
    "explain": _WORDING,
}
"""The variables that the program fills in for each purpose; {{refusal}} is there for all."""

VARIABLE = re.compile(r"\{\{([^{}]*)\}\}")


class PromptError(Exception):
    """A prompt that cannot be used, with one line: the file and line, what was found and what would be right."""


@dataclass(frozen=True, slots=True)
class Message:
    """One message to a language model."""

    role: Role
    content: str


@dataclass(frozen=True, slots=True)
class Prompt:
    """What a model is told for one purpose; its variables stand in the text as {{name}}.

    `system` holds the examples too. `repair` is what is added where a draft was faulty; the purpose understand has
    none. `right` and `wrong` are the outputs of the examples.
    """

    purpose: Purpose
    variables: tuple[str, ...]
    system: str
    user: str
    repair: str = ""
    right: tuple[str, ...] = ()
    wrong: tuple[str, ...] = ()

    def filled(self, values: Mapping[str, str]) -> tuple[Message, ...]:
        """The messages of the first round, each value in a fenced field where its variable stands.

        Of the values, those that the file does not use are left out; {{refusal}} needs none.

        Raises:
            PromptError: a variable of the file has no value, or a value is none that the purpose has.
        """
        return self._messages(self.user, values)

    def repaired(self, values: Mapping[str, str]) -> tuple[Message, ...]:
        """The messages that ask for a better draft: the first round's, with `draft` and `faults` behind.

        Raises:
            PromptError: as for `filled`, or the purpose knows no repair.
        """
        if not self.repair:
            raise PromptError(f"{self.purpose}.md：没有“返工”一节。 / there is no section for a repair.")
        return self._messages(f"{self.user}\n\n{self.repair}", values)

    def _messages(self, user: str, values: Mapping[str, str]) -> tuple[Message, ...]:
        unknown = sorted(set(values) - PROVIDED[self.purpose] - {"refusal"})
        if unknown:
            raise PromptError(f"{self.purpose}.md：没有变量 {unknown[0]}。 / there is no variable {unknown[0]}.")
        return (Message("system", self._filled(self.system, values)), Message("user", self._filled(user, values)))

    def _filled(self, text: str, values: Mapping[str, str]) -> str:
        """The text with its values; in one pass, so that a value's own {{name}} stays what it is."""
        return VARIABLE.sub(lambda found: self._value(found[1], values), text)

    def _value(self, name: str, values: Mapping[str, str]) -> str:
        if name == "refusal":
            return REFUSED
        if name not in values:
            raise PromptError(f"{self.purpose}.md：变量 {name} 没有值。 / the variable {name} has no value.")
        try:
            return fenced(name, values[name])
        except ValueError:
            raise PromptError(f"{self.purpose}.md：变量 {name} 的值不是 JSON。 / {name} is no JSON.") from None
