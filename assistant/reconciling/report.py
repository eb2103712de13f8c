"""The report as one HTML file to print and to file: nothing in it comes from elsewhere, and it runs nothing."""

from __future__ import annotations

from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from assistant.reconciling.about import NOTE, made_now, program_version, rules_of
from assistant.reconciling.checked import Checked
from assistant.reconciling.findings import cards_of, doubts_of, findings_of
from assistant.reconciling.places import places_of
from assistant.reconciling.words import summary_words
from assistant.web.safe import plain

_environment = Environment(
    loader=FileSystemLoader(Path(__file__).parent),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_environment.filters["plain"] = plain


def report_html(checked: Checked, *, holding: bool = False) -> str:
    """The report in Chinese and English, what agrees only where it is asked for; every text is escaped."""
    places = places_of(checked.disclosure)
    return _environment.get_template("report.html").render(
        document=checked.document,
        summary=summary_words(checked),
        made=made_now(),
        version=program_version(),
        note=NOTE,
        rules=rules_of(checked),
        doubtful=cards_of(checked.doubtful, places),
        roundings=cards_of(checked.roundings, places),
        unchecked=findings_of(checked.unchecked, places),
        holding=findings_of(checked.telling if holding else (), places),
        found=checked,
        doubts=doubts_of(checked.oddities, places),
    )
