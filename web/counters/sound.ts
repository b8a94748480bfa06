/** Two sounds of the counter: short and high for accepted, lower and double for refused. Silent where there is none. */
let context: AudioContext | undefined

function tone(at: number, frequencyHz: number, seconds: number, kind: OscillatorType): void {
  if (!context) return
  const oscillator = context.createOscillator()
  const volume = context.createGain()
  oscillator.type = kind
  oscillator.frequency.value = frequencyHz
  volume.gain.setValueAtTime(0.12, at)
  volume.gain.exponentialRampToValueAtTime(0.001, at + seconds)
  oscillator.connect(volume).connect(context.destination)
  oscillator.start(at)
  oscillator.stop(at + seconds)
}

export function sound(of: 'accepted' | 'refused'): void {
  if (!('AudioContext' in globalThis)) return
  context ??= new AudioContext()
  void context.resume()
  const now = context.currentTime
  if (of === 'accepted') tone(now, 1_320, 0.07, 'sine')
  else {
    tone(now, 330, 0.16, 'square')
    tone(now + 0.2, 220, 0.24, 'square')
  }
}
