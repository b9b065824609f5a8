"""Rooms, silences and flags, over HTTP."""

from ninja import Router

from chat.api import flags, rooms

router = Router()
for part in (rooms, flags):
    router.add_router("", part.router)
