"""Spot checks, patrols and unannounced inspections: what was found in each batch of a product."""
