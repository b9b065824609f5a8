import os

from tests.server import several_can_run

# These are about one kind of service; each run has them where it can mean something.
collect_ignore = []
if os.environ.get("DATABASE_URL", "").startswith("postgres"):
    collect_ignore += ["test_socket_unavailable.py", "test_redis_kinds.py"]
else:
    collect_ignore += ["test_identity.py", "test_silent_database.py"]
if not os.environ.get("TEST_REDIS_URL"):
    collect_ignore += [
        "test_marks_in_redis.py",
        "test_redis_kinds.py",
        "test_shared_cache.py",
        "test_socket_redis.py",
    ]
if not os.environ.get("TEST_NGINX"):
    collect_ignore += ["test_behind_nginx.py"]
if not several_can_run():
    collect_ignore += ["test_workers.py", "test_two_servers.py"]
