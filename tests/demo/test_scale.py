"""The large demo, made small here: so many places and people, each in their place."""

import pytest
from django.utils import timezone

from chat.models import Room
from demo.planting import plant
from demo.scale import OFFICES_OF_REGION, REGIONS, grow
from teams.access import standing
from teams.models import Membership, Unit, User
from teams.roles import ROLES_IN


@pytest.mark.django_db
def test_it_grows_to_so_many_places_and_people():
    ground = plant("political", timezone.now())

    grow(ground, places=700, people=1500)

    assert Unit.objects.count() == 700
    assert User.objects.count() == 1500
    assert Room.objects.count() == 700
    offices = Unit.objects.filter(kind="office").count()
    assert offices == len(ground.offices) + REGIONS * OFFICES_OF_REGION
    for unit in Unit.objects.exclude(parent=None).select_related("parent"):
        assert unit.path == f"{unit.parent.path}{unit.pk}/"
    for seat in Membership.objects.select_related("unit"):
        assert seat.role in ROLES_IN[seat.unit.kind]
    newest = User.objects.latest("pk")
    assert not newest.has_usable_password()
    assert standing(newest).seats
