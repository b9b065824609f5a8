"""Bytes that wait in the whole process: counted lazily, the fullest is cut first."""

from hub.unsent import Unsent


class Reader:
    def __init__(self) -> None:
        self.unsent = 0
        self.really = 0
        self.was_cut = False

    def waiting(self) -> int:
        return self.really

    def cut(self) -> None:
        self.was_cut = True


def test_what_was_taken_is_no_longer_owed():
    ledger, reader = Unsent(100, 80), Reader()

    ledger.owe(reader, 30)
    ledger.paid(reader, 10)
    assert ledger.total == reader.unsent == 20

    ledger.settle(reader)
    assert ledger.total == reader.unsent == 0


def test_too_much_is_counted_again_before_anybody_is_cut():
    ledger, reader = Unsent(100, 80), Reader()

    for _ in range(30):
        ledger.owe(reader, 10)

    assert not reader.was_cut
    assert ledger.total <= 100


def test_who_owes_most_is_cut_first_and_no_more_than_needed():
    ledger = Unsent(100, 80)
    readers = [Reader() for _ in range(4)]

    for reader, size in zip(readers, (10, 40, 30, 21), strict=True):
        reader.really = size
        ledger.owe(reader, size)

    assert [reader.was_cut for reader in readers] == [False, True, False, False]
    assert ledger.total == 61


def test_who_was_cut_owes_nothing():
    ledger, reader = Unsent(100, 80), Reader()
    reader.really = 101

    ledger.owe(reader, 101)

    assert reader.was_cut
    assert ledger.total == reader.unsent == 0
