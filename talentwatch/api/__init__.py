"""The kit for the REST API: strict parameters, keyset pages, problems, and the shapes that every resource shares."""
