import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { execute } from './runners.ts'
import { once } from './measure.ts'
import { edited } from './work.ts'
import type { BenchProject } from './project.ts'

/** What people do again and again in a project that was built before: each time something that was not there yet. */
export function again({ root, url }: BenchProject, knexus: string) {
  let number = 0
  const check = (allowed: number) => once([process.execPath, knexus, 'check'], root, { allowed: [allowed] })
  return {
    'one table changed by hand': async () => {
      const column = `by_hand_${(number += 1)}`
      await execute(url, `ALTER TABLE t0 ADD ${column} int`)
      const figure = await check(1)
      await execute(url, `ALTER TABLE t0 DROP ${column}`)
      await check(0)
      return figure
    },
    'check, one new migration': async () => {
      const file = join(root, `migrations/20260102000000_new_${(number += 1)}.ts`)
      writeFileSync(
        file,
        `export const up = (knex) => knex.raw(\`ALTER TABLE public.t0 ADD new_${number} text\`)\nexport const down = (knex) => knex.raw(\`ALTER TABLE public.t0 DROP new_${number}\`)\n`,
      )
      const figure = await check(1)
      rmSync(file)
      return figure
    },
    generate: async () => {
      writeFileSync(join(root, 'models-1/part0.ts'), edited(root, `again_${(number += 1)}`))
      return once([process.execPath, knexus, 'generate', 'again', '--dry-run'], root, {
        env: { BENCH_MODELS: 'models-1' },
      })
    },
  }
}
