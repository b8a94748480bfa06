import ExcelJS from 'exceljs'
import { describe, expect, test } from 'vitest'
import { Dice } from '../../testing/dice.ts'
import { workbookParts, zipOf } from '../../testing/zip-of.ts'
import { readSheets } from './read.ts'
import { SheetRefused } from './refused.ts'

async function workbook(fill: (sheet: ExcelJS.Worksheet) => void): Promise<Buffer> {
  const book = new ExcelJS.Workbook()
  fill(book.addWorksheet('名单'))
  return Buffer.from(await book.xlsx.writeBuffer())
}
const rowsOf = (bytes: Buffer) => readSheets(bytes).sheets[0]?.rows.map((row) => row.map(({ text }) => text))
const cellsOf = (bytes: Buffer) => readSheets(bytes).sheets[0]?.rows
const refusalOf = (bytes: Buffer): string => {
  try {
    readSheets(bytes)
    return 'read'
  } catch (error) {
    if (error instanceof SheetRefused) return error.message
    throw error
  }
}
const handWritten = (rows: string) => zipOf(workbookParts(`<worksheet><sheetData>${rows}</sheetData></worksheet>`))

describe('a workbook of Excel', () => {
  test('is read with merged headings spread over their columns and rows', async () => {
    const bytes = await workbook((sheet) => {
      sheet.addRow(['全院职工名册'])
      sheet.addRow(['姓名', '任职', null, '手机'])
      sheet.addRow([null, '科室', '岗位', null])
      sheet.addRow(['张　三', '骨科', '护士长', '13800000000'])
      for (const range of ['A1:D1', 'B2:C2', 'A2:A3', 'D2:D3']) sheet.mergeCells(range)
    })
    expect(rowsOf(bytes)).toEqual([
      ['全院职工名册', '全院职工名册', '全院职工名册', '全院职工名册'],
      ['姓名', '任职', '任职', '手机'],
      ['姓名', '科室', '岗位', '手机'],
      ['张 三', '骨科', '护士长', '13800000000'],
    ])
  })
  test('tells a number, which may have lost digits, from a text, and a day from both', async () => {
    const bytes = await workbook((sheet) => {
      sheet.addRow([440101199001010011, '440101199001010011', new Date(Date.UTC(2024, 2, 1)), 7, 3.5])
      sheet.getCell('D1').numFmt = '00000'
    })
    expect(cellsOf(bytes)?.[0]).toEqual([
      { text: '440101199001010000', as: 'number' },
      { text: '440101199001010011', as: 'text' },
      { text: '2024-03-01', as: 'day' },
      { text: '00007', as: 'number' },
      { text: '3.5', as: 'number' },
    ])
  })
  test('gives texts whole: of several fonts, with rare characters, of formulas, in several lines', async () => {
    const bytes = await workbook((sheet) => {
      sheet.addRow([
        { richText: [{ text: '欧阳', font: { bold: true } }, { text: '𠮷瑞' }] },
        { formula: 'A1', result: '结果' },
        '第一行\n第二行',
        true,
        { error: '#N/A' },
        { text: '链接', hyperlink: 'http://localhost/' },
      ])
    })
    expect(rowsOf(bytes)).toEqual([['欧阳𠮷瑞', '结果', '第一行 第二行', '是', '#N/A', '链接']])
  })
  test('gives every sheet that has cells, by its title', async () => {
    const book = new ExcelJS.Workbook()
    book.addWorksheet('空')
    book.addWorksheet('一').addRow(['甲'])
    book.addWorksheet('二').addRow(['乙'])
    const { sheets } = readSheets(Buffer.from(await book.xlsx.writeBuffer()))
    expect(sheets.map(({ title }) => title)).toEqual(['一', '二'])
  })
})

