// The short way across the boundary, this end of it: see src/wasm/packed.rs, which writes what is read here, number by
// number. It answers `undefined` for whatever is rare; the facade then takes the ordinary way.

const MAX_TEXT = 1 << 16;
const WORD = 1;
const PARSED = 2;

/** For one instance of the module: a function that gives an order, or nothing. */
export function createPacked(glue, memory) {
  const legend = glue.legend();
  const codes = new Map();
  for (const name of ["provider", "direction", "kind", "trust"]) {
    codes.set(name, new Map(legend[name].map((word, place) => [word, place + 1])));
  }
  const encoder = new TextEncoder();
  const decoder = new TextDecoder();
  // Views of the memory, made anew when it has grown and the old ones are empty.
  let bytes = new Uint8Array(0);
  let numbers;
  let floats;
  // Where this order is read.
  let next;
  let text;
  let at;

  function views() {
    if (bytes.length !== 0) return;
    bytes = new Uint8Array(memory.buffer);
    numbers = new Uint32Array(memory.buffer);
    floats = new Float32Array(memory.buffer);
  }

  /** The context in numbers; nothing where it is not an ordinary one. */
  let known;
  let how;
  function encode(context) {
    known = 0;
    how = 0;
    if (context === undefined || context === null) return true;
    if (typeof context !== "object" || Object.getPrototypeOf(context) !== Object.prototype) return false;
    for (const key in context) {
      const value = context[key];
      if (value === undefined || value === null) continue;
      if (key === "acceptTest" || key === "custodial") {
        if (typeof value !== "boolean") return false;
        if (value) how |= key === "custodial" ? 8 : 4;
        continue;
      }
      const code = codes.get(key)?.get(value);
      if (code === undefined) return false;
      known |= code << SHIFTS[key];
    }
    return true;
  }

  /** Writes text into the memory; the length in bytes, or nothing where it is too long. */
  function write(string) {
    if (string.length > MAX_TEXT / 3) return undefined;
    const place = glue.room(string.length * 3);
    views();
    return encoder.encodeInto(string, bytes.subarray(place, place + string.length * 3)).written;
  }

  function run(length) {
    const place = length === undefined ? 0 : glue.pack(length, known, how);
    if (place === 0) return undefined;
    views();
    next = place >>> 2;
    at = 0;
    const start = numbers[next++];
    text = decoder.decode(bytes.subarray(start, start + numbers[next++]));
    return numbers[next++];
  }

  /** The only order; how many there are otherwise is for the ordinary way to say. */
  function normalize(payload, context) {
    return read(payload, context) === 1 ? order() : undefined;
  }

  function normalizeAll(payload, context) {
    const count = read(payload, context);
    return count === undefined ? undefined : Array.from({ length: count }, order);
  }

  /** Reads a payload; how many orders there are to be fetched, or nothing. */
  function read(payload, context) {
    if (!attempt(encode, context)) return undefined;
    if (typeof payload === "string") return run(write(payload));
    if (ArrayBuffer.isView(payload)) {
      if (tagOf.call(payload) !== "Uint8Array") return undefined;
      // Not the member, which a subclass can make say less than is then copied.
      const length = lengthOf.call(payload);
      const place = glue.room(length);
      if (place === 0) return undefined;
      views();
      bytes.set(payload, place);
      return run(length);
    }
    const written = attempt(writtenOut, payload);
    how |= PARSED;
    return written === undefined ? undefined : run(write(written));
  }

  function normalizeWord(provider, word, context) {
    const direction = typeof context === "string";
    if (typeof word !== "string" || !attempt(encode, direction ? { direction: context } : context)) return undefined;
    const code = codes.get("provider").get(provider);
    if (code === undefined) return undefined;
    known = (known & ~0xff) | code;
    how |= WORD;
    return run(write(word)) === 1 ? order() : undefined;
  }

  const said = () => {
    const length = numbers[next++];
    return length === 0 ? null : text.slice(at, (at += length));
  };
  const amount = () => {
    const value = said();
    return value === null ? null : { value, currency: said(), network: said() };
  };
  const word = (list) => {
    const code = numbers[next++];
    return code === 0 ? null : list[code - 1];
  };

  // What is the same in many orders: pages by their place in the memory, the rest by its number.
  const pages = new Map();
  const progresses = new Map();
  const steps = new Map();

  function page(place, length) {
    let known = pages.get(place);
    if (known === undefined) {
      known = decoder.decode(bytes.subarray(place, place + length));
      pages.set(place, known);
    }
    return known;
  }

  function progress(code) {
    if (code === 0) return null;
    let known = progresses.get(code);
    if (known === undefined) {
      known = Object.freeze({ stage: legend.stage[(code & 0xff) - 1], step: (code >> 8) & 0xff, of: code >> 16 });
      progresses.set(code, known);
    }
    return known;
  }

  function step(code, given) {
    return {
      kind: legend.action[code & 0xff],
      audience: legend.audience[(code >> 8) & 0xff],
      blocking: ((code >> 24) & 1) === 1,
      when: legend.when[((code >> 16) & 0xff) - 1] ?? null,
      url: given ? said() : null,
      address: given ? said() : null,
      amount: given ? amount() : null,
      deadline: given ? said() : null,
    };
  }

  function action() {
    const code = numbers[next++];
    if (code >>> 31 === 1) return step(code, true);
    let known = steps.get(code);
    if (known === undefined) {
      known = Object.freeze(step(code, false));
      steps.set(code, known);
    }
    return known;
  }

  function order() {
    const docs = page(numbers[next++], numbers[next++]);
    const provider = legend.provider[numbers[next++]];
    const direction = word(legend.direction);
    const kind = legend.kind[numbers[next++]];
    const trust = legend.trust[numbers[next++]];
    const status = legend.status[numbers[next++]];
    const reason = word(legend.reason);
    const money = legend.money[numbers[next++]];
    const moneyBasis = word(legend.basis);
    const environment = legend.environment[numbers[next++]];
    const fulfilment = legend.fulfilment[numbers[next++]];
    const actor = legend.actor[numbers[next++]];
    const finality = legend.finality[numbers[next++]];
    const tone = legend.tone[numbers[next++]];
    const way = progress(numbers[next++]);
    const stop = numbers[next++] === 1;
    const afterMs = numbers[next++];
    const backoff = floats[next++];
    const capMs = numbers[next++];
    const basis = word(legend.rule);
    const isKnown = numbers[next++] === 1;
    const id = said();
    const reference = said();
    const providersWord = said();
    const event = said();
    const detail = said();
    const txHash = said();
    const links = { checkout: said(), status: said(), transaction: said() };
    const rule = said();
    const times = { created: said(), updated: said(), paid: said(), completed: said() };
    const reopenableUntil = said();
    const expiresAt = said();
    const giveUpAt = said();
    const amounts = { expected: amount(), paid: amount(), received: amount() };
    const warnings = [];
    for (let left = numbers[next++]; left > 0; left--) warnings.push(legend.warning[numbers[next++]]);
    const actions = [];
    for (let left = numbers[next++]; left > 0; left--) actions.push(action());
    return {
      provider,
      direction,
      kind,
      trust,
      id,
      reference,
      word: providersWord,
      event,
      status,
      reason,
      detail,
      money,
      moneyBasis,
      environment,
      fulfilment,
      actor,
      finality,
      reopenableUntil,
      progress: way,
      tone,
      actions,
      poll: { stop, afterMs: stop ? null : afterMs, backoff, capMs: stop ? null : capMs, giveUpAt },
      expiresAt,
      slow: null,
      times,
      amounts,
      txHash,
      links,
      rule: { id: rule, basis, docs, known: isKnown, warnings },
    };
  }

  return { normalize, normalizeAll, normalizeWord };
}

const SHIFTS = { provider: 0, direction: 8, kind: 16, trust: 24 };

const BYTES = Object.getPrototypeOf(Uint8Array.prototype);
const lengthOf = Object.getOwnPropertyDescriptor(BYTES, "length").get;
const tagOf = Object.getOwnPropertyDescriptor(BYTES, Symbol.toStringTag).get;

/** What a function gives that reads what is not ours; nothing where that throws. */
function attempt(read, value) {
  try {
    return read(value);
  } catch {
    return undefined;
  }
}

/** A plain object as JSON; nothing where it is another thing, or where it cannot be written so. */
function writtenOut(payload) {
  if (typeof payload !== "object" || payload === null) return undefined;
  if (!Array.isArray(payload) && Object.getPrototypeOf(payload) !== Object.prototype) return undefined;
  return JSON.stringify(payload);
}
