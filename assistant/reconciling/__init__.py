"""What reconciliation and oddities say to people: worked out once, put in words, written as lines, JSON, files."""
