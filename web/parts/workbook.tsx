/** 导出: a workbook by a request of its own, so that nothing personal stands in an address. */
import { useState } from 'react'

export function Workbook({
  from,
  body,
  name,
}: {
  readonly from: string
  readonly body: object
  readonly name: string
}) {
  const [sentence, setSentence] = useState('')
  const fetchWorkbook = async () => {
    const response = await fetch(from, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    }).catch(() => undefined)
    if (!response?.ok) return setSentence(response ? '不能导出：服务器没有给出表格' : '不能导出：线路断开')
    const link = document.createElement('a')
    link.href = URL.createObjectURL(await response.blob())
    link.download = `${name}.xlsx`
    link.click()
    // The browser reads the workbook after the press; it is let go when that is surely done.
    setTimeout(() => URL.revokeObjectURL(link.href), 60_000)
    return setSentence('')
  }
  return (
    <>
      {sentence !== '' && (
        <span className="refusal" role="alert">
          {sentence}
        </span>
      )}
      <button className="btn small" type="button" onClick={() => void fetchWorkbook()}>
        导出
      </button>
    </>
  )
}
