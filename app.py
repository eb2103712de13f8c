"""Starts the web application: settings, the index (built where it is missing), the page."""

from __future__ import annotations

import logging
import sys

from assistant.answer import Assistant
from assistant.settings import Settings, SettingsError
from assistant.web.server import application, serve
from index.errors import IndexingError


def main() -> int:
    """The exit status: 0 once stopped, 2 where a setting or the index cannot be used."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    try:
        settings = Settings.from_environment()
        assistant = Assistant.open(settings)
    except (SettingsError, IndexingError) as error:
        print(error, file=sys.stderr)
        return 2
    print(f"http://{settings.host}:{settings.port}", file=sys.stderr)
    serve(application(assistant), settings.host, settings.port)
    return 0


if __name__ == "__main__":
    sys.exit(main())
