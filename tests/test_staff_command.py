"""The commands for the review desk's accounts, backups and audit log, as an administrator uses them."""

import os
import pty
import subprocess
import sys

import pytest

from assistant.__main__ import main
from tests.conftest import ROOT

PASSWORD = "correct horse battery"


@pytest.fixture
def run(tmp_path, monkeypatch, capsys):
    """Runs a command; its exit status, what it printed, and what it said on standard error."""
    monkeypatch.setenv("DATA_DIR", str(tmp_path / "var"))
    monkeypatch.delenv("REVIEW_DATABASE", raising=False)

    def command(*arguments, typed=""):
        read, write = os.pipe()
        os.write(write, typed.encode())
        os.close(write)
        with os.fdopen(read) as piped:
            monkeypatch.setattr(sys, "stdin", piped)
            status = main(arguments)
        return status, *capsys.readouterr()

    return command


def with_ann(run):
    status, out, error = run("staff", "add", "ann", "--role", "admin", "--password-stdin", typed=f"{PASSWORD}\n")
    assert (status, error) == (0, "")
    assert "ann（admin）" in out


def test_accounts_are_made_listed_changed_and_let_in_no_more(run):
    status, out, error = run("staff", "list")
    assert (status, out) == (0, "")
    assert "staff add" in error
    with_ann(run)
    run("staff", "add", "eve", "--role", "admin", "--password-stdin", typed=f"{PASSWORD}\n")
    assert run("staff", "role", "ann", "reader")[0] == 0
    assert run("staff", "password", "ann", "--password-stdin", typed="another good password")[0] == 0
    assert run("staff", "deactivate", "ann")[0] == 0
    _, out, _ = run("staff", "list")
    assert out.startswith("ann\treader\t")
    assert "停用" in out
    _, out, _ = run("audit")
    told = [line.split("\t")[2:4] for line in out.splitlines()]
    assert told == [
        ["command line", what]
        for what in ("account_added", "account_added", "role_changed", "password_changed", "account_deactivated")
    ]


@pytest.mark.parametrize(
    ("arguments", "typed", "said"),
    [
        (("staff", "add", "bob", "--password-stdin"), "short\n", "密码应有 12"),
        (("staff", "add", "bob", "--password-stdin"), "", "密码应有 12"),
        (("staff", "add", "bob", "--role", "boss", "--password-stdin"), PASSWORD, "reader、reviewer、admin"),
        (("staff", "add", "a b", "--password-stdin"), PASSWORD, "账户名"),
        (("staff", "add", "ann", "--password-stdin"), PASSWORD, "已经有了"),
        (("staff", "add", "bob"), PASSWORD, "--password-stdin"),
        (("staff", "role", "bob", "admin"), "", "没有账户 bob"),
        (("staff", "role", "ann", "boss"), "", "角色"),
        (("staff", "password", "bob", "--password-stdin"), PASSWORD, "没有账户 bob"),
        (("staff", "deactivate", "bob"), "", "没有账户 bob"),
        (("restore", "nowhere.zip"), "", "没有这个文件"),
        (("backup", "/proc/no/b.zip"), "", "写不了"),
    ],
)
def test_bad_use_is_one_clear_line_and_status_2(run, arguments, typed, said):
    with_ann(run)
    status, out, error = run(*arguments, typed=typed)
    assert (status, out) == (2, "")
    assert said in error
    assert error.count("\n") == 1
    assert PASSWORD not in error


def test_a_password_in_an_address_is_never_shown(run, monkeypatch):
    for address in ("postgresql://ann:hidden1@127.0.0.1:1/reviews", "mysql://ann:hidden1@127.0.0.1/x", "hidden1"):
        monkeypatch.setenv("REVIEW_DATABASE", address)
        status, out, error = run("staff", "list")
        assert (status, out) == (2, "")
        assert error.count("\n") == 1
        assert "hidden1" not in error


def test_a_backup_is_brought_back_and_what_was_there_is_kept(run, tmp_path):
    with_ann(run)
    file = tmp_path / "b.zip"
    assert run("backup", str(file))[0] == 0
    assert run("backup", str(file))[0] == 2
    run("staff", "add", "eve", "--role", "admin", "--password-stdin", typed=f"{PASSWORD}\n")
    assert run("staff", "deactivate", "ann")[0] == 0
    status, _, error = run("restore", str(file))
    assert status == 2
    assert "--replace" in error
    status, out, _ = run("restore", str(file), "--replace")
    assert status == 0
    assert "停用" not in run("staff", "list")[1]
    (before,) = (tmp_path / "var").glob("before-restore-*.zip")
    assert str(before) in out
    assert run("restore", str(before), "--replace")[0] == 0
    assert "停用" in run("staff", "list")[1]


def test_the_audit_log_is_checked_and_its_last_digest_given(run):
    with_ann(run)
    status, out, _ = run("audit", "--verify")
    assert status == 0
    number, digest = out.splitlines()[-1].split()[-2:]
    assert (number, len(digest)) == ("1", 64)


@pytest.mark.parametrize(("again", "status"), [(PASSWORD, 0), ("something else", 2)])
def test_at_a_terminal_the_password_is_asked_for_twice_and_not_shown(tmp_path, again, status):
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "assistant", "staff", "add", "ann"],
        cwd=ROOT,
        env={**os.environ, "DATA_DIR": str(tmp_path)},
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        start_new_session=True,
    )
    os.close(theirs)
    seen = b""
    try:
        for prompt, typed in ((b"password:", PASSWORD), (b"again:", again)):
            while prompt not in seen:
                seen += os.read(ours, 1000)
            os.write(ours, typed.encode() + b"\n")
        assert process.wait(60) == status
    finally:
        os.close(ours)
    assert PASSWORD.encode() not in seen


def test_the_last_administrator_stays_one(run):
    with_ann(run)
    for arguments in (("deactivate", "ann"), ("role", "ann", "reader")):
        status, _, error = run("staff", *arguments)
        assert status != 0
        assert "ann 是最后一个管理员" in error
    run("staff", "add", "bob", "--role", "admin", "--password-stdin", typed=f"{PASSWORD}\n")
    assert run("staff", "deactivate", "ann")[0] == 0
    assert run("staff", "role", "bob", "reader")[0] != 0
