"""What applications, drafts and desks read."""
