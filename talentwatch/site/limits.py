"""How many rows a page shows of each list. Pages stay small: each list ends in a link to the whole."""

MAX_JOBS, MAX_NAMES, MAX_EVENTS = 12, 40, 8
MAX_MOVES = 8  # in each direction
MAX_CLAIMS = 7  # of each job, those in conflict first
