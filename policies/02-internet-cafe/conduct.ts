/** 第二条、第三条、第五条: what customers may not do here. No program sees it; who sees it chooses it by these words. */
import { p } from './house.ts'

export const 第二条 = p.clause('2.2', '第二条', '不得利用网吧制作、传播违法内容；顾客入座前接受守则')
/** How such a content is used. */
export const ways = {
  make: '制作',
  download: '下载',
  copy: '复制',
  read: '查阅',
  publish: '发布',
  spread: '传播',
  use: '以其他方式使用',
}
const contents = 第二条.forbids({
  constitution: '反对宪法的基本原则',
  unity: '危害国家统一、主权、领土完整',
  state: '泄露国家秘密，危害国家安全，损害国家荣誉和利益',
  ethnic: '煽动民族仇恨、民族歧视，破坏民族团结，侵害民族风俗习惯',
  religion: '破坏宗教政策，宣扬邪教、迷信',
  rumour: '造谣传谣，扰乱社会秩序，破坏社会稳定',
  obscene: '宣扬淫秽、赌博、暴力，教唆犯罪',
  insult: '侮辱、诽谤他人，侵害他人权益',
  morals: '危害社会公德、民族优秀文化传统',
  banned: '法律法规禁止的其他内容',
})

export const 第三条 = p.clause('2.3', '第三条', '不得危害网络安全')
const harms = 第三条.forbids({
  virus: '故意制作、传播病毒等破坏性程序',
  intrusion: '非法侵入信息系统，破坏其功能、数据、程序',
  harm: '法律法规禁止的其他危害网络的活动',
})

export const 第五条 = p.clause('2.5', '第五条', '不得赌博、变相赌博')
const gambling = 第五条.forbids({ gambling: '以网络游戏或其他方式赌博、变相赌博' })

/** What a finding may be: each of the acts above, or another that the law forbids. */
export const categories = { ...contents, ...harms, ...gambling, other: '其他违法行为' }
