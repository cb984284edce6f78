"""Administrative licences."""
