/** A link inside this site: an ordinary address, gone to without loading the page anew. */
import type { AnchorHTMLAttributes, MouseEvent } from 'react'
import { go } from '../routes.ts'

export function Link({ to, onClick, ...rest }: AnchorHTMLAttributes<HTMLAnchorElement> & { readonly to: string }) {
  const press = (event: MouseEvent<HTMLAnchorElement>) => {
    onClick?.(event)
    const isPlain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey
    if (event.defaultPrevented || !isPlain) return
    event.preventDefault()
    go(to)
  }
  return <a href={to} onClick={press} {...rest} />
}
