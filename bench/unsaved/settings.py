from settings import *  # noqa: F403

HUB_ROUTING = "bench.unsaved.routing.ROUTING"
