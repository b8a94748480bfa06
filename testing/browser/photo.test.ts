/** A photograph taken by phone with what a patrol found: made small, sent, seen, put right, printed, and seen by nobody else (decision 0061). */
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { EntryView } from '../../server/api.ts'
import { openBrowser } from '../browser.ts'
import { openCafe, type Cafe } from './cafe.ts'
import { send } from './form-steps.ts'
import { look, onPaper } from './look.ts'
import { expectOk, type Hired } from './page-house.ts'
import { phone, signedIn } from './walker.ts'

/** What a camera writes beside the picture. */
const beside = 'WHERE-IT-WAS-TAKEN'
let browser: Browser, cafe: Cafe, patrol: Hired, page: Page
let seq = 0
let first: Buffer

beforeAll(async () => {
  ;[browser, cafe] = await Promise.all([openBrowser(), openCafe({ seats: 2 })])
  patrol = await cafe.house.hire('巡试某', [{ post: 'patrol' }])
  await cafe.house.file(patrol.client, 'pledge-2.1', { signer: patrol.person })
  ;({ page } = await signedIn(browser, cafe.house, patrol, '/registers/violation/new', phone))
}, 120_000)
afterAll(async () => {
  await browser?.close()
  await cafe?.house.close()
})

/** As a phone's camera makes it: seven megapixels, no two patches alike, with a note of where it was taken. */
async function taken(colour: string): Promise<Buffer> {
  const encoded = await page.evaluate((hue) => {
    const canvas = document.createElement('canvas')
    canvas.width = 3_000
    canvas.height = 2_250
    const paper = canvas.getContext('2d')
    if (paper)
      for (let y = 0; y < 2_250; y += 30)
        for (let x = 0; x < 3_000; x += 30) {
          paper.fillStyle = `hsl(${hue} ${(x * 7 + y * 13) % 100}% ${(x * y) % 97}%)`
          paper.fillRect(x, y, 30, 30)
        }
    return canvas.toDataURL('image/jpeg', 0.95).split(',')[1] ?? ''
  }, colour)
  const jpeg = Buffer.from(encoded, 'base64'),
    note = Buffer.from(beside)
  // A comment (ISO 10918-1, B.2.4.5) behind the first two bytes.
  return Buffer.concat([jpeg.subarray(0, 2), Buffer.from([0xff, 0xfe, 0, note.length + 2]), note, jpeg.subarray(2)])
}
const take = async (name: string, buffer: Buffer) =>
  page.locator('.photo input[type=file]').setInputFiles({ name, mimeType: 'image/jpeg', buffer })
const view = async (): Promise<EntryView> => expectOk(await patrol.client.send('GET', `/api/entries/${seq}`))
const bytesOf = (address: string) =>
  page.evaluate(async (from) => {
    const answer = await fetch(from)
    return [answer.headers.get('content-type'), [...new Uint8Array(await answer.arrayBuffer())]] as const
  }, address)

test('what is no picture is said at the field, and everything typed stays', async () => {
  await page.getByLabel('类别').selectOption({ index: 2 })
  await page.getByLabel('发现时间').fill('2026-10-08 17:50')
  await page.getByLabel('制止时间').fill('2026-10-08 17:52')
  await page.getByLabel('制止经过').fill('请他停下并下机')
  await take('单子.jpg', Buffer.from('no picture at all'))
  await page.getByText('不能用这个文件：不是照片，或已损坏').waitFor()
  expect(await page.getByLabel('制止经过').inputValue()).toBe('请他停下并下机')
})

test('seven megapixels are made small on the phone, without what the camera wrote beside them', async () => {
  const original = await taken('200')
  expect(original.length).toBeGreaterThan(300_000)
  await take('现场.jpg', original)
  await page.getByText(/^照片 \d+ KB，已去掉拍摄地点等附带信息$/).waitFor()
  expect(await page.getByText('不能用这个文件').count()).toBe(0)
  await look(page, 'photo-form')
  await send(page)
  await page.getByRole('link', { name: '看这一条' }).click()
  const shown = page.getByRole('img', { name: '照片', exact: true })
  await shown.waitFor()
  seq = Number(new URL(page.url()).pathname.split('/').at(-1))
  const { photos, values } = await view()
  const [kind, bytes] = await bytesOf(photos['picture'] ?? '')
  first = Buffer.from(bytes)
  expect(kind).toBe('image/jpeg')
  expect(first.length).toBeLessThan(110_000)
  expect(first.includes(beside)).toBe(false)
  expect(values['picture']).toMatch(/^照片 \d+ KB$/)
  const width = await shown.evaluate((one) => (one instanceof HTMLImageElement ? one.naturalWidth : 0))
  expect(width).toBeGreaterThan(400)
  expect(width).toBeLessThanOrEqual(1_280)
  await look(page, 'photo-entry')
})

