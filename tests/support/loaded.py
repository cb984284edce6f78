"""Starts a site on an empty folder, answers one request, and prints all modules by then loaded."""

import sys

from app import create_app

if __name__ == "__main__":
    create_app().test_client().get("/healthz")
    sys.stdout.write("\n".join(sys.modules))
