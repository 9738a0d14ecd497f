"""Merging duplicates: plan a merge, let an editor choose between values, carry it out, and undo it."""
