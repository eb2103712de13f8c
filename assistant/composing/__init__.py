"""Evidence to a draft: sentences, lists and tables, each statement with its citation."""
