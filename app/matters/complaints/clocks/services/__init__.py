"""Clocks as they run, stand still, are prolonged, and remind their people."""
