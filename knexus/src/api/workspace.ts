import { KnexusError } from '../base/errors.ts'
import { fingerprint } from '../cache.ts'
import type { Settings } from '../connection/connect.ts'
import { stoppable } from '../connection/stopping.ts'
import { openProject, settingsOfConnection, type Project } from '../project/index.ts'
import { preparedShadow } from '../migrations/session.ts'
import { openShadow, type Shadow, type ShadowChoice } from '../shadow/index.ts'
import { settingsAt } from '../shadow/session.ts'
import type { KnexusEvent } from './events.ts'

/** Which project is meant, in which environment, and where things are tried. */
export interface Place {
  /** The knexfile; the nearest one upwards from the working directory when absent. */
  readonly knexfile?: string | undefined
  /** The environment of the knexfile; NODE_ENV when absent, else `development`. */
  readonly env?: string | undefined
  /**
   * A `postgres://` URL of a server for scratch databases, or `embedded`; what the knexfile says when absent, else
   * the environment's own server.
   */
  readonly shadow?: string | undefined
  /** Stops the work: a statement that runs is cancelled, and what was begun is taken back. The call throws the reason. */
  readonly signal?: AbortSignal | undefined
}

/** Whether the environment speaks of a connection at all; one that is empty is a mistake, and is said. */
function hasConnection({ config }: Project): boolean {
  return 'connection' in config
}

/** The project and the shadow that a piece of work needs. Each is opened when it is first asked for, and closed at the end. */
export class Workspace {
  readonly #place: Place
  readonly #on: (event: KnexusEvent) => void
  #project: Promise<Project> | undefined
  #shadow: Promise<Shadow> | undefined

  /** `on` takes every event of the work, in order. It must not throw. */
  constructor(place: Place, on: (event: KnexusEvent) => void = () => undefined) {
    this.#place = place
    this.#on = on
  }

  /** Tells what happens. */
  tell(event: KnexusEvent): void {
    this.#on(event)
  }

  /** Tells how far a long piece of work is. */
  readonly progress = (what: string, done: number, of: number): void => this.tell({ event: 'working', what, done, of })

  /** The project around the working directory, in the environment that was asked for. */
  project(): Promise<Project> {
    this.#project ??= openProject(this.#place)
    return this.#project
  }

  /** The project, or nothing where there is no knexfile. */
  projectIfAny(): Promise<Project | undefined> {
    return this.project().catch((error: unknown) => {
      if (error instanceof KnexusError && error.code === 'no-knexfile' && this.#place.knexfile === undefined)
        return undefined
      throw error
    })
  }

  /**
   * The shadow: the one that was named, else the knexfile's, else a scratch database beside `live`, else PGlite.
   * `live` is the environment's own server when absent; production is used for that only when it was asked for by name.
   */
  shadow(live?: Settings): Promise<Shadow> {
    this.#shadow ??= this.#openShadow(live)
    return this.#shadow
  }

  /** The place that was named for the shadow, for whoever opens it himself. */
  shadowIfNamed(): { readonly shadow?: string } {
    return this.#place.shadow === undefined ? {} : { shadow: this.#place.shadow }
  }

  /** A name for the place where the shadow would be, which opens nothing. */
  async shadowPlace(): Promise<string> {
    const { shadow, server } = await this.#shadowChoice()
    const named = typeof shadow === 'function' ? await shadow() : shadow
    return fingerprint(JSON.stringify(named ?? (server === undefined ? 'embedded' : 'beside')))
  }

  async #shadowChoice(live?: Settings): Promise<ShadowChoice> {
    const project = await this.projectIfAny()
    const beside = project && hasConnection(project) && !project.settings.production
    return {
      shadow: this.#place.shadow ?? project?.settings.shadow,
      server: live ?? (beside ? settingsOfConnection(project) : undefined),
    }
  }

  async #openShadow(live: Settings | undefined): Promise<Shadow> {
    const { shadow: named, server } = await this.#shadowChoice(live)
    const place = await openShadow({ shadow: named, server }, (reason) =>
      this.tell({ event: 'shadow-refused', reason }),
    )
    // A shadow beside the database reads as it does; any other is told how.
    const like = live === undefined || named === undefined ? place : place.like(await settingsAt(live))
    this.tell({ event: 'shadow', description: like.description })
    const project = await this.projectIfAny()
    return project ? preparedShadow(like, project) : like
  }

  /**
   * Does some work, and closes everything. What goes wrong in closing is thrown only where the work went well; what
   * was told to stop before its end throws the reason of its signal.
   */
  during<R>(work: () => Promise<R>): Promise<R> {
    const { signal } = this.#place
    const close = async () => (await this.#shadow?.catch(() => undefined))?.close()
    return stoppable(signal, async () => {
      signal?.throwIfAborted()
      const result = await work().catch(async (error: unknown) => {
        await close().catch(() => undefined)
        signal?.throwIfAborted()
        throw error
      })
      await close()
      signal?.throwIfAborted()
      return result
    })
  }
}
