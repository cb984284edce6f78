"""The legal periods: when a step must be done, what stops and prolongs it, who is reminded."""
