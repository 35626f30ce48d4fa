/**
 * What the page does in a browser: it finds tables, moves and zooms the picture, and shows what a table refers to.
 * Without it, the picture scrolls.
 */
export const SCRIPT = String.raw`
(() => {
  const view = document.getElementById('view'), svg = view.querySelector('svg'), found = document.getElementById('found')
  const boxes = new Map([...svg.querySelectorAll('.box')].map((box) => [box.id.slice('schema:'.length), box]))
  const names = [...boxes.keys()], nameOf = (link) => decodeURIComponent(link.hash.slice('#schema:'.length))
  const endsOf = (line) => line.dataset.ends.split(' ').map((at) => names[at])
  const links = [...svg.querySelectorAll('.link')].map((line) => ({ line, ends: endsOf(line) }))
  const items = [...document.querySelectorAll('nav li')]
  const [left, top, wide, high] = svg.getAttribute('viewBox').split(' ').map(Number)
  let x = 0, y = 0, scale = 1
  view.classList.add('live')
  const show = () => {
    svg.style.transform = 'translate(' + x + 'px,' + y + 'px) scale(' + scale + ')'
    svg.style.setProperty('--far', 1 / scale)
    svg.classList.toggle('far', scale < 0.35)
  }
  const whole = () => {
    scale = Math.min(1, view.clientWidth / wide, view.clientHeight / high)
    x = (view.clientWidth - wide * scale) / 2
    y = (view.clientHeight - high * scale) / 2
    show()
  }
  const zoom = (factor, px = view.clientWidth / 2, py = view.clientHeight / 2) => {
    const next = Math.min(4, Math.max(0.02, scale * factor))
    x = px - ((px - x) * next) / scale
    y = py - ((py - y) * next) / scale
    scale = next
    show()
  }
  const pick = (name) => {
    for (const one of svg.querySelectorAll('.near, .selected')) one.classList.remove('near', 'selected')
    for (const one of document.querySelectorAll('nav a[aria-current]')) one.removeAttribute('aria-current')
    const box = boxes.get(name)
    svg.classList.toggle('picked', box !== undefined)
    if (!box) return
    const near = new Set([name])
    for (const { line, ends } of links)
      if (ends.includes(name)) {
        line.classList.add('near')
        for (const one of ends) near.add(one)
      }
    for (const one of near) boxes.get(one)?.classList.add('near')
    box.classList.add('selected')
    const item = items.map((one) => one.querySelector('a')).find((one) => nameOf(one) === name)
    item?.setAttribute('aria-current', 'true')
    found.textContent = name.replace(/^[A-Z ]+ /, '') + ': ' + (near.size - 1) + ' beside it'
  }
  const go = (name) => {
    const box = boxes.get(name)
    if (!box) return
    const [bx, by] = box.getAttribute('transform').match(/-?[\d.]+/g).map(Number)
    const [bw, bh] = ['width', 'height'].map((key) => Number(box.querySelector('rect').getAttribute(key)))
    scale = Math.max(scale, 0.8)
    x = view.clientWidth / 2 - (bx + bw / 2 - left) * scale
    y = view.clientHeight / 2 - (by + Math.min(bh, 300) / 2 - top) * scale
    show()
    pick(name)
  }
  document.querySelector('nav').addEventListener('click', (event) => {
    const link = event.target.closest('a')
    if (!link) return
    event.preventDefault()
    go(nameOf(link))
  })
  const words = new Map()
  const wordsOf = (item) => {
    if (!words.has(item)) {
      const texts = boxes.get(nameOf(item.firstChild))?.querySelectorAll('text') ?? []
      words.set(item, [...texts].map((one) => one.firstChild.textContent).join(' ').toLowerCase())
    }
    return words.get(item)
  }
  const find = document.getElementById('find')
  find.addEventListener('input', () => {
    const word = find.value.trim().toLowerCase()
    let count = 0
    for (const item of items) {
      item.hidden = word !== '' && !wordsOf(item).includes(word)
      if (!item.hidden) count += 1
    }
    for (const group of document.querySelectorAll('nav details')) {
      group.hidden = !group.querySelector('li:not([hidden])')
      if (word !== '') group.open = true
    }
    found.textContent = word === '' ? '' : count + ' found'
  })
  find.addEventListener('keydown', (event) => {
    if (event.key === 'Enter') document.querySelector('nav li:not([hidden]) a')?.click()
  })
  view.addEventListener('wheel', (event) => {
    event.preventDefault()
    const at = view.getBoundingClientRect()
    zoom(Math.exp(-event.deltaY / 400), event.clientX - at.left, event.clientY - at.top)
  }, { passive: false })
  const fingers = new Map()
  let moved = 0
  view.addEventListener('pointerdown', (event) => {
    fingers.set(event.pointerId, event)
    moved = 0
  })
  addEventListener('pointermove', (event) => {
    const last = fingers.get(event.pointerId)
    if (!last) return
    const others = [...fingers.values()].filter((one) => one.pointerId !== event.pointerId)
    if (others.length === 1) {
      const far = (one) => Math.hypot(one.clientX - others[0].clientX, one.clientY - others[0].clientY)
      const at = view.getBoundingClientRect()
      const middle = [(event.clientX + others[0].clientX) / 2, (event.clientY + others[0].clientY) / 2]
      zoom(far(event) / Math.max(1, far(last)), middle[0] - at.left, middle[1] - at.top)
    } else {
      x += event.clientX - last.clientX
      y += event.clientY - last.clientY
      show()
    }
    moved += Math.abs(event.clientX - last.clientX) + Math.abs(event.clientY - last.clientY)
    fingers.set(event.pointerId, event)
  })
  for (const end of ['pointerup', 'pointercancel']) addEventListener(end, (event) => fingers.delete(event.pointerId))
  view.addEventListener('click', (event) => {
    if (moved < 5) pick(event.target.closest('.box')?.id.slice('schema:'.length))
  })
  view.addEventListener('keydown', (event) => {
    const step = { ArrowLeft: [60, 0], ArrowRight: [-60, 0], ArrowUp: [0, 60], ArrowDown: [0, -60] }[event.key]
    if (step) {
      x += step[0]
      y += step[1]
      show()
    } else if (event.key === '+') zoom(1.25)
    else if (event.key === '-') zoom(0.8)
    else if (event.key === '0') whole()
    else if (event.key === 'Escape') pick()
    else return
    event.preventDefault()
  })
  document.getElementById('in').addEventListener('click', () => zoom(1.25))
  document.getElementById('out').addEventListener('click', () => zoom(0.8))
  document.getElementById('all').addEventListener('click', whole)
  whole()
})()
`
