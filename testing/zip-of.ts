/** A zip archive from texts, as harmless or as hostile as a test wants it. */
import { crc32, deflateRawSync } from 'node:zlib'

export interface ZipPart {
  readonly name: string
  readonly content: string | Buffer
  /** What the directory claims, where that is not so. */
  readonly claims?: { readonly unpacked?: number; readonly offset?: number; readonly flags?: number }
}
export function zipOf(parts: readonly ZipPart[]): Buffer {
  const bodies: Buffer[] = [],
    directory: Buffer[] = []
  let offset = 0
  for (const { name, content, claims = {} } of parts) {
    const bytes = Buffer.from(content),
      packed = deflateRawSync(bytes),
      title = Buffer.from(name)
    const local = Buffer.alloc(30)
    local.writeUInt32LE(0x04034b50, 0)
    local.writeUInt16LE(8, 8)
    local.writeUInt16LE(title.length, 26)
    const head = Buffer.alloc(46)
    head.writeUInt32LE(0x02014b50, 0)
    head.writeUInt16LE(claims.flags ?? 0, 8)
    head.writeUInt16LE(8, 10)
    head.writeUInt32LE(crc32(bytes), 16)
    head.writeUInt32LE(packed.length, 20)
    head.writeUInt32LE(claims.unpacked ?? bytes.length, 24)
    head.writeUInt16LE(title.length, 28)
    head.writeUInt32LE(claims.offset ?? offset, 42)
    bodies.push(local, title, packed)
    directory.push(head, title)
    offset += local.length + title.length + packed.length
  }
  const listed = Buffer.concat(directory),
    end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50, 0)
  end.writeUInt16LE(parts.length, 8)
  end.writeUInt16LE(parts.length, 10)
  end.writeUInt32LE(listed.length, 12)
  end.writeUInt32LE(offset, 16)
  return Buffer.concat([...bodies, listed, end])
}
const xml = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
const relationships = 'urn:of-the-relationships'

/** The parts of a workbook with one sheet, whose XML a test writes by hand. */
export const workbookParts = (sheet: string, more: readonly ZipPart[] = []): readonly ZipPart[] => [
  {
    name: '_rels/.rels',
    content: `${xml}<Relationships><Relationship Id="rId1" Type="${relationships}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
  },
  {
    name: 'xl/workbook.xml',
    content: `${xml}<workbook xmlns:r="${relationships}"><sheets><sheet name="名单" sheetId="7" r:id="rId3"/></sheets></workbook>`,
  },
  {
    name: 'xl/_rels/workbook.xml.rels',
    content: `${xml}<Relationships><Relationship Id="rId3" Type="${relationships}/worksheet" Target="/xl/worksheets/sheet1.xml"/></Relationships>`,
  },
  { name: 'xl/worksheets/sheet1.xml', content: `${xml}${sheet}` },
  ...more,
]
