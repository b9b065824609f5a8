import pytest

from teams.models import CampaignKind, UnitKind
from teams.roles import Role
from teams.word_packs import PLURAL_FORMS, in_language, word_pack

LANGUAGES = set(PLURAL_FORMS)


@pytest.mark.parametrize("kind", CampaignKind.values)
def test_every_unit_and_role_has_a_word_in_every_language(kind):
    pack = word_pack(kind)

    assert set(pack.units) == set(UnitKind.values)
    assert set(pack.roles) == set(Role.values)
    for words in (*pack.units.values(), *pack.roles.values(), *pack.topics.values()):
        assert set(words) == LANGUAGES
        assert all(words.values())


@pytest.mark.parametrize("kind", CampaignKind.values)
def test_every_report_kind_can_be_counted_in_every_language(kind):
    kinds = word_pack(kind).report_kinds

    assert len({one.id for one in kinds}) == len(kinds)
    for one in kinds:
        assert one.daily_maximum > 0
        assert set(one.name) == set(one.unit_of_count) == LANGUAGES
        for language, forms in PLURAL_FORMS.items():
            assert set(one.unit_of_count[language]) == set(forms)


def test_an_unknown_kind_of_campaign_has_no_pack():
    with pytest.raises(KeyError):
        word_pack("../settings")


def test_a_language_without_a_word_falls_back_to_english():
    doors = word_pack("political").report_kind("doors")

    assert doors is not None
    assert in_language(doors.name, "ar") == "الأبواب"
    assert in_language(doors.name, "fr") == "Doors"


def test_the_web_client_gets_the_campaign_s_words_in_every_language(client, cast):
    words = client.get("/api/v1/boot").json()["campaign"]["words"]

    assert words["units"]["office"]["es"] == "oficina local"
    assert set(words["roles"]["leader"]) == LANGUAGES
