"""Satisfaction surveys: who was asked what, how many answered how, and how sure that is."""
