import { relative, sep } from 'node:path'
import { counted } from '../base/counted.ts'
import { packageVersion } from '../modules/package.ts'
import type { Severity } from '../rules/shared/rule.ts'

/** A migration, with what is said about it. */
export interface Reported {
  readonly name: string
  readonly path: string
  readonly findings: readonly {
    readonly rule: string
    readonly severity: Severity
    readonly message: string
    readonly why: string
    readonly cure: string
    readonly line: number
    /** Why the file says that it is all right. */
    readonly allowed?: string
  }[]
  readonly trace?: { readonly failed?: { readonly message: string; readonly sql: string | undefined } }
  readonly stopped?: { readonly line: number; readonly unseen: number }
  /** Sentences after the findings. */
  readonly notes?: readonly string[]
}

const GITHUB = { error: 'error', warning: 'warning', note: 'notice' } as const

/** Workflow commands that GitHub shows beside the lines of a pull request. */
export function githubOf(reported: readonly Reported[]): string {
  return reported
    .flatMap(({ path, trace, stopped, findings }) => [
      ...findings
        .filter(({ allowed }) => allowed === undefined)
        .map(({ severity, rule, message, cure, line }) =>
          annotation(GITHUB[severity], path, line, `knexus ${rule}`, `${message}. ${cure}`),
        ),
      ...failuresOf({ trace, stopped }).map(({ line, says }) => annotation('error', path, line, 'knexus', says)),
    ])
    .join('')
}

/** Where a migration fails, and what was not looked at for that: one or none. */
export function failuresOf({ trace, stopped }: Stopped): { readonly line: number; readonly says: string }[] {
  if (!trace?.failed) return []
  const { line = 1, unseen = 0 } = stopped ?? {}
  const rest = unseen > 0 ? `, nor ${unseen === 1 ? 'was' : 'were'} ${counted(unseen, 'later migration')}` : ''
  return [
    {
      line,
      says: `It fails on the shadow: ${trace.failed.message}. What comes after that statement was not looked at${rest}.`,
    },
  ]
}

type Stopped = { readonly [K in 'trace' | 'stopped']: Reported[K] | undefined }

function annotation(level: string, path: string, line: number, title: string, message: string): string {
  return `::${level} file=${property(place(path))},line=${line},title=${property(title)}::${escaped(message)}\n`
}

function escaped(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')
}

function property(text: string): string {
  return escaped(text).replaceAll(':', '%3A').replaceAll(',', '%2C')
}

/** SARIF 2.1.0, as code scanning reads it. `rules` are all that could have been found. */
export function sarifOf(
  reported: readonly Reported[],
  rules: readonly { readonly name: string; readonly why: string; readonly severity: Severity }[],
): string {
  const at = (path: string, line: number) => [
    { physicalLocation: { artifactLocation: { uri: uri(path) }, region: { startLine: line } } },
  ]
  const results = reported.flatMap(({ path, findings }) =>
    findings.map(({ rule, severity, message, cure, line, allowed }) => ({
      ruleId: rule,
      level: severity,
      message: { text: `${message}. ${cure}` },
      locations: at(path, line),
      ...(allowed !== undefined && { suppressions: [{ kind: 'inSource', justification: allowed }] }),
    })),
  )
  const failures = reported.flatMap((one) =>
    failuresOf({ trace: one.trace, stopped: one.stopped }).map(({ line, says }) => ({
      ruleId: FAILS.name,
      level: FAILS.severity,
      message: { text: says },
      locations: at(one.path, line),
    })),
  )
  const driver = {
    name: 'knexus',
    version: packageVersion(),
    rules: [...rules, ...(failures.length > 0 ? [FAILS] : [])].map(({ name, why, severity }) => ({
      id: name,
      shortDescription: { text: why },
      defaultConfiguration: { level: severity },
    })),
  }
  return JSON.stringify(
    {
      $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
      version: '2.1.0',
      runs: [
        {
          tool: { driver },
          invocations: [{ executionSuccessful: failures.length === 0 }],
          results: [...results, ...failures],
        },
      ],
    },
    null,
    2,
  )
}

/** What is found where a migration does not run. */
const FAILS = { name: 'fails', why: 'It does not run on tables that hold rows.', severity: 'error' } as const

/** A path as a relative URI. */
function uri(path: string): string {
  return place(path).split('/').map(encodeURIComponent).join('/')
}

/** A path from the working directory, with slashes. */
function place(path: string): string {
  return relative(process.cwd(), path).split(sep).join('/')
}
