import { loadFiles, type MigrationFile, type Phase } from '../migrations/files.ts'
import type { Session } from './session.ts'

/**
 * Of the files that would run, those before the first one that says it belongs to another phase. What comes after it
 * may need it.
 */
export async function inPhase(
  files: readonly MigrationFile[],
  session: Session,
  phase: Phase | undefined,
): Promise<readonly MigrationFile[]> {
  if (phase === undefined) return files
  const loaded = await loadFiles(files, session.migrations)
  const other = loaded.findIndex((migration) => migration.phase !== undefined && migration.phase !== phase)
  if (other < 0) return files
  session.on({
    event: 'note',
    migration: files[other]!.name,
    message:
      `belongs to the phase ${loaded[other]!.phase}: it is left for a run without --phase ${phase}, and so is ` +
      'what comes after it',
  })
  return files.slice(0, other)
}
