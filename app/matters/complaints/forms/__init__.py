"""Forms of residents and of staff."""
