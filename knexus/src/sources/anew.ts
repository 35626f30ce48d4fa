import { once } from 'node:events'
import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'
import { Worker } from 'node:worker_threads'
import type { ErrorCode } from '../base/error-codes.ts'
import { KnexusError } from '../base/errors.ts'
import type { Declared } from '../declare/context.ts'

interface Answer {
  readonly declared?: Declared
  readonly error?: { readonly code: ErrorCode; readonly message: string; readonly cure: string }
}

/** This very file is a source, not built: the thread needs a loader too. */
const IS_SOURCE = import.meta.filename.endsWith('.ts')

/**
 * What the models on disk declare now. A process loads a module once, so that models which were edited since are loaded in
 * a thread of its own. Throws as `loadModels` does.
 */
export async function loadModelsAnew(place: string): Promise<Declared> {
  const worker = new Worker(new URL(IS_SOURCE ? './anew-worker.ts' : './anew.js', import.meta.url), {
    workerData: place,
    ...(IS_SOURCE && { execArgv: ['--import', pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href] }),
  })
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
