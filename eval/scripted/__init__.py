"""Scripted models: what they write is a function of what they are told, as a server on loopback says it.

They were written from the prompts alone, not from the checks of assistant/phrasing, so that they show both what the
checks let through and what they refuse too much.
"""
