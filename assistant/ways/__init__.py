"""The ways to answer, one file a kind of question: from facts, passages, bodies, targets, the outline, the whole."""
