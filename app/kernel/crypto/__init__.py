"""Encryption at rest, and the codes that open what a citizen handed in."""
