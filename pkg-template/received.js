// What callers received, as parts that can be written into the module's memory. Any touch of it may run code of theirs, which
// may throw, or call this package.
import { isBytes, view } from "./memory.js";

/** The parts of a request: what it concerns, the body, so many secrets, and the headers that are asked for. */
export function parts(provider, { method, url, headers, body }, secrets, wanted) {
  const bytes = typeof body === "string" ? body : bytesOf(body);
  return [text(provider), text(method), text(url), bytes, ...secrets, ...headersOf(headers, wanted)];
}

/** Secrets, each text or bytes; one that is not there is empty. */
export function secretsOf(secret) {
  const all = Array.isArray(secret) ? secret : [secret];
  return all.map((one) => (typeof one === "string" ? one : one === undefined || one === null ? "" : bytesOf(one)));
}

/** Names and values of those that are asked for, of a `Headers` or a plain object, in which a value may be a list. */
function headersOf(headers, wanted) {
  const all =
    typeof headers.get === "function" ? wanted.map((name) => [name, headers.get(name)]) : Object.entries(headers);
  const found = [];
  for (const [name, value] of all) {
    if (value === undefined || value === null || !wanted.includes(name.toLowerCase())) continue;
    for (const one of Array.isArray(value) ? value : [value]) found.push(name, text(one));
  }
  return found;
}

/** A text, and nothing else. */
export function text(value) {
  if (typeof value !== "string") throw new TypeError("not a string");
  return value;
}

function bytesOf(value) {
  if (isBytes(value)) return view(value);
  if (!/^\[object (Uint8Array|ArrayBuffer)\]$/.test(Object.prototype.toString.call(value))) throw new TypeError("not bytes");
  return new Uint8Array(value);
}

/** The most bytes that parts can take. */
export const room = (all) => all.reduce((sum, part) => sum + 4 + (typeof part === "string" ? part.length * 3 : part.length), 4);

/** Writes parts: how many, how long each of them is, and all of them; how many bytes it is. */
export function put(all, bytes, encoder) {
  const number = (at, value) => {
    for (let shift = 0; shift < 32; shift += 8) bytes[at++] = value >>> shift;
  };
  number(0, all.length);
  let end = 4 + 4 * all.length;
  all.forEach((part, place) => {
    const start = end;
    if (typeof part === "string") {
      end += encoder.encodeInto(part, bytes.subarray(start)).written;
    } else {
      bytes.set(part, start);
      end += part.length;
    }
    number(4 + 4 * place, end - start);
  });
  return end;
}
