"""Accounts: passwords, the wait after failures, sessions that end; on both databases."""

import time
import traceback
from datetime import UTC, datetime, timedelta

import pytest
from argon2 import PasswordHasher
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from assistant.review import accounts as room
from assistant.review.accounts import Accounts
from assistant.review.errors import AccountRefused
from assistant.review.model import SignedIn, SignInRefused
from assistant.review.store import ReviewStore

NOON = datetime(2026, 1, 2, 12, 0, tzinfo=UTC)
PASSWORD, OTHER = "对的密码，够长的一句话吧。", "correct horse battery"
QUICK = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


def after(**time_passed):
    return NOON + timedelta(**time_passed)


@pytest.fixture
def store(review_url):
    with ReviewStore.open(review_url) as opened:
        yield opened


@pytest.fixture
def accounts(store):
    made = Accounts(store.database, QUICK)
    made.add("ann", "reviewer", PASSWORD, by="cli", now=NOON)
    return made


def signed_in(accounts, now=NOON, name="ann", password=PASSWORD):
    found = accounts.sign_in(name, password, now)
    assert isinstance(found, SignedIn)
    return found.token


def test_an_account_is_made_once_whatever_the_case_and_width_of_its_name(accounts):
    for name in ("ann", "Ann", "ＡＮＮ", " ann "):
        with pytest.raises(AccountRefused, match="已经有了"):
            accounts.add(name, "reader", OTHER, by="cli", now=NOON)
    assert [(each.name, each.role, each.active, each.made) for each in accounts.all()] == [
        ("ann", "reviewer", True, NOON)
    ]
    assert accounts.session_of(signed_in(accounts, name="ＡＮＮ"), NOON) == accounts.all()[0]


@pytest.mark.parametrize(
    ("name", "role", "password", "said"),
    [
        ("王 芳", "reader", OTHER, "账户名"),
        ("", "reader", OTHER, "账户名"),
        ("a" * 65, "reader", OTHER, "账户名"),
        ("bob", "chief", OTHER, "角色"),
        ("bob", "reader", "eleven chrs", "密码应有"),
        ("bob", "reader", "x" * 1001, "密码应有"),
        ("correct.horse", "reader", "Correct.Horse", "不能与账户名相同"),
    ],
)
def test_what_will_not_do_is_said_in_one_line_without_the_password(accounts, name, role, password, said):
    with pytest.raises(AccountRefused, match=said) as raised:
        accounts.add(name, role, password, by="cli", now=NOON)
    assert "\n" not in str(raised.value)
    assert password not in str(raised.value)
    assert len(accounts.all()) == 1


def test_no_account_and_only_inactive_ones_let_nobody_in(store):
    accounts = Accounts(store.database, QUICK)
    assert not accounts.any()
    accounts.add("ann", "reviewer", PASSWORD, by="cli", now=NOON)
    assert accounts.any()
    accounts.deactivate("ann", by="cli", now=NOON)
    assert not accounts.any()
    assert accounts.sign_in("ann", PASSWORD, NOON) == SignInRefused(0)


def test_the_database_holds_neither_passwords_nor_tokens(accounts, store):
    token = signed_in(accounts)
    accounts.sign_in(OTHER, PASSWORD, NOON)  # typed into the wrong field
    tables = ("accounts", "sessions", "failures", "audit")
    with store.database.reading() as session:
        rows = " ".join(str(row) for table in tables for row in session.execute(text(f"SELECT * FROM {table}")))
    assert "$argon2id$" in rows
    for secret in (PASSWORD, OTHER, token):
        assert secret not in rows


# --- the wait after failures ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["ann", "nobody"])
def test_each_failure_from_the_fifth_doubles_the_wait_for_any_name(accounts, name):
    now, waits = NOON, []
    for _ in range(12):
        refused = accounts.sign_in(name, "wrong", now)
        waits.append(refused.wait)
        now += timedelta(seconds=refused.wait)
    assert waits == [0, 0, 0, 0, 30, 60, 120, 240, 480, 900, 900, 900]


