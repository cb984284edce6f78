"""Running the site: starting and stopping its processes, backups, and what production lacks."""
