// Many payloads: the input goes into the module's memory slice by slice, and columns come out. Where a payload ends is
// found in Rust.
import { FURTHER, LAST, isBytes, view } from "./memory.js";
import { encoder } from "./utf8.js";
import { carried } from "./written.js";

/** What is read at once, unless a payload is longer; the module keeps room for as much. */
const SLICE = 1 << 16;
/** After how much of the input, or how many rows, the columns are copied out of the module's memory, so that it stays small. */
const MUCH = 1 << 22;
const MANY = 1 << 13;

export function normalizeBatch(call, input, context) {
  const source = bytesOf(call, input, true);
  return call("together", read, source, call("begin", context), LAST);
}

/** Reads the payloads that end in these bytes, which are what was not taken before and more; the columns are in one instance. */
function read(instance, source, far, last) {
  const parts = [];
  far.errors = [];
  let size = SLICE;
  let at = 0;
  let copied = 0;
  let further = 0;
  let rest;
  do {
    const slice = source.subarray(at, at + size);
    rest = at + slice.length < source.length;
    const taken = instance.fill(slice, far, rest ? further : further | last);
    // A payload that has no end in the slice needs a longer one.
    size = taken === 0 ? size * 2 : SLICE;
    at += taken;
    further = FURTHER;
    if (!rest || at - copied > MUCH || far.rows > MANY) {
      parts.push(instance.filled(far));
      copied = at;
      further = 0;
    }
  } while (rest);
  const columns = parts[0].map((_, place) => joined(parts.map((part) => part[place])));
  return instance.batch(columns, far.errors);
}

/** Bytes, one behind the other. */
function joined(parts) {
  if (parts.length === 1) return parts[0];
  const all = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

export async function* normalizeStream(call, chunks, context, options) {
  const { signal, onProgress } = options ?? {};
  const source = iterate(call, chunks);
  // Whether it is to be closed: not where it has ended, or failed, itself.
  let open = true;
  try {
    const far = call("begin", context);
    let rows = 0;
    let errors = 0;
    // What was not taken yet, and how much of that is worth a look where no line ends.
    let kept = new Uint8Array(SLICE);
    let length = 0;
    let much = 2 * SLICE;
    do {
      open = false;
      const { value, done } = await next(source, signal);
      open = !done;
      if (open) {
        const chunk = bytesOf(call, value, false);
        if (length + chunk.length > kept.length) kept = joined([kept, new Uint8Array(length + chunk.length)]);
        kept.set(chunk, length);
        length += chunk.length;
        if (length < much && !chunk.includes(10)) continue;
      }
      const [before] = far.taken;
      const batch = call("together", read, kept.subarray(0, length), far, open ? 0 : LAST);
      const [bytes] = far.taken;
      kept.copyWithin(0, bytes - before, length);
      length -= bytes - before;
      // Room for one huge payload is not kept for those that follow.
      if (kept.length > MUCH && length <= SLICE) kept = kept.slice(0, SLICE);
      much = 2 * Math.max(length, SLICE);
      rows += batch.rows;
      errors += batch.errors.length;
      onProgress?.({ bytes, rows, errors });
      if (batch.rows + batch.errors.length > 0) yield batch;
    } while (open);
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
  return whole && typeof value === "string" ? encoder().encode(value) : call("refuse", kindOf(value));
}

const kindOf = (value) => (value === null ? "null" : typeof value);
