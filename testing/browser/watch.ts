/** What a browser betrays during a walk: faults of its pages, addresses, answers without `no-store`, what it stored. */
import type { BrowserContext, Page } from 'playwright-core'

export interface Watch {
  /** Uncaught errors and console errors, and questions to anything but the API; a refusal that the server meant is none. */
  readonly faults: string[]
  /** Every address that was asked for or stood in the address line. */
  readonly addresses: Set<string>
  /** Answers of the API that a cache may keep. */
  readonly cacheable: string[]
  /** How many answers of the API were looked at. */
  answers: number
}

/** A status that a page asks for knowingly (who is signed in, a refusal) is written to the console by the browser itself. */
const meant = /^Failed to load resource: (the server responded with a status of 4\d\d|net::ERR_INTERNET_DISCONNECTED)/

/** Watches every page of the context, those still to be opened too. */
export function watch(context: BrowserContext): Watch {
  const seen: Watch = { faults: [], addresses: new Set(), cacheable: [], answers: 0 }
  context.on('request', (request) => {
    const address = request.url()
    seen.addresses.add(address)
    if (request.resourceType() === 'fetch' && !new URL(address).pathname.startsWith('/api/'))
      seen.faults.push(`asked for ${address}`)
  })
  context.on('response', (response) => {
    if (!new URL(response.url()).pathname.startsWith('/api/')) return
    seen.answers += 1
    const control = response.headers()['cache-control']
    if (control !== 'no-store') seen.cacheable.push(`${response.url()} ${control}`)
  })
  context.on('weberror', (error) => seen.faults.push(String(error.error())))
  context.on('console', (message) => {
    if (message.type() === 'error' && !meant.test(message.text())) seen.faults.push(message.text())
  })
  const follow = (page: Page) => page.on('framenavigated', (frame) => seen.addresses.add(frame.url()))
  for (const page of context.pages()) follow(page)
  context.on('page', follow)
  return seen
}

/** Everything that this origin keeps in the browser, as one text. Cookies are left out: pages cannot read the session. */
export function stored(page: Page): Promise<string> {
  return page.evaluate(async () => {
    const bases = await indexedDB.databases(),
      named = await caches.keys()
    const kept = await Promise.all(
      named.map(async (name) => (await (await caches.open(name)).keys()).map(({ url }) => url)),
    )
    const workers = await navigator.serviceWorker.getRegistrations()
    return JSON.stringify([
      Object.entries(localStorage),
      Object.entries(sessionStorage),
      bases,
      named,
      kept,
      workers.length,
      document.cookie,
      history.state,
    ])
  })
}
