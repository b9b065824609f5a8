"""What we use of Daphne, Twisted and autobahn that nobody has promised us.

A release without one of these is found here, not by a socket that is never closed.
"""

import inspect

import pytest
from autobahn.websocket.protocol import WebSocketProtocol as Autobahn
from daphne.http_protocol import HTTPFactory, WebRequest
from daphne.server import Server
from daphne.ws_protocol import WebSocketFactory, WebSocketProtocol
from twisted.internet.abstract import FileDescriptor
from twisted.internet.interfaces import IPushProducer
from twisted.web.http import HTTPChannel, Request

from hub.serving.requests import HttpRequest, waiting_in
from hub.serving.server import SocketProtocol, SocketServer

OVERRIDDEN = [
    (HttpRequest, WebRequest),
    (HttpRequest, Request),
    (SocketProtocol, WebSocketProtocol),
    (SocketServer, Server),
]
CALLED = [
    (Request, ["registerProducer", "unregisterProducer", "setHeader"]),
    (HTTPChannel, ["pauseProducing", "resumeProducing", "loseConnection"]),
    (Autobahn, ["sendData", "sendCloseFrame", "sendPing"]),
    (FileDescriptor, ["registerProducer", "unregisterProducer", "stopReading"]),
    (Server, ["protocol_connected", "protocol_disconnected", "timeout_checker"]),
]
# By name, because they are made when an instance is.
MENTIONED = [
    (Server.run, ["self.http_factory =", "self.ws_factory =", "self.connections ="]),
    (Server.run, ["self.kill_all_applications", "installSignalHandlers="]),
    (Server.timeout_checker, [".check_timeouts()", "self.connections"]),
    (Server.create_application, ['["application_instance"]']),
    (WebRequest.__init__, ["application_queue", "_response_started", "self.server"]),
    (WebRequest.process, ["self.request_start", "ws_factory.buildProtocol"]),
    (HTTPFactory.buildProtocol, ["protocol.requestFactory ="]),
    (WebSocketFactory, ["protocol = WebSocketProtocol", "server_class"]),
    (WebSocketProtocol.onConnect, ["self.client_addr =", "self.server ="]),
    (Autobahn.sendCloseFrame, ["self.localCloseCode = code", "closeHandshakeTimeout"]),
    (HTTPChannel.allHeadersReceived, ["req.gotLength(self.length)"]),
    (HTTPChannel.requestDone, ["self.persistent"]),
    (Request.requestReceived, ["self.process()"]),
    (FileDescriptor, ["self._tempDataLen", "self.dataBuffer", "self.offset"]),
]


@pytest.mark.parametrize(("ours", "theirs"), OVERRIDDEN)
def test_what_we_override_is_theirs(ours, theirs):
    bases = ours.__mro__[1:]
    inherited = {name for base in bases for name in vars(base)} | set(IPushProducer)
    # In the manner of Twisted: what is spelled so is called by it.
    named_by_twisted = {
        name
        for name, value in vars(ours).items()
        if inspect.isfunction(value) and name != name.lower()
    }

    assert issubclass(ours, theirs)
    assert named_by_twisted <= inherited


@pytest.mark.parametrize(("owner", "names"), CALLED)
def test_what_we_call_is_there(owner, names):
    assert [name for name in names if not callable(getattr(owner, name, None))] == []


@pytest.mark.parametrize(("where", "parts"), MENTIONED)
def test_what_we_rely_on_is_done(where, parts):
    source = inspect.getsource(inspect.unwrap(where))

    assert [part for part in parts if part not in source] == []


def test_bytes_in_a_transport_of_another_kind_are_not_counted():
    assert waiting_in(object()) == 0
