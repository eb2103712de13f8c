"""Questions with what a right answer must hold, and the scoring of answers against them."""
