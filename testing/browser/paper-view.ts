/** A page as it is printed: begun as a print begins, so that its code is there, then taken as a PDF. */
import type { Page } from 'playwright-core'
import { textOfPdf, type PdfText } from './pdf-text.ts'

/** So often somebody may enter something between the two prints. */
const triesMax = 5

/** The code at the foot of the first sheet, what the sheets say, and the file. */
export async function printed(page: Page): Promise<PdfText & { readonly code: string; readonly pdf: Buffer }> {
  for (let tries = 1; ; tries += 1) {
    await page.evaluate(() => dispatchEvent(new Event('beforeprint')))
    const code = page.locator('.a4 .sheet b.code').first()
    await code.waitFor({ state: 'attached' })
    const spelt = (await code.textContent()) ?? ''
    const pdf = await page.pdf({ preferCSSPageSize: true }),
      paper = textOfPdf(pdf)
    // What is entered meanwhile is under the seal of the next print: the code is then another one.
    if (paper.text.includes(spelt) || tries === triesMax) return { ...paper, code: spelt, pdf }
  }
}
