"""People, units and the ways in, over HTTP."""

from ninja import Router

from teams.api import (
    accounts,
    administration,
    arrivals,
    audit,
    boot,
    directory,
    importing,
    invitations,
    joining,
    members,
    names,
    own_data,
    people,
    photos,
    tree,
)

# Of two routes that fit an address the first wins: `invitations/look` is no id.
router = Router()
for part in (
    boot,
    people,
    directory,
    photos,
    members,
    names,
    own_data,
    joining,
    invitations,
    arrivals,
    accounts,
    tree,
    importing,
    audit,
    administration,
):
    router.add_router("", part.router)
