"""The routing table, what it says of a matter, and what the words of one suggest."""
