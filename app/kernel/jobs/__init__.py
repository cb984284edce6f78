"""The outbox, and what wakes the worker that empties it."""
