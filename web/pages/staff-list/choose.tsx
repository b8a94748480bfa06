/** Where the list comes from: a file chosen or dropped, or cells pasted. */
import { useEffect, useRef, useState, type DragEvent } from 'react'
import type { PostShape } from '../../declared.ts'
import type { StaffListWork } from './use-staff-list.ts'

/** A paste is read when one has stopped typing for so long. */
const restMs = 400

/** `isFirst`: nobody works here yet, and whoever sets the house up may want to try it before he has a list. */
export function Choose({
  work,
  posts,
  isFirst,
}: {
  readonly work: StaffListWork
  readonly posts: readonly PostShape[]
  readonly isFirst: boolean
}) {
  const [text, setText] = useState('')
  const [isOver, setOver] = useState(false)
  const file = useRef<HTMLInputElement>(null)
  const latest = useRef(work)
  latest.current = work
  useEffect(() => {
    if (text.trim() === '') return
    const timer = setTimeout(() => void latest.current.open({ text }), restMs)
    return () => clearTimeout(timer)
  }, [text])
  const take = (files: FileList | null) => {
    const [first] = files ?? []
    if (!first) return
    setText('')
    void work.open({ file: first })
  }
  const drop = (event: DragEvent) => {
    event.preventDefault()
    setOver(false)
    take(event.dataTransfer.files)
  }
  return (
    <div
      className="choose"
      role="group"
      aria-label="名单"
      data-over={isOver}
      onDragOver={(event) => {
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <div className="from-file">
        <button className="btn" type="button" onClick={() => file.current?.click()}>
          选 Excel 文件
        </button>
        <span className="note">.xlsx 或 .csv，也可以拖到这里。第一行写明各列是什么就认得出，合并的表头也行。</span>
        <input
          ref={file}
          className="unseen"
          type="file"
          tabIndex={-1}
          aria-label="人员名单文件"
          accept=".xlsx,.csv,.txt,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet,text/csv"
          onChange={(event) => {
            take(event.target.files)
            event.target.value = ''
          }}
        />
      </div>
      <label className="field">
        <span className="label">或从 Excel 复制整块粘到这里，没有表头的一人一行：姓名　账号　岗位　科室</span>
        <textarea
          className="input"
          rows={4}
          value={text}
          spellCheck={false}
          onChange={(event) => {
            setText(event.target.value)
            if (event.target.value.trim() === '') work.close()
          }}
          placeholder={'沈某\tshen\t科副主任\t骨科\n郝某\thao\t医务科'}
        />
      </label>
      <p className="note">
        岗位可写：{posts.map(({ title, per }) => (per ? `${title}（写明${per.title}）` : title)).join('、')}；也可空着。
      </p>
      {isFirst && text === '' && (
        <p className="note">
          手边没有名单，先试用：
          <button className="btn quiet small" type="button" onClick={() => setText(sampleStaff(posts))}>
            填示例人员
          </button>
          每个岗位一人，试完可在“人员”里整份撤销。
        </p>
      )}
    </div>
  )
}
/** One invented person for each post of the policies, at an invented unit where the post is held at one. */
export const sampleStaff = (posts: readonly PostShape[]): string =>
  posts
    .filter(({ policy }) => policy !== 'organisation')
    .map(({ title, per }, n) => [`示例${n + 1}`, `try${n + 1}`, title, per ? `示例${per.title}` : ''].join('\t'))
    .join('\n')
