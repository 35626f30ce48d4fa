import { relative, sep } from 'node:path'
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
  /** Sentences after the findings. */
  readonly notes?: readonly string[]
}

const GITHUB = { error: 'error', warning: 'warning', note: 'notice' } as const

/** Workflow commands that GitHub shows beside the lines of a pull request. */
export function githubOf(reported: readonly Reported[]): string {
  return reported
    .flatMap(({ path, trace, findings }) => [
      ...findings
        .filter(({ allowed }) => allowed === undefined)
        .map(({ severity, rule, message, cure, line }) =>
          annotation(GITHUB[severity], path, line, `knexus ${rule}`, `${message}. ${cure}`),
        ),
      ...(trace?.failed
        ? [annotation('error', path, 1, 'knexus', `It fails on the shadow: ${trace.failed.message}`)]
        : []),
    ])
    .join('')
}

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
  const results = reported.flatMap(({ path, findings }) =>
    findings.map(({ rule, severity, message, cure, line, allowed }) => ({
      ruleId: rule,
      level: severity,
      message: { text: `${message}. ${cure}` },
      locations: [{ physicalLocation: { artifactLocation: { uri: place(path) }, region: { startLine: line } } }],
      ...(allowed !== undefined && { suppressions: [{ kind: 'inSource', justification: allowed }] }),
    })),
  )
  const driver = {
    name: 'knexus',
    version: packageVersion(),
    rules: rules.map(({ name, why, severity }) => ({
      id: name,
      shortDescription: { text: why },
      defaultConfiguration: { level: severity },
    })),
  }
  return JSON.stringify(
    {
      $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
      version: '2.1.0',
      runs: [{ tool: { driver }, results }],
    },
    null,
    2,
  )
}

/** A path from the working directory, with slashes. */
function place(path: string): string {
  return relative(process.cwd(), path).split(sep).join('/')
}
