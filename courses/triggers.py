"""Database triggers that refuse to change or delete evidence, on SQLite and PostgreSQL."""

PURGE_SETTING = "candour.purge"
PURGE_TABLE = "courses_purge"

_SQLITE = """
CREATE TRIGGER IF NOT EXISTS {name} BEFORE {act} ON {table}
WHEN NOT EXISTS (SELECT 1 FROM {purge})
BEGIN SELECT RAISE(ABORT, 'evidence is never changed: {table}'); END
"""
_POSTGRES_FUNCTION = """
CREATE OR REPLACE FUNCTION candour_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF current_setting('{setting}', true) = 'on' THEN
    IF TG_OP = 'DELETE' THEN RETURN OLD; ELSE RETURN NEW; END IF;
  END IF;
  RAISE EXCEPTION 'evidence is never changed: %', TG_TABLE_NAME;
END $$
"""
_POSTGRES = """
CREATE OR REPLACE TRIGGER {name} BEFORE {act} ON {table}
FOR EACH ROW EXECUTE FUNCTION candour_refuse()
"""


def protect(schema_editor, *tables: str) -> None:
    """Install the triggers on these tables; doing so twice is harmless."""
    connection = schema_editor.connection if hasattr(schema_editor, "connection") else schema_editor
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(_POSTGRES_FUNCTION.format(setting=PURGE_SETTING))
        for table in tables:
            for act in ("UPDATE", "DELETE"):
                template = _POSTGRES if connection.vendor == "postgresql" else _SQLITE
                name = f"keep_{table}_{act.lower()}"
                cursor.execute(template.format(name=name, act=act, table=table, purge=PURGE_TABLE))


def release(schema_editor, *tables: str) -> None:
    """Remove the triggers: for tests that empty their tables, and for reversing a migration."""
    connection = schema_editor.connection if hasattr(schema_editor, "connection") else schema_editor
    with connection.cursor() as cursor:
        for table in tables:
            for act in ("update", "delete"):
                where = f" ON {table}" if connection.vendor == "postgresql" else ""
                cursor.execute(f"DROP TRIGGER IF EXISTS keep_{table}_{act}{where}")


PROTECTED = (
    "courses_snapshot",
    "courses_activitycompletion",
    "courses_coursecompletion",
    "courses_learningevent",
)
