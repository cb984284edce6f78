"""How an act begins and ends: whether it is allowed, and what is written down of it."""
