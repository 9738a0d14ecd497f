"""How a record becomes public and ceases to be: requirements, transitions, permissions, and what a withdrawal brings about."""
