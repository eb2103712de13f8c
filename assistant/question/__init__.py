"""What was asked: a text and its history to a typed question, or to the reason why it cannot be answered."""
