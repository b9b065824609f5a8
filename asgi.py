"""The ASGI application: sockets at /ws/, everything else is Django's."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "settings")

from channels.routing import ProtocolTypeRouter, URLRouter
from django.core.asgi import get_asgi_application
from django.urls import path, re_path

django_application = get_asgi_application()

from hub.consumers import NowhereConsumer, SocketConsumer  # noqa: E402

application = ProtocolTypeRouter(
    {
        "http": django_application,
        "websocket": URLRouter(
            [
                path("ws/", SocketConsumer.as_asgi()),
                re_path("", NowhereConsumer.as_asgi()),
            ]
        ),
    }
)
