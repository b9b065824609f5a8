from datetime import timedelta

import pytest
from django.utils import timezone

from hub import retention
from hub.actions import append, transaction
from hub.models import Event, Receipt


@pytest.mark.django_db
def test_old_events_past_the_kept_number_are_forgotten(monkeypatch):
    monkeypatch.setattr(retention, "EVENTS_KEPT_AT_LEAST", 3)
    long_ago = timezone.now() - timedelta(days=8)
    with transaction():
        for _ in range(5):
            append("room:1", "message.posted", {}, at=long_ago)

    retention.forget_old()

    assert sorted(Event.objects.values_list("seq", flat=True)) == [3, 4, 5]


@pytest.mark.django_db
def test_young_events_stay_however_many(monkeypatch):
    monkeypatch.setattr(retention, "EVENTS_KEPT_AT_LEAST", 3)
    with transaction():
        for _ in range(5):
            append("room:1", "message.posted", {})

    retention.forget_old()

    assert Event.objects.count() == 5


@pytest.mark.django_db
def test_receipts_are_kept_for_thirty_days():
    now = timezone.now()
    for days in (29, 31):
        Receipt.objects.create(
            author_id=days,
            client_id="00000000-0000-4000-8000-000000000000",
            command="message.post",
            reply="{}",
            at=now - timedelta(days=days),
        )

    retention.forget_old()

    assert list(Receipt.objects.values_list("author_id", flat=True)) == [29]
