/** A page and its paper as one looks at them: no rule broken, nothing wider than the screen, at both sizes. */
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { violations } from './axe.ts'
import { standing } from './page-list.ts'
import { printed } from './paper-view.ts'
import { desk, phone } from './walker.ts'

/** `PICTURES=folder` keeps what was seen. */
async function picturePath(name: string): Promise<string | undefined> {
  const folder = process.env['PICTURES']
  if (!folder) return undefined
  await mkdir(folder, { recursive: true })
  return join(folder, name)
}
/** Leaves the page at the size of the desk. */
export async function look(page: Page, name: string) {
  await standing(page)
  for (const size of [phone, desk]) {
    await page.setViewportSize(size)
    expect([name, size.width, await violations(page)]).toEqual([name, size.width, []])
    const sideways = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    )
    expect([name, size.width, sideways]).toEqual([name, size.width, 0])
    const path = await picturePath(`${name}-${size.width}.png`)
    if (path) await page.screenshot({ path, fullPage: true })
  }
}
export async function onPaper(page: Page, name: string) {
  const paper = await printed(page),
    path = await picturePath(`${name}.pdf`)
  if (path) await writeFile(path, paper.pdf)
  return paper
}
