import { changeAsData } from '../tell/changes.ts'
import type { Review } from './index.ts'

/** A review as data: what `--json` gives. */
export function reviewAsData({
  base,
  server,
  verdict,
  files,
  changes,
  renamed,
  dependents,
  undone,
  edited,
  models,
}: Review) {
  return {
    verdict,
    base,
    server,
    files,
    changes: changes.map(changeAsData),
    renamed,
    dependents: Object.fromEntries(dependents),
    undone: undone?.map(changeAsData) ?? null,
    edited,
    models,
  }
}
