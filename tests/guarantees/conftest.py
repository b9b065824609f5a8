import os

# bin/test sets it where there is a Redis; each of these starts one of its own.
collect_ignore = [] if os.environ.get("TEST_REDIS_URL") else ["test_lost_redis.py"]
