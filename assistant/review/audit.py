"""The audit log: who did what and when, only ever added to, each event sealed with all before it."""

from __future__ import annotations

from datetime import datetime

from assistant.review.model import AuditEvent


class AuditLog:
    """The events of a review database."""

    def add(self, at: datetime, who: str, what: str, about: str = "") -> AuditEvent:
        """Adds an event; it is on the disk when this returns."""
        raise NotImplementedError

    def events(self, limit: int = 100, offset: int = 0) -> tuple[AuditEvent, ...]:
        """The events, newest first."""
        raise NotImplementedError

    def verify_chain(self) -> str | None:
        """What is wrong with the log (the first event that was changed or is missing), None where nothing is."""
        raise NotImplementedError
