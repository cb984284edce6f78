"""Tracks, states, acts and outcomes of a matter: what may follow what, as tables."""
