"""`python -m assistant backup`, `restore` and `audit`: the review database kept, brought back, and looked over."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from assistant.commands.errors import Subparsers
from assistant.commands.staff import BY, opened
from assistant.review.backup import restore_backup, write_backup
from assistant.review.errors import BackupRefused
from assistant.settings import Settings

_SHOWN = 100


def add_command(commands: Subparsers) -> None:
    """Adds `backup`, `restore` and `audit` to the commands."""
    backup = commands.add_parser("backup", help="备份审核数据库 / the review database as one file")
    backup.add_argument("file", type=Path, help="新文件（zip） / a new file")
    backup.set_defaults(run=_backup)
    restore = commands.add_parser("restore", help="恢复备份 / a backup back into the review database")
    restore.add_argument("file", type=Path)
    restore.add_argument(
        "--replace",
        action="store_true",
        help="替换已有内容，原内容另存在数据目录 / replaces what is there and keeps it in the data directory",
    )
    restore.add_argument(
        "--accept-broken-log",
        action="store_true",
        help="操作记录有问题也恢复 / also where the audit log is not as it was written",
    )
    restore.set_defaults(run=_restore)
    audit = commands.add_parser("audit", help="操作记录 / who did what")
    audit.add_argument(
        "--verify", action="store_true", help="检查记录是否完整 / whether all of it is as it was written"
    )
    audit.add_argument("--limit", type=int, default=_SHOWN, help="最近多少条 / how many of the last")
    audit.set_defaults(run=_audit)


def _backup(options: argparse.Namespace) -> int:
    now = datetime.now(UTC)
    with opened() as store:
        counts = write_backup(store, options.file, now)
        store.audit.add(now, BY, "backup", options.file.name)
    print(f"{options.file}：{_told(counts)}")
    return 0


def _restore(options: argparse.Namespace) -> int:
    now = datetime.now(UTC)
    keep = _kept_copy(now) if options.replace else None
    with opened() as store:
        counts = restore_backup(store, options.file, now, BY, keep, accept_broken_log=options.accept_broken_log)
        wrong = store.audit.verify_chain()
    print(f"{options.file}：{_told(counts)}" + (f"；原内容存在 / what was there is kept in: {keep}" if keep else ""))
    if wrong:
        print(f"备份中的操作记录有问题：{wrong}", file=sys.stderr)
    return 0


def _kept_copy(now: datetime) -> Path:
    """A new file of the data directory for what a restore replaces.

    Raises:
        BackupRefused: there is no such directory, and it cannot be made.
    """
    folder = Settings.from_environment().data_dir.absolute()
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise BackupRefused(
            f"{folder}：原内容无处保存（{error.strerror}），未恢复。 / no room for what is there; nothing is restored."
        ) from error
    return folder / f"before-restore-{now:%Y%m%dT%H%M%S%f}.zip"


def _audit(options: argparse.Namespace) -> int:
    with opened() as store:
        events = store.audit.events(max(options.limit, 1))
        wrong = store.audit.verify_chain() if options.verify else None
    for event in reversed(events):
        print(f"{event.number}\t{event.at:%Y-%m-%dT%H:%M:%SZ}\t{event.who}\t{event.what}\t{event.about}")
    if not options.verify:
        return 0
    if wrong:
        print(wrong, file=sys.stderr)
        return 2
    last = f"{events[0].number} {events[0].digest}" if events else "0"
    print(f"操作记录完整，末条 / the log is whole, its last: {last}")
    return 0


def _told(counts: Mapping[str, int]) -> str:
    return "，".join(f"{name} {count}" for name, count in counts.items() if name != "audit_head")
