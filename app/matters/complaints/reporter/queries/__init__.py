"""A submission as its reporter follows it, and what is kept of a reporter."""
