"""Every SELECT of the indicators: promises with what became of them, values, documents."""
