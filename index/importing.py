"""Importing llama-index from several threads, one at a time: its parts import each other in circles.

Where two threads enter such a circle at two places, the import system lets one of them see a module that is only half
there, and both fail. Once its core is whole, its parts may be imported from anywhere.
"""

from __future__ import annotations

import threading

_one_at_a_time = threading.Lock()


def import_llama_index() -> None:
    """Imports llama-index's core whole, while other threads that need it wait."""
    with _one_at_a_time:
        import llama_index.core  # noqa: F401
