// The waveform, drawn from the server's peaks: the browser never decodes hours of sound to draw a line.

const HEADER_BYTES = 24;
const DRAWN_PEAKS = 2000;
const HEIGHT = 44;

export async function drawWaveform(bar, audio, signal) {
  const container = bar.querySelector('[data-part="drawing"]');
  const [response, { default: WaveSurfer }] = await Promise.all([
    fetch(bar.dataset.peaks, { signal }),
    import("../vendor/wavesurfer.esm.js"),
  ]);
  if (!response.ok) return; // The range input stands on a plain line then.
  const colours = () => {
    const style = getComputedStyle(bar);
    return { waveColor: style.getPropertyValue("--wave"), progressColor: style.getPropertyValue("--accent") };
  };
  const wave = WaveSurfer.create({
    container,
    media: audio,
    peaks: [readPeaks(await response.arrayBuffer())],
    duration: Number(bar.dataset.duration) / 1000,
    height: HEIGHT,
    barWidth: 2,
    barGap: 1,
    cursorWidth: 0,
    interact: false,
    normalize: true,
    hideScrollbar: true,
    cspNonce: document.querySelector("script[nonce]").nonce,
    ...colours(),
  });
  bar.classList.add("has-wave");
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => wave.setOptions(colours()), { signal });
  signal.addEventListener("abort", () => wave.destroy());
}

/** Return at most DRAWN_PEAKS heights, 0…1, of audiowaveform's .dat, version 2: 24 bytes of head, then pairs. */
export function readPeaks(buffer) {
  const view = new DataView(buffer);
  const [version, flags, length, channels] = [0, 4, 16, 20].map((offset) => view.getUint32(offset, true));
  if (version !== 2) throw new Error(`The waveform is of version ${version}, not 2`);
  const is8Bit = (flags & 1) === 1;
  const read = is8Bit
    ? (index) => view.getInt8(HEADER_BYTES + index) / 128
    : (index) => view.getInt16(HEADER_BYTES + 2 * index, true) / 32768;
  const count = Math.min(length, DRAWN_PEAKS);
  const peaks = new Float32Array(count);
  const stride = 2 * channels;
  for (let pixel = 0; pixel < length; pixel += 1) {
    const place = Math.floor((pixel * count) / length);
    for (let value = 0; value < stride; value += 1) {
      peaks[place] = Math.max(peaks[place], Math.abs(read(pixel * stride + value)));
    }
  }
  return peaks;
}
