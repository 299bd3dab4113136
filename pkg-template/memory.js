// The boundary, this end of it: what is written into the module's memory, and what is read out of it. src/wasm.rs and
// src/wasm/answer.rs are the other end: what is written there is read here, number by number.
import { OrderstateError } from "./error.js";
import { attempt, carried, dated, written } from "./written.js";

/** How an input is to be read. */
const WORD = 1;
const OBJECT = 2;
const REFUSED = 4;
const MANY = 8;
const CONTEXT = 16;
const TEST = 32;
const CUSTODIAL = 64;
const PLACES = 128;
export const LAST = 256;
export const FURTHER = 512;

/** What an answer says instead of how many there are, where an error follows. */
const FAILED = 0xffffffff;

/** The functions of one instance of the module. */
export function open(exports) {
  const encoder = new TextEncoder();
  // A byte-order mark in a text is one of its characters.
  const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  // Views of the memory, made anew when it has grown and the old ones are empty.
  let bytes = new Uint8Array(0);
  let numbers;
  let floats;
  // Where this answer is read.
  let next;
  let text;
  let at;

  function views() {
    if (bytes.length !== 0) return;
    const { buffer } = exports.memory;
    bytes = new Uint8Array(buffer);
    numbers = new Uint32Array(buffer);
    floats = new Float32Array(buffer);
  }

  /** Writes text or bytes into the memory; how many bytes they are there. */
  function write(source) {
    if (typeof source !== "string") {
      // Not the member, which a subclass can make say less than is then copied.
      const length = lengthOf.call(source);
      const place = exports.room(length) >>> 0;
      views();
      bytes.set(source, place);
      return length;
    }
    const most = source.length * 3;
    const place = exports.room(most) >>> 0;
    views();
    return encoder.encodeInto(source, bytes.subarray(place, place + most)).written;
  }

  /** The places that are looked for in an object: what is below each, by its key. Fetched for the first object. */
  let tree;
  function places() {
    const count = answer(exports.places());
    const keys = text.split("\n");
    const above = [];
    for (let spot = 0; spot < count; spot++) {
      const code = numbers[next++];
      const depth = code & 255;
      const here = { spot, below: new Map(), element: false };
      above[depth] = here;
      if (depth > 0) above[depth - 1].below.set(keys[code >>> 8], here);
    }
    const element = keys[numbers[next]];
    const mark = (here) => {
      here.element = here.below.delete(element);
      here.below.forEach(mark);
    };
    mark(above[0]);
    cells = new Uint32Array(1 + 2 * count);
    return above[0];
  }

  // What was found in an object: how many places; for each its number and kind, and how long its text is; and the texts.
  let cells;
  let end = 0;
  let texts;

  function put(spot, kind, value) {
    cells[end++] = spot | (kind << 16);
    cells[end++] = value.length;
    texts += value;
    return true;
  }

  /** Finds what is looked for in a value; whether JSON would take it as it is, and it is no list of orders. */
  function find(value, here) {
    const { spot } = here;
    switch (typeof value) {
      case "string":
        return put(spot, 3, value);
      case "boolean":
        return put(spot, 1, String(value));
      case "number":
        return Number.isFinite(value) ? put(spot, 2, String(value)) : put(spot, 0, "");
      case "undefined":
        return true;
      case "object":
        break;
      default:
        return false;
    }
    if (value === null) return put(spot, 0, "");
    const list = Array.isArray(value);
    if ((list ? here.element : !isPlain(value)) || "toJSON" in value) return false;
    put(spot, list ? 4 : 5, "");
    const { below } = here;
    if (below.size === 0) return true;
    const keys = list ? LISTED : Object.keys(value);
    for (let at = 0; at < keys.length; at++) {
      const inner = below.get(keys[at]);
      if (inner !== undefined && !find(value[keys[at]], inner)) return false;
    }
    return true;
  }

  /** Writes what is found in an object; how many bytes it is there, or nothing where it is to be written as JSON. */
  function place(payload) {
    // What is being found when a getter calls this package is not to be mixed up.
    if (end !== 0) return undefined;
    tree ??= places();
    texts = "";
    end = 1;
    try {
      if (!isPlain(payload) || !find(payload, tree)) return undefined;
      const head = 4 * end;
      const most = texts.length * 3;
      const start = exports.room(head + most) >>> 0;
      // So it is; the allocator does not promise it.
      if (start % 4 !== 0) return undefined;
      views();
      cells[0] = (end - 1) / 2;
      for (let at = 0; at < end; at++) numbers[start / 4 + at] = cells[at];
      return head + encoder.encodeInto(texts, bytes.subarray(start + head, start + head + most)).written;
    } finally {
      end = 0;
    }
  }

  /** Begins to read an answer; how many there are of what was asked for. */
  function answer(place) {
    views();
    next = place >>> 2;
    at = 0;
    const start = numbers[next++];
    text = decoder.decode(bytes.subarray(start, start + numbers[next++]));
    const count = numbers[next++];
    if (count !== FAILED) return count;
    throw new OrderstateError(complaint());
  }

  function complaint() {
    const code = ERROR[numbers[next++]];
    const offset = numbers[next++];
    return {
      code,
      message: said(),
      remedy: said(),
      offset: offset === 0 ? null : offset - 1,
      providers: many(provider),
    };
  }

  answer(exports.legend());
  const [[version, bytesLimit], PROVIDER, ERROR, DIRECTION, KIND, TRUST, STATUS, REASON, MONEY, BASIS, ENVIRONMENT,
    FULFILMENT, ACTOR, FINALITY, TONE, STAGE, RULE, WARNING, ACTION, AUDIENCE, WHEN, PROBLEM, POLICY] =
    text.split("\n").map((line) => line.trim().split(" "));
  const LIMIT = Number(bytesLimit);

  /** What words in a context are in numbers: a byte of `known`, or a bit of `how`. */
  const bytewise = (words, shift) => new Map(words.map((word, place) => [word, { known: (place + 1) << shift, how: 0, now: NaN }]));
  const bitwise = (bit) => new Map([[false, { known: 0, how: 0 }], [true, { known: 0, how: bit }]]);
  const PROVIDERS = bytewise(PROVIDER, 0);
  const DIRECTIONS = bytewise(DIRECTION, 8);
  const NOTHING = { known: 0, how: 0, now: NaN };
  const MEMBERS = new Map([
    ["provider", PROVIDERS],
    ["direction", DIRECTIONS],
    ["kind", bytewise(KIND, 16)],
    ["trust", bytewise(TRUST, 24)],
    ["acceptTest", bitwise(TEST)],
    ["custodial", bitwise(CUSTODIAL)],
  ]);

  /** A context in numbers; nothing where it is one that they cannot say. */
  function inNumbers(context) {
    let known = 0;
    let how = 0;
    let now = NaN;
    if (context === undefined || context === null) return NOTHING;
    if (typeof context !== "object" || Object.getPrototypeOf(context) !== Object.prototype) return undefined;
    for (const key in context) {
      const value = context[key];
      if (key === "now") {
        now = value instanceof Date ? getTime.call(value) : typeof value === "number" ? value : NaN;
        if (Number.isNaN(now)) return undefined;
        continue;
      }
      const code = MEMBERS.get(key)?.get(value);
      if (code === undefined) return undefined;
      known |= code.known;
      how |= code.how;
    }
    return { known, how, now };
  }

  /** Reads a payload; how many orders there are to be fetched. */
  function read(payload, context, how) {
    // All that may run code of others comes first: such code may call this package, which has one memory.
    const plain = attempt(inNumbers, context);
    if (plain !== undefined && typeof payload === "object") {
      const length = attempt(place, payload);
      if (length !== undefined) {
        return answer(exports.normalize(length, plain.known, plain.how | how | PLACES, plain.now));
      }
    }
    const { source, object, refused } = isBytes(payload) ? { source: payload } : carried(payload);
    const passed = plain === undefined ? written([null, null, context]) : "";
    if (object) how |= OBJECT;
    if (refused) how |= REFUSED;
    if (plain !== undefined) return run(source, LIMIT, plain.known, plain.how | how, plain.now);
    return run(source, exports.context(write(passed)), 0, how | CONTEXT, NaN);
  }

  /** What is too large is not written: it is enough to say how large it is. */
  function run(source, limit, known, how, now) {
    const length = typeof source === "string" ? source.length : lengthOf.call(source);
    return answer(exports.normalize(length > limit ? length : write(source), known, how, now));
  }

  function normalize(payload, context) {
    read(payload, context, 0);
    return order();
  }

  function normalizeAll(payload, context) {
    return list(read(payload, context, MANY), order);
  }

  // What words mean that a table knows, by the bits of `how` that contexts have, and by `known`: always the same, so it is
  // made once.
  const meanings = [0, TEST, CUSTODIAL, TEST | CUSTODIAL].map(() => new Map());

  function normalizeWord(provider, word, context) {
    const code = PROVIDERS.get(provider);
    const plain = DIRECTIONS.get(context) ?? attempt(inNumbers, context);
    if (code === undefined || plain === undefined || typeof word !== "string" || word.length > LIMIT) {
      answer(exports.word(write(written([provider, word, context]))));
      return order();
    }
    const known = (plain.known & ~0xff) | code.known;
    const timeless = plain.now !== plain.now;
    const shelf = meanings[plain.how >> 5];
    let words = shelf.get(known);
    if (timeless) {
      const meaning = words?.get(word);
      if (meaning !== undefined) return meaning;
    }
    run(word, LIMIT, known, plain.how | WORD, plain.now);
    const made = order();
    if (timeless && made.rule.known) {
      if (words === undefined) shelf.set(known, (words = new Map()));
      words.set(word, frozen(made));
    }
    return made;
  }

  function normalizeProblem(provider, httpStatus, body, headers) {
    const { source, refused } = carried(body);
    const known = refused || source.length > LIMIT ? null : attempt(inText, source);
    answer(exports.problem(write(written([provider, httpStatus, known, dated(headers)]))));
    return problem();
  }

  function describe(order, options) {
    answer(exports.describe(write(written([null, options, null, order]))));
    return described();
  }

  // A loop, because `Array.from` is slow: a bare word would take a quarter longer.
  const list = (length, read) => {
    const all = [];
    for (; length > 0; length--) all.push(read());
    return all;
  };
  const many = (read) => list(numbers[next++], read);
  const said = () => text.slice(at, (at += numbers[next++]));
  const maybeSaid = () => said() || null;
  const word = (words) => words[numbers[next++]];
  const maybeWord = (words) => words[numbers[next++] - 1] ?? null;
  const flag = () => numbers[next++] === 1;
  const maybe = (values) => (flag() ? values[next++] : (next++, null));
  const provider = () => word(PROVIDER);
  const warning = () => word(WARNING);
  const links = () => ({ checkout: maybeSaid(), status: maybeSaid(), transaction: maybeSaid() });

  // What is the same in many answers: pages by their place in the memory, the rest by its number.
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
      known = Object.freeze({ stage: STAGE[(code & 255) - 1], step: (code >> 8) & 255, of: code >> 16 });
      progresses.set(code, known);
    }
    return known;
  }

  /** The next text, of so many characters. */
  const cut = (length) => (length === 0 ? null : text.slice(at, (at += length)));
  const amount = (value, currency, network) =>
    value === 0 ? null : { value: cut(value), currency: cut(currency), network: cut(network) };

  function step(code) {
    const given = code >>> 31 === 1;
    const [url, address, value, currency, network, deadline] = given ? numbers.subarray(next, (next += 6)) : [0, 0, 0, 0, 0, 0];
    return {
      kind: ACTION[code & 255],
      audience: AUDIENCE[(code >> 8) & 255],
      blocking: ((code >> 24) & 1) === 1,
      when: WHEN[((code >> 16) & 255) - 1] ?? null,
      url: cut(url),
      address: cut(address),
      amount: amount(value, currency, network),
      deadline: cut(deadline),
    };
  }

  function action() {
    const code = numbers[next++];
    if (code >>> 31 === 1) return step(code);
    let known = steps.get(code);
    if (known === undefined) {
      known = Object.freeze(step(code));
      steps.set(code, known);
    }
    return known;
  }

  // Numbers are read from the places at which they are written, and texts in the same order.

  function order() {
    const n = numbers;
    const i = next;
    const a = n[i];
    const b = n[i + 1];
    const c = n[i + 2];
    const d = n[i + 3];
    const stop = (d & 0x10000) !== 0;
    const id = cut(n[i + 11]);
    const reference = cut(n[i + 12]);
    const word = cut(n[i + 13]);
    const event = cut(n[i + 14]);
    const detail = cut(n[i + 15]);
    const reopenableUntil = cut(n[i + 16]);
    const giveUpAt = cut(n[i + 17]);
    const expiresAt = cut(n[i + 18]);
    const times = { created: cut(n[i + 19]), updated: cut(n[i + 20]), paid: cut(n[i + 21]), completed: cut(n[i + 22]) };
    const amounts = {
      expected: amount(n[i + 23], n[i + 24], n[i + 25]),
      paid: amount(n[i + 26], n[i + 27], n[i + 28]),
      received: amount(n[i + 29], n[i + 30], n[i + 31]),
    };
    const txHash = cut(n[i + 32]);
    const links = { checkout: cut(n[i + 33]), status: cut(n[i + 34]), transaction: cut(n[i + 35]) };
    const rule = {
      id: cut(n[i + 36]),
      basis: RULE[((d >> 8) & 255) - 1] ?? null,
      docs: page(n[i + 8], n[i + 9]),
      known: (d & 0x20000) !== 0,
      warnings: null,
    };
    next = i + 37;
    rule.warnings = list(d >>> 24, warning);
    const actions = list(n[i + 10], action);
    return {
      provider: PROVIDER[a & 255],
      direction: DIRECTION[((a >> 8) & 255) - 1] ?? null,
      kind: KIND[(a >> 16) & 255],
      trust: TRUST[a >>> 24],
      id,
      reference,
      word,
      event,
      status: STATUS[b & 255],
      reason: REASON[((b >> 8) & 255) - 1] ?? null,
      detail,
      money: MONEY[(b >> 16) & 255],
      moneyBasis: BASIS[(b >>> 24) - 1] ?? null,
      environment: ENVIRONMENT[c & 255],
      fulfilment: FULFILMENT[(c >> 8) & 255],
      actor: ACTOR[(c >> 16) & 255],
      finality: FINALITY[c >>> 24],
      reopenableUntil,
      progress: progress(n[i + 4]),
      tone: TONE[d & 255],
      actions,
      poll: { stop, afterMs: stop ? null : n[i + 5], backoff: floats[i + 6], capMs: stop ? null : n[i + 7], giveUpAt },
      expiresAt,
      slow: SLOW[(d >> 18) & 3],
      times,
      amounts,
      txHash,
      links,
      rule,
    };
  }

  const problem = () => ({
    provider: provider(),
    kind: word(PROBLEM),
    httpStatus: numbers[next++],
    code: maybeSaid(),
    detail: maybeSaid(),
    actor: word(ACTOR),
    retry: { policy: word(POLICY), afterMs: maybe(numbers), at: maybeSaid(), backoff: maybe(floats), capMs: maybe(numbers) },
    actions: many(action),
    orderId: maybeSaid(),
    links: links(),
    docs: page(numbers[next++], numbers[next++]),
    known: flag(),
  });

  const described = () => ({
    lang: said(),
    dir: said(),
    short: said(),
    title: said(),
    body: said(),
    actions: many(() => ({ kind: word(ACTION), audience: word(AUDIENCE), when: maybeWord(WHEN), label: said() })),
  });

  const covered = () => ({
    id: provider(),
    name: said(),
    docs: page(numbers[next++], numbers[next++]),
    directions: many(() => word(DIRECTION)),
    shapes: many(() => ({ name: said(), kind: word(KIND), docs: page(numbers[next++], numbers[next++]) })),
    words: many(() => ({
      word: said(),
      direction: maybeWord(DIRECTION),
      when: maybeSaid(),
      status: word(STATUS),
      reason: maybeWord(REASON),
      money: word(MONEY),
      moneyBasis: maybeWord(BASIS),
      fulfilment: word(FULFILMENT),
      actor: word(ACTOR),
      finality: word(FINALITY),
      basis: word(RULE),
      docs: page(numbers[next++], numbers[next++]),
    })),
    events: many(said),
  });

  /** A context as it is now, for many calls. */
  function fixed(context) {
    return attempt(inNumbers, context) ?? { known: 0, how: CONTEXT, now: NaN, json: written([null, null, context]) };
  }

  /** Reads payloads that end in these bytes into columns: how far, and what was wrong, is noted in `far`. */
  function fill(source, { known, how, now, json }, far, bits) {
    if (json !== undefined) exports.context(write(json));
    const length = write(source);
    const count = answer(exports.batch(length, known, how | bits, now, far.position, far.lines, far.seen, far.state));
    for (let left = count; left > 0; left--) {
      const [line, low, high] = numbers.subarray(next, (next += 3));
      far.errors.push({ line, start: low + high * 2 ** 32, ...complaint() });
    }
    far.position += numbers[next++];
    far.lines = numbers[next++];
    far.seen = numbers[next++];
    far.state = numbers[next++];
    far.rows = numbers[next++];
    far.next = next;
  }

  /** The columns that were filled. */
  function batch(far) {
    const { rows, errors } = far;
    next = far.next;
    far.errors = [];
    const column = (view, length) => {
      const at = numbers[next++] / view.BYTES_PER_ELEMENT;
      return view.slice(at, at + length);
    };
    const doubles = new Float64Array(exports.memory.buffer);
    const lines = column(numbers, rows);
    const warnings = column(numbers, rows);
    const named = (names, read) => Object.fromEntries(names.map((name) => [name, read()]));
    return {
      rows,
      lines,
      columns: named(COLUMNS, () => column(bytes, rows)),
      legends,
      warnings,
      times: named(TIMES, () => column(doubles, rows)),
      texts: named(TEXTS, () => {
        const at = numbers[next++];
        return { text: decoder.decode(bytes.subarray(at, at + numbers[next++])), offsets: column(numbers, rows + 1) };
      }),
      errors,
    };
  }

  const legends = {
    provider: PROVIDER,
    direction: [null, ...DIRECTION],
    kind: KIND,
    trust: TRUST,
    status: STATUS,
    reason: [null, ...REASON],
    money: MONEY,
    moneyBasis: [null, ...BASIS],
    environment: ENVIRONMENT,
    fulfilment: FULFILMENT,
    actor: ACTOR,
    finality: FINALITY,
    tone: TONE,
    known: [false, true],
  };
  const COLUMNS = Object.keys(legends);
  legends.warnings = WARNING;
  frozen(legends);

  return {
    refuse: (kind) => run(kind, LIMIT, 0, REFUSED, NaN),
    fixed,
    fill,
    batch,
    normalize,
    normalizeAll,
    normalizeWord,
    normalizeProblem,
    describe,
    providers: () => list(answer(exports.providers()), covered),
    version: () => version,
  };
}

