"""Before the tables change, the database as it was is copied."""


def copies(installation):
    return sorted((installation.data / "before-migrations").glob("*"))


def test_nothing_to_migrate_is_nothing_to_copy(installation):
    said = installation.call("backup", "--before-migrating")

    assert said == (0, "", "")
    assert copies(installation) == []


def test_an_empty_database_is_nothing_to_copy(installation):
    installation.database.unlink()

    assert installation.call("backup", "--before-migrating") == (0, "", "")
    assert copies(installation) == []


def test_a_copy_is_made_while_the_tables_are_old_and_can_be_put_back(
    installation, older
):
    older()

    said = installation.call("backup", "--before-migrating")

    (copy,) = copies(installation)
    assert said.code == 0
    assert str(copy) in said.out
    assert installation.restore(copy).code == 0


def test_the_last_three_are_kept(installation, older):
    older()
    folder = installation.data / "before-migrations"
    folder.mkdir()
    for day in range(1, 5):
        (folder / f"muster-2026010{day}T000000Z.tar.gz").touch()

    assert installation.call("backup", "--before-migrating").code == 0

    names = [path.name for path in copies(installation)]
    assert names[:2] == [
        "muster-20260103T000000Z.tar.gz",
        "muster-20260104T000000Z.tar.gz",
    ]
    assert len(names) == 3
