/** Sources of more than 8 KB, and why each is one file. What has two ideas is divided instead. */
export const LARGE: Readonly<Record<string, readonly string[]>> = {
  'a kind on one page': ['columns', 'constraints', 'functions', 'indexes', 'privileges', 'triggers'].map(
    (kind) => `kinds/${kind}.ts`,
  ),
  'a table of cases, one beside the other': ['base/error-codes.ts', 'kinds/shared/casts.ts'],
  'a contract, and what each of its words means': ['base/kind.ts', 'declare/column.ts', 'declare/table-parts.ts'],
  'one attribute with its SQL and all its alterations': ['kinds/shared/identities.ts', 'kinds/shared/not-nulls.ts'],
  'one run from its beginning to its end, in the order in which it happens': [
    'history/script.ts',
    'migrations/status.ts',
    'prove/files.ts',
    'recipes/archive.ts',
    'run/apply.ts',
    'run/backfill.ts',
    'run/fleet-look.ts',
    'run/runner.ts',
  ],
  'one thing, with all that is read of it': ['migrations/files.ts', 'prove/seen.ts', 'rules/shared/in-the-way.ts'],
  'one syntax that is written or edited': [
    'diagram/graph.ts',
    'pull/constraints.ts',
    'pull/into/editor.ts',
    'pull/into/index.ts',
    'pull/into/located.ts',
    'pull/into/source-file.ts',
    'pull/tables.ts',
  ],
}
