"""Revisions of a record: what each version changed, and undoing one change."""
