"""Changes of the routing table, learning from closed matters, and moving a matter."""
