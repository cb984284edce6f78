"""Measurements, run by ``make bench``; no test, for a busy machine would fail it."""
