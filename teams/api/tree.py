"""Arranging the tree: opening, changing, moving and archiving places."""

from typing import Annotated

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from ninja import Query, Router, Schema, Status
from pydantic import Field, StringConstraints

from hub.actions import reading, transaction
from hub.clock import wire_time
from hub.errors import Invalid
from hub.paging import Limit, Listed, decode_cursor, listed
from teams import tree_access
from teams.actions import (
    archive_unit,
    change_unit,
    move_unit,
    open_unit,
    reopen_unit,
)
from teams.models import JoinMode, Unit, User
from teams.names import LENGTH_AT_MOST, clean_name, clean_place
from teams.placement import taken
from teams.postal_codes import CODES_AT_MOST, all_normalised, postal_codes_of
from teams.queries import later, unit_shape
from teams.requests import person

CAPACITY_AT_MOST = 100_000

router = Router(tags=["tree"])

Text = Annotated[str, StringConstraints(max_length=400)]
Capacity = Annotated[int, Field(ge=1, le=CAPACITY_AT_MOST)]
Codes = Annotated[list[Text], Field(max_length=CODES_AT_MOST)]
Search = Annotated[str, Query(max_length=LENGTH_AT_MOST)]


class PlaceSettings(Schema):
    """What is not sent stays as it is; `capacity` null: any number of people."""

    name: Text | None = None
    place: Text | None = None
    join_mode: Text | None = None
    capacity: Capacity | None = None
    postal_codes: Codes | None = None


class NewPlace(PlaceSettings):
    kind: Text
    name: Text


class Move(Schema):
    parent: Text


@router.post("/units/{unit_id}/units", response={201: dict[str, object]})
def open_place(
    request: HttpRequest, unit_id: str, wanted: NewPlace
) -> Status[dict[str, object]]:
    """A new place below one that the person arranges."""
    user = person(request)
    with transaction():
        parent = tree_access.unit_to_arrange(user, unit_id)
        unit = open_unit(
            kind=wanted.kind,
            name=clean_name(wanted.name),
            parent=parent,
            by=user,
            fields=_fields(wanted),
            postal_codes=all_normalised(wanted.postal_codes or ()),
        )
    return Status(201, _settings_shape(unit, user))


@router.get("/units/archived", response=dict[str, object])
def list_archived(
    request: HttpRequest, cursor: str | None = None, limit: Limit = 100
) -> Listed:
    """Archived places that the person may bring back, top down."""
    units = tree_access.archived_units(person(request))
    if after := decode_cursor(cursor, str):
        units = units.filter(path__gt=after[0])
    return listed(
        list(units[: limit + 1]),
        limit,
        _archived_shape,
        lambda unit: (unit.path,),
    )


@router.get("/units/{unit_id}/settings", response=dict[str, object])
def place_settings(request: HttpRequest, unit_id: str) -> dict[str, object]:
    """`taken`: how many are in it, though it may have room for fewer.

    `may_bring_back`: whether this person could, were it archived.
    """
    user = person(request)
    return _settings_shape(tree_access.unit_to_arrange(user, unit_id), user)


@router.patch("/units/{unit_id}/settings", response=dict[str, object])
def change_place(
    request: HttpRequest, unit_id: str, wanted: PlaceSettings
) -> dict[str, object]:
    user = person(request)
    codes = wanted.postal_codes
    with transaction():
        unit = change_unit(
            unit=tree_access.unit_to_arrange(user, unit_id),
            by=user,
            fields=_fields(wanted),
            postal_codes=None if codes is None else all_normalised(codes),
        )
    return _settings_shape(unit, user)


@router.post("/units/{unit_id}/move", response=dict[str, object])
def move_place(request: HttpRequest, unit_id: str, wanted: Move) -> dict[str, object]:
    """Under another place that the person arranges too, with everything below it."""
    user = person(request)
    with transaction():
        unit = tree_access.unit_to_arrange(user, unit_id)
        parent = tree_access.unit_to_arrange(user, wanted.parent)
        unit = move_unit(unit=unit, parent=parent, by=user)
    return _settings_shape(unit, user)


@router.get("/units/{unit_id}/parents", response=dict[str, object])
def list_parents(
    request: HttpRequest,
    unit_id: str,
    search: Search = "",
    cursor: str | None = None,
    limit: Limit = 50,
) -> Listed:
    """The places that one may move this one under, by name; `search`: part of it."""
    user = person(request)
    after = decode_cursor(cursor, str, int)
    with reading():
        unit = tree_access.unit_to_arrange(user, unit_id)
        units = tree_access.units_to_move_under(user, unit)
        if text := search.strip():
            units = units.filter(name__icontains=text)
        if after:
            units = units.filter(later("name", *after))
        return listed(
            list(units.order_by("name", "pk")[: limit + 1]),
            limit,
            _with_parent,
            lambda unit: (unit.name, unit.pk),
        )


@router.post("/units/{unit_id}/archive", response={204: None})
def archive_place(request: HttpRequest, unit_id: str) -> Status[None]:
    """Ends it and all below; what happened there stays counted."""
    user = person(request)
    with transaction():
        archive_unit(unit=tree_access.unit_to_arrange(user, unit_id), by=user)
    return Status(204, None)


@router.post("/units/{unit_id}/reopen", response=dict[str, object])
def reopen_place(request: HttpRequest, unit_id: str) -> dict[str, object]:
    user = person(request)
    with transaction():
        unit = reopen_unit(unit=tree_access.archived_unit(user, unit_id), by=user)
    return _settings_shape(unit, user)


def _fields(wanted: PlaceSettings) -> dict[str, str | int | None]:
    sent = wanted.model_dump(include=wanted.model_fields_set)
    fields: dict[str, str | int | None] = {}
    if sent.get("name") is not None:
        fields["name"] = clean_name(sent["name"])
    if sent.get("place") is not None:
        fields["place"] = clean_place(sent["place"])
    if sent.get("join_mode") is not None:
        if sent["join_mode"] not in JoinMode.values:
            raise Invalid(_("There is no such way to join."), field="join_mode")
        fields["join_mode"] = sent["join_mode"]
    if "capacity" in sent:
        fields["capacity"] = sent["capacity"]
    return fields


def _settings_shape(unit: Unit, user: User) -> dict[str, object]:
    return {
        **unit_shape(unit),
        "parent": str(unit.parent_id) if unit.parent_id else None,
        "place": unit.place,
        "join_mode": unit.join_mode,
        "capacity": unit.capacity,
        "taken": taken(unit),
        "postal_codes": postal_codes_of(unit),
        "may_bring_back": tree_access.may_bring_back(user, unit),
    }


def _archived_shape(unit: Unit) -> dict[str, object]:
    parent = unit.parent
    return {
        **_with_parent(unit),
        "archived_at": wire_time(unit.archived_at) if unit.archived_at else None,
        "may_reopen": parent is not None and parent.archived_at is None,
    }


def _with_parent(unit: Unit) -> dict[str, object]:
    parent = unit.parent
    return {**unit_shape(unit), "parent": unit_shape(parent) if parent else None}
