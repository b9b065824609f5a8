"""Bytes that wait in this process for clients that have not taken them yet."""

from typing import Protocol

from hub.counts import counts

MIB = 1024 * 1024
UNSENT_AT_MOST = 1 * MIB
UNSENT_OF_ALL_AT_MOST = 128 * MIB
# Cut down to here, so that the next byte does not make us count again.
UNSENT_AFTER_A_CUT = UNSENT_OF_ALL_AT_MOST * 7 // 8


class Debtor(Protocol):
    """A connection with bytes that wait; `unsent` is written by `Unsent` alone."""

    unsent: int

    def waiting(self) -> int:
        """What really waits now, in bytes; at most what was counted."""

    def cut(self) -> None:
        """Ends the connection at once and lets go of what waits."""


class Unsent:
    """Counts without asking the transports; when too much, it asks, then cuts.

    Nothing is counted for what the operating system took at once. Who owes most is
    cut first, without a close frame: it could not pass what waits before it.
    """

    def __init__(
        self,
        at_most: int = UNSENT_OF_ALL_AT_MOST,
        after_a_cut: int = UNSENT_AFTER_A_CUT,
    ) -> None:
        self.total = 0
        self._at_most = at_most
        self._after_a_cut = after_a_cut
        self._debtors: set[Debtor] = set()

    def owe(self, debtor: Debtor, size: int) -> None:
        if not debtor.unsent:
            self._debtors.add(debtor)
        debtor.unsent += size
        self.total += size
        if self.total > self._at_most:
            self._cut()

    def paid(self, debtor: Debtor, size: int) -> None:
        size = min(size, debtor.unsent)
        debtor.unsent -= size
        self.total -= size
        if not debtor.unsent:
            self._debtors.discard(debtor)

    def settle(self, debtor: Debtor) -> None:
        """Everything was taken, or nobody is there any more to take it."""
        self.paid(debtor, debtor.unsent)

    def count_again(self, debtor: Debtor) -> int:
        self.paid(debtor, debtor.unsent - debtor.waiting())
        return debtor.unsent

    def _cut(self) -> None:
        for debtor in list(self._debtors):
            self.count_again(debtor)
        by_size = sorted(self._debtors, key=lambda one: one.unsent, reverse=True)
        for debtor in by_size:
            if self.total <= self._after_a_cut:
                return
            counts.cut_for_memory += 1
            self.settle(debtor)
            debtor.cut()


unsent = Unsent()
