"""Muster with two more frames, which deliver what nobody stores: benches only.

`bench.publish` goes the whole way of a committed event from the bus on; `bench.write`
writes it to each socket of the room at once, without coalescing.
"""
