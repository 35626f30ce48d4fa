import { relative, sep } from 'node:path'
import { packageVersion } from '../modules/package.ts'
import type { Linted } from '../lint.ts'
import { rules } from '../rules/index.ts'

const GITHUB = { error: 'error', warning: 'warning', note: 'notice' } as const

/** Workflow commands that GitHub shows beside the lines of a pull request. */
export function githubOf(linted: readonly Linted[]): string {
  return linted
    .flatMap(({ path, trace: { failed }, findings }) => [
      ...findings
        .filter(({ allowed }) => allowed === undefined)
        .map(({ severity, rule, message, cure, line }) =>
          annotation(GITHUB[severity], path, line, `knexus ${rule}`, `${message}. ${cure}`),
        ),
      ...(failed ? [annotation('error', path, 1, 'knexus', `It fails on the shadow: ${failed.message}`)] : []),
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

/** SARIF 2.1.0, as code scanning reads it. */
export function sarifOf(linted: readonly Linted[]): string {
  const results = linted.flatMap(({ path, findings }) =>
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
