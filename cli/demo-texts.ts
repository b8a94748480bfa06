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
  readonly heading: 'critical' | 'events' | 'batches' | 'risks' | 'others'
  readonly kind: 'medical' | 'nursing' | 'building' | 'equipment' | 'facility' | 'other'
  readonly severity: 'minor' | 'serious' | 'grave'
  readonly form?: 'none' | 'quality' | 'unplanned'
  readonly summary: string
  readonly passTo?: keyof typeof functional
}
export const stories: readonly Story[] = [
  {
    heading: 'events',
    kind: 'medical',
    severity: 'minor',
    form: 'quality',
    summary: '医嘱录入时剂量单位选错，药师审方时发现并退回，未用到患者。已在晨会上提醒。',
  },
  {
    heading: 'critical',
    kind: 'medical',
    severity: 'serious',
    summary: '术后患者夜间血氧下降，已转重症监护，家属已沟通。',
  },
  {
    heading: 'risks',
    kind: 'nursing',
    severity: 'minor',
    summary: '患者夜间起床时滑倒，无外伤，床旁已加防跌倒标识，加强巡视。',
  },
  {
    heading: 'risks',
    kind: 'building',
    severity: 'minor',
    summary: '三病区走廊尽头天花板渗水，地面已放警示牌。',
    passTo: '总务科',
  },
  {
    heading: 'risks',
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
    heading: 'events',
    kind: 'medical',
    severity: 'serious',
    form: 'unplanned',
    summary: '术后二十四小时内非计划再次手术一例，患者生命体征平稳。',
  },
  {
    heading: 'risks',
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
    heading: 'batches',
    kind: 'medical',
    severity: 'serious',
    summary: '一辆中巴车侧翻，急诊同时接诊伤者六人，均已分诊处置。',
  },
  {
    heading: 'risks',
    kind: 'nursing',
    severity: 'serious',
    summary: '双人核对时发现床头卡与腕带不符，当即更正，未造成影响。',
  },
  {
    heading: 'risks',
    kind: 'equipment',
    severity: 'minor',
    summary: '心电监护仪一条导联线外皮破损，已更换。',
    passTo: '设备科',
  },
]
export const remarks = ['夜间平稳。', '新收两人，出院三人。', '一名患者病情加重，已请会诊。', '今日手术四台，均顺利。']
export const calls = ['无安全信息，夜间平稳。', '危重一人，病情稳定，其余各项为零。', '各项为零。']
