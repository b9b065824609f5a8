import os
import signal
import socket
from contextlib import ExitStack
from urllib.parse import urlsplit

import pytest

from hub.serving import listening


@pytest.mark.parametrize("host", ["127.0.0.1", "::1"])
def test_two_listen_on_one_reserved_port(host):
    with listening.reserved(host, 0) as port:
        number = port.getsockname()[1]
        one = listening.listener(host, number)
        other = listening.listener(host, number)

    with one, other, socket.create_connection((host, number)):
        assert one.getsockname() == other.getsockname()


def test_a_port_where_others_listen_is_not_shared_with_them():
    with listening.reserved("127.0.0.1", 0) as port:
        number = port.getsockname()[1]
        with (
            listening.listener("127.0.0.1", number),
            pytest.raises(OSError, match="in use"),
        ):
            listening.reserved("127.0.0.1", number)


def test_an_address_of_ipv6_has_brackets():
    assert listening.address("::1", 8000) == "http://[::1]:8000"


def test_a_storm_that_comes_at_once_waits_at_the_door(own_server):
    host, port = urlsplit(own_server.url).hostname, urlsplit(own_server.url).port
    os.kill(own_server.pid, signal.SIGSTOP)
    try:
        with ExitStack() as stack:
            for _number in range(500):
                came = socket.create_connection((host, port), timeout=5)
                stack.enter_context(came)
    finally:
        os.kill(own_server.pid, signal.SIGCONT)
