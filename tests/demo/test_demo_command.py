from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from reports.models import Report
from teams.models import Campaign, User
from teams.word_packs import word_pack

pytestmark = pytest.mark.django_db


def run(**options):
    out = StringIO()
    call_command("demo", stdout=out, **options)
    return out.getvalue()


@pytest.mark.parametrize("kind", ["civic", "humanitarian"])
def test_the_kind_chooses_words_and_what_is_counted(kind):
    said = run(kind=kind)

    kinds = {one.id for one in word_pack(kind).report_kinds}
    assert Campaign.objects.get().kind == kind
    assert set(Report.objects.values_list("kind", flat=True)) <= kinds
    assert "volunteer@demo.example" in said


def test_it_refuses_an_installation_in_real_use(cast):
    with pytest.raises(CommandError, match="in real use"):
        run()

    assert User.objects.count() == 6
