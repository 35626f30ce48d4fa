import { parentPort, workerData } from 'node:worker_threads'
import { KnexusError, messageOf } from '../base/errors.ts'
import { loadModels } from './models.ts'

/** Loads models in a thread of its own and sends what they declare, or what is wrong with them. */
parentPort!.postMessage(
  await loadModels(String(workerData)).then(
    (declared) => ({ declared }),
    (error: unknown) => ({
      error:
        error instanceof KnexusError
          ? { code: error.code, message: error.message, cure: error.cure }
          : { code: 'bad-model', message: messageOf(error), cure: 'Correct it there.' },
    }),
  ),
  [],
)
