"""Text of documents and visitors made safe to show, as itself: in HTML, in Markdown and in gradio's templates."""

from __future__ import annotations

import re

_SIGN = r"[!-/:-@\[-`{-~]"
_LATEX = re.compile(r"\$([^$\n]{1,80})\$")
_TURNS = re.compile("[\0\u202a-\u202e\u2066-\u2069]")
_LATEX_SIGNS = (
    (re.compile(r"\\(?:geq?|geqslant)(?![a-zA-Z])\s*"), "≥"),
    (re.compile(r"\\(?:leq?|leqslant)(?![a-zA-Z])\s*"), "≤"),
    (re.compile(r"\s*\\times(?![a-zA-Z])\s*"), "×"),
    (re.compile(r"\\([%#&_$])"), r"\1"),
)


def literal(text: str) -> str:
    """The text with every ASCII sign as a character reference: it means the same in Markdown and in HTML, itself.

    Characters that turn the direction of what follows are left out, as by `plain`.
    """
    return re.sub(_SIGN, lambda sign: f"&#{ord(sign.group())};", _TURNS.sub("", text))


def plain(text: str) -> str:
    r"""The text with its simple LaTeX written out: `$\geq 90\%$` is ≥90%; what is not understood stays as it is.

    Characters that turn the direction of what follows are left out: with them 100.00 would be seen as 00.001.
    """
    return unmarked(_LATEX.sub(_plain_formula, _TURNS.sub("", text)))


def unmarked(text: str) -> str:
    """The text without gradio's mark for words of its own to be put in its place; it is broken by a space."""
    return text.replace("__i18n__", "__i18n __")


def for_gradio(html: str) -> str:
    """Finished HTML for a gr.HTML component, which runs `${…}` and `{{…}}` in what it is given."""
    # Broken by a reference, the mark of gradio's own words is still seen as itself.
    html = html.replace("__i18n__", "&#95;_i18n__")
    return re.sub(r"[`${}]", lambda sign: f"&#{ord(sign.group())};", html)


def _plain_formula(found: re.Match[str]) -> str:
    formula = found.group(1)
    for sign, written in _LATEX_SIGNS:
        formula = sign.sub(written, formula)
    understood = formula != found.group(1) and "\\" not in formula
    return formula.strip() if understood else found.group()
