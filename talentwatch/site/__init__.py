"""The public pages: what the API says, for people to read. Rendered on the server, no script needed."""
