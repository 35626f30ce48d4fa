import type { Settings } from '../connection/connect.ts'
import { connect } from '../connection/connect.ts'
import { majorVersion } from '../connection/connection.ts'
import { KnexusError } from '../base/errors.ts'
import type { Shadow } from './index.ts'

/** Another major prints expressions differently, so nothing would be the same. Throws `shadow-major`. */
export async function sameMajor(live: Settings, shadow: Shadow): Promise<void> {
  const version = await versionOf(live)
  if (version !== shadow.version) {
    throw new KnexusError(
      'shadow-major',
      `The database is PostgreSQL ${version}, and the shadow is ${shadow.description}: they print the same ` +
        'expression differently.',
      `Name a server of version ${version} with --shadow, or in the knexfile.`,
    )
  }
}

async function versionOf(live: Settings): Promise<number> {
  const db = await connect(live)
  try {
    return await majorVersion(db)
  } finally {
    await db.close()
  }
}
