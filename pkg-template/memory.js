// The boundary, this end of it: what is written into the module's memory, and what is read out of it. src/wasm.rs and
// src/wasm/answer.rs are the other end: what is written there is read here, number by number.
import { OrderstateError } from "./error.js";
import * as received from "./received.js";
import * as utf8 from "./utf8.js";
import { attempt, carried, coded, dated, framed, outlined, written } from "./written.js";

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
const EXPLAIN = 1024;
const UNITS = 2048;
const CUSTOMER = 4096;
const TIMELINE = 8192;

/** What an answer says instead of how many there are, where an error follows. */
const FAILED = 0xffffffff;

/** How many texts an order has of its own. */
const OWN = 26;

/** So many keys of an object are remembered. */
const MOST_KEYS = 256;

/** A text of so many characters is written one by one, if all are ASCII: in Chromium the encoder takes ten times as long. */
const SHORT = 32;

/** Room for an input of so many bytes is kept for the next. */
const KEPT = 1 << 16;

/** What the memory grows to by one payload, or list, within the limits that hold unless the context says otherwise. */
const USUAL = 1 << 24;

const NONE = new Uint8Array(0);

/**
 * What words mean that a table knows, by the bits of `how` that contexts have, and by `known`: always the same, so it is made
 * once, whichever instance made it.
 */
const meanings = [0, TEST, CUSTODIAL, TEST | CUSTODIAL].map(() => new Map());

/**
 * The functions of one instance of the module. `outgrown` is called, in the middle of a call, where its memory has grown beyond
 * what is usual: no memory can shrink, so it is given back by whoever lets go of the instance.
 */
