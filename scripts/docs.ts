/** `npm run docs`: writes the pages that are read off the code. `--check`: fails when one of them is stale. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { basename } from 'node:path'
import { LLMS_PAGE, llmsPage, SKILL_PAGE, skillPage } from './docs-agents.ts'
import { ARCHITECTURE_PAGE, architecturePage } from './docs-order.ts'
import { ERRORS_PAGE, errorsPage } from './docs-errors.ts'
import { KINDS_PAGE, kindsPage } from './docs-kinds.ts'
import { MODELS_PAGE, modelsPage } from './docs-models.ts'
import {
  COMMANDS_PAGE,
  commandsPage,
  CONFIGURATION_PAGE,
  configurationPage,
  DECISIONS_PAGE,
  decisionsPage,
  EVENTS_PAGE,
  eventsPage,
} from './docs-reference.ts'
import { TOUR_PAGE, tourPage } from './docs-tour.ts'
import { RULES_PAGE, rulesPage } from './docs-rules.ts'

const check = process.argv.includes('--check')
const pages = [
  [KINDS_PAGE, kindsPage()],
  [ERRORS_PAGE, errorsPage()],
  [ARCHITECTURE_PAGE, architecturePage()],
  [RULES_PAGE, rulesPage()],
  [MODELS_PAGE, modelsPage()],
  [TOUR_PAGE, await tourPage()],
  [COMMANDS_PAGE, await commandsPage()],
  [CONFIGURATION_PAGE, configurationPage()],
  [EVENTS_PAGE, eventsPage()],
  [DECISIONS_PAGE, decisionsPage()],
  [LLMS_PAGE, await llmsPage()],
  [SKILL_PAGE, await skillPage()],
] as const
let stale = 0
for (const [file, text] of pages) {
  if (existsSync(file) && readFileSync(file, 'utf8') === text) continue
  stale += 1
  if (!check) writeFileSync(file, text)
  console.log(`${check ? 'stale' : 'wrote'} docs/${basename(file)}`)
}
if (check) console.log(`${pages.length - stale} passed, ${stale} failed`)
process.exitCode = check && stale > 0 ? 1 : 0
