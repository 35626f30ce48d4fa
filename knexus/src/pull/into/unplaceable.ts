import { relative } from 'node:path'
import type { SourceFile } from './source-file.ts'

/** The reason why something cannot be put where it belongs, and where that is. */
export class Unplaceable extends Error {
  readonly file: SourceFile
  readonly at: number

  constructor(file: SourceFile, at: number, reason: string) {
    super(reason)
    this.file = file
    this.at = at
  }

  /** `models/users.ts:12`. */
  get place(): string {
    return `${relative(process.cwd(), this.file.path)}:${this.file.lineOf(this.at)}`
  }
}
