"""What a database consists of, as lines of text that can be compared: one line per thing, sorted."""

import psycopg

_OURS = "n.nspname NOT IN ('pg_catalog', 'information_schema', 'pg_toast') AND n.nspname NOT LIKE 'pg\\_%'"
#: What extensions bring is theirs.
_NOT_OF_EXTENSIONS = "NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = {}.oid AND d.deptype = 'e')"

_PARTS = (
    # Schemas, owners aside: whoever migrates owns.
    f"""
    SELECT format('schema %s grants %s', n.nspname,
        (SELECT array_agg(g ORDER BY g) FROM unnest(n.nspacl::text[]) g WHERE g NOT LIKE current_user || '=%'))
    FROM pg_namespace n WHERE {_OURS}
    """,
    # Tables and views: kind, options, row-level security, grants.
    f"""
    SELECT format('relation %s.%s %s options %s rls %s forced %s grants %s owner %s', n.nspname, c.relname, c.relkind,
        c.reloptions, c.relrowsecurity, c.relforcerowsecurity,
        (SELECT array_agg(g ORDER BY g) FROM unnest(c.relacl::text[]) g WHERE g NOT LIKE current_user || '=%'),
        NULLIF(c.relowner::regrole::text, current_user))
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE {_OURS} AND c.relkind IN ('r', 'v', 'm', 'S', 'p') AND {_NOT_OF_EXTENSIONS.format("c")}
    """,
    f"""
    SELECT format('column %s.%s %s %s %s collation %s null %s default %s generated %s identity %s storage %s grants %s',
        n.nspname, c.relname, row_number() OVER (PARTITION BY c.oid ORDER BY a.attnum), a.attname,
        format_type(a.atttypid, a.atttypmod), a.attcollation::regcollation, NOT a.attnotnull,
        pg_get_expr(d.adbin, d.adrelid), a.attgenerated, a.attidentity, a.attstorage, a.attacl)
    FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace
    LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
    WHERE {_OURS} AND c.relkind IN ('r', 'v') AND a.attnum > 0 AND NOT a.attisdropped
        AND {_NOT_OF_EXTENSIONS.format("c")}
    """,
    f"""
    SELECT format('view %s.%s %s', n.nspname, c.relname, pg_get_viewdef(c.oid))
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE {_OURS} AND c.relkind = 'v'
    """,
    f"SELECT format('index %s', indexdef) FROM pg_indexes JOIN pg_namespace n ON n.nspname = schemaname WHERE {_OURS}",
    f"""
    SELECT format('constraint %s.%s %s', n.nspname, o.conrelid::regclass, pg_get_constraintdef(o.oid))
    FROM pg_constraint o JOIN pg_namespace n ON n.oid = o.connamespace WHERE {_OURS}
    """,
    """
    SELECT format('policy %s.%s %s %s %s using %s check %s', schemaname, tablename, policyname, cmd, roles, qual,
        with_check)
    FROM pg_policies
    """,
    f"""
    SELECT format('function %s owner %s grants %s security %s %s', p.oid::regprocedure,
        NULLIF(p.proowner::regrole::text, current_user),
        (SELECT array_agg(g ORDER BY g) FROM unnest(p.proacl::text[]) g WHERE g NOT LIKE current_user || '=%'),
        p.prosecdef, pg_get_functiondef(p.oid))
    FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace WHERE {_OURS} AND {_NOT_OF_EXTENSIONS.format("p")}
    """,
    "SELECT format('trigger %s', pg_get_triggerdef(oid)) FROM pg_trigger WHERE NOT tgisinternal",
    "SELECT format('extension %s', extname) FROM pg_extension",
)


def catalog(url: str) -> list[str]:
    with psycopg.connect(url) as connection:
        return sorted(str(line) for part in _PARTS for (line,) in connection.execute(part.encode()).fetchall())
