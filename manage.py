#!/usr/bin/env python
"""Runs Muster's commands: `python manage.py help` lists them."""

import os
import sys

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "settings")
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line

    from data_folder import DataFolderError

    try:
        execute_from_command_line(sys.argv)
    except (DataFolderError, ImproperlyConfigured) as error:
        # A setting is wrong: the sentence says which, a traceback would hide it.
        sys.exit(str(error))