export function open(exports, outgrown) {
  const encoder = utf8.encoder();
  const decoder = utf8.decoder(false);
  // Where what is written goes, as long as it has no more bytes than that, and the texts of an object's places.
  let start = 0;
  let room = 0;
  let input;
  let behind;
  // Views of the memory, made anew when it has grown and the old ones are empty.
  let bytes = NONE;
  // Those of a memory in JavaScript are not emptied, but it says that it has grown.
  exports.watch?.(() => (bytes = NONE));
  let numbers;
  let floats;
  // What Node makes a text of in half the time, where that is ASCII.
  let latin;
  // Where this answer is read.
  let next;
  let text;
  let at;

  function views() {
    if (bytes.length !== 0) return;
    room = 0;
    input = NONE;
    const { buffer } = exports.memory;
    if (buffer.byteLength > USUAL) outgrown();
    bytes = new Uint8Array(buffer);
    numbers = new Uint32Array(buffer);
    floats = new Float32Array(buffer);
    if (globalThis.Buffer?.prototype.latin1Slice) latin = Buffer.from(buffer);
  }

  /** Makes room for so many bytes, and sees to the views. */
  function reserve(length) {
    finding = false;
    if (length > room || bytes.length === 0) {
      start = exports.room(length) >>> 0;
      views();
      // What is larger is not kept.
      room = length > KEPT ? 0 : KEPT;
      input = bytes.subarray(start, start + Math.max(length, KEPT));
      behind = input.subarray(head);
    }
  }

  /** Writes text or bytes into the memory; how many bytes they are there. */
  function write(source) {
    if (typeof source === "string") {
      const { length } = source;
      reserve(length * 3);
      if (length <= SHORT) {
        let codes = 0;
        for (let at = 0; at < length; at++) codes |= bytes[start + at] = source.charCodeAt(at);
        if (codes < 128) return length;
      }
      return encoder.encodeInto(source, input).written;
    }
    // Not the member, which a subclass can make say less than is then copied.
    const length = lengthOf.call(source);
    reserve(length);
    bytes.set(source, start);
    return length;
  }

  /** Writes what is asked; nothing of what is larger than Rust would read, which is refused in the same words. */
  const ask = (json) => write(json.length > LIMIT ? "" : json);

  /** The places that are looked for in an object: what is below each, by its key. Fetched for the first object. */
  let tree;
  function places() {
    const count = answer(exports.places());
    head = 4 + 8 * count;
    room = 0;
    const keys = text.split("\n");
    const above = [];
    for (let spot = 0; spot < count; spot++) {
      const code = numbers[next++];
      const depth = code & 255;
      const here = { spot, below: new Map(), element: false, keys: [], inners: [] };
      above[depth] = here;
      if (depth > 0) above[depth - 1].below.set(keys[code >>> 8], here);
    }
    const element = keys[numbers[next]];
    const mark = (here) => {
      here.element = here.below.delete(element);
      here.below.forEach(mark);
    };
    mark(above[0]);
    return above[0];
  }

  // What is found in an object is written at once, each with its place, its kind and how long its text is; the texts follow
  // behind the room that all places need. Where a getter calls this package meanwhile, which has one memory, it is found no longer.
  let finding = false;
  let head = 0;
  let end;
  let texts;
  // Here, where V8 sees that it never changes, it costs nothing within `for in`.
  const { hasOwnProperty } = Object.prototype;

  function put(spot, kind, value) {
    numbers[end] = spot | (kind << 16);
    numbers[end + 1] = value.length;
    end += 2;
    texts += value;
    return true;
  }

  /** A number. To make a text of one takes as long as ten texts, so the module makes that of one with few digits. */
  function putNumber(spot, value) {
    for (let places = 0, unit = 1; places <= 6; places++, unit *= 10) {
      const units = Math.round(value * unit);
      if (!(units >= 0 && units <= 0xffffffff)) break;
      if (units / unit === value) {
        numbers[end] = spot | (2 << 16) | ((places + 1) << 24);
        numbers[end + 1] = units;
        end += 2;
        return true;
      }
    }
    // What is not finite is null, and that is nothing.
    return !Number.isFinite(value) || put(spot, 2, String(value));
  }

  /** Finds what is looked for in a value; whether JSON would take it as it is, and it is no list of orders. */
  function find(value, here) {
    if (!finding) return false;
    const { spot, below } = here;
    if (typeof value === "string") return put(spot, 3, value);
    if (typeof value === "number") return putNumber(spot, value);
    if (typeof value === "boolean") return put(spot, 1, String(value));
    if (typeof value !== "object") return value === undefined;
    if (value === null) return true;
    const list = Array.isArray(value);
    if ((list ? here.element : !isPlain(value)) || value.toJSON !== undefined || !finding) return false;
    put(spot, list ? 4 : 5, "");
    if (below.size === 0) return true;
    if (!list) return findWithin(value, here);
    for (const [place, inner] of below) if (!find(value[place < 0 ? value.length - 1 : place], inner)) return false;
    return true;
  }

  function findWithin(value, here) {
    const { keys, inners } = here;
    let at = 0;
    for (const key in value) {
      // Most objects have the keys that the last one had, and to compare costs less than to look up.
      const inner = at < keys.length && key === keys[at] ? inners[at] : remember(here, at, key);
      at++;
      if (inner === null || !hasOwnProperty.call(value, key)) continue;
      const member = value[key];
      if (member !== null && !find(member, inner)) return false;
    }
    return true;
  }

  function remember({ keys, inners, below }, at, key) {
    const inner = below.get(key) ?? null;
    if (at < MOST_KEYS) {
      keys[at] = key;
      inners[at] = inner;
    }
    return inner;
  }

  /** Writes what is found in an object; how many bytes it is there, or nothing where it is to be written as JSON. */
  function place(payload) {
    if (!isPlain(payload)) return undefined;
    tree ??= places();
    reserve(KEPT);
    finding = true;
    end = start / 4 + 1;
    texts = "";
    if (!find(payload, tree) || !finding) return undefined;
    // As JSON it is too large as well, which is then said.
    if (texts.length > LIMIT) return undefined;
    // A start that is no whole number of fours the allocator never gave, nor promised not to.
    if (start % 4 !== 0) return undefined;
    numbers[start / 4] = (end * 4 - start - 4) / 8;
    const most = head + texts.length * 3;
    if (most > KEPT) {
      const found = bytes.slice(start, start + head);
      reserve(most);
      bytes.set(found, start);
    }
    return head + encoder.encodeInto(texts, behind).written;
  }

  /** Begins to read an answer; how many there are of what was asked for. */
  function answer(place) {
    views();
    next = place >>> 2;
    at = 0;
    const start = numbers[next++];
    const end = start + numbers[next++];
    const ascii = end - start === numbers[next++];
    text = ascii && latin !== undefined ? latin.latin1Slice(start, end) : decoder.decode(bytes.subarray(start, end));
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
    FULFILMENT, ACTOR, FINALITY, TONE, STAGE, RULE, WARNING, ACTION, AUDIENCE, WHEN, PROBLEM, POLICY,
    VERDICT, ALERT, EXPIRY] =
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

  // The last context, member by member: most callers pass the same again and again. Never changed, for a getter may call
  // this package while they are compared.
  let last = { keys: [], values: [], plain: NOTHING };

  /** A context in numbers; nothing where it is one that they cannot say. */
  function inNumbers(context) {
    if (context === undefined || context === null) return NOTHING;
    if (!isPlain(context)) return undefined;
    const { keys, values, plain } = last;
    let at = 0;
    for (const key in context) if (key !== keys[at] || context[key] !== values[at++]) return anew(context);
    return at === keys.length ? plain : anew(context);
  }

  function anew(context) {
    const keys = [];
    const values = [];
    const plain = { known: 0, how: 0, now: NaN };
    for (const key in context) {
      const value = context[key];
      keys.push(key);
      values.push(value);
      if (key === "now") {
        plain.now = value instanceof Date ? getTime.call(value) : typeof value === "number" ? value : NaN;
        if (Number.isNaN(plain.now)) return undefined;
        continue;
      }
      const code = MEMBERS.get(key)?.get(value);
      if (code === undefined) return undefined;
      plain.known |= code.known;
      plain.how |= code.how;
    }
    // A date may be another one later.
    if (Number.isNaN(plain.now)) last = { keys, values, plain };
    return plain;
  }

  /** Reads a payload; how many orders there are to be fetched. */
  function read(payload, context, how) {
    // All that may run code of others comes first: such code may call this package, which has one memory.
    let plain;
    try {
      plain = inNumbers(context);
    } catch {
      // It will throw again.
    }
    if (plain !== undefined) {
      if (typeof payload === "string" || isBytes(payload)) return run(payload, LIMIT, plain.known, plain.how | how, plain.now);
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
    return run(source, exports.context(ask(passed)), 0, how | CONTEXT, NaN);
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

  function explain(payload, context) {
    return explained(payload, context, 0)[0];
  }

  function explainAll(payload, context) {
    return explained(payload, context, MANY);
  }

  function explained(payload, context, how) {
    const { source, object, refused } = isBytes(payload) ? { source: payload } : carried(payload);
    const units = typeof payload === "string";
    const limit = exports.context(ask(written([null, null, context])));
    how |= CONTEXT | EXPLAIN | (object ? OBJECT : 0) | (refused ? REFUSED : 0) | (units ? UNITS : 0);
    // What is no text, and no bytes, has no places in them.
    const ranged = units || (typeof source !== "string" && !object);
    return list(run(source, limit, 0, how, NaN), () => explanation(ranged));
  }

  function normalizeWord(provider, word, context) {
    const code = PROVIDERS.get(provider);
    const plain = DIRECTIONS.get(context) ?? attempt(inNumbers, context);
    if (code === undefined || plain === undefined || typeof word !== "string" || word.length > LIMIT) {
      answer(exports.word(ask(written([provider, word, context]))));
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

  // -1 is no provider.
  const normalizeCustomer = (provider, payload, context) => inJson(payload, [provider ?? -1, null, context], CUSTOMER);

  const timeline = (payload, context) => inJson(payload, [null, null, context], TIMELINE);

  /** What is said of a payload in JSON, which needs all of it: nothing is looked for in an object. */
  function inJson(payload, passed, how) {
    const { source, object, refused } = isBytes(payload) ? { source: payload } : carried(payload);
    const limit = exports.context(ask(written(passed)));
    run(source, limit, 0, how | (object ? OBJECT : 0) | (refused ? REFUSED : 0) | CONTEXT, NaN);
    return JSON.parse(text);
  }

  function normalizeProblem(provider, httpStatus, body, headers, options) {
    const { source, refused } = carried(body);
    const known = refused || source.length > LIMIT ? null : attempt(inText, source);
    answer(exports.problem(ask(written([provider, httpStatus, known, dated(headers), options]))));
    return problem();
  }

  function transition(previous, next, options) {
    const passed = attempt(() => written([framed(previous), framed(next), options]));
    answer(exports.transition(ask(passed ?? "")));
    return {
      verdict: word(VERDICT),
      order: flag() ? next : previous,
      progress: (flag() ? next : previous).progress ?? null,
      alerts: many(() => word(ALERT)),
    };
  }

  function summarize(orders, options) {
    const list = attempt(() => (Array.isArray(orders) ? Array.from(orders) : orders));
    // Read once: what a getter gives may change.
    const own = attempt(() => list.map(({ actions }) => actions));
    const passed = attempt(() => written([Array.isArray(list) ? list.map(outlined) : list, null, options]));
    const { order, actions, surplus } = structured("summarize", passed);
    return {
      order: list[order] ?? null,
      actions: actions.map((action) =>
        typeof action === "number" ? own[order][action] : { ...NO_ACTION, ...action },
      ),
      surplus: surplus && { orders: surplus.orders.map((place) => list[place]), amounts: surplus.amounts },
    };
  }

  /** What is rare comes as JSON: what an export answers to arguments, as they were written. */
  function structured(name, passed) {
    answer(exports[name](ask(passed ?? "")));
    return JSON.parse(text);
  }

  // What a text is made from: names, their words, and whether they must be there.
  const CODES = {
    option: [["audience", AUDIENCE]],
    member: [["status", STATUS, true], ["reason", REASON], ["money", MONEY, true], ["moneyBasis", BASIS],
      ["direction", DIRECTION], ["fulfilment", FULFILMENT, true], ["finality", FINALITY, true]],
    step: [["kind", ACTION, true], ["audience", AUDIENCE, true], ["when", WHEN]],
  };

  function describe(order, options) {
    const { said, actions } = coded(order, options, CODES);
    // What is longer ends in a language, or in a word, that is none.
    answer(exports.describe(write(said.slice(0, KEPT)), actions));
    return described();
  }

  // A loop, because `Array.from` is slow: a bare word would take a quarter longer.
  const list = (length, read) => {
    const all = [];
    for (; length > 0; length--) all.push(read());
    return all;
  };
  const many = (read) => list(numbers[next++], read);
  const said = () => text.slice(at, (at = numbers[next++]));
  const maybeSaid = () => said() || null;
  const word = (words) => words[numbers[next++]];
  const maybeWord = (words) => words[numbers[next++] - 1] ?? null;
  const number = () => numbers[next++];
  const flag = () => number() === 1;
  const maybe = (values) => (flag() ? values[next++] : (next++, null));
  const provider = () => word(PROVIDER);
  const links = () => ({ checkout: maybeSaid(), status: maybeSaid(), transaction: maybeSaid() });

  // What is the same in many answers: pages by their place in the memory, steps by their codes, meanings by their numbers.
  const pages = new Map();
  const steps = new Map();
  const told = [];

  function docs(place, length) {
    let known = pages.get(place);
    if (known === undefined) {
      known = decoder.decode(bytes.subarray(place, place + length));
      pages.set(place, known);
    }
    return known;
  }

  const amount = (value, currency, network) => (value === null ? null : { value, currency, network });

  const step = (code, url, address, amount, deadline) => ({
    kind: ACTION[code & 255],
    audience: AUDIENCE[(code >> 8) & 255],
    blocking: ((code >> 24) & 1) === 1,
    when: WHEN[((code >> 16) & 255) - 1] ?? null,
    url,
    address,
    amount,
    deadline,
  });

  /** An action with texts of its own, which come next, or one that is always the same. */
  function action(code) {
    if (code >>> 31 === 1) {
      return step(code, maybeSaid(), maybeSaid(), amount(maybeSaid(), maybeSaid(), maybeSaid()), maybeSaid());
    }
    let known = steps.get(code);
    if (known === undefined) {
      known = Object.freeze(step(code, null, null, null, null));
      steps.set(code, known);
    }
    return known;
  }

  // Numbers are read from the places at which they are written, and texts in the same order.

  /** What is the same in many orders. */
  function meaning() {
    const [a, b, c, d, p, afterMs, , capMs, steadyMs, usual, page, length, warnings, actions] =
      numbers.subarray(next, (next += 14));
    const backoff = floats[next - 8];
    const stop = (d & 0x10000) !== 0;
    const means = {
      provider: PROVIDER[a & 255],
      direction: DIRECTION[((a >> 8) & 255) - 1] ?? null,
      kind: KIND[(a >> 16) & 255],
      trust: TRUST[a >>> 24],
      status: STATUS[b & 255],
      reason: REASON[((b >> 8) & 255) - 1] ?? null,
      money: MONEY[(b >> 16) & 255],
      moneyBasis: BASIS[(b >>> 24) - 1] ?? null,
      environment: ENVIRONMENT[c & 255],
      fulfilment: FULFILMENT[(c >> 8) & 255],
      actor: ACTOR[(c >> 16) & 255],
      finality: FINALITY[c >>> 24],
      progress: p === 0 ? null : Object.freeze({ stage: STAGE[(p & 255) - 1], step: (p >> 8) & 255, of: p >> 16 }),
      tone: TONE[d & 255],
      stop,
      afterMs: stop ? null : afterMs,
      backoff,
      capMs: stop ? null : capMs,
      steadyMs: stop ? null : steadyMs,
      push: (d & 0x80000) !== 0,
      expiresBasis: EXPIRY[((d >> 20) & 3) - 1] ?? null,
      slow: legends.slow[(d >> 22) & 3],
      basis: RULE[((d >> 8) & 255) - 1] ?? null,
      docs: docs(page, length),
      known: (d & 0x20000) !== 0,
      warnings: WARNING.filter((_, place) => (warnings >>> place) & 1),
      codes: list(actions, number),
      eta: usual === 0 ? null : Object.freeze({ minMs: number(), maxMs: number(), docs: docs(number(), number()) }),
      actions: null,
      id: maybeSaid(),
      word: maybeSaid(),
    };
    if (means.codes.every((code) => code >>> 31 === 0)) means.actions = means.codes.map(action);
    return means;
  }

  function order() {
    const code = number();
    const means = code >>> 31 === 1 ? (told[code & 255] = meaning()) : told[code];
    const own = Array(OWN);
    const first = next + 1;
    let from = numbers[next];
    for (let place = 0; place < OWN; place++) {
      const end = numbers[first + place];
      own[place] = end === from ? null : text.slice(from, end);
      from = end;
    }
    next = first + OWN;
    at = from;
    return {
      provider: means.provider,
      via: own[23],
      direction: means.direction,
      kind: means.kind,
      trust: means.trust,
      id: own[0],
      reference: own[1],
      word: means.word ?? own[2],
      event: own[3],
      status: means.status,
      reason: means.reason,
      detail: own[4],
      money: means.money,
      moneyBasis: means.moneyBasis,
      environment: means.environment,
      fulfilment: means.fulfilment,
      actor: means.actor,
      finality: means.finality,
      reopenableUntil: own[24],
      progress: means.progress,
      tone: means.tone,
      actions: means.actions === null ? means.codes.map(action) : means.actions.slice(),
      poll: {
        stop: means.stop,
        afterMs: means.afterMs,
        steadyMs: means.steadyMs,
        backoff: means.backoff,
        capMs: means.capMs,
        giveUpAt: own[25],
        push: means.push,
      },
      expiresAt: own[18],
      expiresBasis: means.expiresBasis,
      eta: means.eta,
      slow: means.slow,
      times: { created: own[19], updated: own[20], paid: own[21], completed: own[22] },
      amounts: {
        expected: amount(own[9], own[10], own[11]),
        paid: amount(own[12], own[13], own[14]),
        received: amount(own[15], own[16], own[17]),
      },
      txHash: own[5],
      links: { checkout: own[6], status: own[7], transaction: own[8] },
      rule: { id: means.id, basis: means.basis, docs: means.docs, known: means.known, warnings: means.warnings.slice() },
    };
  }

  function explanation(ranged) {
    const source = () => {
      const made = { of: said(), path: many(said), text: maybeSaid(), start: maybe(numbers), end: maybe(numbers) };
      return ranged ? made : { ...made, start: null, end: null };
    };
    return {
      provider: provider(),
      shapes: many(shape),
      fields: many(source),
      because: many(source),
      rule: maybeSaid(),
      basis: maybeWord(RULE),
      docs: docs(number(), number()),
      warnings: many(() => word(WARNING)),
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
    actions: many(() => action(number())),
    orderId: maybeSaid(),
    links: links(),
    docs: docs(numbers[next++], numbers[next++]),
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

  const shape = () => ({ name: said(), kind: word(KIND), docs: docs(number(), number()) });

  const covered = () => ({
    id: provider(),
    name: said(),
    docs: docs(numbers[next++], numbers[next++]),
    directions: many(() => word(DIRECTION)),
    shapes: many(shape),
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
      docs: docs(numbers[next++], numbers[next++]),
    })),
    events: many(said),
  });

  /** The beginning of an input of many payloads: what was taken of it, as Rust counts, and the context as it is now. */
  function begin(context) {
    const plain = attempt(inNumbers, context) ?? { known: 0, how: CONTEXT, now: NaN, json: written([null, null, context]) };
    return { ...plain, taken: [0, 0, 0, 0], errors: null, columns: 0, rows: 0 };
  }

  /** Reads payloads that end in these bytes into columns; how many bytes were taken. */
  function fill(source, far, bits) {
    if (far.json !== undefined) exports.context(ask(far.json));
    const length = write(source);
    let left = answer(exports.batch(length, far.known, far.how | bits, far.now, ...far.taken));
    for (; left > 0; left--) {
      const [line, low, high] = numbers.subarray(next, (next += 3));
      far.errors.push({ line, start: low + high * 2 ** 32, ...complaint() });
    }
    const [taken, ...others] = numbers.subarray(next, (next += 4));
    far.taken = [far.taken[0] + taken, ...others];
    far.columns = next;
    // As many as there are bytes in the first column, the length of which stands behind its place.
    far.rows = numbers[next + 1];
    return taken;
  }

  /** The columns that were filled, each as its bytes. */
  function filled(far) {
    next = far.columns;
    return Array.from({ length: COLUMNS.length + TIMES.length + 2 + 2 * TEXTS.length }, () => {
      const at = numbers[next++];
      return bytes.slice(at, at + numbers[next++]);
    });
  }

  /** A batch of columns as they were filled. */
  function batch(columns, errors) {
    let at = 0;
    const column = () => columns[at++];
    const wide = () => new Uint32Array(column().buffer);
    const named = (names, read) => Object.fromEntries(names.map((name) => [name, read()]));
    const codes = named(COLUMNS, column);
    const times = named(TIMES, () => new Float64Array(column().buffer));
    const lines = wide();
    const warnings = wide();
    const rows = lines.length;
    const texts = named(TEXTS, () => {
      const lengths = wide();
      const offsets = new Uint32Array(rows + 1);
      for (let row = 0; row < rows; row++) offsets[row + 1] = offsets[row] + lengths[row];
      return { text: decoder.decode(column()), offsets };
    });
    return { rows, lines, columns: codes, legends, warnings, times, texts, errors };
  }

  /** What the answers about webhooks stand for, and the headers that are read. Fetched for the first. */
  let hooks;

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
    slow: [null, false, true],
    known: [false, true],
  };
  const COLUMNS = Object.keys(legends);
  legends.warnings = WARNING;
  frozen(legends);

  const instance = {
    /** Steps that belong together: what one writes, the next one reads. */
    together: (steps, ...given) => steps(instance, ...given),
    refuse: (kind) => run(kind, LIMIT, 0, REFUSED, NaN),
    begin,
    fill,
    filled,
    batch,
    normalize,
    normalizeAll,
    explain,
    explainAll,
    normalizeWord,
    normalizeCustomer,
    normalizeProblem,
    transition,
    summarize,
    timeline,
    flow: (provider, direction) => structured("flow", written([provider, direction])),
    describe,
    providers: () => list(answer(exports.providers()), covered),
    version: () => version,
    // Written here, so that it is not in the entries that have none of it.
    ...(WEBHOOK
      ? {
          verify(provider, request, secret, context) {
            if (hooks === undefined) {
              answer(exports.webhooks());
              // Two providers may use the same header.
              hooks = text.split("\n").map((line) => [...new Set(line.trim().split(" "))]);
            }
            const [REFUSAL, HEADERS] = hooks;
            const plain = attempt(inNumbers, context);
            const passed = plain === undefined ? written([null, null, context]) : "";
            const secrets = attempt(received.secretsOf, secret);
            const parts = attempt(() => received.parts(provider, request, secrets, HEADERS));
            const limit = plain === undefined ? exports.context(ask(passed)) : LIMIT;
            const { known, how, now } = plain ?? { known: 0, how: CONTEXT, now: NaN };
            let length = 0;
            if (parts !== undefined) {
              // Of a body that is too large it is enough to see that it is.
              if (parts[3].length > limit) parts[3] = parts[3].slice(0, limit + 1);
              reserve(received.room(parts));
              length = received.put(parts, input, encoder);
            }
            const count = answer(exports.verify(length, parts === undefined ? 0 : secrets.length, known, how, now));
            if (count > 1) return { ok: false, code: word(REFUSAL), message: said(), remedy: said() };
            const what =
              count === 1
                ? { order: order(), error: null, payload: null }
                : { order: null, error: new OrderstateError(complaint()), payload: said() };
            return { ok: true, mustConfirm: flag(), eventId: said(), ...what };
          },
          deriveToken(provider, variant, reference, secret) {
            const parts = attempt(() => [...[provider, variant, reference].map(received.text), ...received.secretsOf(secret)]);
            if (parts === undefined) return null;
            reserve(received.room(parts));
            answer(exports.derive(received.put(parts, input, encoder)));
            return maybeSaid();
          },
        }
      : {}),
  };
  return instance;
}

/** What an action has that needs no more than its kind. */
const NO_ACTION = { kind: "", audience: "", blocking: false, when: null, url: null, address: null, amount: null, deadline: null };

/** An object that cannot change, nor anything in it. */
function frozen(object) {
  for (const value of Object.values(object)) if (typeof value === "object" && value !== null) frozen(value);
  return Object.freeze(object);
}

/** The columns of times and of texts; those of words are named with their legends. */
const TIMES = ["created", "updated", "paid", "completed", "expiresAt"];
const TEXTS = ["id", "reference", "word", "txHash", "expectedValue", "expectedCurrency", "paidValue", "paidCurrency",
  "receivedValue", "receivedCurrency"];

/** Whether it is an object as a literal makes it. */
const isPlain = (value) =>
  typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype;

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
  return typeof source === "string" ? source : utf8.decoder(true).decode(source);
}
