"""The exact-value table gives back exactly what was written."""

import sqlite3
from contextlib import closing
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.exc import DatabaseError

from index import model
from index.figure_store import read_disclosures, write_disclosures

WHERE = st.none() | st.integers(0, 100_000)
FIGURE = st.builds(
    model.Figure,
    value=st.none() | st.decimals(allow_nan=False, allow_infinity=False),
    table=WHERE,
    row=WHERE,
    column=WHERE,
)
DISCLOSURE = st.builds(
    model.Disclosure,
    document=st.builds(model.Document, year=WHERE),
    figures=st.lists(FIGURE, max_size=4).map(tuple),
    tables=st.lists(st.from_type(model.Table), max_size=2).map(tuple),
)
"""Any disclosure at all: what is not named here, hypothesis makes from the types of the model."""


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(st.lists(DISCLOSURE, max_size=2, unique_by=lambda disclosure: disclosure.document.id))
def test_what_is_read_is_what_was_written(disclosures):
    disclosures = [_figures_named(disclosure) for disclosure in disclosures]
    with TemporaryDirectory() as folder:
        path = Path(folder) / "index.sqlite"
        write_disclosures(path, disclosures)
        read = read_disclosures(path)
    assert read == tuple(disclosures)
    values = [str(figure.value) for disclosure in disclosures for figure in disclosure.figures]
    assert [str(figure.value) for disclosure in read for figure in disclosure.figures] == values


def _figures_named(disclosure):
    """The same, each figure naming its document, as the reader makes them."""
    figures = tuple(replace(figure, document=disclosure.document.id) for figure in disclosure.figures)
    return replace(disclosure, figures=figures)


@pytest.mark.parametrize(
    "value", ["286847.52", "305772.00", "0", "0.10", "1E+2", "-18924.48", "99999999999999999999.99"]
)
def test_values_stand_in_the_table_as_decimal_text(tmp_path: Path, value):
    place = model.Place((), ((1, 2),))
    figure = model.Figure(
        "d:1-2", "d", Decimal(value), value, "万元", "=", "收入", "局", "2023", "amount", None, "", place
    )  # fmt: skip
    document = model.Document("d", "", 2023, "budget", "", "", "", "")
    path = tmp_path / "index.sqlite"
    write_disclosures(path, [model.Disclosure(document, (), (), (), (figure,), (), (), ())])
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("SELECT document, value, typeof(value) FROM figures").fetchall() == [
            ("d", value, "text")
        ]


def test_a_missing_or_truncated_store_is_an_error_and_nothing_is_created(tmp_path: Path):
    path = tmp_path / "index.sqlite"
    with pytest.raises(DatabaseError):
        read_disclosures(path)
    assert not path.exists()
    write_disclosures(path, [])
    path.write_bytes(path.read_bytes()[:1000])
    with pytest.raises(DatabaseError):
        read_disclosures(path)
