import { mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { openShadow, type Shadow } from '../../src/shadow/index.ts'
import { serverUrl } from './server.ts'

/** Where the tests of a `describe` work: a folder for each test, and a shadow for all. */
export interface Scratch {
  readonly root: string
  readonly shadow: Shadow
}

/** Gives the tests of the `describe` in which it is called a shadow, and each one an empty folder in `place`. */
export function scratch(place: string, name: string): Scratch {
  const here: { root: string; shadow: Shadow | undefined } = { root: '', shadow: undefined }
  before(async () => {
    here.shadow = await openShadow({ server: serverUrl() })
  })
  after(() => here.shadow?.close())
  beforeEach(async () => {
    here.root = await mkdtemp(join(place, `.${name}-`))
  })
  afterEach(() => rm(here.root, { recursive: true }))
  return here as Scratch
}
