"""How the review database's tables came to be: alembic's environment and one file a change, in versions/."""
