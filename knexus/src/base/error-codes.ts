/**
 * Every code of an error: what it means, and what to do about it in general. The message of one error says both of
 * its own case.
 */
export const ERRORS = {
  'another-database': [
    'The connection leads to a different database from the one that was asked for.',
    'Name the database in one place only.',
  ],
  'archive-in-use': [
    'What `knexus purge` would remove is used by something else, or somebody works with its table. Nothing was removed.',
    'Drop what uses it, or wait until its table is free, and run `knexus purge` again.',
  ],
  'archive-purged': [
    'The way down of a migration would restore what it archived, but the archive has been purged.',
    'Go forward: declare it in the models again, and `knexus generate` builds it without its rows.',
  ],
  'backfill-in-transaction': [
    'A backfill runs inside a single transaction, which would hold its locks until the end.',
    'Add `export const config = { transaction: false }` to the migration.',
  ],
  'backfill-no-key': ['A backfill has no key to iterate over.', 'Name the columns of a unique key with `key`.'],
  'backfill-paused': ['A backfill reached its time limit.', 'Run `knexus up` again: it continues where it stopped.'],
  'bad-answers': [
    'The `--answers` file cannot be read, or holds an answer that is not one of the choices.',
    'Correct the file; the questions list their answers.',
  ],
  'bad-format': ['The output format is unknown.', 'Use one of those that the message lists.'],
  'bad-knexfile': ['The knexfile cannot be loaded, or exports no settings.', 'Correct the file.'],
  'bad-label': [
    'A label of an enum is listed as removed but still exists, or its values become something that is not a label.',
    "Write `removed: { old: 'new' }`, where only the new one is among the labels.",
  ],
  'bad-list': [
    'The list of a fleet contains something that is not a tenant.',
    'Correct the line or the query that the message names.',
  ],
  'bad-migration': ['A migration cannot be loaded, or has no `up`.', 'Correct the file, or move it out of the folder.'],
  'bad-model': ['A model file cannot be loaded.', 'Correct the file.'],
  'bad-option': [
    'The value of an option cannot be used.',
    'Use a value that the command accepts; `--help` lists them.',
  ],
  'bad-rename': [
    'A rename does not fit the database and the models, or is ambiguous.',
    'Correct `renamedFrom` or `--rename`.',
  ],
  'bad-seed': ['A seed file does not export `seed`.', 'Export a function of that name.'],
  'bad-settings': ['A setting has a value that cannot be used.', 'Correct the value.'],
  'bad-source': ['A source is not in a known form.', 'Use one of the forms that the message lists.'],
  'bad-stats': [
    'The file given to `--stats` contains no table sizes.',
    'Write it again with `knexus stats --out FILE`.',
  ],
  'bad-url': ['A connection URL cannot be read.', 'Correct it; a password with special characters is percent-encoded.'],
  'connection-failed': ['The server answered, but the connection failed.', 'Try the same connection with psql.'],
  'connection-lost': [
    'The connection ended during a migration.',
    'Make sure that the database is up, and run the command again.',
  ],
  'custom-source': [
    'The knexfile has its own migrationSource, and either that is incomplete or the command needs files.',
    'Implement all three of its functions, or set `migrations.directory` instead.',
  ],
  'data-loss': ['The migration would lose rows, columns or values.', 'If they may be lost, add `--allow data-loss`.'],
  'database-missing': [
    'The server has no database of that name.',
    'Create it with `knexus up --create-database`, or correct the name.',
  ],
  'database-unreachable': ['No server answers there.', 'Start PostgreSQL, or correct the host and the port.'],
  'declaration-refused': [
    'PostgreSQL refuses what a model declares.',
    'Correct the declaration, or what it refers to.',
  ],
  'declared-twice': ['One object is declared twice.', 'Keep one of the two, or rename one.'],
  'dependency-cycle': ['The statements depend on each other in a circle.', 'Make the change in two migrations.'],
  'depends-on-data': [
    'What a migration sends depends on the result of a query.',
    'Run it online, or rewrite the step so that SQL makes the decision.',
  ],
  'enum-value-unsafe': [
    'An enum value is used in the transaction that adds it.',
    'Add the value in a migration of its own.',
  ],
  'extension-missing': [
    'The shadow server lacks an extension.',
    'Install it there, or name another server with `--shadow`.',
  ],
  'files-there': ['The folder already holds models.', 'Name another with `--out`, or overwrite them with `--force`.'],
  'git-failed': [
    'git cannot tell what is new since a revision.',
    'Give `--base` a revision that exists in this checkout.',
  ],
  'half-done': ['A migration outside a transaction stopped half-way.', 'Finish it first, as the message says.'],
  'history-ahead': ['The database has migrations that the folder does not.', 'Run the newer release.'],
  'history-differs': [
    'The migrations build something other than what the database holds.',
    'Bring the two in line first.',
  ],
  'history-diverged': [
    'The database and the folder each have migrations that the other does not.',
    'Restore the missing files; `--allow-missing` continues without them.',
  ],
  'invalid-json-default': ['The default of a json column is not JSON.', 'Give an object, an array or JSON text.'],
  'invalid-literal': ['A value has no SQL literal.', 'Write it with the `sql` tag.'],
  'invalid-name': ['A name cannot be used.', 'Choose another, as the message says.'],
  'invalid-naming': ['A naming template has an unknown placeholder.', 'Use those that the message lists.'],
  'knexfile-elsewhere': ['A folder above this one has a knexfile.', 'Run the command there, or pass `--knexfile`.'],
  'lock-lost': ['The connection that held the lock of a run was lost.', 'Run `knexus up` again.'],
  'lock-timeout': [
    'A statement did not get its lock in time.',
    'End the sessions that hold it, or raise `lockPatience`.',
  ],
  'locked-by-knex': [
    'A plain `knex` holds its migration lock.',
    'Wait, or free it with `npx knex migrate:unlock` if no knex is running.',
  ],
  'locked-by-runner': ['Another runner is at work.', 'Wait for it, or raise `--wait-timeout`.'],
  'locked-by-worker': [
    'A backend of a runner that died is still at work.',
    'Wait until it ends, or end it with `pg_terminate_backend`.',
  ],
  'migration-failed': ['A statement of a migration failed.', 'Correct the file, as the message says.'],
  'migration-missing': ['An applied migration has no file.', 'Restore the file, and run the command again.'],
  'missing-argument': ['The command needs an argument.', 'Give it, as the usage shows.'],
  'missing-value': ['An option needs a value.', 'Give it, as `--help` shows.'],
  'models-differ': ['The models do not build what the database holds.', 'Correct them, or pull them again.'],
  'name-taken': ['Two objects have the same name.', 'Give one a name of its own with the option `name`.'],
  'name-too-long': ['A name is longer than the 63 bytes that PostgreSQL keeps.', 'Choose a shorter one.'],
  'needs-no-transaction': ['A migration must not run in a transaction.', 'Run without `--single-transaction`.'],
  'no-connection': ['The connection of the environment is empty.', 'Set the variable that it is read from.'],
  'no-history-schema': ['The schema of the history does not exist.', 'Create it, or correct `migrations.schemaName`.'],
  'no-knexfile': [
    'No knexfile was found.',
    'Run inside the project, pass `--knexfile`, or write one with `knexus init`.',
  ],
  'no-list': ['The file that lists a fleet cannot be read.', 'Correct `--list`.'],
  'no-mcp': [
    'The package that speaks the Model Context Protocol is not installed.',
    'Run `npm install --save-dev @modelcontextprotocol/sdk`.',
  ],
  'no-migrations-folder': [
    'The folder of the migrations cannot be read.',
    'Create it, or correct `migrations.directory`.',
  ],
  'no-models-folder': ['The folder of the models does not exist.', 'Create it, or correct `knexus.models`.'],
  'no-package': ['No package.json can be read here or above.', 'Run in the folder of a project.'],
  'no-reference': ['A foreign key does not say what it refers to.', 'Name the table and its columns.'],
  'no-seeds-folder': ['The folder of the seeds cannot be read.', 'Create it, or correct `seeds.directory`.'],
  'no-shadow': ['No shadow database is available.', 'Install PGlite, or name a server with `--shadow`.'],
  'no-sql-file': ['An SQL file cannot be read.', 'Correct its name.'],
  'no-such-program': ['The program to run was not found.', 'Name one that is on the PATH.'],
  'no-such-seed': ['No seed has that name.', 'Use one of those that the message lists.'],
  'no-tables-declared': ['The models declare nothing.', 'Export what `table()` and the like return.'],
  'no-test-database': ['No database for tests can be made.', 'Name a server that this user may create databases on.'],
  'no-way-back': ['A migration has no `down`.', 'Write one, or undo the change in a new migration.'],
  'not-allowed': ['The user lacks a privilege.', 'Grant it, or run as the owner.'],
  'not-applied': ['The migration is not applied.', 'Name one that is; `knexus status` lists them.'],
  'not-confirmed': ['A command on production was not confirmed.', 'Type the name that is asked for, or pass `--yes`.'],
  'not-converged': ['The plan does not produce the target schema.', 'Please report the two definitions.'],
  'not-declared': ['Some objects of the source could not be declared in the models.', 'Declare them by hand.'],
  'not-exported': ['A model declares something but does not export it.', 'Export it, or delete the declaration.'],
  'not-postgresql': ['The environment is for another database.', 'Name one whose client is `pg`.'],
  'not-recordable': ['A migration cannot be written as a script.', 'Run it online.'],
  'nothing-to-squash': ['There are fewer than two migrations to squash.', 'Name a later one with `--to`.'],
  'order-matters': [
    'A pending migration is older than applied ones, and the order matters.',
    'Give it a newer time stamp.',
  ],
  'other-application': [
    'The history in the database belongs to another application.',
    'Check which environment you are using.',
  ],
  'outside-schemas': ['An object is outside the managed schemas.', 'Add the schema to `knexus.schemas`.'],
  'plan-failed': ['PostgreSQL refuses a planned statement.', 'Make the change in smaller parts, or write it by hand.'],
  'production-refused': [
    'An environment marked `production` cannot be used here: in `knexus mcp`, or with KNEXUS_PRODUCTION=refuse.',
    'Name another environment with `--env`, or do it yourself.',
  ],
  'proof-failed': ['A generated file fails when it is tried.', 'Please report the models before and after.'],
  'read-replica': ['The server is a standby, where nothing can be written.', 'Connect to the primary server.'],
  'refused-while': [
    "The query in a migration's `refuseWhile` still finds rows.",
    'Finish the backfill, or wait for the last of the old code, until the query finds none; then run `knexus up` again.',
  ],
  'removed-label': [
    'A label of an enum is removed, and rows may have it.',
    'Say what it becomes with `removed` in the model or with `--map`, or add `--allow removed-label`.',
  ],
  'replay-failed': [
    'A migration failed on the shadow database.',
    'Correct it; the history must build an empty database.',
  ],
  'required-column': ['A new column is NOT NULL without a default.', 'Give it a default, or fill it first.'],
  'row-type-used': [
    'A column holds rows of a table that changes, and PostgreSQL does not allow that change.',
    'Keep the values as jsonb until the table has changed.',
  ],
  'rows-in-history': [
    'Migrations to squash wrote rows or took numbers from sequences.',
    'Move the rows into seeds, or accept `--without-rows`.',
  ],
  'server-too-old': ['A declaration needs a newer PostgreSQL.', 'Leave it out, or use a newer server.'],
  'session-refused': ['The server refuses a session setting.', 'Grant the user the missing privilege.'],
  'shadow-major': [
    'The shadow has a different major version.',
    'Name a server of the same major version with `--shadow`.',
  ],
  'sql-refused': ['PostgreSQL refuses an SQL file.', 'Correct it; it must run in an empty database.'],
  'squash-imports': [
    'A migration to squash takes another file by a relative path.',
    'Copy what it takes into the migration.',
  ],
  'too-many-connections': ['The server accepts no more connections.', 'Wait, or raise `max_connections`.'],
  'transaction-control': ['A migration ends its own transaction.', 'Give the file `config.transaction = false`.'],
  'unexpected-argument': [
    'The command takes fewer arguments than it was given.',
    'Leave out the extra one, or quote a value that contains spaces.',
  ],
  unforeseen: ['An error without a code.', 'Run it again with `DEBUG=1` to see where it happened.'],
  'unknown-command': ['There is no such command.', 'Use one that `knexus --help` lists.'],
  'unknown-environment': ['The knexfile has no such environment.', 'Choose one with `--env` or NODE_ENV.'],
  'unknown-kind': ['No kind of object has that name.', 'Use one of those that the message lists.'],
  'unknown-migration': ['No migration, or more than one, has that name.', 'Give the name of the file.'],
  'unknown-option': ['The command has no such option.', 'Use one that `--help` lists.'],
  'unknown-rule': ['The knexfile names a rule that does not exist.', 'Use one of those that the message lists.'],
  'unmanaged-in-history': [
    'Migrations to squash made what no kind of object covers.',
    'Squash up to before them, or add it to the baseline by hand and accept `--without-unmanaged`.',
  ],
  'wrong-password': ['The server refuses the login.', 'Correct the user and the password.'],
} as const satisfies Readonly<Record<string, readonly [meaning: string, cure: string]>>

/** A code of an error: a stable word, documented in docs/errors.md. */
export type ErrorCode = keyof typeof ERRORS
