"""Every SELECT of creation: applications, notices and badges, and what they cover."""
