"""Attempts to sign in, at two server processes of one installation."""

import httpx
import pytest

from tests.redis_server import Redis
from tests.server import two

REQUEST = "/_allauth/browser/v1/auth/code/request"
# allauth's own limit of codes for one address in a minute.
CODES_A_MINUTE = 3
ASKED, TOO_MANY = 401, 400


@pytest.fixture
def redis(tmp_path):
    with Redis(tmp_path) as redis:
        yield redis


@pytest.fixture
def both(tmp_path, redis):
    with two(tmp_path, LIMITS="on", REDIS_URL=redis.url) as servers:
        yield servers


def ask_for_code(server, email):
    with httpx.Client(base_url=server.url, trust_env=False, timeout=30) as browser:
        browser.get("/api/v1/boot")
        token = browser.cookies["csrftoken"]
        headers = {"Origin": server.url, "X-CSRFToken": token}
        answer = browser.post(REQUEST, json={"email": email}, headers=headers)
        return answer.status_code


def test_codes_asked_for_at_both_count_together(both):
    first, second = both

    asked = [ask_for_code(one, "alice@example.org") for one in (first, second, first)]

    assert asked == [ASKED] * CODES_A_MINUTE
    assert ask_for_code(second, "alice@example.org") == TOO_MANY
    assert ask_for_code(first, "alice@example.org") == TOO_MANY
    assert ask_for_code(second, "bob@example.org") == ASKED


def test_without_redis_people_sign_in_and_each_process_counts_alone(both, redis):
    first, second = both
    ask_for_code(first, "alice@example.org")
    redis.kill()

    asked = [ask_for_code(first, "alice@example.org") for _ in range(CODES_A_MINUTE)]

    # It knows still what was asked here before.
    assert asked == [ASKED, ASKED, TOO_MANY]
    assert ask_for_code(second, "alice@example.org") == ASKED
    assert "counts attempts to sign in alone" in first.log.read_text()
    redis.start()
