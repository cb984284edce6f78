"""Where staff work: inbox, lists, saved views, acts on one or many matters, reply templates."""
