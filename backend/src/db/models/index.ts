import type { KnexTables, Row, Update } from 'knexus'
import type * as access from './access.ts'
import type * as audit from './audit.ts'
import type * as changes from './changes.ts'
import type * as conflicts from './conflicts.ts'
import type * as facts from './facts.ts'
import type * as ingestion from './ingestion.ts'
import type * as search from './search.ts'
import type * as sections from './sections.ts'
import type * as studies from './studies.ts'
import type * as tasks from './tasks.ts'
import type * as workspaces from './workspaces.ts'
import type * as zones from './zones.ts'

export * from './functions.ts'
export * from './workspaces.ts'
export * from './access.ts'
export * from './studies.ts'
export * from './ingestion.ts'
export * from './search.ts'
export * from './sections.ts'
export * from './facts.ts'
export * from './audit.ts'
export * from './changes.ts'
export * from './conflicts.ts'
export * from './tasks.ts'
export * from './zones.ts'

export type Workspace = Row<typeof workspaces.workspaces>
export type Study = Row<typeof studies.studies>
export type StudyChanges = Update<typeof studies.studies>
export type Document = Row<typeof studies.documents>
export type DocumentVersion = Row<typeof studies.documentVersions>
export type IngestionRun = Row<typeof ingestion.ingestionRuns>
export type Anchor = Row<typeof ingestion.anchors>
export type Chunk = Row<typeof search.chunks>
export type SectionContract = Row<typeof sections.sectionContracts>
export type SectionMap = Row<typeof sections.sectionMaps>
export type Fact = Row<typeof facts.facts>
export type Issue = Row<typeof audit.auditIssues>
export type Conflict = Row<typeof conflicts.conflicts>
export type ChangeEvent = Row<typeof changes.changeEvents>
export type Crosswalk = Row<typeof zones.zoneCrosswalk>
export type Task = Row<typeof tasks.tasks>
export type NewVersion = Partial<Row<typeof studies.versionContents>>

type Models = typeof access &
  typeof audit &
  typeof changes &
  typeof conflicts &
  typeof facts &
  typeof ingestion &
  typeof search &
  typeof sections &
  typeof studies &
  typeof tasks &
  typeof workspaces &
  typeof zones

declare module 'knex/types/tables.js' {
  interface Tables extends KnexTables<Models> {}
}
