/** 照片: taken by the phone or chosen; made small on the page before it is sent, seen before it is sent. */
import { useEffect, useRef, useState } from 'react'
import { saidPhoto } from '../../engine/fields.ts'
import { setLine, useCutSince } from '../parts/line.ts'
import { Mark } from '../parts/marks.tsx'
import type { FieldShape } from '../declared.ts'
import type { ControlProps } from './field-view.tsx'
import { base64Of, shrunk } from './shrink.ts'
import type { Typed } from './typed.ts'

export function PhotoControl({ id, name, field, text, set, left, isInvalid, describedBy }: ControlProps) {
  const box = useRef<HTMLInputElement>(null)
  const [state, setState] = useState<'ready' | 'working' | 'failed'>('ready')
  const take = async (file: File | undefined) => {
    if (!file) return
    setState('working')
    const small = await shrunk(file)
    setState(small === undefined ? 'failed' : 'ready')
    if (small !== undefined) set(small)
    if (box.current) box.current.value = ''
    left()
  }
  return (
    <div className="photo">
      {text !== '' && (
        <figure>
          <img src={`data:image/jpeg;base64,${text}`} alt={field.label} />
          <figcaption className="note">{saidPhoto(text)}，已去掉拍摄地点等附带信息</figcaption>
        </figure>
      )}
      <p className="acts">
        <label className="btn">
          {state === 'working' ? '正在压小' : text === '' ? '拍照或选图片' : '换一张'}
          <input
            ref={box}
            id={id}
            name={name}
            type="file"
            accept="image/jpeg,image/png,image/webp"
            disabled={state === 'working'}
            aria-invalid={isInvalid}
            aria-describedby={describedBy}
            onChange={(event) => void take(event.target.files?.[0])}
          />
        </label>
        {text !== '' && (
          <button className="btn quiet" type="button" onClick={() => set('')}>
            不要照片
          </button>
        )}
      </p>
      {state === 'failed' && (
        <p className="refusal at-field" role="alert">
          <Mark of="refused" />
          <span>不能用这个文件：不是照片，或已损坏</span>
        </p>
      )}
    </div>
  )
}

const isPhoto = ([, { kind }]: readonly [string, FieldShape]) => kind === 'photo'
/** What is kept as a draft: a photograph is too large to be sent after every key. */
export function withoutPhotos(fields: readonly (readonly [string, FieldShape])[], typed: Typed): Typed {
  const photos = fields.filter(isPhoto).map(([name]) => name)
  return photos.length === 0
    ? typed
    : Object.fromEntries(Object.entries(typed).filter(([name]) => !photos.includes(name)))
}
/** The photographs at these addresses as a form holds them; undefined until all are there. */
export function usePhotos(addresses: Readonly<Record<string, string>> | undefined): Typed | undefined {
  const [photos, setPhotos] = useState<Typed>()
  const asked = useRef(addresses)
  asked.current = addresses
  const isKnown = addresses !== undefined
  // What could not be fetched while the line was cut is fetched when it stands again.
  const cutSince = useCutSince()
  useEffect(() => {
    if (!isKnown || cutSince !== undefined) return
    let isOver = false
    void Promise.all(Object.entries(asked.current ?? {}).map(fetched)).then(
      (loaded) => {
        if (!isOver) setPhotos((before) => before ?? Object.fromEntries(loaded))
      },
      () => setLine(true),
    )
    return () => {
      isOver = true
    }
  }, [isKnown, cutSince])
  return photos
}
async function fetched([name, address]: readonly [string, string]) {
  const answer = await fetch(address)
  return [name, answer.ok ? await base64Of(await answer.blob()) : ''] as const
}
