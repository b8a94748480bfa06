/**
 * The keys of every organisation. Data keys of (organisation, retention class, month) seal bodies; each is wrapped by a
 * key outside the database, so that a dump holds nothing readable and a destroyed data key destroys what it sealed.
 */
import { createSecretKey, type KeyObject, randomBytes } from 'node:crypto'
import type { Pool } from 'pg'
import { openWith, sealWith } from './envelope.ts'
import { KeyMissing, makeWrappingKey, readWrappingKeys, type WrappingKey } from './key-folder.ts'
import { OrganisationKeys } from './organisation-keys.ts'
import type { Organisation } from './types.ts'

/** A data key, unwrapped. `number` is how bodies and drafts refer to it. */
export interface DataKey {
  readonly number: number
  readonly bytes: Uint8Array
  readonly key: KeyObject
}
/** Where an organisation finds its data keys. */
export interface KeyCupboard {
  /** The key of this class and month, made and stored where there is none. */
  make(organisation: Organisation, keyClass: string, month: string): Promise<DataKey>
  /** Undefined where the key was destroyed with what it sealed. */
  byNumber(organisation: Organisation, number: number): Promise<DataKey | undefined>
}
/** The keys of every organisation in one database. */
export interface Keys {
  /** Loads or makes what the organisation needs always; the same object each time. */
  of(organisation: Organisation): Promise<OrganisationKeys>
}

/**
 * `folder` is the data folder; the wrapping key is made at the first start. Throws `KeyMissing` where the database
 * holds keys wrapped by a key that is not in the folder: a new one would not open them.
 */
export async function openKeys(application: Pool, folder: string): Promise<Keys> {
  const wrapping = [...(await readWrappingKeys(folder))]
  const { rows } = await application.query<{ kek: string }>('select distinct kek from shouze.data_key')
  if (rows.some((row) => !wrapping.some((key) => key.id === row.kek))) {
    throw new KeyMissing('不能打开数据：数据库的内容由另一把主密钥加密，请把原来的 keys 文件夹放回数据文件夹')
  }
  const last = wrapping.at(-1) ?? (await makeWrappingKey(folder, 1))
  if (wrapping.length === 0) wrapping.push(last)
  const cupboard = cupboardOf(application, wrapping, last)
  const opened = new Map<number, Promise<OrganisationKeys>>()
  return {
    of(organisation) {
      const known = opened.get(organisation.org)
      if (known !== undefined) return known
      const opening = OrganisationKeys.open(cupboard, organisation)
      opened.set(organisation.org, opening)
      // A failed attempt is not remembered, or a short loss of the database would last until the next start.
      opening.catch(() => opened.delete(organisation.org))
      return opening
    },
  }
}

interface KeyRow {
  readonly key_no: number
  readonly class: string
  readonly month: string
  readonly wrapped: Buffer
  readonly kek: string
}

const selectKey = 'select key_no, class, month, wrapped, kek from shouze.data_key where org = $1'

function cupboardOf(pool: Pool, wrapping: readonly WrappingKey[], last: WrappingKey): KeyCupboard {
  const unwrap = (organisation: Organisation, row: KeyRow): DataKey => {
    const outer = wrapping.find((key) => key.id === row.kek)
    if (outer === undefined) throw new KeyMissing('不能打开数据：主密钥已经更换，请重新启动')
    const bytes = openWith(outer.key, wrapContext(organisation, row.class, row.month), row.wrapped)
    return { number: row.key_no, bytes, key: createSecretKey(bytes) }
  }
  return {
    async make(organisation, keyClass, month) {
      for (;;) {
        const {
          rows: [row],
        } = await pool.query<KeyRow>({
          name: 'data-key',
          text: `${selectKey} and class = $2 and month = $3`,
          values: [organisation.org, keyClass, month],
        })
        if (row !== undefined) return unwrap(organisation, row)
        const wrapped = sealWith(last.key, wrapContext(organisation, keyClass, month), randomBytes(32))
        // Another server may make the same key or take the same number; then nothing is inserted and we look again.
        await pool.query({
          name: 'make-data-key',
          text: `insert into shouze.data_key (org, key_no, class, month, wrapped, kek)
            select $1, coalesce(max(key_no), 0) + 1, $2, $3, $4, $5 from shouze.data_key where org = $1
            on conflict do nothing`,
          values: [organisation.org, keyClass, month, wrapped, last.id],
        })
      }
    },
    async byNumber(organisation, number) {
      const {
        rows: [row],
      } = await pool.query<KeyRow>({
        name: 'data-key-by-number',
        text: `${selectKey} and key_no = $2`,
        values: [organisation.org, number],
      })
      return row === undefined ? undefined : unwrap(organisation, row)
    },
  }
}

const wrapContext = (organisation: Organisation, keyClass: string, month: string) =>
  `${organisation.origin}|${keyClass}|${month}`
