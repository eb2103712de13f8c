"""What can go wrong with the review database, each in one line for people."""

from __future__ import annotations


class ReviewError(Exception):
    """Something that the review database cannot do; its text is one line, Chinese then English."""


class DatabaseRefused(ReviewError):
    """The database cannot be used: not reachable, no such address, or made by a newer program."""


class ChangedMeanwhile(ReviewError):
    """Someone else decided on an item after it was read."""

    def __init__(self) -> None:
        super().__init__(
            "这一条刚刚有人处理过，请重新打开再决定。 / someone has just decided on this; open it again first."
        )


class NoSuchItem(ReviewError):
    """The database holds no item of that number (any more)."""

    def __init__(self, identifier: int) -> None:
        super().__init__(f"没有第 {identifier} 条。 / there is no item {identifier}.")


class AccountRefused(ReviewError):
    """An account cannot be made or changed so: its name, password or role will not do, or it is not there."""


class BackupRefused(ReviewError):
    """A backup cannot be written or restored: the file exists, is damaged, or the database is not empty."""


class FeedbackFull(ReviewError):
    """As many judgements are kept as may be; the staff has to deal with them first."""

    def __init__(self) -> None:
        super().__init__("读者反馈已存满。 / no more readers' judgements can be kept.")


class OtherText(ReviewError):
    """A decision was made on another text of the document than the item's."""

    def __init__(self) -> None:
        super().__init__(
            "文件已变，这个决定依据的是另一版本；请按现在的文件重新提问再决定。"
            " / the document has changed; ask the question anew and decide on that answer."
        )
