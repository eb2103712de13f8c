"""The command line: `python -m assistant COMMAND`; each command is a file of assistant/commands."""

from __future__ import annotations

import argparse
import logging
import os
import sys
from collections.abc import Sequence

from assistant.answer import UnknownDocument
from assistant.commands import ask, reconcile, staff, storage, verify
from assistant.commands.errors import BadInput
from assistant.review.errors import ReviewError
from assistant.settings import SettingsError
from index.errors import IndexingError
from prompts import PromptError

_COMMANDS = (ask, reconcile, verify, staff, storage)


def main(arguments: Sequence[str] | None = None) -> int:
    """The exit status: 0 done, 1 a receipt does not hold, 2 bad use or unreadable input, told on standard error."""
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")
    parser = argparse.ArgumentParser(prog="python -m assistant", description="预算公开问答 / questions about a budget")
    commands = parser.add_subparsers(dest="command", required=True)
    for command in _COMMANDS:
        command.add_command(commands)
    options = parser.parse_args(arguments)
    try:
        status: int = options.run(options)
    except (BadInput, IndexingError, PromptError, ReviewError, SettingsError, UnknownDocument) as error:
        print(error, file=sys.stderr)
        return 2
    except BrokenPipeError:  # whoever read the output has enough of it (… | head)
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    return status


if __name__ == "__main__":
    sys.exit(main())
