// How a source is called where there is little room.

/// `name` is short, `detail` is the whole of it (the agent has masked what is secret).
export function describeSource(source) {
  if (source.startsWith("scene:")) {
    return { name: `${source.slice("scene:".length)} scene`, detail: source };
  }
  const [, rest = source] = source.split("://");
  const segments = rest.split(/[?#]/)[0].split("/").filter(Boolean);
  const last = segments.at(-1)?.replace(/^.*@/, "") ?? source;
  let name = last;
  try {
    name = decodeURIComponent(last);
  } catch {
    // not percent-encoded after all
  }
  return { name, detail: source };
}
