"""Files of others come in cleaned, are stored encrypted, and leave through one door."""
