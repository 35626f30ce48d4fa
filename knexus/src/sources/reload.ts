import { once } from 'node:events'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { Worker } from 'node:worker_threads'
import type { ErrorCode } from '../base/error-codes.ts'
import { KnexusError } from '../base/errors.ts'
import { packageFolder } from '../modules/package.ts'
import type { Declared } from '../declare/context.ts'

interface Answer {
  readonly declared?: Declared
  readonly error?: { readonly code: ErrorCode; readonly message: string; readonly cure: string }
}

/**
 * What the models on disk declare now. A process loads a module once, so that models which were edited since are loaded in
 * a thread of its own. Throws as `loadModels` does.
 */
export async function reloadModels(place: string): Promise<Declared> {
  const worker = new Worker(await built('reload.js'), { workerData: place })
  try {
    const ended = once(worker, 'exit').then((): [Answer] => [{}])
    const [{ declared, error }] = (await Promise.race([once(worker, 'message'), ended])) as [Answer]
    if (declared) return declared
    if (error) throw new KnexusError(error.code, error.message, error.cure)
    throw new KnexusError('bad-model', 'A model ends the process that loads it.', 'Remove the call to process.exit.')
  } finally {
    await worker.terminate()
  }
}

/** A file of what is built of this package: beside this one, or where the sources run, built now. */
async function built(name: string): Promise<string> {
  if (!import.meta.filename.endsWith('.ts')) return join(import.meta.dirname, name)
  const { engine } = (await import(pathToFileURL(join(packageFolder, 'bin/engine.js')).href)) as {
    engine: () => Promise<string>
  }
  return join(dirname(await engine()), name)
}
