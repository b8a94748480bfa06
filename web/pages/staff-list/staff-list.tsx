/** 名单: chosen, seen row by row, mended on screen, entered with its progress; then the slips. */
import { useEffect, useState } from 'react'
import { Refusal, Told } from '../../parts/sayings.tsx'
import { sayNumber } from '../../parts/wording.ts'
import { GivingProgress, useGiving } from '../giving.tsx'
import type { Slip } from '../slips.ts'
import { Choose } from './choose.tsx'
import { columnTitles, columns } from './columns.ts'
import { OpenQuestions } from './questions.tsx'
import { countsOf, wantedOf } from './rows.ts'
import { dropList, keptList, type KeptList } from './draft.ts'
import { Rows } from './table.tsx'
import { useStaffList, type House, type StaffListWork } from './use-staff-list.ts'

/** `gave` gets the slips; `isAtOnce`: without asking, as soon as everybody is entered. */
export function StaffList({
  house,
  gave,
  isAtOnce = false,
}: {
  readonly house: House
  readonly gave: (slips: readonly Slip[]) => void
  readonly isAtOnce?: boolean
}) {
  const work = useStaffList(house)
  const giving = useGiving(gave)
  const { read, rows, progress, sentence } = work
  const isRunning = progress?.isRunning ?? false
  const people = wantedOf(rows).length
  const accounts = [
    ...new Map([...work.entered.values()].map(({ account, person }) => [person, account])).values(),
  ].flatMap((account) => (account === undefined ? [] : [account]))
  const missing = accounts.filter((account) => !giving.given.has(account))
  const enter = async () => {
    if (reasonOf(work, people)) return
    const fresh = await work.enter()
    if (isAtOnce && fresh.length > 0) await giving.give(fresh)
  }
  const reason = reasonOf(work, people)
  return (
    <div className="paste">
      {!read && <Kept goOn={work.goOn} />}
      <Choose work={work} posts={house.posts} isFirst={isAtOnce} />
      {work.isReading && <p className="note">正在读名单…</p>}
      {sentence !== '' && <Refusal sentence={sentence} kind="soft" />}
      {read && (
        <>
          <Found work={work} />
          {work.isTooLong && <p className="note">名单太长，改过的没有另存，登记之前请不要关掉本页。</p>}
          <OpenQuestions rows={rows} posts={house.posts} give={work.answer} />
          <Rows work={work} posts={house.posts} />
          {progress && <Running progress={progress} stop={work.stop} />}
          <p className="foot">
            <span>
              {reason ??
                `可登记 ${sayNumber(people)} 人${work.newUnits.length > 0 ? `，新设 ${work.newUnits.length} 个单位` : ''}。`}
            </span>
            <button
              className="btn primary"
              type="button"
              aria-disabled={reason !== undefined}
              onClick={() => void enter()}
            >
              登记 {sayNumber(people)} 人
            </button>
          </p>
          {missing.length > 0 && !isRunning && (
            <p className="foot">
              <span>{sayNumber(missing.length)} 人有了账号，还没有口令。</span>
              <button
                className="btn"
                type="button"
                aria-disabled={giving.isGiving}
                onClick={() => void (giving.isGiving || giving.give(missing))}
              >
                发 {sayNumber(missing.length)} 张口令条
              </button>
            </p>
          )}
          {giving.isGiving && <GivingProgress done={giving.done} total={giving.total} />}
          {giving.sentence !== '' && <Refusal sentence={giving.sentence} kind="soft" />}
        </>
      )}
    </div>
  )
}
/** Why nothing can be entered now. */
function reasonOf(work: StaffListWork, people: number): string | undefined {
  const { rows, progress, isLooking } = work
  if (progress?.isRunning) return '正在登记，等它登记完或停下'
  if (isLooking) return '正在查对名册…'
  if (people > 0) return undefined
  const { ask, refused } = countsOf(rows)
  if (rows.length === 0) return '没有读出人员：第一行应写明“姓名”等各列'
  return ask + refused > 0 ? `要回答 ${ask} 行，要改 ${refused} 行` : '没有要登记的了'
}

/** A list that was left in the middle, as it was kept. */
function Kept({ goOn }: { readonly goOn: (kept: KeptList) => void }) {
  const [kept, setKept] = useState<KeptList>()
  useEffect(() => {
    void keptList().then(setKept)
  }, [])
  if (!kept) return null
  return (
    <p className="waiters">
      上次的名单还没有做完，有 {sayNumber(kept.rows.length)} 行。
      <button className="btn small" type="button" onClick={() => goOn(kept)}>
        接着做
      </button>
      <button
        className="btn quiet small"
        type="button"
        onClick={() => {
          setKept(undefined)
          void dropList()
        }}
      >
        不要了
      </button>
    </p>
  )
}

/** What was read: which sheet, which columns. */
function Found({ work }: { readonly work: StaffListWork }) {
  const { read, layout, sheet } = work
  if (!read || !layout || read.sheets.length === 0) return null
  const headings = layout.headings.map((heading, index) => heading || `第 ${index + 1} 列`)
  return (
    <details className="found">
      <summary>
        读出 {sayNumber(work.rows.length)} 行；
        {columns
          .filter((column) => layout.at.has(column))
          .map((column) => columnTitles[column])
          .join('、')}
      </summary>
      <div className="found-columns">
        {read.sheets.length > 1 && (
          <label className="field">
            <span className="label">工作表</span>
            <select className="input" value={sheet} onChange={(event) => work.setSheet(Number(event.target.value))}>
              {read.sheets.map(({ title }, index) => (
                <option key={title} value={index}>
                  {title}
                </option>
              ))}
            </select>
          </label>
        )}
        {columns.map((column) => (
          <label className="field" key={column}>
            <span className="label">{columnTitles[column]}</span>
            <select
              className="input"
              value={layout.at.get(column) ?? ''}
              onChange={(event) =>
                work.place(column, event.target.value === '' ? undefined : Number(event.target.value))
              }
            >
              <option value="">没有这一列</option>
              {headings.map((heading, index) => (
                <option key={`${index} ${heading}`} value={index}>
                  {heading}
                </option>
              ))}
            </select>
          </label>
        ))}
      </div>
    </details>
  )
}
function Running({
  progress: { isRunning, done, total, ended },
  stop,
}: {
  readonly progress: NonNullable<StaffListWork['progress']>
  readonly stop: () => Promise<void>
}) {
  if (!isRunning) return <Told>{ended ?? `${sayNumber(total)} 人都登记过了，没有登记成的在上面。`}</Told>
  return (
    <div className="progress">
      <label htmlFor="entering">
        已登记 {sayNumber(done)} / {sayNumber(total)} 人
        <button className="btn small" type="button" onClick={() => void stop()}>
          停下
        </button>
      </label>
      <progress id="entering" max={total} value={done} />
    </div>
  )
}
