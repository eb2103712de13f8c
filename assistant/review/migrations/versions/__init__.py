"""The changes to the tables, each naming the one before."""
