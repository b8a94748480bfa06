/** 代录: whoever took a report by telephone enters it in the reporter's stead, with the minute at which it was told. */
import { useId, useState } from 'react'
import { InstantControl } from '../fields/day.tsx'
import { PersonControl } from '../fields/person.tsx'
import type { FieldShape, RegisterShape } from '../declared.ts'
import { instantText, instantIn } from '../fields/typed.ts'
import type { Stead } from '../fields/use-entry.ts'
import { serverNow } from '../parts/clock.ts'
import { useCards } from './registers.tsx'

export interface AssistingProps {
  readonly mayAssist: boolean
  /** Whoever may enter it himself chooses; who may only assist does nothing else. */
  readonly mayChoose: boolean
  readonly stead: Stead | undefined
  readonly person: string
  readonly told: string
  setPerson(person: string): void
  setTold(text: string): void
  setAssisting(isAssisting: boolean): void
}

/** In whose stead the form is filled in, where the asker may assist in it at all; `meant`: who is known to have told. */
export function useAssisting(register: RegisterShape, meant: string): AssistingProps {
  const card = useCards().cards?.find(({ id }) => id === register.id)
  const [chosen, setAssisting] = useState<boolean | undefined>(meant === '' ? undefined : true)
  const [person, setPerson] = useState(meant)
  const [told, setTold] = useState(() => instantText(serverNow()))
  const mayAssist = card?.mayAssist ?? false,
    mayChoose = mayAssist && (card?.mayWrite ?? false)
  const isAssisting = mayAssist && (chosen ?? !mayChoose)
  const stead = isAssisting ? { for: person, toldAt: instantIn(told) } : undefined
  return { mayAssist, mayChoose, stead, person, told, setPerson, setTold, setAssisting }
}

const label = (text: string, kind: string): FieldShape => ({
  kind,
  label: text,
  keeps: 'fact',
  limits: {},
  check: () => undefined,
})
const reporter = label('报告人', 'person'),
  toldAt = label('告知时间', 'instant')

export function Assisting({
  mayAssist,
  mayChoose,
  stead,
  person,
  told,
  setPerson,
  setTold,
  setAssisting,
}: AssistingProps) {
  const [who, when] = [useId(), useId()]
  if (!mayAssist) return null
  return (
    <fieldset className="stead">
      <legend className="unseen">代录</legend>
      {mayChoose ? (
        <label className="check">
          <input
            type="checkbox"
            checked={stead !== undefined}
            onChange={(event) => setAssisting(event.target.checked)}
          />
          替打电话或当面告知的人登记
        </label>
      ) : (
        <p className="note">您替打电话或当面告知的人登记；以告知的时间为准，两个人的名字都记下。</p>
      )}
      {stead && (
        <div className="dated">
          <div className="field">
            <label className="label" htmlFor={who}>
              报告人
            </label>
            <PersonControl
              id={who}
              name="stead"
              field={reporter}
              text={person}
              set={setPerson}
              left={() => undefined}
              isInvalid={false}
              describedBy={undefined}
            />
          </div>
          <div className="field">
            <label className="label" htmlFor={when}>
              告知时间
            </label>
            <InstantControl
              id={when}
              name="told"
              field={toldAt}
              text={told}
              set={setTold}
              left={() => undefined}
              isInvalid={false}
              describedBy={undefined}
            />
          </div>
        </div>
      )}
    </fieldset>
  )
}
