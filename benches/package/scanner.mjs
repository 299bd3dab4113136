// What JavaScript can do without a module: one pass over the bytes, which keeps where the wanted values stand.
//
// It checks the grammar as JSON.parse does, but not the UTF-8. The values are copied side by side and decoded at once.
// What is rare (an escape in a key, a value of another kind) is left to JSON.parse.
import { fromAnswer } from "./transak.mjs";

const FIELDS = [
  "id", "status", "isBuyOrSell", "fiatAmount", "fiatCurrency", "cryptoAmount", "cryptoCurrency", "network",
  "amountPaid", "partnerOrderId", "statusReason", "autoExpiresAt", "createdAt", "updatedAt", "capturedAt",
  "completedAt", "transactionHash", "transactionLink",
];
const CARD = FIELDS.length;
const CRYPTO = CARD + 1;
const KEYS = [...FIELDS, "cardPaymentData", "cryptoPaymentData"];
// Of the two members that are objects.
const CARD_STATUS = FIELDS.length;
const ADDRESS = CARD_STATUS + 1;
const PAID_CRYPTO = ADDRESS + 1;
const VALUES = PAID_CRYPTO + 1;

const encoder = new TextEncoder();
const decoder = new TextDecoder();
const keys = KEYS.map((key) => encoder.encode(key));
const DATA = encoder.encode("data");
const STATUS = encoder.encode("status");
const PAYMENT_ADDRESS = encoder.encode("paymentAddress");
const CRYPTO_PAID = encoder.encode("cryptoAmountPaid");

// Which key it may be, by its length and two of its bytes: no two keys share a place.
const PLACES = 64;
const placeOf = (length, first, late) => (length + first * 3 + late * 18) & (PLACES - 1);
const places = new Int8Array(PLACES).fill(-1);
for (const [index, key] of keys.entries()) {
  const place = placeOf(key.length, key[0], key.at(-2));
  if (places[place] !== -1) throw new Error(`${KEYS[index]} has the place of ${KEYS[places[place]]}`);
  places[place] = index;
}

// Where each value stands: a text without its quotes, or a number; an empty one is none.
const starts = new Int32Array(VALUES);
const ends = new Int32Array(VALUES);
const odd = new Uint8Array(VALUES); // a text with an escape or more than ASCII
const numeric = new Uint8Array(VALUES);
let sawOdd = 0;

// Bytes that a text may hold as they are, of ASCII.
const PLAIN = new Uint8Array(256).fill(1, 0x20, 0x80);
PLAIN[0x22] = PLAIN[0x5c] = 0;

/** Over a text, from behind its opening quote to behind its closing one; -1 where it is none, as in all of these. */
function text(bytes, at) {
  for (;;) {
    while (PLAIN[bytes[at]] === 1) at++;
    const byte = bytes[at++];
    if (byte === 0x22) return at;
    if (byte === 0x5c) {
      at = escape(bytes, at);
      if (at < 0) return -1;
    } else if (byte > 0x7f) sawOdd = 1;
    else return -1;
  }
}

function escape(bytes, at) {
  sawOdd = 1;
  switch (bytes[at++]) {
    case 0x22: case 0x2f: case 0x5c: case 0x62: case 0x66: case 0x6e: case 0x72: case 0x74: return at;
    case 0x75:
      for (const end = at + 4; at < end; at++) if (!isHex(bytes[at])) return -1;
      return at;
    default: return -1;
  }
}

