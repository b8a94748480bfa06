/** The café itself: its policy, its posts and its places. What the rules of every clause speak of stands here. */
import { policy } from '../../engine/declare/policy.ts'

export const p = policy('internet-cafe', '网吧信息安全管理', {
  keep: { days: 60 },
  usualIn: { title: '网吧', code: 'cafe' },
  inShort: '一人一证一机，不接纳未成年人，到点打烊，记录留六十日',
})

/** Whom the law holds to account; told of what his manager has not done. */
export const owner = p.post('owner', '法定代表人')
export const cafeManager = p.post('manager', '经理')
export const frontDesk = p.post('front-desk', '前台')
export const patrol = p.post('patrol', '巡查员')
export const networkSecurity = p.post('network-security', '网络安全负责人')
/** 治安 and 消防, each with its holder, as article 12 asks. */
export const order = p.post('order', '治安负责人')
export const fire = p.post('fire', '消防负责人')
/** Of an entry that only the system makes, out of what a terminal or a clock tells it. */
export const nobody = () => []

/** Where customers come in: each has its own no-minors sign. */
export const entrance = p.unit('entrance', '入口')
