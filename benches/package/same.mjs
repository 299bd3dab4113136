/** Where two values of plain data differ; nothing where they do not. In every engine, so without node's assert. */
export function difference(a, b, path = "") {
  if (Object.is(a, b)) return undefined;
  const isData = (value) => typeof value === "object" && value !== null;
  if (!isData(a) || !isData(b) || Array.isArray(a) !== Array.isArray(b)) {
    return `${path || "it"}: ${JSON.stringify(a)} and ${JSON.stringify(b)}`;
  }
  for (const key of new Set([...Object.keys(a), ...Object.keys(b)])) {
    if (!(Object.hasOwn(a, key) && Object.hasOwn(b, key))) return `${path}.${key}: only one has it`;
    const found = difference(a[key], b[key], `${path}.${key}`);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Throws where two values differ. */
export function same(a, b, what) {
  const found = difference(a, b);
  if (found !== undefined) throw new Error(`${what}: not the same: ${found}`);
}
