"""The ASGI application: sockets, event streams, and everything else is Django's."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "settings")

from channels.routing import ProtocolTypeRouter, URLRouter
from django.core.asgi import get_asgi_application
from django.urls import path, re_path

django_application = get_asgi_application()

# Now, not with the first request: what is limited over all processes is known by it.
import urls  # noqa: E402, F401
from hub.consumers import NowhereConsumer, SocketConsumer  # noqa: E402
from hub.epoch import continuity  # noqa: E402
from hub.event_streams import EventStreams  # noqa: E402
from hub.serving.health import Health  # noqa: E402

continuity.guard()

application = ProtocolTypeRouter(
    {
        "http": Health(EventStreams(django_application)),
        "websocket": URLRouter(
            [
                path("ws/", SocketConsumer.as_asgi()),
                re_path("", NowhereConsumer.as_asgi()),
            ]
        ),
    }
)
