import { writeFileSync } from 'node:fs'
import { relative } from 'node:path'
import Mocha, { type MochaOptions, type Runner } from 'mocha'
import { BECAUSE } from './leave-out.ts'

/** How a run of mocha ended, as it is written to the file that TEST_TALLY names. */
export interface Tally {
  readonly passed: number
  readonly failed: number
  readonly leftOut: number
}

/** A reporter for a thousand tests: one line per file, then every failure in full. Test files may run side by side. */
export default class FileReporter extends Mocha.reporters.Base {
  constructor(runner: Runner, options?: MochaOptions) {
    super(runner, options)
    const files = new Map<string, { passed: number; failed: number; leftOut: number; milliseconds: number }>()
    const reasons = new Map<string, number>()
    let current: string | undefined
    const close = () => {
      const counts = current === undefined ? undefined : files.get(current)
      if (!current || !counts) return
      const { passed, failed, leftOut, milliseconds } = counts
      const parts = [
        `${passed} passed`,
        failed > 0 && `${failed} FAILED`,
        leftOut > 0 && `${leftOut} left out`,
        `${(milliseconds / 1000).toFixed(1)} s`,
      ]
      console.log(`  ${current}: ${parts.filter(Boolean).join(', ')}`)
      for (const [reason, count] of reasons) console.log(`      left out: ${count}, ${reason}`)
      reasons.clear()
      files.delete(current)
    }
    const note = (
      test: { file?: string | undefined; duration?: number | undefined },
      result: 'passed' | 'failed' | 'leftOut',
    ) => {
      const file = relative(process.cwd(), test.file ?? 'hooks')
      if (file !== current) close()
      current = file
      const counts = files.get(file) ?? { passed: 0, failed: 0, leftOut: 0, milliseconds: 0 }
      counts[result] += 1
      counts.milliseconds += test.duration ?? 0
      files.set(file, counts)
    }
    runner.on('pass', (test) => note(test, 'passed'))
    runner.on('fail', (test) => note(test, 'failed'))
    runner.on('pending', (test) => {
      note(test, 'leftOut')
      const reason = test.title.split(BECAUSE)[1] ?? 'no reason given'
      reasons.set(reason, (reasons.get(reason) ?? 0) + 1)
    })
    runner.once('end', () => {
      close()
      this.epilogue()
      const tally: Tally = { passed: this.stats.passes, failed: this.stats.failures, leftOut: this.stats.pending }
      if (process.env.TEST_TALLY) writeFileSync(process.env.TEST_TALLY, JSON.stringify(tally))
    })
  }
}
