"""All answers of the demonstration as text, and what differs between two such dumps.

It goes by addresses, so that modules, endpoints and templates may be moved and renamed between
the two. Of the site it knows only what stays: ``create_app``, the commands, and the HTML of the
pages where one signs in.
"""
