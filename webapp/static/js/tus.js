// Sends a file in pieces by tus 1.0: what the newsroom has answered for is there for good, and it is gone on from there.

const FIRST_PIECE_BYTES = 512 * 1024;
const LEAST_PIECE_BYTES = 128 * 1024;
const MOST_PIECE_BYTES = 8 * 1024 * 1024;
const PIECE_MS = 3_000;
const SPEAKS = { "Tus-Resumable": "1.0.0" };
const AGAIN = new Set([409, 423, 460]);

/** The newsroom does not take it; the text says why. */
export class Refused extends Error {
  constructor(status, text) {
    super(text);
    this.status = status;
  }
}

/** The newsroom cannot be reached, or is in trouble: the same later may do. */
export class Broken extends Error {}

/**
 * Make room for a file.
 *
 * @param place where files are begun. @param token against requests of other sites
 * @return where its pieces go
 */
export async function begin(file, place, token, signal) {
  const told = { filename: file.name, modified: String(file.lastModified) };
  const metadata = Object.entries(told).map(([key, value]) => `${key} ${base64(new TextEncoder().encode(value))}`);
  const headers = { ...SPEAKS, "X-CSRFToken": token, "Upload-Length": String(file.size), "Upload-Metadata": metadata.join(",") };
  return (await ask("POST", place, headers, signal)).headers.get("Location");
}

/** Remove what came of a file. */
export async function end(address, token) {
  await ask("DELETE", address, { ...SPEAKS, "X-CSRFToken": token });
}

/**
 * Send what is missing of a file.
 *
 * @param told is called with how many bytes have gone out
 */
export async function send(file, address, token, signal, told) {
  let offset = await arrived(address, signal);
  let size = FIRST_PIECE_BYTES;
  while (offset < file.size) {
    told(offset);
    const piece = file.slice(offset, offset + size);
    const begun = performance.now();
    const headers = { ...SPEAKS, "X-CSRFToken": token, "Upload-Offset": String(offset), ...(await checksum(piece)) };
    const start = offset;
    const status = await patch(address, headers, piece, signal, (sent) => told(start + sent));
    // Another window sends it too, or a piece was damaged on its way: what is there says where to go on.
    offset = AGAIN.has(status) ? await arrived(address, signal) : start + piece.size;
    // A piece is what a broken line costs: on a slow one it is small.
    const fitting = (piece.size * PIECE_MS) / Math.max(performance.now() - begun, 1);
    size = Math.round(Math.min(Math.max(fitting, LEAST_PIECE_BYTES), 2 * size, MOST_PIECE_BYTES));
  }
  told(file.size);
}

/** Return how much of a file is there for good. */
export async function arrived(address, signal) {
  const answer = await ask("HEAD", address, SPEAKS, signal);
  return Number(answer.headers.get("Upload-Offset"));
}

async function ask(method, address, headers, signal) {
  let answer;
  try {
    answer = await fetch(address, { method, headers, signal, redirect: "manual", cache: "no-store" });
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new Broken(error.message);
  }
  // Whoever is not signed in is sent to the sign-in page.
  if (answer.type === "opaqueredirect") throw new Refused(401, "");
  if (!answer.ok) throw fault(answer.status, answer.headers.get("Content-Type"), await answer.text());
  return answer;
}

/** fetch does not tell how much of a body has gone out. */
function patch(address, headers, piece, signal, told) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    const abort = () => request.abort();
    signal.addEventListener("abort", abort, { once: true });
    request.open("PATCH", address);
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
    request.setRequestHeader("Content-Type", "application/offset+octet-stream");
    request.upload.onprogress = (event) => told(event.loaded);
    request.onabort = () => reject(new DOMException("paused", "AbortError"));
    request.onerror = () => reject(new Broken("the line broke"));
    request.onload = () => {
      if (request.status === 204 || AGAIN.has(request.status)) resolve(request.status);
      else reject(fault(request.status, request.getResponseHeader("Content-Type"), request.responseText));
    };
    request.onloadend = () => signal.removeEventListener("abort", abort);
    request.send(piece);
  });
}

/** A sentence comes as plain text; a page that says the same is not shown. */
function fault(status, kind, text) {
  return status >= 500 && status !== 507 ? new Broken() : new Refused(status, kind?.startsWith("text/plain") ? text : "");
}

/** What the piece must come to; a browser hashes only where the line is safe or the newsroom is this machine. */
async function checksum(piece) {
  if (!crypto.subtle) return {};
  const digest = await crypto.subtle.digest("SHA-256", await piece.arrayBuffer());
  return { "Upload-Checksum": `sha256 ${base64(new Uint8Array(digest))}` };
}

function base64(bytes) {
  return btoa(String.fromCharCode(...bytes));
}
