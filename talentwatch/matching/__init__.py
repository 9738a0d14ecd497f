"""One engine for the question whether two names, or two addresses, are the same; plain Python, no database."""
