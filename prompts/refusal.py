"""The one sentence of refusal, which the prompts, the answers and the tests share."""

REFUSED = "本文件没有公开"
"""How every refusal begins."""
