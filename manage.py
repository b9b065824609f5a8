#!/usr/bin/env python
"""Runs Muster's commands: `python manage.py help` lists them."""

import os
import sys
from pathlib import Path

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "settings")
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line
    from environs import EnvError

    from data_folder import DataFolderError, check_installation

    try:
        check_installation(Path(__file__).resolve().parent, sys.argv[1:])
        execute_from_command_line(sys.argv)
    except (DataFolderError, EnvError, ImproperlyConfigured) as error:
        # A setting is wrong: the sentence says which, a traceback would hide it.
        sys.exit(str(error))
