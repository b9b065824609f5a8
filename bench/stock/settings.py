"""What `startproject` and the tutorial's pages set; the layer by environment."""

import os

SECRET_KEY = "only for benches on the loopback address"
ALLOWED_HOSTS = ["*"]
INSTALLED_APPS = [
    "daphne",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
]
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
ASGI_APPLICATION = "bench.stock.asgi.application"
USE_TZ = True

LAYERS = {
    "memory": "channels.layers.InMemoryChannelLayer",
    "core": "channels_redis.core.RedisChannelLayer",
    "pubsub": "channels_redis.pubsub.RedisPubSubChannelLayer",
}
_layer = os.environ.get("STOCK_LAYER", "memory")
CHANNEL_LAYERS = {"default": {"BACKEND": LAYERS[_layer]}}
if _layer != "memory":
    CHANNEL_LAYERS["default"]["CONFIG"] = {"hosts": [os.environ["REDIS_URL"]]}  # type: ignore[assignment]
