"""Disclosed administrative penalties."""
