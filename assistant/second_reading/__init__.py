"""A doubtful question read a second time by a language model: never more than a reading that the question bears out."""
