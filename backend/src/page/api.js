const made = (name, ...parts) => {
  const element = document.createElement(name)
  element.append(...parts)
  return element
}

/** What a schema says, as a person reads it: `uuid`, `one of draft, final`, `integer, 1 to 200`. */
function words({ type = 'anything', enum: labels, format, minimum, maximum, maxLength, items, properties }) {
  if (labels) return `one of ${labels.join(', ')}`
  const kind = [type].flat().join(' or ')
  if (items) return `list of ${words(items)}`
  const range = minimum === undefined || maximum === undefined ? '' : `, ${minimum} to ${maximum}`
  const length = maxLength === undefined ? '' : `, at most ${maxLength} characters`
  return `${properties ? 'object' : (format ?? kind)}${range}${length}`
}

function fields(caption, list) {
  if (list.length === 0) return []
  const rows = list.map(([name, schema, required]) =>
    made('tr', made('td', made('code', name)), made('td', words(schema)), made('td', required ? 'required' : '')),
  )
  const head = made('tr', ...['Name', 'Value', ''].map((text) => (text ? made('th', text) : made('td'))))
  return [made('table', made('caption', caption), made('thead', head), made('tbody', ...rows))]
}

function route(method, path, { summary, parameters = [], requestBody, responses }) {
  const body = requestBody?.content['application/json'].schema
  const part = made('section', made('h2', `${method.toUpperCase()} ${path}`), made('p', summary))
  part.append(
    ...fields(
      'In the address',
      parameters.map(({ name, schema, required }) => [name, schema, required]),
    ),
    ...fields(
      'In the body',
      Object.entries(body?.properties ?? {}).map(([name, schema]) => [name, schema, body.required?.includes(name)]),
    ),
    made('p', `Answers ${Object.keys(responses).join(', ')}.`),
  )
  return part
}

const { paths } = await (await fetch('/api/openapi.json')).json()
for (const [path, methods] of Object.entries(paths))
  for (const [method, operation] of Object.entries(methods))
    document.getElementById('routes').append(route(method, path, operation))
