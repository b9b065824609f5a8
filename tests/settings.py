"""The settings with a data folder that dies with the test run."""

import atexit
import os
import shutil
import tempfile

_folder = tempfile.mkdtemp(prefix="muster-test-")
atexit.register(shutil.rmtree, _folder, ignore_errors=True)

os.environ["DATA_DIR"] = _folder
os.environ["SECRET_KEY"] = "only for tests"
os.environ.pop("REDIS_URL", None)
os.environ.pop("PUBLIC_URL", None)
os.environ.pop("EMAIL_URL", None)

from settings import *  # noqa: E402, F403
from settings import DATABASES, MIDDLEWARE  # noqa: E402

MIDDLEWARE = ["tests.private_details.Scan", *MIDDLEWARE]

if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A file, as in real life: in memory no second thread could write beside a reader.
    DATABASES["default"]["TEST"] = {"NAME": os.path.join(_folder, "test.sqlite3")}

EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
