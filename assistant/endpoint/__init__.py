"""The way to a language model's server and back: one request within its limits, and how it ended."""
