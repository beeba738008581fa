# ruff: noqa: S608 - statements are made of names that stand in this file
"""Triggers that let the log only grow: the database itself refuses to change, delete or empty it.

An empty table may be emptied: a restore from a copy begins so.
"""

from __future__ import annotations

from typing import Any

TABLES = ("ledger_entry", "ledger_link")
#: Both numbers of the advisory lock under which the chain grows on PostgreSQL.
LOCK = (0x70C4, 37)
REFUSAL = "В журнал публикаций можно только добавлять записи."

_SQLITE = {
    f"{table}_{name}": f"CREATE TRIGGER {table}_{name} BEFORE {event} ON {table} {when} "
    f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
    for table, key in zip(TABLES, ("id", "number"), strict=True)
    for name, event, when in (
        ("no_update", "UPDATE", ""),
        ("no_delete", "DELETE", ""),
        # INSERT OR REPLACE takes a row away without its trigger for deleting.
        ("no_replace", "INSERT", f"WHEN EXISTS (SELECT 1 FROM {table} WHERE {key} = NEW.{key})"),
    )
}

_FUNCTIONS = (
    f"""CREATE OR REPLACE FUNCTION ledger_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE has_rows boolean := true;
    BEGIN
        IF TG_OP = 'TRUNCATE' THEN
            EXECUTE format('SELECT EXISTS (SELECT 1 FROM %I.%I)', TG_TABLE_SCHEMA, TG_TABLE_NAME)
                INTO has_rows;
        END IF;
        IF has_rows THEN
            RAISE EXCEPTION '{REFUSAL}' USING ERRCODE = 'restrict_violation';
        END IF;
        RETURN NULL;
    END $$""",
    # At commit, so that nobody waits for the lock while holding others; copied rows have their links.
    f"""CREATE OR REPLACE FUNCTION ledger_seal() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE last_number bigint; last_hash text;
    BEGIN
        IF EXISTS (SELECT 1 FROM ledger_link WHERE entry_id = NEW.id) THEN
            RETURN NULL;
        END IF;
        PERFORM pg_advisory_xact_lock({LOCK[0]}, {LOCK[1]});
        SELECT number, hash INTO last_number, last_hash FROM ledger_link ORDER BY number DESC LIMIT 1;
        last_number := coalesce(last_number, 0) + 1;
        last_hash := coalesce(last_hash, repeat('0', 64));
        INSERT INTO ledger_link (number, entry_id, previous, hash) VALUES (
            last_number, NEW.id, last_hash, encode(sha256(convert_to(
                last_hash || ':' || last_number || ':' || NEW.id || ':' || NEW.digest, 'UTF8')), 'hex'));
        RETURN NULL;
    END $$""",
)
_POSTGRES = {
    **{
        f"{table}_{name}": f"CREATE TRIGGER {table}_{name} BEFORE {event} ON {table} "
        f"FOR EACH {each} EXECUTE FUNCTION ledger_refuse()"
        for table in TABLES
        for name, event, each in (
            ("no_change", "UPDATE OR DELETE", "ROW"),
            ("no_truncate", "TRUNCATE", "STATEMENT"),
        )
    },
    "ledger_entry_seal": "CREATE CONSTRAINT TRIGGER ledger_entry_seal AFTER INSERT ON ledger_entry "
    "DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION ledger_seal()",
}


def _triggers(vendor: str) -> dict[str, str]:
    return _POSTGRES if vendor == "postgresql" else _SQLITE


def install(connection: Any) -> None:
    """Put the triggers in; those that stand stay."""
    here = present(connection)
    with connection.cursor() as cursor:
        for statement in _FUNCTIONS if connection.vendor == "postgresql" else ():
            cursor.execute(statement)
        for name, statement in _triggers(connection.vendor).items():
            if name not in here:
                cursor.execute(statement)


def remove(connection: Any) -> None:
    """Take the triggers away: for a migration backwards, and for tests that empty all tables."""
    is_postgres = connection.vendor == "postgresql"
    with connection.cursor() as cursor:
        for name in present(connection):
            table = next(table for table in TABLES if name.startswith(table))
            cursor.execute(f"DROP TRIGGER {name} ON {table}" if is_postgres else f"DROP TRIGGER {name}")


def present(connection: Any) -> set[str]:
    """Names of the triggers that stand and are switched on."""
    if connection.vendor == "postgresql":
        query = """SELECT tgname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
                   WHERE c.relnamespace = current_schema()::regnamespace AND t.tgenabled IN ('O', 'A')
                   AND c.relname IN ('ledger_entry', 'ledger_link') AND NOT t.tgisinternal"""
    else:
        query = """SELECT name FROM sqlite_master WHERE type = 'trigger'
                   AND tbl_name IN ('ledger_entry', 'ledger_link')"""
    with connection.cursor() as cursor:
        cursor.execute(query)
        return {name for (name,) in cursor.fetchall()} & set(_triggers(connection.vendor))


def missing(connection: Any) -> set[str]:
    """Names of the triggers that should stand and do not."""
    return set(_triggers(connection.vendor)) - present(connection)