/** An object that cannot change, nor anything in it. */
function frozen(object) {
  for (const value of Object.values(object)) if (typeof value === "object" && value !== null) frozen(value);
  return Object.freeze(object);
}

/** The columns of times and of texts; those of words are named with their legends. */
const TIMES = ["created", "updated", "paid", "completed", "expiresAt"];
const TEXTS = ["id", "reference", "word", "txHash", "expectedValue", "expectedCurrency", "paidValue", "paidCurrency",
  "receivedValue", "receivedCurrency"];

/** The places in a list that are looked for. */
const LISTED = [..."0123456789"];

/** Whether it is an object as a literal makes it. */
const isPlain = (value) =>
  typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype;

const SLOW = [null, false, true];

const BYTES = Object.getPrototypeOf(Uint8Array.prototype);
const getter = (name) => Object.getOwnPropertyDescriptor(BYTES, name).get;
const lengthOf = getter("length");
const bufferOf = getter("buffer");
const offsetOf = getter("byteOffset");
const tagOf = getter(Symbol.toStringTag);
const getTime = Date.prototype.getTime;

/** The same bytes, without what a subclass may have changed. */
export const view = (bytes) => new Uint8Array(bufferOf.call(bytes), offsetOf.call(bytes), lengthOf.call(bytes));

/** Whether it is bytes, whatever it calls itself, and they are there. */
export function isBytes(value) {
  return ArrayBuffer.isView(value) && tagOf.call(value) === "Uint8Array" && lengthOf.call(value) > 0;
}

/** Text, or bytes that are text. */
function inText(source) {
  return typeof source === "string" ? source : new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(source);
}
