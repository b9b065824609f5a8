from django.db import migrations

# Django remakes a SQLite table to alter it, and its triggers are lost with the old one:
# a later migration that alters SearchText has to run these statements again.
SQLITE = (
    "CREATE VIRTUAL TABLE desk_search USING fts5("
    "terms, content='desk_searchtext', content_rowid='id', "
    "tokenize='unicode61 remove_diacritics 0')",
    "CREATE TRIGGER desk_search_insert AFTER INSERT ON desk_searchtext BEGIN "
    "INSERT INTO desk_search(rowid, terms) VALUES (new.id, new.terms); END",
    "CREATE TRIGGER desk_search_delete AFTER DELETE ON desk_searchtext BEGIN "
    "INSERT INTO desk_search(desk_search, rowid, terms) "
    "VALUES ('delete', old.id, old.terms); END",
    "CREATE TRIGGER desk_search_update AFTER UPDATE ON desk_searchtext BEGIN "
    "INSERT INTO desk_search(desk_search, rowid, terms) "
    "VALUES ('delete', old.id, old.terms); "
    "INSERT INTO desk_search(rowid, terms) VALUES (new.id, new.terms); END",
)
POSTGRESQL = (
    "CREATE INDEX desk_search ON desk_searchtext "
    "USING gin (to_tsvector('simple', terms))",
)
STATEMENTS = {"sqlite": SQLITE, "postgresql": POSTGRESQL}
REMOVALS = {
    "sqlite": (
        "DROP TRIGGER desk_search_insert",
        "DROP TRIGGER desk_search_delete",
        "DROP TRIGGER desk_search_update",
        "DROP TABLE desk_search",
    ),
    "postgresql": ("DROP INDEX desk_search",),
}


def add_index(apps, schema_editor):
    for statement in STATEMENTS[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


def remove_index(apps, schema_editor):
    for statement in REMOVALS[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("desk", "0001_tables")]

    operations = [migrations.RunPython(add_index, remove_index)]
