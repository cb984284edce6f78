"""Accidents of quality and safety, and recalls of products: what their owners should do."""
