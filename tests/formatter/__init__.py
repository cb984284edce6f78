"""Breaks the long lines of templates where nobody who reads the page can see it."""
