import { setTimeout as sleep } from 'node:timers/promises'

/** What a client asks of the service that is published on a port, with a token. */
function client(port: number, token: string) {
  return async (
    path: string,
    body?: object,
    method = body ? 'POST' : 'GET',
  ): Promise<{
    readonly status: number
    readonly id: string
    readonly items: readonly Readonly<Record<string, unknown>>[]
  }> => {
    const answer = await fetch(`http://127.0.0.1:${port}/api/${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, ...(body && { 'content-type': 'application/json' }) },
      ...(body && { body: JSON.stringify(body) }),
    })
    return Object.assign({ id: '', items: [] }, await answer.json(), { status: answer.status })
  }
}

/** A study can be made and read, with a token only. */
export async function study(port: number, token: string): Promise<boolean> {
  if ((await client(port, 'wrong')('workspaces')).status !== 401) return false
  const call = client(port, token)
  const workspace = await call('workspaces', { name: 'Smoke' })
  const made = await call('studies', { workspaceId: workspace.id, code: 'X', title: 'Y' })
  return made.status === 201 && (await call(`studies/${made.id}`)).status === 200
}

/** A text that is read and found, two facts that contradict each other, the task that comes of it, and a weight between two zones. */
export async function follow(port: number, token: string): Promise<boolean> {
  const call = client(port, token)
  const workspaceId = (await call('workspaces', { name: 'Follow' })).id
  const made = await call('studies', { workspaceId, code: 'F', title: 'Follow' })
  const document = await call(`studies/${made.id}/documents`, { docType: 'protocol', title: 'Plan' })
  const text = { label: '1', format: 'markdown', content: '# Dosing\n\nPatients receive 10 mg daily.' }
  const version = await call(`documents/${document.id}/versions`, text)
  await call(`versions/${version.id}/ingest`, {}, 'POST')
  let hits = 0
  for (let attempt = 0; attempt < 60 && hits === 0; attempt += 1) {
    await sleep(500)
    hits = (await call('search', { workspaceId, query: 'patients' })).items.length
  }
  for (const [value, more] of [
    [10, { versionId: version.id }],
    [20, {}],
  ] as const)
    await call(`studies/${made.id}/facts`, { type: 'dose', key: 'daily', value: { value }, evidence: [], ...more })
  await call(`studies/${made.id}/conflicts`, {}, 'POST')
  const [conflict] = (await call(`studies/${made.id}/conflicts`)).items
  const task = await call(`studies/${made.id}/tasks/claim`, {}, 'POST')
  const settled = await call(
    `conflicts/${String(conflict?.id)}`,
    { status: 'resolved', because: 'The plan is right.' },
    'PATCH',
  )
  const [done] = (await call(`studies/${made.id}/tasks?status=done`)).items
  const zones = { fromDocType: 'protocol', fromZone: 'ip', toDocType: 'sap', toZone: 'safety', weight: 0.5 }
  const set = await call('zone-crosswalk', { workspaceId, ...zones }, 'PUT')
  const [crossing] = (await call(`zone-crosswalk?workspaceId=${workspaceId}`)).items
  const facts = [
    hits > 0,
    settled.status === 200,
    done?.id === task.id,
    set.status === 200,
    crossing?.weight === '0.50',
  ]
  if (facts.includes(false)) throw new Error(`found, settled, done, set, weighed: ${facts.join(', ')}`)
  return true
}
