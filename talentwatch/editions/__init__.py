"""Editions: named states of all that is public, whose files can be written again at any later time."""
