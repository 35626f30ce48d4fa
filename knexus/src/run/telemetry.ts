import type { Listener } from '../migrations/events.ts'

/** What we use of `@opentelemetry/api`, which a project may have installed. */
export interface TelemetryApi {
  readonly trace: { getTracer(name: string): Tracer; setSpan(context: unknown, span: Span): unknown }
  readonly context: { active(): unknown }
}

interface Tracer {
  startSpan(
    name: string,
    options: { readonly attributes: Readonly<Record<string, string | number>>; readonly startTime?: number },
    context?: unknown,
  ): Span
}

interface Span {
  end(time?: number): void
}

/** A listener that makes a span of each run, migration and statement; nothing where OpenTelemetry is not installed. */
export async function telemetry(load: () => Promise<unknown> = () => import(PACKAGE)): Promise<Listener | undefined> {
  const api = (await load().catch(() => undefined)) as TelemetryApi | undefined
  return api && spans(api)
}

/** Held in a variable, because the package need not be there when this is compiled. */
const PACKAGE: string = '@opentelemetry/api'

function spans({ trace, context }: TelemetryApi): Listener {
  const tracer = trace.getTracer('knexus')
  let run: Span | undefined
  let migration: Span | undefined
  const under = (span: Span | undefined) => (span ? trace.setSpan(context.active(), span) : context.active())
  return (event) => {
    switch (event.event) {
      case 'run-start':
        run = tracer.startSpan(`knexus ${event.direction}`, {
          attributes: { 'knexus.batch': event.batch, 'knexus.migrations': event.migrations.length },
        })
        break
      case 'migration-start':
        migration?.end()
        migration = tracer.startSpan(
          event.migration,
          { attributes: { 'knexus.direction': event.direction } },
          under(run),
        )
        break
      case 'statement':
        tracer
          .startSpan(
            'statement',
            {
              attributes: { 'db.system.name': 'postgresql', 'db.query.text': event.sql, 'knexus.number': event.number },
              startTime: Date.now() - event.ms,
            },
            under(migration),
          )
          .end()
        break
      case 'migration-end':
        migration?.end()
        migration = undefined
        break
      case 'run-end':
        run?.end()
        run = undefined
        break
      default:
    }
  }
}
