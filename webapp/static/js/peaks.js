// The server's peaks: the browser never decodes hours of sound to draw a line.

const HEADER_BYTES = 24;
const KEPT_PEAKS = 2000;

/**
 * Return at most KEPT_PEAKS heights, 0…1, of audiowaveform's .dat, version 2: 24 bytes of head, then pairs of
 * 8 or 16 bits for each channel.
 */
export function readPeaks(buffer) {
  const view = new DataView(buffer);
  const [version, flags, length, channels] = [0, 4, 16, 20].map((offset) => view.getUint32(offset, true));
  if (version !== 2) throw new Error(`The waveform is of version ${version}, not 2`);
  const is8Bit = (flags & 1) === 1;
  const values = is8Bit ? new Int8Array(buffer, HEADER_BYTES) : new Int16Array(buffer, HEADER_BYTES);
  const loudest = is8Bit ? 128 : 32768;
  const count = Math.min(length, KEPT_PEAKS);
  const peaks = new Float32Array(count);
  const stride = 2 * channels;
  for (let pixel = 0; pixel < length; pixel += 1) {
    const place = Math.floor((pixel * count) / length);
    for (let value = pixel * stride; value < (pixel + 1) * stride; value += 1) {
      peaks[place] = Math.max(peaks[place], Math.abs(values[value]) / loudest);
    }
  }
  return peaks;
}
