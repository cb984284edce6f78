"""How a field of a record is declared, kept, typed, read from files and shown."""
