"""What processes tell each other of sockets, by address."""

from types import SimpleNamespace

import pytest
from limits import RateLimitItemPerMinute

from hub import limits
from hub.elsewhere import Elsewhere

MANY, FEW = 40, 19
GUESSES = limits.over_all_processes(RateLimitItemPerMinute(10, 10, namespace="guess"))


@pytest.fixture
def process(settings):
    """Each hears what any of them says, itself too."""
    settings.LIMITS = True
    settings.SOCKETS_PER_ADDRESS = 2000
    all_of_them = []

    def tell_everywhere(_key, payload):
        for one in all_of_them:
            one.take(payload)

    def process():
        bus = SimpleNamespace(is_alone=False, tell_everywhere=tell_everywhere)
        all_of_them.append(Elsewhere(SimpleNamespace(bus=bus, connections={})))
        all_of_them[-1]._tell()
        return all_of_them[-1]

    return process


async def test_an_address_with_many_sockets_is_told_of(process):
    one, other = process(), process()

    one.address_changed("192.0.2.1", MANY)
    one.address_changed("192.0.2.2", FEW)
    one._tell()

    assert other.of_address("192.0.2.1") == MANY
    assert other.of_address("192.0.2.2") == 0
    assert one.of_address("192.0.2.1") == 0


async def test_one_that_has_few_again_is_forgotten(process):
    one, other = process(), process()
    one.address_changed("192.0.2.1", MANY)
    one._tell()

    one.address_changed("192.0.2.1", FEW)
    one._tell()

    assert other.of_address("192.0.2.1") == 0


async def test_what_several_processes_have_is_added_up(process):
    one, another, third = process(), process(), process()
    for process_ in (one, another):
        process_.address_changed("192.0.2.1", MANY)
        process_._tell()

    assert third.of_address("192.0.2.1") == 2 * MANY


async def test_who_comes_later_is_told_of_all(process):
    one = process()
    one.address_changed("192.0.2.1", MANY)
    one._tell()

    later = process()
    one._tell()

    assert later.of_address("192.0.2.1") == MANY


async def test_what_is_counted_by_another_key_than_a_person_is_told_of_too(process):
    limits._limiter.storage.reset()
    one, other = process(), process()

    for _ in range(GUESSES.amount):
        one._counted(GUESSES, "192.0.2.1")
    assert not limits.is_exhausted(GUESSES, "192.0.2.1")
    one._tell()

    # Only the other one has taken it: both count in this test's one process.
    assert limits.is_exhausted(GUESSES, "192.0.2.1")
    assert not limits.is_exhausted(GUESSES, "192.0.2.2")
    assert other is not one


async def test_what_each_process_counts_for_itself_is_not_taken(process):
    limits._limiter.storage.reset()
    one, _other = process(), process()
    own = RateLimitItemPerMinute(1, namespace="own")

    one._counted(own, "key")
    one._tell()

    assert not limits.is_exhausted(own, "key")
