"""The commands of `python -m assistant`, one a file."""
