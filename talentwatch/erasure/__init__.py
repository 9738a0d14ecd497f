"""Erasing a person: everywhere, at every moment, and for good."""
