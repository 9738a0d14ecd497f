"""Entering an article: reading its text, the screen where an editor checks what it says, and saving that as records."""