describe('a workbook of another program', () => {
  test('as LibreOffice writes it: types spelt out, days in a format of its own, an absolute path to the sheet', () => {
    const sheet = `<worksheet xmlns="urn:of-the-sheet"><sheetData>
      <row r="2" customFormat="false" ht="12.8"><c r="B2" s="0" t="s"><v>0</v></c><c r="C2" s="1" t="n"><v>45352</v></c></row>
    </sheetData><mergeCells count="1"><mergeCell ref="B2:B3"/></mergeCells></worksheet>`
    const relations = `<Relationships>
      <Relationship Id="rId3" Type="urn:x/worksheet" Target="/xl/worksheets/sheet1.xml"/>
      <Relationship Id="rId4" Type="urn:x/sharedStrings" Target="sharedStrings.xml"/>
      <Relationship Id="rId5" Type="urn:x/styles" Target="styles.xml"/></Relationships>`
    const parts = workbookParts(sheet, [
      {
        name: 'xl/sharedStrings.xml',
        content: '<sst><si><t xml:space="preserve"> 张 三 </t><rPh sb="0" eb="1"><t>ちょう</t></rPh></si></sst>',
      },
      {
        name: 'xl/styles.xml',
        content:
          '<styleSheet><numFmts><numFmt numFmtId="164" formatCode="[$-804]yyyy\\年m\\月d\\日"/></numFmts>' +
          '<cellStyleXfs><xf numFmtId="0"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="164"/></cellXfs></styleSheet>',
      },
    ]).map((part) => (part.name === 'xl/_rels/workbook.xml.rels' ? { ...part, content: relations } : part))
    expect(cellsOf(zipOf(parts))).toEqual([
      [],
      [
        { text: '', as: 'text' },
        { text: '张 三', as: 'text' },
        { text: '2024-03-01', as: 'day' },
      ],
    ])
  })
  test('as WPS and small libraries write it: no addresses, texts in their cells, a prefix before every name', () => {
    const rows = "<x:row><x:c t='inlineStr'><x:is><x:t>姓名</x:t></x:is></x:c><x:c/><x:c><x:v>12</x:v></x:c></x:row>"
    expect(rowsOf(handWritten(`${rows}<row r='4'><c t="str"><v>a&gt;b&#x20BB7;</v></c></row>`))).toEqual([
      ['姓名', '', '12'],
      [],
      [],
      ['a>b𠮷'],
    ])
  })
  test('a calendar that begins in 1904 counts so', () => {
    const parts = workbookParts(
      '<worksheet><sheetData><row r="1"><c r="A1" s="0"><v>43890</v></c></row></sheetData></worksheet>',
      [{ name: 'xl/styles.xml', content: '<styleSheet><cellXfs><xf numFmtId="14"/></cellXfs></styleSheet>' }],
    ).map((part) =>
      part.name === 'xl/workbook.xml'
        ? { ...part, content: part.content.toString().replace('<sheets>', '<workbookPr date1904="1"/><sheets>') }
        : part.name === 'xl/_rels/workbook.xml.rels'
          ? {
              ...part,
              content: part.content
                .toString()
                .replace('</Rel', '<Relationship Id="s" Type="x/styles" Target="styles.xml"/></Rel'),
            }
          : part,
    )
    expect(cellsOf(zipOf(parts))).toEqual([[{ text: '2024-03-01', as: 'day' }]])
  })
})

describe('a text', () => {
  const csv = (...rows: readonly (readonly string[])[]) => rows.map((row) => row.join(',')).join('\r\n')
  const comma = ['张', '三'].join(',')
  const list = `${csv(['姓名', '科室'], [`"${comma}"`, '"骨""科"'], ['李四', '内科'])}\r\n`
  const rows = [
    ['姓名', '科室'],
    [comma, '骨"科'],
    ['李四', '内科'],
  ]
  const gb18030 = Buffer.from('d0d5c3fb2cbfc6cad20a9534b235', 'hex')
  test.each([
    ['UTF-8', Buffer.from(list), rows],
    ['UTF-8 with its mark', Buffer.from(`\ufeff${list}`), rows],
    ['UTF-16', Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(list, 'utf16le')]), rows],
    ['GB18030, rare characters too', gb18030, [['姓名', '科室'], ['𠮷']]],
    [
      'pasted cells',
      Buffer.from('姓名\t科室\n"第一行\n第二行"\t骨科'),
      [
        ['姓名', '科室'],
        ['第一行\n第二行', '骨科'],
      ],
    ],
    ['words with spaces between them', Buffer.from('沈某  shen 副主任 骨科'), [['沈某', 'shen', '副主任', '骨科']]],
    ['names with a space in them', Buffer.from('姓名\n张　三\n李 四'), [['姓名'], ['张　三'], ['李 四']]],
    [
      'full-width commas',
      Buffer.from('姓名，科室\n张三，骨科'),
      [
        ['姓名', '科室'],
        ['张三', '骨科'],
      ],
    ],
    [
      'a quotation mark that opens nothing',
      Buffer.from(csv(['姓名', '备注'], ['张三', '5"屏'], ['"李"四', 'x'])),
      [
        ['姓名', '备注'],
        ['张三', '5"屏'],
        ['"李"四', 'x'],
      ],
    ],
  ])('in %s is read', (_, bytes, expected) => expect(rowsOf(bytes)).toEqual(expected))
})

