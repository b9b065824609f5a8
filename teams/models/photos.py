from __future__ import annotations

from django.db import models
from django.db.models.functions import Now

from teams.models.people import User


class Photo(models.Model):
    """A person's picture. What is seen lies in two files that `name` leads to."""

    user = models.OneToOneField(User, models.CASCADE, related_name="photo")
    # New with each picture: what a browser keeps of one is never taken for another.
    name = models.CharField(max_length=43, unique=True)
    at = models.DateTimeField(db_default=Now())

    def __str__(self) -> str:
        return f"of {self.user_id}"