def test_while_waiting_even_the_right_password_is_refused_and_costs_nothing(accounts):
    for _ in range(5):
        accounts.sign_in("ann", "wrong", NOON)
    assert accounts.sign_in("ann", PASSWORD, after(seconds=10)) == SignInRefused(20)
    assert accounts.sign_in("ann", PASSWORD, after(seconds=29)) == SignInRefused(1)
    signed_in(accounts, after(seconds=30))
    assert accounts.sign_in("ann", "wrong", after(seconds=31)) == SignInRefused(0)  # forgotten by then


def test_failures_are_forgotten_after_a_day_and_another_name_is_free(accounts):
    for _ in range(5):
        accounts.sign_in("bob", "wrong", NOON)
    signed_in(accounts)
    assert accounts.sign_in("bob", "wrong", after(hours=24, seconds=1)) == SignInRefused(0)


def test_many_names_that_fail_leave_little_behind(accounts, store, monkeypatch):
    monkeypatch.setattr(room, "MOST_FAILING_NAMES", 10)
    for number in range(40):
        accounts.sign_in(f"nobody-{number}", "wrong", after(seconds=number))
    with store.database.reading() as session:
        assert session.execute(text("SELECT count(*) FROM failures")).scalar_one() <= 10
    assert len(store.audit.events()) < 20


def test_a_name_that_is_not_there_takes_as_long_as_a_wrong_password(store):
    accounts = store.accounts
    accounts.add("ann", "reader", PASSWORD, by="cli", now=NOON)
    accounts.sign_in("nobody", "wrong", NOON)  # makes the hash that stands in

    def seconds(name):
        started = time.perf_counter()
        accounts.sign_in(name, "wrong", NOON)
        return time.perf_counter() - started

    there, not_there = (sorted(seconds(name) for _ in range(3))[1] for name in ("ann", "other"))
    assert not_there > there / 2


# --- sessions ------------------------------------------------------------------------------------------------------


def test_a_session_ends_after_half_an_hour_without_use(accounts):
    token = signed_in(accounts)
    assert accounts.session_of(token, after(minutes=29)).name == "ann"
    assert accounts.session_of(token, after(minutes=58)).name == "ann"
    assert accounts.session_of(token, after(minutes=89)) is None


def test_a_session_ends_after_twelve_hours_at_most(accounts):
    token = signed_in(accounts)
    for minutes in range(0, 12 * 60, 20):
        assert accounts.session_of(token, after(minutes=minutes)) is not None
    assert accounts.session_of(token, after(hours=12)) is None


@pytest.mark.parametrize("change", ["sign_out", "password", "role", "deactivate"])
def test_a_session_ends_with_signing_out_and_with_each_change_of_the_account(accounts, change):
    token, other = signed_in(accounts), signed_in(accounts)
    if change == "sign_out":
        accounts.sign_out(token, NOON)
        assert accounts.session_of(other, NOON) is not None
    elif change == "password":
        accounts.change_password("ann", OTHER, by="cli", now=NOON)
        assert accounts.sign_in("ann", PASSWORD, NOON) == SignInRefused(0)
        signed_in(accounts, password=OTHER)
    elif change == "role":
        accounts.set_role("ann", "admin", by="cli", now=NOON)
        assert accounts.session_of(signed_in(accounts), NOON).role == "admin"
    else:
        accounts.deactivate("ann", by="cli", now=NOON)
    assert accounts.session_of(token, NOON) is None


def test_a_token_that_nobody_got_is_nobodys(accounts):
    signed_in(accounts)
    for token in ("", "x", "长" * 10_000, "\ud800\x00"):
        assert accounts.session_of(token, NOON) is None
        accounts.sign_out(token, NOON)


def test_a_hash_of_other_parameters_is_made_anew_when_its_owner_signs_in(accounts, store):
    def stored():
        with store.database.reading() as session:
            return session.execute(text("SELECT password FROM accounts")).scalar_one()

    before = stored()
    signed_in(accounts)
    assert stored() == before
    slower = Accounts(store.database, PasswordHasher(time_cost=2, memory_cost=16, parallelism=1))
    signed_in(slower)
    assert "t=2" in stored()
    signed_in(slower)


