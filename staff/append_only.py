"""Triggers by which the database itself refuses to alter or delete entries of the audit log."""

from django.db.backends.base.schema import BaseDatabaseSchemaEditor

TABLE = "staff_auditentry"
REFUSAL = "the audit log is append-only"

SQLITE = [
    f"""CREATE TRIGGER audit_log_refuses_{verb.lower()} BEFORE {verb} ON {TABLE}
        BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"""
    for verb in ("UPDATE", "DELETE")
]
POSTGRESQL = [
    f"""CREATE FUNCTION refuse_audit_log_change() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE EXCEPTION '{REFUSAL}'; END $$""",
    f"""CREATE TRIGGER audit_log_is_append_only BEFORE UPDATE OR DELETE ON {TABLE}
        FOR EACH ROW EXECUTE FUNCTION refuse_audit_log_change()""",
]
DROP = {
    "sqlite": [f"DROP TRIGGER audit_log_refuses_{verb}" for verb in ("update", "delete")],
    "postgresql": [
        f"DROP TRIGGER audit_log_is_append_only ON {TABLE}",
        "DROP FUNCTION refuse_audit_log_change()",
    ],
}
CREATE = {"sqlite": SQLITE, "postgresql": POSTGRESQL}


def refuse_changes(editor: BaseDatabaseSchemaEditor) -> None:
    """Create the triggers. A migration that alters the table must do it again on SQLite."""
    for statement in CREATE.get(editor.connection.vendor, []):
        editor.execute(statement)


def allow_changes(editor: BaseDatabaseSchemaEditor) -> None:
    """Drop the triggers: to unapply the migration, and for tests that empty all tables."""
    for statement in DROP.get(editor.connection.vendor, []):
        editor.execute(statement)
