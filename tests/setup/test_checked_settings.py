import pytest
from django.core.exceptions import ImproperlyConfigured

import checked_settings


@pytest.mark.parametrize("url", ["garbage", "mysql://host/name", "postgres://host:x/n"])
def test_what_names_no_database_is_said(url):
    with pytest.raises(ImproperlyConfigured, match="DATABASE_URL does not name"):
        checked_settings.database(url)


def test_what_names_no_redis_is_said():
    with pytest.raises(ImproperlyConfigured, match="REDIS_URL"):
        checked_settings.redis("garbage")


def test_what_names_no_mail_server_is_said():
    with pytest.raises(ImproperlyConfigured, match="EMAIL_URL"):
        checked_settings.mail("garbage")


def test_what_is_no_address_is_said():
    with pytest.raises(ImproperlyConfigured, match="PUBLIC_URL"):
        checked_settings.origin("garbage", name="PUBLIC_URL")


def test_an_address_has_no_slash_at_its_end():
    url = checked_settings.origin("https://muster.example.org/", name="PUBLIC_URL")

    assert url == "https://muster.example.org"
