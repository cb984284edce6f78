"""The outbox, and the worker that empties it and repeats jobs."""
