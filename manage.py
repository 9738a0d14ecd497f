#!/usr/bin/env python
"""Django's command line; a variable that can't be read and a database that can't be reached are one sentence, and no traceback."""

import os
import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line
from django.db import OperationalError, connection

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "talentwatch.settings")
    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as error:
        sys.exit(str(error))
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
