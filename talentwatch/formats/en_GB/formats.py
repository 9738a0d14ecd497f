"""A day of 24 hours, as on every page: Django's own formats say "6:38 p.m." and "midnight"."""

TIME_FORMAT = "H:i"
DATETIME_FORMAT = "j M Y, H:i"
SHORT_DATETIME_FORMAT = "d/m/Y H:i"
