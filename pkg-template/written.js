// What callers pass, as text or bytes that can be written into the module's memory. Any touch of it may run code of
// theirs, which may throw, or call this package.

/**
 * A payload: its text or bytes, and whether they are what JSON writes of an object; or for what is no payload, or
 * throws, what kind of thing it is.
 */
export function carried(payload) {
  if (typeof payload === "string") return { source: payload };
  if (typeof payload !== "object" || payload === null) {
    return { source: payload === null ? "null" : typeof payload, refused: true };
  }
  let kind = "";
  try {
    kind = toString.call(payload);
    switch (kind) {
      case "[object Uint8Array]":
      case "[object ArrayBuffer]":
      case "[object SharedArrayBuffer]":
        return { source: new Uint8Array(payload) };
      case "[object URL]":
      case "[object URLSearchParams]": {
        const address = String(payload);
        // Without a `?`, a query of one name would not be told from a word.
        return { source: address.includes("?") ? address : `?${address}` };
      }
      case "[object Object]":
      case "[object Array]":
        return { source: inJson(payload), object: true };
    }
  } catch {
    // Its kind says what it should have been.
  }
  return { source: kind.slice(0, LONGEST), refused: true };
}

/** The name of a kind that is longer is nobody's. */
const LONGEST = 100;

/** As JSON.stringify writes it, but for what that refuses; `toJSON` as a field is a field. */
function inJson(payload) {
  if (!hasOwn.call(payload, "toJSON")) {
    try {
      return JSON.stringify(payload) ?? "null";
    } catch {
      // A circle, a BigInt, or a getter that throws: the last will throw again.
    }
  }
  return walk(payload, (value) => (typeof value === "bigint" ? `"${value}"` : JSON.stringify(value)));
}

/** Arguments: what JSON has no form for is -1, which no argument may be. Nothing where one throws. */
export function written(values) {
  try {
    return JSON.stringify(values, refusable);
  } catch {
    // A circle, which nobody asks for, or a getter that throws: the last will throw again.
    return attempt(() => walk(values, (value) => JSON.stringify(value, refusable))) ?? "";
  }
}

function refusable(key, value) {
  switch (typeof value) {
    case "undefined":
      return null;
    case "number":
      return Number.isFinite(value) ? value : -1;
    case "bigint":
    case "function":
    case "symbol":
      return -1;
  }
  // A date that is none has become null already.
  return value === null && typeof this[key] === "object" && this[key] !== null ? -1 : value;
}

/** The values within a value that may be written; whoever has more wants to fill the memory. */
const MOST = 1 << 20;
const DEEPEST = 1000;

/** JSON, of which `leaf` writes what is no list and no map. What is within itself, or too deep, ends in a null. */
function walk(value, leaf) {
  const around = [];
  let left = MOST;
  const write = (value) => {
    if (typeof value !== "object" || value === null || value instanceof Date) return leaf(value);
    if (around.includes(value) || around.length > DEEPEST) return "null";
    const list = Array.isArray(value);
    const keys = list ? value : Object.keys(value);
    if ((left -= keys.length) < 0) throw new RangeError("too many values");
    around.push(value);
    const parts = [];
    for (let place = 0; place < keys.length; place++) {
      const text = write(list ? value[place] : value[keys[place]]);
      if (list) parts.push(text ?? "null");
      else if (text !== undefined) parts.push(`${JSON.stringify(keys[place])}:${text}`);
    }
    around.pop();
    return list ? `[${parts}]` : `{${parts}}`;
  };
  return write(value);
}

/**
 * What a text is made from, as characters: the codes of the options and of the order, each the place of a word from 1, then
 * those of its actions, so many, then the language. Of what is none, what is wrong with it, and -1 actions.
 */
export function coded(order, options, { option, member, step }) {
  let said = "what was passed cannot be read";
  const refuse = (why) => {
    throw (said = why);
  };
  const map = (value, what) => {
    if (typeof value?.toJSON === "function") value = value.toJSON();
    if (typeof value !== "object" || value === null || Array.isArray(value)) refuse(`${what} is not an object`);
    return value;
  };
  const text = (of, what, name) => {
    const value = of[name] ?? null;
    if (value !== null && typeof value !== "string") refuse(`${what}'s \`${name}\` is not a string`);
    return value;
  };
  const codes = (of, what, members) => {
    let places = "";
    for (const [name, words, needed] of members) {
      const word = text(of, what, name);
      const place = words.indexOf(word) + 1;
      if (place === 0 && (needed || word !== null)) {
        refuse(`${what}'s \`${name}\` ${word === null ? "is missing" : `cannot be \`${word}\``}`);
      }
      places += String.fromCharCode(place);
    }
    return places;
  };
  try {
    const chosen = map(options ?? {}, "the options");
    for (const key of Object.keys(chosen)) {
      if (key !== "locale" && key !== "audience") refuse(`the options has no \`${key}\`; it has \`locale\`, \`audience\``);
    }
    const locale = text(chosen, "the options", "locale") ?? "";
    const audience = codes(chosen, "the options", option);
    const plain = map(order, "the order");
    const actions = plain.actions ?? [];
    if (!Array.isArray(actions)) refuse("the order's `actions` is not a list");
    let steps = "";
    for (const action of actions) steps += codes(map(action, "the order's action"), "the order's action", step);
    said = audience + codes(plain, "the order", member) + steps + locale;
    return { said, actions: steps.length / step.length };
  } catch {
    return { said, actions: -1 };
  }
}

/** Of an order, what it is judged by; of a problem, whose it is. */
export function framed(order) {
  if (typeof order !== "object" || order === null) return order;
  const { provider, id, direction, word, status, trust, fulfilment, finality, times, progress, httpStatus, orderId } = order;
  if (status === undefined && httpStatus !== undefined) return { provider, httpStatus, orderId };
  const since = { times: { updated: times?.updated }, progress: { step: progress?.step } };
  return { provider, id, direction, word, status, trust, fulfilment, finality, ...since };
}

/** The same of one among many, and what it is summed up by. */
export function outlined(order) {
  if (typeof order !== "object" || order === null) return order;
  const { environment, money, actor, times, expiresAt, reopenableUntil, reference, txHash, links, amounts, actions } = order;
  const { updated, created, paid, completed } = times ?? {};
  return {
    ...framed(order),
    ...{ environment, money, actor, expiresAt, reopenableUntil, reference, txHash },
    times: { updated, created, paid, completed },
    links: { checkout: links?.checkout },
    amounts: { paid: amounts?.paid, expected: amounts?.expected },
    actions: Array.isArray(actions) ? actions.map((action) => ({ kind: action?.kind, audience: action?.audience })) : actions,
  };
}

/** The two headers that are read, of a plain object or a `Headers`; what is neither stays as it is. */
export function dated(headers) {
  if (typeof headers !== "object" || headers === null) return headers;
  const read = {};
  try {
    const get = typeof headers.get === "function";
    for (const key of get ? ["retry-after", "date"] : Object.keys(headers)) {
      if (/^(retry-after|date)$/i.test(key)) read[key.toLowerCase()] ??= get ? attempt(() => headers.get(key)) : headers[key];
    }
    return read;
  } catch {
    return -1;
  }
}

/** What a function gives that touches what is not ours; nothing where that throws. */
export function attempt(touch, value) {
  try {
    return touch(value);
  } catch {
    return undefined;
  }
}

const { toString } = Object.prototype;
export const hasOwn = Object.prototype.hasOwnProperty;
