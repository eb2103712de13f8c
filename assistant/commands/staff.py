"""`python -m assistant staff`: the accounts of those who may use the review desk."""

from __future__ import annotations

import argparse
import getpass
import sys
from datetime import UTC, datetime
from typing import cast

from assistant.commands.errors import BadInput, Subparsers
from assistant.review.model import Role
from assistant.review.store import ReviewStore
from assistant.settings import Settings

BY = "command line"
"""Who did it, in the audit log: whoever may run programs on the server."""


def add_command(commands: Subparsers) -> None:
    """Adds `staff` to the commands."""
    staff = commands.add_parser("staff", help="审核台账户 / accounts of the review desk")
    acts = staff.add_subparsers(dest="act", required=True)
    add = acts.add_parser("add", help="新建账户 / a new account")
    add.add_argument("name", help="账户名 / its name")
    add.add_argument("--role", default="reviewer", help="reader、reviewer 或 admin / reader, reviewer or admin")
    add.set_defaults(run=_add)
    password = acts.add_parser("password", help="改密码 / another password")
    password.add_argument("name")
    password.set_defaults(run=_password)
    for each in (add, password):
        each.add_argument("--password-stdin", action="store_true", help="从标准输入读密码 / from standard input")
    role = acts.add_parser("role", help="改角色 / another role")
    role.add_argument("name")
    role.add_argument("role", help="reader、reviewer 或 admin / reader, reviewer or admin")
    role.set_defaults(run=_role)
    deactivate = acts.add_parser("deactivate", help="停用账户 / lets it in no more")
    deactivate.add_argument("name")
    deactivate.set_defaults(run=_deactivate)
    acts.add_parser("list", help="列出账户 / the accounts").set_defaults(run=_list)


def opened() -> ReviewStore:
    """The review database of the settings."""
    return ReviewStore.open(Settings.from_environment().review_url)


def _add(options: argparse.Namespace) -> int:
    with opened() as store:
        password = _asked_password(from_input=options.password_stdin)
        account = store.accounts.add(options.name, options.role, password, by=BY, now=datetime.now(UTC))
    print(f"{account.name}（{account.role}）已建立。 / made.")
    return 0


def _password(options: argparse.Namespace) -> int:
    with opened() as store:
        password = _asked_password(from_input=options.password_stdin)
        store.accounts.change_password(options.name, password, by=BY, now=datetime.now(UTC))
    print(f"{options.name}：密码已改，须重新登录。 / the password is changed; sign in anew.")
    return 0


def _role(options: argparse.Namespace) -> int:
    with opened() as store:
        store.accounts.set_role(options.name, cast("Role", options.role), by=BY, now=datetime.now(UTC))
    print(f"{options.name}：现在是 {options.role}，须重新登录。 / is {options.role} now; sign in anew.")
    return 0


def _deactivate(options: argparse.Namespace) -> int:
    with opened() as store:
        store.accounts.deactivate(options.name, by=BY, now=datetime.now(UTC))
    print(f"{options.name}：已停用。 / is let in no more.")
    return 0


def _list(_options: argparse.Namespace) -> int:
    with opened() as store:
        accounts = store.accounts.all()
    for account in accounts:
        active = "" if account.active else "\t停用 / inactive"
        print(f"{account.name}\t{account.role}\t{account.made:%Y-%m-%d}{active}")
    if not accounts:
        print(
            "还没有账户；用 staff add 新建。 / there is no account yet; staff add makes one.",
            file=sys.stderr,
        )
    return 0


def _asked_password(*, from_input: bool) -> str:
    """The password, asked for twice without showing it, or the first line of standard input."""
    if from_input:
        return sys.stdin.readline().rstrip("\r\n")
    if not sys.stdin.isatty():
        raise BadInput(
            "这里不能输入密码；请加 --password-stdin。 / no password can be typed here; give --password-stdin."
        )
    first = getpass.getpass("密码 / password: ")
    if getpass.getpass("再输一次 / again: ") != first:
        raise BadInput("两次输入的密码不同。 / the two passwords differ.")
    return first
