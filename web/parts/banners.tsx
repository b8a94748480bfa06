/** What every page must say above its own words: the line is cut, the clock is driven, the data are invented. */
import { useCutSince } from './line.ts'
import { useSession } from './session.ts'
import { useSince } from './clock.ts'
import { sayCut } from './wording.ts'

export function Banners() {
  const {
    session: { isDemo, organisation },
  } = useSession()
  const cutSince = useCutSince()
  const cutMs = useSince(cutSince)
  return (
    <>
      {organisation.clock === 'driven' && (
        <p className="banner" data-kind="driven">
          <b>演练时钟</b>时间由演练拨动，不是真实时间；这里记下的不作数。
        </p>
      )}
      {isDemo && (
        <p className="banner" data-kind="demo">
          <b>演示数据</b>单位、人员和条目都是编的，可随意试。
        </p>
      )}
      {cutSince !== undefined && (
        <p className="told cut-line" data-state="cut" role="alert">
          <span>线路断开 {sayCut(cutMs)}，正在重连。下面是断开前的样子；已写的字都在本页，接通后自动存。</span>
        </p>
      )}
    </>
  )
}
