from contextlib import suppress

import pytest

from hub.actions import changed, remember, revoke, transaction

pytestmark = pytest.mark.django_db


class Loader:
    def __init__(self):
        self.calls = 0

    def __call__(self):
        self.calls += 1
        return self.calls


@pytest.fixture
def load():
    return Loader()


def remembered(load, key="key"):
    with transaction():
        return remember(key, load)


def test_it_is_loaded_once_while_no_right_changes(load):
    assert [remembered(load) for _ in range(3)] == [1, 1, 1]


def test_keys_are_apart(load):
    assert [remembered(load, key) for key in ("a", "b", "a")] == [1, 2, 1]


@pytest.mark.parametrize("change", [revoke, changed])
def test_any_change_of_rights_forgets_everything(load, change):
    remembered(load)

    with transaction():
        change(user=7)

    assert remembered(load) == 2


def test_after_a_change_in_the_same_transaction_nothing_is_remembered(load):
    remembered(load)

    with transaction():
        revoke(user=7)
        assert [remember("key", load), remember("key", load)] == [2, 3]


def test_a_change_that_is_undone_forgets_nothing(load):
    remembered(load)

    with suppress(ValueError), transaction():
        revoke(user=7)
        raise ValueError

    assert remembered(load) == 1


def test_outside_a_transaction_nothing_is_proven(load):
    remembered(load)

    assert remember("key", load) == 2


def test_what_was_read_in_an_undone_transaction_is_forgotten(load):
    with suppress(ValueError), transaction():
        remember("key", load)
        raise ValueError

    assert remembered(load) == 2


def test_what_was_read_in_an_undone_part_is_forgotten(load):
    with transaction():
        remember("kept", load)
        with suppress(ValueError), transaction():
            remember("undone", load)
            raise ValueError
        assert remember("undone", load) == 3

    assert remembered(load, "kept") == 1


def test_a_failure_to_load_is_not_remembered(load):
    def refuse():
        raise ValueError

    with transaction():
        with suppress(ValueError):
            remember("key", refuse)
        assert remember("key", load) == 1


def test_proof_costs_one_query_for_a_whole_transaction(load, django_assert_num_queries):
    remembered(load)

    with django_assert_num_queries(3), transaction():  # and the two of a savepoint
        for _ in range(10):
            remember("key", load)
