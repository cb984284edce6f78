"""The forms of applicants and of the desk."""
