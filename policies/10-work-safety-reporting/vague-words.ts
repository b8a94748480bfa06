/**
 * Words of hearsay and guessing (第三条第三项), in their usual spellings and disguises: spaces, dots or invisible signs
 * between the characters, full-width and traditional characters, pinyin. Speech in quotation marks is what somebody else
 * said, and reporting that he said so is no guess; words that only contain such a word are listed beside it (NOTES.md).
 */
import type { Found } from '../../engine/declare/words.ts'

interface Vague {
  readonly word: string
  /** What stands behind or before it where it means something else. */
  readonly notBefore?: RegExp
  readonly notAfter?: RegExp
}
const vague: readonly Vague[] = [
  { word: '听说', notBefore: /^(读写|能力|教学|训练|考试|课)/ },
  { word: '可能', notBefore: /^性/, notAfter: /(不|尽|尽一切|只要有|功)$/ },
  { word: '或许' },
  { word: '好象', notBefore: /^(牙|征)/ },
  { word: '好像' },
  { word: '差不多', notAfter: /相$/ },
  { word: '大概', notBefore: /^(念|率|括|要)/ },
  { word: '也许' },
  { word: '似乎' },
  { word: '据说' },
  { word: '听闻' },
  { word: '传闻', notBefore: /^(不实|失实|不属实)/ },
  { word: '说不定' },
  { word: '兴许' },
  { word: '多半', notBefore: /^(数|径)/ },
  { word: '恐怕' },
  { word: '估摸' },
  { word: '八成', notBefore: /^(以上|以下|左右|的|多)/ },
]
const latin: readonly (readonly [pinyin: string, word: string])[] = [
  ['tingshuo', '听说'],
  ['keneng', '可能'],
  ['huoxu', '或许'],
  ['haoxiang', '好像'],
  ['chabuduo', '差不多'],
]
const simple: Readonly<Record<string, string>> = {
  聽: '听',
  說: '说',
  許: '许',
  據: '据',
  傳: '传',
  聞: '闻',
  興: '兴',
  概: '概',
}
/** What is put between the characters of a word so that nobody finds it. */
const between = /[\s\u00ad\u200b-\u200f\u2060\ufeff·•.*_~\-＊．｡､|/\\]/
const quoted = /“[^”]*”|「[^」]*」|『[^』]*』|"[^"]*"/g

/** The first such word of a text and where it stands; `from` and `to` count UTF-16 units of the text as it was typed. */
export function vagueIn(text: string): Found | undefined {
  const open = text.replace(quoted, (speech) => '“'.repeat(speech.length))
  const { plain, places } = bared(open)
  const found = [...wordsIn(plain), ...pinyinIn(plain)].sort((a, b) => a.at - b.at)[0]
  if (!found) return undefined
  const from = places[found.at] ?? 0,
    to = (places[found.at + found.length - 1] ?? from) + 1
  return { fact: `里有含糊的说法“${found.word}”（第 ${[...text.slice(0, from)].length + 1} 字）`, from, to }
}
interface Hit {
  readonly at: number
  readonly length: number
  readonly word: string
}
const wordsIn = (plain: string): readonly Hit[] =>
  vague.flatMap(({ word, notBefore, notAfter }) => {
    const hits: Hit[] = []
    for (let at = plain.indexOf(word); at >= 0; at = plain.indexOf(word, at + 1)) {
      const isElse = notBefore?.test(plain.slice(at + word.length)) || notAfter?.test(plain.slice(0, at))
      if (!isElse) hits.push({ at, length: word.length, word })
    }
    return hits
  })
const pinyinIn = (plain: string): readonly Hit[] =>
  latin.flatMap(([pinyin, word]) => {
    const at = plain.toLowerCase().search(new RegExp(`(?<![a-z])${pinyin}(?![a-z])`))
    return at < 0 ? [] : [{ at, length: pinyin.length, word }]
  })
/** The text without what parts its characters, each in its plain form, and where each stood. */
function bared(text: string): { readonly plain: string; readonly places: readonly number[] } {
  let plain = ''
  const places: number[] = []
  for (let at = 0; at < text.length; at++) {
    const one = text[at] ?? ''
    if (between.test(one)) continue
    const wide = one.normalize('NFKC')
    plain += (simple[wide] ?? wide).slice(0, 1)
    places.push(at)
  }
  return { plain, places }
}
/** A figure: digits, or Chinese numerals before what is counted; 一般 and 统一 are none. */
export const hasFigure = (text: string): boolean =>
  /\d/.test(text.normalize('NFKC')) ||
  /[零〇一二两三四五六七八九十百千万亿半]+(多|余)?(个|家|处|起|人|名|项|件|台|次|场|份|条|辆|吨|米|元|万元|亩|天|日|小时|月|年|户|级|成|%|％|分之)/.test(
    text,
  )
