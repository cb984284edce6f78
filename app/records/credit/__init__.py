"""The red and the black list."""
