"""The desk: the admin site of the newsroom."""
