"""The web pages: chat (the conversation), render (answers as safe Markdown and HTML), server (what there is at all).

api and schema are for programs; errors, limits, gate, headers and access_log stand around every request.

The packages below read these switches while they are imported, so they are set before the first of them is.
"""

import os

os.environ.setdefault("GRADIO_ANALYTICS_ENABLED", "False")
os.environ.setdefault("HF_HUB_OFFLINE", "1")
