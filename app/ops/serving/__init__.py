"""The web server: Gunicorn's processes around connections of our own, which wait for no thread."""
