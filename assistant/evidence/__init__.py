"""What answers a question: facts by their names, rows of tables as relations, bodies and their duties."""
