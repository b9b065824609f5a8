"""The settings of servers that tests start: what these answer is looked into too."""

from settings import *  # noqa: F403
from settings import MIDDLEWARE

MIDDLEWARE = ["tests.private_details.Scan", *MIDDLEWARE]
