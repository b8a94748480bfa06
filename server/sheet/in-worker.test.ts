import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import ExcelJS from 'exceljs'
import { beforeAll, expect, test } from 'vitest'
import { workbookParts, zipOf } from '../../testing/zip-of.ts'
import { readList } from './in-worker.ts'
import { sheetLimits } from './limits.ts'

// The worker runs from what the build makes.
beforeAll(() => {
  execFileSync(process.execPath, [join(import.meta.dirname, '../../tools/build.mjs')], { stdio: 'pipe' })
}, 120_000)

test('a thousand rows are read while the server’s own thread answers', async () => {
  const book = new ExcelJS.Workbook(),
    sheet = book.addWorksheet('名单')
  sheet.addRow(['姓名', '科室', '岗位', '身份证号'])
  for (let n = 0; n < 1_000; n++) sheet.addRow([`员工${n}`, '骨科', '护士', '440101199001010011'])
  const bytes = await book.xlsx.writeBuffer(),
    delay = monitorEventLoopDelay({ resolution: 5 })
  delay.enable()
  const began = performance.now(),
    { sheets, source } = await readList(new Uint8Array(bytes))
  delay.disable()
  expect([source, sheets[0]?.rows.length, sheets[0]?.rows[1_000]?.[0]?.text]).toEqual(['workbook', 1_001, '员工999'])
  console.log(
    `1,000 rows in ${Math.round(performance.now() - began)} ms, the server’s thread waited ${Math.round(delay.max / 1e6)} ms at most`,
  )
})
test('what is refused there is refused here, and the next list is read', async () => {
  await expect(readList(Buffer.from('%PDF-1.7'))).rejects.toThrow('不能读这份名单：这是 PDF')
  expect((await readList(Buffer.from('姓名\t科室\n张三\t骨科'))).sheets[0]?.rows).toHaveLength(2)
})
test('a list that would take more memory or more time than it may is refused, and the server stands', {
  timeout: 60_000,
}, async () => {
  const many = Array.from({ length: 300_000 }, (_, n) => `<si><t>${n}</t></si>`),
    strings = `<sst>${many.join('')}</sst>`
  const parts = workbookParts('<worksheet/>', [{ name: 'xl/sharedStrings.xml', content: strings }]).map((part) =>
    part.name === 'xl/_rels/workbook.xml.rels'
      ? {
          ...part,
          content: part.content
            .toString()
            .replace('</Rel', '<Relationship Id="s" Type="x/sharedStrings" Target="sharedStrings.xml"/></Rel'),
        }
      : part,
  )
  const list = zipOf(parts),
    tooMuch = '不能读这份名单：内容太多，读不完'
  await expect(readList(list, { ...sheetLimits, memoryMb: 8 })).rejects.toThrow(tooMuch)
  await expect(readList(list, { ...sheetLimits, withinMs: 1 })).rejects.toThrow(tooMuch)
  // The same list, read to its end with what a list may take: there is nobody in it.
  await expect(readList(list)).rejects.toThrow('不能读这份名单：里面没有内容')
  expect((await readList(Buffer.from('姓名\n张三'))).source).toBe('text')
})
