"""What all rest on: tables of submissions and matters, states, acts, and who may do them."""
