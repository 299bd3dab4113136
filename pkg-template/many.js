// Many payloads: parts of them go into the module's memory one after the other, and columns come out. Where a payload
// ends is found in Rust.
import { FURTHER, LAST, isBytes, view } from "./memory.js";
import { carried } from "./written.js";

/** What is read at once; the module keeps room for as much. */
const PART = 1 << 16;
/** After how much of the input the columns are copied out of the module's memory, so that it stays small. */
const MUCH = 1 << 20;

/** How far an input is read. */
const begin = () => ({ position: 0, lines: 0, seen: 0, state: 0, rows: 0, errors: [] });

export function normalizeBatch(call, input, context) {
  const source = bytesOf(call, input, true);
  const fixed = call("fixed", context);
  const far = begin();
  const parts = [];
  let size = PART;
  let copied = 0;
  let end;
  let bits = 0;
  do {
    const from = far.position;
    end = Math.min(from + size, source.length);
    call("fill", source.subarray(from, end), fixed, far, end === source.length ? bits | LAST : bits);
    // A payload that did not end needs more at once.
    size = far.position === from ? size * 2 : PART;
    bits = FURTHER;
    if (far.position - copied >= MUCH || end === source.length) {
      parts.push(call("batch", far));
      copied = far.position;
      bits = 0;
    }
  } while (end < source.length);
  return joined(parts);
}

/** Batches as one. */
function joined(parts) {
  const [first] = parts;
  if (parts.length === 1) return first;
  const rows = parts.reduce((sum, part) => sum + part.rows, 0);
  const column = (of) => {
    const all = new (of(first).constructor)(rows);
    let at = 0;
    for (const part of parts) {
      all.set(of(part), at);
      at += part.rows;
    }
    return all;
  };
  const named = (columns, join) => Object.fromEntries(Object.keys(columns).map((name) => [name, join(name)]));
  return {
    rows,
    lines: column(({ lines }) => lines),
    columns: named(first.columns, (name) => column(({ columns }) => columns[name])),
    legends: first.legends,
    warnings: column(({ warnings }) => warnings),
    times: named(first.times, (name) => column(({ times }) => times[name])),
    texts: named(first.texts, (name) => {
      const offsets = new Uint32Array(rows + 1);
      let text = "";
      let at = 0;
      for (const { rows, texts } of parts) {
        const part = texts[name];
        for (let row = 0; row <= rows; row++) offsets[at + row] = text.length + part.offsets[row];
        at += rows;
        text += part.text;
      }
      return { text, offsets };
    }),
    errors: parts.flatMap(({ errors }) => errors),
  };
}

export async function* normalizeStream(call, chunks, context, options) {
  const { signal, onProgress } = options ?? {};
  const source = iterate(call, chunks);
  // Whether it is to be closed: not where it has ended, or failed, itself.
  let open = true;
  try {
    const fixed = call("fixed", context);
    const far = begin();
    let rows = 0;
    let errors = 0;
    // What was not read yet.
    let kept = new Uint8Array(2 * PART);
    let length = 0;
    const read = (bits) => {
      const from = far.position;
      call("fill", kept.subarray(0, length), fixed, far, bits);
      const batch = call("batch", far);
      const taken = far.position - from;
      kept.copyWithin(0, taken, length);
      length -= taken;
      rows += batch.rows;
      errors += batch.errors.length;
      onProgress?.({ bytes: far.position, rows, errors });
      return batch;
    };
    const says = (batch) => batch.rows > 0 || batch.errors.length > 0;

    for (;;) {
      open = false;
      const { value, done } = await next(source, signal);
      if (done) break;
      open = true;
      const chunk = bytesOf(call, value, false);
      for (let at = 0; at < chunk.length; ) {
        const part = chunk.subarray(at, at + kept.length - length);
        kept.set(part, length);
        length += part.length;
        at += part.length;
        // Without the break of a line there is rarely anything that has ended.
        if (length < kept.length && !part.includes(10)) continue;
        const batch = read(0);
        if (says(batch)) yield batch;
        if (length === kept.length) {
          const larger = new Uint8Array(2 * length);
          larger.set(kept);
          kept = larger;
        }
      }
    }
    const batch = read(LAST);
    if (says(batch)) yield batch;
  } finally {
    // One that is waited for closes when its next chunk has come, which may be never.
    if (signal?.aborted) Promise.resolve(source.return?.()).catch(() => {});
    else if (open) await source.return?.();
  }
}

/** Whatever gives chunks, step by step. */
function iterate(call, chunks) {
  const begin = chunks?.[Symbol.asyncIterator] ?? chunks?.[Symbol.iterator];
  if (typeof begin === "function") return begin.call(chunks);
  if (typeof chunks?.getReader !== "function") return call("refuse", kindOf(chunks));
  // A stream of the web where such cannot be iterated over.
  const reader = chunks.getReader();
  return { next: () => reader.read(), return: () => reader.cancel() };
}

/** The next chunk; or the reason for which the signal says that no more are wanted, as soon as it does. */
function next(source, signal) {
  if (!signal) return source.next();
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason);
    if (signal.aborted) return abort();
    const chunk = Promise.resolve(source.next());
    signal.addEventListener("abort", abort);
    chunk.finally(() => signal.removeEventListener("abort", abort)).then(resolve, reject);
  });
}

/** The bytes of what was passed for such; of a text too, where that is whole. */
function bytesOf(call, value, whole) {
  if (isBytes(value)) return view(value);
  const { source, refused } = carried(value);
  if (refused) return call("refuse", source);
  if (typeof source !== "string") return source;
  return whole && typeof value === "string" ? new TextEncoder().encode(value) : call("refuse", kindOf(value));
}

const kindOf = (value) => (value === null ? "null" : typeof value);
