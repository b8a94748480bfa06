/** The two cookies, read by hand: a plugin for that would cost more than all the rest of the hot route. */
import type { FastifyReply, FastifyRequest } from 'fastify'

/** Who is signed in, and which enrolled computer this is. */
export const cookieName = '__Host-shouze'
export const deviceCookieName = '__Host-shouze-device'

export function cookieOf(request: FastifyRequest, name: string): string | undefined {
  const header = request.headers.cookie ?? '',
    start = header.indexOf(`${name}=`)
  if (start < 0) return undefined
  const from = start + name.length + 1,
    end = header.indexOf(';', from)
  return header.slice(from, end < 0 ? undefined : end)
}
/** For this host alone, out of the reach of scripts and of other sites. Without `maxAgeMs` until the browser is closed. */
export function setCookie(reply: FastifyReply, name: string, token: string, maxAgeMs?: number) {
  const lasts = maxAgeMs === undefined ? '' : `; Max-Age=${Math.floor(maxAgeMs / 1_000)}`
  reply.header('set-cookie', `${name}=${token}; Path=/; HttpOnly; Secure; SameSite=Strict${lasts}`)
}
