import { expect, test } from 'vitest'
import { openBrowser } from './browser.ts'

const browsers = [
  { which: 'the newest at hand', choice: {}, atLeast: 143, below: 1000 },
  { which: 'the newest from its package', choice: { packaged: true }, atLeast: 143, below: 144 },
  { which: 'the oldest that Windows 7 runs', choice: { oldest: true }, atLeast: 109, below: 110 },
]

test.each(browsers)(
  '$which opens a page, finds a button by its Chinese name and runs a module',
  async ({ which, choice, atLeast, below }) => {
    const browser = await openBrowser(choice)
    try {
      const version = browser.version()
      console.log(`${which}: Chromium ${version}`)
      const major = Number(version.split('.')[0])
      expect(major).toBeGreaterThanOrEqual(atLeast)
      expect(major).toBeLessThan(below)
      const page = await browser.newPage()
      await page.goto('about:blank')
      await page.setContent('<button>登记</button><script type="module">document.title = [1].at(-1) + "守则"</script>')
      await page.getByRole('button', { name: '登记' }).focus()
      await page.keyboard.press('Tab')
      expect(await page.title()).toBe('1守则')
    } finally {
      await browser.close()
    }
  },
)

test('a browser of the tests reaches no name but its own machine', async () => {
  const browser = await openBrowser()
  try {
    const page = await browser.newPage()
    await expect(page.goto('http://elsewhere.example/')).rejects.toThrow('ERR_NAME_NOT_RESOLVED')
  } finally {
    await browser.close()
  }
})
