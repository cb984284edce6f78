"""What the tests stand on: databases, the page client, HTML rules, mail, factories."""
