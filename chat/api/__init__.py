"""Rooms, silences, levels and flags, over HTTP."""

from ninja import Router

from chat.api import flags, levels, rooms

router = Router()
for part in (rooms, levels, flags):
    router.add_router("", part.router)
