"""The whole timeline at once: taken in, given out, and checked against every rule."""
