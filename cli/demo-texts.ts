/** What a demonstration's people write: ordinary things of a ward and of a café, and nobody's story. */

export const departments = [
  '心血管内科',
  '呼吸内科',
  '消化内科',
  '神经内科',
  '普通外科',
  '骨科',
  '泌尿外科',
  '妇产科',
  '儿科',
  '急诊科',
  '重症医学科',
  '麻醉科',
]
export const functional = { 总务科: '总务科', 设备科: '设备科', 保卫科: '保卫科' }

/** Safety information: heading, kind, severity, what happened; to which functional department it is passed. */
export interface Story {
  readonly heading: 'critical' | 'risks' | 'others'
  readonly kind: 'medical' | 'nursing' | 'building' | 'equipment' | 'facility' | 'other'
  readonly severity: 'minor' | 'serious' | 'grave'
  readonly summary: string
  readonly passTo?: keyof typeof functional
}
export const stories: readonly Story[] = [
  {
    heading: 'critical',
    kind: 'medical',
    severity: 'serious',
    summary: '术后患者夜间血氧下降，已转重症监护，家属已沟通。',
  },
  {
    heading: 'others',
    kind: 'nursing',
    severity: 'minor',
    summary: '患者夜间起床时滑倒，无外伤，床旁已加防跌倒标识，加强巡视。',
  },
  {
    heading: 'others',
    kind: 'building',
    severity: 'minor',
    summary: '三病区走廊尽头天花板渗水，地面已放警示牌。',
    passTo: '总务科',
  },
  {
    heading: 'others',
    kind: 'equipment',
    severity: 'serious',
    summary: '一台输液泵报警后不能复位，已停用并换上备用泵。',
    passTo: '设备科',
  },
  {
    heading: 'others',
    kind: 'facility',
    severity: 'minor',
    summary: '治疗室一只插座松动，已断电贴封。',
    passTo: '总务科',
  },
  {
    heading: 'others',
    kind: 'nursing',
    severity: 'minor',
    summary: '留置针处轻度红肿，已拔除更换部位并观察，未见加重。',
  },
  {
    heading: 'others',
    kind: 'other',
    severity: 'minor',
    summary: '探视时间外有推销人员进入病区，已劝离。',
    passTo: '保卫科',
  },
  {
    heading: 'others',
    kind: 'nursing',
    severity: 'serious',
    summary: '双人核对时发现床头卡与腕带不符，当即更正，未造成影响。',
  },
  {
    heading: 'others',
    kind: 'equipment',
    severity: 'minor',
    summary: '心电监护仪一条导联线外皮破损，已更换。',
    passTo: '设备科',
  },
  {
    heading: 'risks',
    kind: 'medical',
    severity: 'minor',
    summary: '两名患者同姓，床头卡颜色相近，已改用不同颜色并核对。',
  },
  {
    heading: 'others',
    kind: 'building',
    severity: 'grave',
    summary: '门诊楼外墙一块瓷砖脱落，楼下通道已拉起警戒线。',
    passTo: '总务科',
  },
]
/** Quality events and unplanned acts, each with its own form. */
export const qualityEvents = [
  { what: 'medication', course: '医嘱录入时剂量单位选错，药师审方时发现并退回，未用到患者。', measures: '晨会提醒。' },
  { what: 'identity', course: '采血前核对发现腕带与申请单不符，当即更正。', measures: '重打腕带，双人核对。' },
  { what: 'device', course: '术中吸引器压力不足，换用备用机，手术未受影响。', measures: '送检，贴停用标识。' },
] as const
export const unplannedActs = [
  {
    what: 'operation',
    course: '术后二十四小时内再次手术止血一例，患者生命体征平稳。',
    measures: '重症监护，组织讨论。',
  },
  { what: 'tube', course: '夜间患者自行拔出胃管，未见出血。', measures: '重新置管，加强约束与巡视。' },
] as const
/** What a functional department or an office writes when it has dealt with something. */
export const measures = ['已到场处理，恢复正常。', '已更换并试运行。', '已组织核查，整改完成。', '已维修，复查无异常。']
export const remarks = ['夜间平稳。', '新收两人，出院三人。', '一名患者病情加重，已请会诊。', '今日手术四台，均顺利。']
export const calls = ['无安全信息，夜间平稳。', '危重一人，病情稳定，其余各项为零。', '各项为零。']
