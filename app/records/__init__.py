"""The kinds of records that the city publishes, and the companies that they are about."""
