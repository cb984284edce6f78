"""What every feature rests on: database, clock, errors, crypto, uploads. No domain words here."""