describe('what is no list, or no harmless one, is refused in a sentence', () => {
  const cell = '<row r="1"><c r="A1" t="str"><v>x</v></c></row>'
  const huge = Buffer.alloc(45_000_000)
  const manyParts = Array.from({ length: 600 }, (_, n) => ({ name: `x${n}`, content: 'x' }))
  test.each([
    ['an empty file', () => Buffer.alloc(0), '文件是空的'],
    ['a file of six megabytes', () => Buffer.alloc(6_000_000), '文件超过 5 MB'],
    ['an old .xls', () => Buffer.from('d0cf11e0a1b11ae1', 'hex'), '另存为 .xlsx 再传'],
    ['a PDF', () => Buffer.from('%PDF-1.7'), '这是 PDF'],
    ['bytes that are no text', () => Buffer.from([0x50, 0xff, 0xfe, 0x00, 0x81]), '既不是 UTF-8 也不是 GB18030'],
    ['an archive that is none', () => Buffer.from('PK\x03\x04 and nothing'), '文件不完整'],
    ['an archive without a workbook', () => zipOf([{ name: 'a.txt', content: 'x' }]), '这不是 Excel 工作簿'],
    ['an archive cut short', () => handWritten(cell).subarray(0, -30), '文件不完整'],
    ['six hundred parts', () => zipOf([...workbookParts('<worksheet/>'), ...manyParts]), '多于 500 个'],
    [
      'a bomb that says so',
      () => zipOf([...workbookParts('<worksheet/>'), { name: 'b', content: huge }]),
      '解开后太大',
    ],
    [
      'a bomb that claims to be small',
      () =>
        zipOf(
          workbookParts(`<worksheet>${' '.repeat(9_000_000)}</worksheet>`).map((part) =>
            part.name.endsWith('sheet1.xml') ? { ...part, claims: { unpacked: 900 } } : part,
          ),
        ),
      '文件不完整',
    ],
    [
      'parts that lie in each other',
      () => zipOf([...workbookParts('<worksheet/>'), { name: 'b', content: 'x', claims: { offset: 0 } }]),
      '文件不完整',
    ],
    [
      'a password',
      () => zipOf(workbookParts('<worksheet/>').map((part) => ({ ...part, claims: { flags: 1 } }))),
      '加了密码',
    ],
    [
      'an entity from outside',
      () =>
        zipOf(workbookParts('<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><worksheet><v>&e;</v></worksheet>')),
      '文档类型声明',
    ],
    ['an entity that nobody declared', () => handWritten('<row r="1"><c t="str"><v>&foo;</v></c></row>'), '残缺'],
    ['a tag that never ends', () => handWritten('<row r="1"><c r="A1'), '残缺'],
    ['elements without end', () => handWritten('<a>'.repeat(100)), '残缺'],
    [
      'the last row of a sheet',
      () => handWritten('<row r="1048576"><c r="A1048576" t="str"><v>x</v></c></row>'),
      '多于 5000 行',
    ],
    [
      'the last column of a sheet',
      () => handWritten('<row r="1"><c r="XFD1" t="str"><v>x</v></c></row>'),
      '超出 60 列',
    ],
    [
      'a cell of a thousand characters',
      () => handWritten(`<row r="1"><c t="str"><v>${'长'.repeat(1_000)}</v></c></row>`),
      '第 1 行第 1 列超过 500 字',
    ],
    ['a workbook without a cell', () => handWritten(''), '里面没有内容'],
  ])('%s', (_, make, sentence) => {
    const refusal = refusalOf(make())
    expect(refusal).toContain(sentence)
    expect(refusal).toMatch(/^不能读这份名单：/)
  })
  test('the twins: a merged range over the whole sheet, and a row with a format far below, cost nothing', () => {
    const sheet = `<worksheet><sheetData>${cell}<row r="1048576" s="3"/></sheetData><mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells></worksheet>`
    const began = performance.now()
    expect(rowsOf(zipOf(workbookParts(sheet)))).toEqual([Array.from({ length: 60 }, () => 'x')])
    expect(performance.now() - began).toBeLessThan(1_000)
  })
})

test('a workbook with any byte turned is read or refused, never anything else', async () => {
  const bytes = await workbook((sheet) => {
    for (let n = 0; n < 30; n++) sheet.addRow([`姓名${n}`, '骨科', 13_800_000_000 + n])
  })
  const chance = new Dice(20_261_008)
  let refused = 0
  for (let n = 0; n < 400; n++) {
    const turned = Buffer.from(bytes),
      at = chance.roll(turned.length)
    turned[at] = (turned[at] ?? 0) ^ (1 << chance.roll(8))
    if (refusalOf(turned) !== 'read') refused += 1
  }
  expect(refused).toBeGreaterThan(50)
})
