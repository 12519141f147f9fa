"""The tables of the access log, which the database itself refuses to change or to take from."""

from sqlalchemy import BigInteger, Column, Connection, Index, MetaData, Table, Text, text

metadata = MetaData()
access_log = Table(
    "access_log",
    metadata,
    Column("number", BigInteger, primary_key=True, autoincrement=False),
    Column("at", Text, nullable=False),
    Column("who", Text, nullable=False),
    Column("role", Text, nullable=False),
    Column("action", Text, nullable=False),
    Column("record", Text, nullable=False),
    Column("marking", Text, nullable=False),
    Column("purpose", Text, nullable=False),
    Column("note", Text, nullable=False),
    Column("recipients", Text, nullable=False),
    Column("shown", Text, nullable=False),
    Column("credential", Text, nullable=False),
    Column("hash", Text, nullable=False),
)
Index("access_log_by_record", access_log.c.record, access_log.c.number)
Index("access_log_by_who", access_log.c.who, access_log.c.number)
Index(
    "access_log_of_lists",
    access_log.c.number,
    sqlite_where=access_log.c.shown != "[]",
    postgresql_where=access_log.c.shown != "[]",
)
access_head = Table(
    "access_head",
    metadata,
    Column("only", BigInteger, primary_key=True, autoincrement=False),
    Column("sealed", Text, nullable=False),
)
purposes = Table(
    "purposes",
    metadata,
    Column("credential", Text, primary_key=True),
    Column("record", Text, primary_key=True),
    Column("purpose", Text, nullable=False),
    Column("note", Text, nullable=False),
    Column("at", Text, nullable=False),
)

ONE_AT_A_TIME = text("SELECT pg_advisory_xact_lock(7203316200541)")
KEEPS_SQLITE = tuple(
    f"CREATE TRIGGER IF NOT EXISTS access_log_keeps_on_{what} BEFORE {what} ON access_log "
    "BEGIN SELECT RAISE(ABORT, 'the access log is only ever added to'); END"
    for what in ("update", "delete")
)
KEEPS_POSTGRES = (
    "CREATE OR REPLACE FUNCTION access_log_keeps() RETURNS trigger LANGUAGE plpgsql AS $$"
    " BEGIN RAISE EXCEPTION 'the access log is only ever added to'; END $$",
    "CREATE OR REPLACE TRIGGER access_log_keeps BEFORE UPDATE OR DELETE OR TRUNCATE"
    " ON access_log FOR EACH STATEMENT EXECUTE FUNCTION access_log_keeps()",
)


def make_tables(connection: Connection) -> None:
    """Make them where they are missing, and have the database guard them."""
    sqlite = connection.dialect.name == "sqlite"
    if not sqlite:
        connection.execute(ONE_AT_A_TIME)
    metadata.create_all(connection)
    for statement in KEEPS_SQLITE if sqlite else KEEPS_POSTGRES:
        connection.exec_driver_sql(statement)