const isHex = (byte) => (byte >= 0x30 && byte <= 0x39) || ((byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x66);

function space(bytes, at) {
  while (bytes[at] <= 0x20) {
    const byte = bytes[at];
    if (byte !== 0x20 && byte !== 0x0a && byte !== 0x0d && byte !== 0x09) return at;
    at++;
  }
  return at;
}

function digits(bytes, at) {
  const start = at;
  while (bytes[at] >= 0x30 && bytes[at] <= 0x39) at++;
  return at === start ? -1 : at;
}

function number(bytes, at) {
  if (bytes[at] === 0x2d) at++;
  if (bytes[at] === 0x30) at++;
  else if ((at = digits(bytes, at)) < 0) return -1;
  if (bytes[at] === 0x2e && (at = digits(bytes, at + 1)) < 0) return -1;
  if ((bytes[at] | 0x20) === 0x65) {
    at++;
    if (bytes[at] === 0x2b || bytes[at] === 0x2d) at++;
    return digits(bytes, at);
  }
  return at;
}

function literal(bytes, at) {
  switch (bytes[at]) {
    case 0x6e: return bytes[at + 1] === 0x75 && bytes[at + 2] === 0x6c && bytes[at + 3] === 0x6c ? at + 4 : -1;
    case 0x74: return bytes[at + 1] === 0x72 && bytes[at + 2] === 0x75 && bytes[at + 3] === 0x65 ? at + 4 : -1;
    case 0x66: return bytes[at + 1] === 0x61 && bytes[at + 2] === 0x6c && bytes[at + 3] === 0x73
      && bytes[at + 4] === 0x65 ? at + 5 : -1;
    default: return number(bytes, at);
  }
}

/** Over any value. */
function skip(bytes, at) {
  const byte = bytes[at];
  if (byte === 0x22) return text(bytes, at + 1);
  if (byte === 0x7b) return map(bytes, at + 1);
  if (byte !== 0x5b) return literal(bytes, at);
  if (bytes[++at] <= 0x20) at = space(bytes, at);
  if (bytes[at] === 0x5d) return at + 1;
  for (;;) {
    at = skip(bytes, at);
    if (bytes[at] <= 0x20) at = space(bytes, at);
    if (bytes[at] === 0x5d) return at + 1;
    if (bytes[at] !== 0x2c) return -1;
    if (bytes[++at] <= 0x20) at = space(bytes, at);
  }
}

/** Over an object of no interest, from behind its bracket. */
function map(bytes, at) {
  if (bytes[at] <= 0x20) at = space(bytes, at);
  if (bytes[at] === 0x7d) return at + 1;
  while (bytes[at] === 0x22) {
    at = colon(bytes, text(bytes, at + 1));
    at = skip(bytes, at);
    if (bytes[at] <= 0x20) at = space(bytes, at);
    if (bytes[at] === 0x7d) return at + 1;
    if (bytes[at] !== 0x2c) return -1;
    if (bytes[++at] <= 0x20) at = space(bytes, at);
  }
  return -1;
}

function colon(bytes, at) {
  if (bytes[at] <= 0x20) at = space(bytes, at);
  if (bytes[at] !== 0x3a) return -1;
  return bytes[++at] <= 0x20 ? space(bytes, at) : at;
}

function is(bytes, start, end, key) {
  if (end - start !== key.length) return false;
  for (let i = 0; i < key.length; i++) if (bytes[start + i] !== key[i]) return false;
  return true;
}

let hasData = false;

function forget(from, to) {
  for (let value = from; value < to; value++) starts[value] = ends[value] = 0;
}

/** Over the whole answer, from behind its bracket. */
function root(bytes, at) {
  if (bytes[at] <= 0x20) at = space(bytes, at);
  if (bytes[at] === 0x7d) return at + 1;
  while (bytes[at] === 0x22) {
    const start = at + 1;
    at = text(bytes, start);
    const end = at - 1;
    at = colon(bytes, at);
    if (is(bytes, start, end, DATA)) {
      if (bytes[at] !== 0x7b) return -1;
      hasData = true;
      forget(0, VALUES);
      at = members(bytes, at + 1);
    } else at = skip(bytes, at);
    if (bytes[at] <= 0x20) at = space(bytes, at);
    if (bytes[at] === 0x7d) return at + 1;
    if (bytes[at] !== 0x2c) return -1;
    if (bytes[++at] <= 0x20) at = space(bytes, at);
  }
  return -1;
}

/** Over the order, from behind its bracket. */
function members(bytes, at) {
  if (bytes[at] <= 0x20) at = space(bytes, at);
  if (bytes[at] === 0x7d) return at + 1;
  while (bytes[at] === 0x22) {
    const start = at + 1;
    at = text(bytes, start);
    const end = at - 1;
    at = colon(bytes, at);
    const index = places[placeOf(end - start, bytes[start], bytes[end - 2])];
    if (index < 0 || !is(bytes, start, end, keys[index])) at = skip(bytes, at);
    else if (index < CARD) at = keep(bytes, at, index);
    else {
      if (index === CARD) forget(CARD_STATUS, ADDRESS);
      else forget(ADDRESS, VALUES);
      if (bytes[at] !== 0x7b) at = skip(bytes, at);
      else at = index === CARD ? card(bytes, at + 1) : crypto(bytes, at + 1);
    }
    if (bytes[at] <= 0x20) at = space(bytes, at);
    if (bytes[at] === 0x7d) return at + 1;
    if (bytes[at] !== 0x2c) return -1;
    if (bytes[++at] <= 0x20) at = space(bytes, at);
  }
  return -1;
}

/** Over what is said of the card, from behind its bracket. */
function card(bytes, at) {
  if (bytes[at] <= 0x20) at = space(bytes, at);
  if (bytes[at] === 0x7d) return at + 1;
  while (bytes[at] === 0x22) {
    const start = at + 1;
    at = text(bytes, start);
    const end = at - 1;
    at = colon(bytes, at);
    at = is(bytes, start, end, STATUS) ? keep(bytes, at, CARD_STATUS) : skip(bytes, at);
    if (bytes[at] <= 0x20) at = space(bytes, at);
    if (bytes[at] === 0x7d) return at + 1;
    if (bytes[at] !== 0x2c) return -1;
    if (bytes[++at] <= 0x20) at = space(bytes, at);
  }
  return -1;
}

/** Over what is said of the coins, from behind its bracket. */
function crypto(bytes, at) {
  if (bytes[at] <= 0x20) at = space(bytes, at);
  if (bytes[at] === 0x7d) return at + 1;
  while (bytes[at] === 0x22) {
    const start = at + 1;
    at = text(bytes, start);
    const end = at - 1;
    at = colon(bytes, at);
    if (is(bytes, start, end, PAYMENT_ADDRESS)) at = keep(bytes, at, ADDRESS);
    else at = is(bytes, start, end, CRYPTO_PAID) ? keep(bytes, at, PAID_CRYPTO) : skip(bytes, at);
    if (bytes[at] <= 0x20) at = space(bytes, at);
    if (bytes[at] === 0x7d) return at + 1;
    if (bytes[at] !== 0x2c) return -1;
    if (bytes[++at] <= 0x20) at = space(bytes, at);
  }
  return -1;
}

function keep(bytes, at, value) {
  const byte = bytes[at];
  if (byte === 0x22) {
    const before = sawOdd;
    sawOdd = 0;
    const after = text(bytes, at + 1);
    odd[value] = sawOdd;
    sawOdd |= before;
    numeric[value] = 0;
    starts[value] = at + 1;
    ends[value] = after - 1;
    return after;
  }
  if (byte === 0x6e) {
    starts[value] = ends[value] = 0;
    return literal(bytes, at);
  }
  if (byte !== 0x2d && (byte < 0x30 || byte > 0x39)) return -1;
  numeric[value] = 1;
  odd[value] = 0;
  starts[value] = at;
  return (ends[value] = number(bytes, at));
}

const side = new Uint8Array(1 << 16);
let all = "";
let taken = 0;

/** The value, from what was decoded: they are asked for in their order. */
function take(bytes, value) {
  const length = ends[value] - starts[value];
  if (length <= 0) return null;
  // With its quotes.
  if (odd[value] === 1) return JSON.parse(decoder.decode(bytes.subarray(starts[value] - 1, ends[value] + 1)));
  const said = all.slice(taken, (taken += length));
  return numeric[value] === 1 && said === "0" ? 0 : said;
}

/** The order in an answer of the partner API. */
export function fromBytes(bytes) {
  hasData = false;
  let at = space(bytes, 0);
  at = bytes[at] === 0x7b ? root(bytes, at + 1) : -1;
  if (at < 0 || !hasData || space(bytes, at) !== bytes.length || bytes.length > side.length) {
    return fromAnswer(JSON.parse(decoder.decode(bytes)));
  }
  let room = 0;
  for (let value = 0; value < VALUES; value++) {
    if (odd[value] === 1) continue;
    for (let from = starts[value]; from < ends[value]; from++) side[room++] = bytes[from];
  }
  all = decoder.decode(side.subarray(0, room));
  taken = 0;
  const data = {
    id: take(bytes, 0),
    status: take(bytes, 1),
    isBuyOrSell: take(bytes, 2),
    fiatAmount: take(bytes, 3),
    fiatCurrency: take(bytes, 4),
    cryptoAmount: take(bytes, 5),
    cryptoCurrency: take(bytes, 6),
    network: take(bytes, 7),
    amountPaid: take(bytes, 8),
    partnerOrderId: take(bytes, 9),
    statusReason: take(bytes, 10),
    autoExpiresAt: take(bytes, 11),
    createdAt: take(bytes, 12),
    updatedAt: take(bytes, 13),
    capturedAt: take(bytes, 14),
    completedAt: take(bytes, 15),
    transactionHash: take(bytes, 16),
    transactionLink: take(bytes, 17),
    cardPaymentData: { status: take(bytes, CARD_STATUS) },
    cryptoPaymentData: { paymentAddress: take(bytes, ADDRESS), cryptoAmountPaid: take(bytes, PAID_CRYPTO) },
  };
  return fromAnswer({ data });
}
