"""The command line: `python -m assistant COMMAND`; each command is a file of assistant/commands."""

from __future__ import annotations

import argparse
import logging
import sys
from collections.abc import Sequence

from assistant.answer import UnknownDocument
from assistant.commands import ask, staff, storage
from assistant.commands.errors import BadInput
from assistant.review.errors import ReviewError
from assistant.settings import SettingsError
from index.errors import IndexingError

_COMMANDS = (ask, staff, storage)


def main(arguments: Sequence[str] | None = None) -> int:
    """The exit status: 0 done, 2 bad use or unreadable input, said in one line on standard error."""
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")
    parser = argparse.ArgumentParser(prog="python -m assistant", description="预算公开问答 / questions about a budget")
    commands = parser.add_subparsers(dest="command", required=True)
    for command in _COMMANDS:
        command.add_command(commands)
    options = parser.parse_args(arguments)
    try:
        status: int = options.run(options)
    except (BadInput, IndexingError, ReviewError, SettingsError, UnknownDocument) as error:
        print(error, file=sys.stderr)
        return 2
    return status


if __name__ == "__main__":
    sys.exit(main())
