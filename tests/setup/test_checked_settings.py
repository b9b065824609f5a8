import pytest
from django.core.exceptions import ImproperlyConfigured

import checked_settings


@pytest.mark.parametrize("url", ["garbage", "mysql://host/name", "postgres://host:x/n"])
def test_what_names_no_database_is_said(url):
    with pytest.raises(ImproperlyConfigured, match="DATABASE_URL does not name"):
        checked_settings.database(url)


def test_a_database_may_have_several_hosts_and_options():
    url = "postgresql://me:p%40ss@one:5433,two/muster?sslmode=require"

    found = checked_settings.database(url)

    assert (found["HOST"], found["PORT"]) == ("one,two", "5433,5432")
    assert (found["USER"], found["PASSWORD"], found["NAME"]) == ("me", "p@ss", "muster")
    assert found["OPTIONS"] == {"sslmode": "require"}


def test_what_names_no_mail_server_is_said():
    with pytest.raises(ImproperlyConfigured, match="EMAIL_URL"):
        checked_settings.mail("garbage")


def test_what_is_no_address_is_said():
    with pytest.raises(ImproperlyConfigured, match="PUBLIC_URL"):
        checked_settings.origin("garbage", name="PUBLIC_URL")


def test_an_address_has_no_slash_at_its_end():
    url = checked_settings.origin("https://muster.example.org/", name="PUBLIC_URL")

    assert url == "https://muster.example.org"


def test_what_is_no_level_of_logging_is_said():
    with pytest.raises(ImproperlyConfigured, match="LOG_LEVEL is one of DEBUG, INFO"):
        checked_settings.log_level("LOUD")

    assert checked_settings.log_level("warning") == "WARNING"


@pytest.mark.parametrize("text", ["abc", "0", "-5", "1.5", "²"])
def test_what_is_no_number_is_said(text):
    with pytest.raises(ImproperlyConfigured, match="CONNECTS_PER_SECOND is a whole"):
        checked_settings.number(text, 500, name="CONNECTS_PER_SECOND")


def test_a_number_that_is_left_out_is_the_usual():
    assert checked_settings.number("", 500, name="CONNECTS_PER_SECOND") == 500
    assert checked_settings.number("7", 500, name="CONNECTS_PER_SECOND") == 7
