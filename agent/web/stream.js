// Cuts a multipart/x-mixed-replace response into its JPEG pictures.

const HEADER_END = [13, 10, 13, 10];

function findHeaderEnd(bytes) {
  for (let at = bytes.indexOf(13); at >= 0; at = bytes.indexOf(13, at + 1)) {
    if (HEADER_END.every((byte, i) => bytes[at + i] === byte)) {
      return at + HEADER_END.length;
    }
  }
  return -1;
}

/// The first whole part at the start of `bytes`: its body and where the rest begins.
function firstPart(bytes) {
  const start = findHeaderEnd(bytes);
  if (start < 0) {
    return null;
  }
  const header = new TextDecoder().decode(bytes.subarray(0, start));
  const length = Number(/content-length:\s*(\d+)/i.exec(header)?.[1] ?? 0);
  return bytes.length < start + length
    ? null : { body: bytes.slice(start, start + length), end: start + length };
}

function join(a, b) {
  const out = new Uint8Array(a.length + b.length);
  out.set(a);
  out.set(b, a.length);
  return out;
}

/// Yields the newest picture that has arrived; older ones are dropped where drawing is slower.
export async function* pictures(response) {
  const reader = response.body.getReader();
  let bytes = new Uint8Array(0);
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) {
        return;
      }
      bytes = join(bytes, value);
      let newest = null;
      for (let part = firstPart(bytes); part; part = firstPart(bytes)) {
        newest = part.body.length > 0 ? part.body : newest;
        bytes = bytes.subarray(part.end);
      }
      if (newest) {
        yield newest;
      }
    }
  } finally {
    reader.cancel().catch(() => {});  // it may have been aborted already
  }
}
