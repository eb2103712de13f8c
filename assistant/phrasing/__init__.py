"""A language model words a verified answer: it arranges what was verified; nothing else reaches the reader."""
