"""Worklists, by what they are narrowed, and templates of replies."""
