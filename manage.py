#!/usr/bin/env python
"""Django's command line; a database that can't be reached is one sentence instead of a traceback."""

import os
import sys

from django.core.management import execute_from_command_line
from django.db import OperationalError, connection

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "talentwatch.settings")
    try:
        execute_from_command_line(sys.argv)
    except OperationalError:
        try:
            connection.ensure_connection()
        except OperationalError as error:
            database = connection.settings_dict
            place = f"{database['HOST']}:{database['PORT'] or 5432}" if database["HOST"] else database["NAME"]
            reason = str(error).splitlines()[0]
            sys.exit(f"The database at {place} can't be reached: {reason}. DATABASE_URL says where it is.")
        # It can be reached, so it was something else.
        raise
