"""Which body gets a matter: the table and its changes, suggestions, and the way between bodies."""