def test_a_change_of_no_account_is_said(accounts):
    for change in (
        lambda: accounts.change_password("bob", OTHER, by="cli", now=NOON),
        lambda: accounts.set_role("bob", "admin", by="cli", now=NOON),
        lambda: accounts.deactivate("bob", by="cli", now=NOON),
    ):
        with pytest.raises(AccountRefused, match="没有账户 bob"):
            change()


def test_all_of_it_is_in_the_audit_log(accounts, store):
    token = signed_in(accounts)
    accounts.sign_in("ann", "wrong", NOON)
    accounts.sign_in("nobody", "wrong", NOON)
    accounts.sign_out(token, NOON)
    accounts.set_role("ann", "reader", by="boss", now=NOON)
    accounts.change_password("ann", OTHER, by="boss", now=NOON)
    accounts.deactivate("ann", by="boss", now=NOON)
    told = [(event.who, event.what, event.about) for event in reversed(store.audit.events())]
    assert told == [
        ("cli", "account_added", "ann reviewer"),
        ("ann", "signed_in", ""),
        ("ann", "sign_in_failed", "1"),
        ("-", "sign_in_failed", "unknown names: 1"),
        ("ann", "signed_out", ""),
        ("boss", "role_changed", "ann reader"),
        ("boss", "password_changed", "ann"),
        ("boss", "account_deactivated", "ann"),
    ]


def test_the_last_active_administrator_stays_one(accounts):
    accounts.set_role("ann", "admin", by="boss", now=NOON)
    accounts.add("bob", "admin", PASSWORD, by="boss", now=NOON)
    accounts.deactivate("bob", by="boss", now=NOON)
    for change in (
        lambda: accounts.set_role("ann", "reviewer", by="boss", now=NOON),
        lambda: accounts.deactivate("ann", by="boss", now=NOON),
    ):
        with pytest.raises(AccountRefused, match="最后一个管理员"):
            change()
    assert next(each for each in accounts.all() if each.name == "ann").role == "admin"


@pytest.mark.usefixtures("accounts")
def test_a_write_that_fails_tells_neither_a_question_nor_a_password_hash(store):
    with store.database.reading() as session:
        hashed = session.execute(text("SELECT password FROM accounts")).scalar_one()
    for statement in (
        "INSERT INTO accounts (name, role, active, made, password) VALUES ('ann', 'reader', 1, 'x', :told)",
        "INSERT INTO items (id, turns) VALUES (1, :told)",
    ):
        for told in (hashed, "我的问题"):
            with pytest.raises(DBAPIError) as raised, store.database.writing() as session:
                session.execute(text(statement), {"told": told})
            assert told not in "".join(traceback.format_exception(raised.value))


def sessions(store):
    with store.database.reading() as session:
        return session.execute(text("SELECT count(*) FROM sessions")).scalar_one()


def test_signing_in_anew_ends_the_session_that_the_browser_had(accounts):
    first, other = signed_in(accounts), signed_in(accounts)
    assert isinstance(accounts.sign_in("ann", "wrong", NOON, first), SignInRefused)
    assert accounts.session_of(first, NOON) is not None
    assert isinstance(accounts.sign_in("ann", PASSWORD, NOON, first), SignedIn)
    assert accounts.session_of(first, NOON) is None
    assert accounts.session_of(other, NOON) is not None


def test_sessions_that_nobody_uses_are_deleted_and_few_are_open_at_once(accounts, store):
    tokens = [signed_in(accounts, after(seconds=second)) for second in range(12)]
    assert [accounts.session_of(token, after(seconds=12)) is not None for token in tokens] == [False] * 2 + [True] * 10
    assert sessions(store) == 10
    signed_in(accounts, after(minutes=31))
    assert sessions(store) == 1


def test_other_names_never_free_an_account_of_its_failures(accounts, monkeypatch):
    monkeypatch.setattr(room, "MOST_FAILING_NAMES", 10)
    for _ in range(10):
        now = after(hours=1)
        accounts.sign_in("ann", "wrong", now)
    waiting = accounts.sign_in("ann", PASSWORD, now).wait
    assert waiting > 0
    for number in range(30):
        accounts.sign_in(f"nobody-{number}", "wrong", now + timedelta(seconds=1))
    assert accounts.sign_in("ann", PASSWORD, now + timedelta(seconds=1)).wait == waiting - 1
