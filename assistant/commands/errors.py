"""What every command shares: how it is added, and the input that it cannot use."""

from __future__ import annotations

import argparse
from typing import TypeAlias

Subparsers: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"
"""The commands of a parser; a command adds itself and sets `run`, a function of the options to the exit status."""


class BadInput(Exception):
    """Input that cannot be used: what was found, where, and what would be right."""
