import type { Settings } from '../connection/connect.ts'
import type { Scope } from '../introspect/index.ts'
import type { Schema } from '../schema.ts'
import type { Shadow } from '../shadow/index.ts'

/** What may spare work. */
export interface Known {
  /** One that is expected to be much the same, read from a server of the shadow's version; then models may be built faster. */
  readonly near?: (() => Promise<Schema>) | undefined
  /** Nothing that is kept is taken: all is built. False when absent. */
  readonly fresh?: boolean
}

/** Something that describes a schema. */
export interface Source {
  /** As the user wrote it. */
  readonly label: string
  /** Where the live database is, for a source that is one. */
  readonly live?: Settings
  /**
   * The schema it describes, as PostgreSQL prints it. A live database is read where it is; the others are built on the shadow.
   */
  schema(shadow: () => Promise<Shadow>, scope: Scope, known?: Known): Promise<Schema>
  /** For a live database: the schema, and what is there beside it, of one snapshot. */
  view?(scope: Scope, shadow: () => Promise<Shadow>): Promise<View>
}

/** What a source describes, and what is in its database and covered by no kind. */
export interface View {
  readonly schema: Schema
  readonly unmanaged: readonly string[]
}

/** A source that is built on the shadow. */
export interface BuiltSource extends Source {
  /** A name for what it builds there: the same content on the same server has the same one. */
  nameOf(shadow: Shadow, scope: Scope): Promise<string>
}
