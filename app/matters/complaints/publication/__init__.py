"""What anyone may read: matters with a public outcome, and counts beside projects and companies."""
