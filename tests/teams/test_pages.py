import pytest

from teams.word_packs import word_pack

SCREENS = ["/", "/signin", "/rooms/7", "/desk/2/9", "/join", "/first-run", "/feed/3"]
SCREENS += ["/wall/3", "/administration"]


@pytest.fixture
def built(settings, tmp_path):
    settings.FRONTEND_DIR = tmp_path
    (tmp_path / "index.html").write_text("<!doctype html><title>Muster</title>")
    (tmp_path / "service-worker.js").write_text("self")
    (tmp_path / "manifest.webmanifest").write_text("{}")


@pytest.mark.parametrize("path", SCREENS)
def test_every_screen_is_the_one_page(client, db, built, path):
    answer = client.get(path)

    assert answer.status_code == 200
    assert b"<title>Muster</title>" in answer.content
    assert answer["Cache-Control"] == "no-cache"


def test_an_unknown_screen_is_the_page_with_a_404(client, db, built):
    answer = client.get("/wp-login.php")

    assert answer.status_code == 404
    assert b"<title>Muster</title>" in answer.content


def test_a_file_that_is_gone_is_no_page(client, db, built):
    answer = client.get("/static/assets/main-of-yesterday.js")

    assert (answer.status_code, answer.content) == (404, b"")


def test_the_page_runs_only_its_own_scripts_and_in_no_frame(client, db, built):
    answer = client.get("/")

    policy = answer["Content-Security-Policy"]
    assert "script-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert "blob:" not in policy
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Referrer-Policy"] == "same-origin"


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/service-worker.js", "text/javascript; charset=utf-8"),
        ("/manifest.webmanifest", "application/manifest+json"),
    ],
)
def test_worker_and_manifest_are_at_the_root(client, db, built, path, kind):
    answer = client.get(path)

    assert answer.status_code == 200
    assert answer["Content-Type"] == kind


def test_without_a_build_it_says_what_to_do(client, db, settings, tmp_path):
    settings.FRONTEND_DIR = tmp_path

    answer = client.get("/")

    assert answer.status_code == 503
    assert "Run bin/serve" in answer.content.decode()


def test_pages_are_only_read(client, db, built):
    assert client.post("/").status_code == 405


def test_boot_tells_a_stranger_nothing_of_people(client, cast):
    boot = client.get("/api/v1/boot").json()
    pack = word_pack("political")

    assert boot == {
        "user": None,
        "campaign": {
            "name": "Ohio",
            "kind": "political",
            "timezone": "UTC",
            "polls_close_at": None,
            "words": {"units": pack.units, "roles": pack.roles},
        },
        "demo": False,
        "demo_accounts": [],
        "first_run": False,
        "mail_ready": False,
        "openid": None,
        "belongs": False,
        "suspended_from": [],
        "closed": [],
        "declined": [],
        "has_left": False,
        "languages": ["en", "ar", "es"],
    }
