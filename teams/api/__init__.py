"""People, units and the ways in, over HTTP."""

from ninja import Router

from teams.api import boot, health, joining, people

router = Router()
for part in (boot, people, joining, health):
    router.add_router("", part.router)
