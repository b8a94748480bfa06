/** 药品安全协查与协管信息员: who there is, and which community belongs to which street or township. */
import { policy } from '../../engine/declare/policy.ts'
import type { Look } from '../../engine/declare/words.ts'
import { of } from '../../engine/fields.ts'
import { years } from '../../engine/time.ts'

export const p = policy('drug-safety-network', '药品安全协查与协管信息员', { keep: years(5) })

export const town = p.unit('drug-town', '街道乡镇')
export const community = p.unit('drug-community', '社区村')
export const director = p.post('bureau-director', '局长')
/** Goes with the director's post; whatever the head does, the director does. */
export const groupHead = p.post('drug-group-head', '领导小组组长')
export const groupMember = p.post('drug-group-member', '领导小组成员')
export const circulation = p.post('drug-circulation', '流通股')
export const townHead = p.post('drug-town-head', '街道乡镇负责人', town)
export const coordinator = p.post('drug-coordinator', '协管员', town)
export const informant = p.post('drug-informant', '信息员', community)

/** Of a community: the street or township that it belongs to. */
export const belonging = p.matter('drug-belonging', '社区归属', { town: of(town) })
export const townOf = (unit: string, look: Pick<Look, 'row'>): string | undefined => look.row(belonging, unit)?.town
