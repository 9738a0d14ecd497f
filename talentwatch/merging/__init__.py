"""Two records turn out to be one: what is combined, what an editor chooses, doing it, and undoing it."""
