"""The check of every number of a finished draft against its evidence."""
