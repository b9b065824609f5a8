import os

# These are about one kind of service; each run has them where it can mean something.
collect_ignore = []
if os.environ.get("DATABASE_URL", "").startswith("postgres"):
    collect_ignore.append("test_socket_unavailable.py")
if not os.environ.get("TEST_REDIS_URL"):
    collect_ignore.append("test_socket_redis.py")
