/** A page as it is printed: begun as a print begins, so that its code is there, then taken as a PDF. */
import type { Page } from 'playwright-core'
import { textOfPdf, type PdfText } from './pdf-text.ts'

/** The code at the foot of the first sheet, what the sheets say, and the file. */
export async function printed(page: Page): Promise<PdfText & { readonly code: string; readonly pdf: Buffer }> {
  await page.evaluate(() => dispatchEvent(new Event('beforeprint')))
  const code = page.locator('.a4 .sheet b.code').first()
  await code.waitFor({ state: 'attached' })
  const spelt = (await code.textContent()) ?? ''
  const pdf = await page.pdf({ preferCSSPageSize: true })
  return { ...textOfPdf(pdf), code: spelt, pdf }
}
