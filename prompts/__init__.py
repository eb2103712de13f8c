"""What a language model is told: one Markdown file a purpose, read and checked before the first question."""

from prompts.model import Message, Prompt, PromptError, Purpose, Role
from prompts.reading import HERE, read_prompts
from prompts.refusal import REFUSED

__all__ = ["HERE", "REFUSED", "Message", "Prompt", "PromptError", "Purpose", "Role", "read_prompts"]