test('the list says nothing of it, and does not carry it', async () => {
  await page.goto('/registers/violation')
  await page.getByRole('row').nth(1).waitFor()
  expect(await page.getByRole('main').innerText()).not.toContain('照片')
  const list = await patrol.client.send('POST', '/api/registers/violation/search', {})
  expect(JSON.stringify(list).length).toBeLessThan(20_000)
})

test('it stands on paper below what was entered', async () => {
  await page.goto(`/entries/${seq}`)
  await page.getByRole('img', { name: '照片', exact: true }).waitFor()
  const paper = await onPaper(page, 'photo-entry')
  // As the file came: Chromium puts a JPEG into a PDF unchanged.
  expect(paper.pdf.includes('/DCTDecode')).toBe(true)
  expect(paper.pages).toBe(1)
})

test('a correction of something else keeps it byte for byte; of the picture, both stand', async () => {
  await page.goto(`/entries/${seq}`)
  await page.getByRole('link', { name: '更正' }).click()
  await page.getByLabel('制止经过').fill('请他停下、下机并离开')
  await page.locator('.change').getByText('请他停下、下机并离开').waitFor()
  expect(await page.locator('.change').count()).toBe(1)
  await send(page, '更正')
  const kept = await view()
  const [, bytes] = await bytesOf(kept.photos['picture'] ?? '')
  expect(Buffer.from(bytes).equals(first)).toBe(true)

  await page.goto(`/entries/${seq}`)
  await page.getByRole('link', { name: '更正' }).click()
  await page.getByRole('button', { name: '不要照片' }).waitFor()
  await take('另一张.jpg', await taken('20'))
  await page.locator('.change', { hasText: '照片' }).waitFor()
  await send(page, '更正')
  await page.goto(`/entries/${seq}`)
  await page.getByRole('img', { name: '原来的照片' }).waitFor()
  const was = page.getByRole('img', { name: '原来的照片' })
  const [, old] = await bytesOf((await was.getAttribute('src')) ?? '')
  expect(Buffer.from(old).equals(first)).toBe(true)
  const [, fresh] = await bytesOf((await view()).photos['picture'] ?? '')
  expect(Buffer.from(fresh).equals(first)).toBe(false)
  await look(page, 'photo-corrected')
})

test('who may not read the entry is not shown it, nor is a body that is of another entry', async () => {
  const net = await cafe.house.hire('网试某', [{ post: 'network-security' }])
  const { photos } = await view()
  expect((await net.client.send('GET', photos['picture'] ?? '')).status).toBe(404)
  expect((await patrol.client.send('GET', `/api/entries/${seq}/photos/picture?as=1`)).status).toBe(404)
  expect((await patrol.client.send('GET', `/api/entries/${seq}/photos/how`)).status).toBe(404)
})

test('a draft keeps what was typed beside it, and the browser keeps nothing', async () => {
  await page.goto('/registers/violation/new')
  await page.getByLabel('制止经过').fill('第二件')
  await take('现场.jpg', await taken('120'))
  await page.getByText(/^照片 \d+ KB/).waitFor()
  const saved = page.waitForRequest((one) => one.url().includes('/api/drafts/') && one.method() === 'PUT')
  await page.getByLabel('制止经过').fill('第二件，写着')
  expect((await saved).postData()?.length).toBeLessThan(1_000)
  await page.getByText(/^草稿 .* 已存，照片除外$/).waitFor()
  await page.reload()
  expect(await page.getByLabel('制止经过').inputValue()).toBe('第二件，写着')
  expect(await page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }]))).not.toContain('/9j/')
})
