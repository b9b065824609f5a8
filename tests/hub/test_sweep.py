"""What only the collector frees does not wait for ever."""

import gc
import weakref

from hub.serving import slim


class Circle:
    def __init__(self):
        self.itself = self


def test_circles_are_freed_once_many_connections_are_lost_and_few_are_left():
    circle = Circle()
    # So that it is old, and nothing but a full pass looks at it.
    gc.collect()
    left = weakref.ref(circle)
    del circle

    for _number in range(slim.SWEPT_AFTER):
        slim.sweep(slim.FEW)

    assert left() is None


def test_nobody_waits_for_the_collector_where_many_are_connected():
    circle = Circle()
    gc.collect()
    left = weakref.ref(circle)
    del circle

    for _number in range(2 * slim.SWEPT_AFTER):
        slim.sweep(slim.FEW + 1)
    waited = left() is not None
    slim.sweep(0)

    assert waited
    assert left() is None
