"""Copies of the database and of the files beside it, and the way back."""
