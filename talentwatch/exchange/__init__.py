"""The whole timeline at once: import, export, dump, data package, integrity check."""
