"""Alembic: what autogenerate makes of the same tables."""
import json
import sys

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import BigInteger, Boolean, CheckConstraint, Column, DateTime, Enum, ForeignKey, Index, MetaData, Numeric, String, Table, Text, create_engine, text
from sqlalchemy.dialects.postgresql import JSONB

url, size = sys.argv[1], int(sys.argv[2])
metadata = MetaData()
for n in range(size):
    table = Table(
        f"t{n}", metadata,
        Column("id", BigInteger, primary_key=True, autoincrement=False),
        Column("code", String(40), nullable=False),
        Column("title", Text),
        Column("state", Enum("open", "closed", name=f"e{n}"), nullable=False, server_default="open"),
        Column("amount", Numeric(12, 2), nullable=False, server_default="0"),
        Column("parent_id", BigInteger, ForeignKey(f"t{n // 2}.id", name=f"t{n}_parent_fk", ondelete="CASCADE")),
        Column("other_id", BigInteger, ForeignKey(f"t{(n * 7 + 1) % size}.id", name=f"t{n}_other_fk")),
        Column("data", JSONB, nullable=False, server_default="{}"),
        Column("active", Boolean, nullable=False, server_default="true"),
        Column("created_at", DateTime(timezone=True), nullable=False, server_default=text("now()")),
        CheckConstraint("amount >= 0", name=f"t{n}_amount_check"),
    )
    Index(f"t{n}_code", table.c.code, unique=True)
    Index(f"t{n}_title", text("lower(title)"), _table=table)
    Index(f"t{n}_created", table.c.created_at.desc(), postgresql_where=text("active"))
engine = create_engine(url.replace("postgres://", "postgresql+psycopg://"))
with engine.connect() as connection:
    context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
    print(json.dumps({"changes": len(compare_metadata(context, metadata))}))
