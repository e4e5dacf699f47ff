/** The sound of an alarm: two soft tones, made here, so that nothing has to be loaded. */

/** Of each tone: when it begins and how high it is, in seconds and hertz. */
const TONES = [
  [0, 587],
  [0.22, 784],
] as const;
const LASTS = 0.5;
const LOUD = 0.18;

let context: AudioContext | null = null;

/** Sounds once. A page that nobody has touched since it was loaded may not sound; browsers keep it silent until then. */
export function chime(): void {
  context ??= new AudioContext();
  if (context.state === "suspended") void context.resume();
  for (const [begins, pitch] of TONES) tone(context, context.currentTime + begins, pitch);
}

function tone(audio: AudioContext, at: number, pitch: number): void {
  const oscillator = audio.createOscillator();
  const volume = audio.createGain();
  oscillator.frequency.value = pitch;
  volume.gain.setValueAtTime(0, at);
  volume.gain.linearRampToValueAtTime(LOUD, at + 0.02);
  volume.gain.exponentialRampToValueAtTime(0.001, at + LASTS);
  oscillator.connect(volume).connect(audio.destination);
  oscillator.start(at);
  oscillator.stop(at + LASTS);
}
