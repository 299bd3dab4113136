// The baseline: what a developer who knows Transak alone would write by hand, and no more.
//
// It makes the same Order as the package of every payload that the bench makes; nothing else is asked of it. It looks
// for no other provider, placeholder or staging mark, and checks no time. All of that is in its favour.

const DOCS = "https://docs.transak.com/guides/track-order-status";

/** What a word means. Made once, by one literal, so that all of them are of one hidden class. */
function rule(direction, word, meaning) {
  const {
    status, reason = null, money, moneyBasis = "stated", fulfilment = "wait", actor = "provider", finality = "open",
    stage = "check", step = 3, tone = "progress", actions = [["wait", "customer"], ["wait", "merchant"]],
    stop = finality === "final", basis = "documented", warnings = [],
  } = meaning;
  return {
    id: `transak.${direction}.${word}`, status, reason, money, moneyBasis, fulfilment, actor, finality, stage, step,
    tone, actions, stop, basis, warnings,
  };
}

function rules(direction) {
  const buy = direction === "buy";
  const done = { finality: "final", stage: "done", step: 5 };
  const ended = { ...done, money: "unknown", moneyBasis: null, fulfilment: "no", actor: "customer" };
  const startAgain = [["start_new_order", "customer", "not_paid"], ["contact_provider", "customer", "paid"]];
  const completed = { ...done, status: "completed", money: "delivered" };
  const failed = {
    ...ended, status: "failed", reason: "unspecified", tone: "danger",
    actions: [[buy ? "retry_other_method" : "contact_provider", "customer"]],
  };
  return {
    awaiting: rule(direction, "AWAITING_PAYMENT_FROM_USER", {
      status: "awaiting_payment", money: "not_taken", actor: "customer", stage: "pay", step: 2, tone: "action",
      actions: [[buy ? "pay" : "send_crypto", "customer"], ["wait", "merchant"]],
    }),
    marked: rule(direction, "PAYMENT_DONE_MARKED_BY_USER", {
      status: "payment_submitted", reason: "receipt_unconfirmed", money: "incoming",
    }),
    processing: rule(direction, "PROCESSING", {
      status: "processing", money: "incoming", moneyBasis: buy ? "implied" : "stated",
      basis: buy ? "documented" : "undocumented", warnings: buy ? [] : ["undocumented_for_direction"],
    }),
    delivering: rule(direction, "PENDING_DELIVERY_FROM_TRANSAK", {
      status: "delivering", money: "held", stage: "deliver", step: 4,
    }),
    onHold: rule(direction, "ON_HOLD_PENDING_DELIVERY_FROM_TRANSAK", {
      status: "on_hold", reason: buy ? "provider_hold" : "payout_blocked", money: "held",
      moneyBasis: buy ? "implied" : "stated", tone: "warning",
      actions: [...(buy ? [["wait", "customer"]] : []), ["contact_provider", "customer"], ["wait", "merchant"]],
    }),
    completed: rule(direction, "COMPLETED", {
      ...completed, fulfilment: "yes", actor: "nobody", tone: "success", actions: [["fulfil", "merchant"]],
    }),
    // Nobody vouches for a word alone.
    unproven: rule(direction, "COMPLETED", {
      ...completed, actor: "merchant", tone: "warning", stop: false, warnings: ["unverified"],
      actions: [["refresh_status", "merchant", null, true]],
    }),
    failed: rule(direction, "FAILED", failed),
    declined: rule(direction, "FAILED?cardPaymentData.status=DECLINED", { ...failed, reason: "payment_declined" }),
    cancelled: rule(direction, "CANCELLED", {
      ...ended, status: "cancelled", reason: "unspecified", tone: "neutral",
      actions: buy ? [["start_new_order", "customer"]] : startAgain,
    }),
    expired: rule(direction, "EXPIRED", {
      ...ended, status: "expired", reason: "payment_window_passed", money: "not_taken", moneyBasis: "assumed",
      tone: "warning", actions: startAgain,
    }),
    expiredThoughPaid: rule(direction, "EXPIRED", {
      ...ended, status: "expired", reason: "payment_window_passed", tone: "warning", actions: startAgain,
    }),
    refunded: rule(direction, "REFUNDED", {
      ...done, status: "refunded", money: "returned", fulfilment: "no", actor: "nobody", stage: "return",
      tone: "neutral", actions: [],
    }),
  };
}

const BUY = rules("buy");
const SELL = rules("sell");

function ruleOf(word, of, declined, paid, proven) {
  switch (word) {
    case "AWAITING_PAYMENT_FROM_USER": return of.awaiting;
    case "PAYMENT_DONE_MARKED_BY_USER": return of.marked;
    case "PROCESSING": return of.processing;
    case "PENDING_DELIVERY_FROM_TRANSAK": return of.delivering;
    case "ON_HOLD_PENDING_DELIVERY_FROM_TRANSAK": return of.onHold;
    case "COMPLETED": return proven ? of.completed : of.unproven;
    case "FAILED": return declined ? of.declined : of.failed;
    case "CANCELLED": return of.cancelled;
    case "EXPIRED": return paid ? of.expiredThoughPaid : of.expired;
    case "REFUNDED": return of.refunded;
    default: throw new Error(`not a word of Transak's: ${word}`);
  }
}

function order(rule, kind, trust, direction, word, said) {
  return {
    provider: "transak",
    via: null,
    direction,
    kind,
    trust,
    id: said.id,
    reference: said.reference,
    word,
    event: null,
    status: rule.status,
    reason: rule.reason,
    detail: said.detail,
    money: rule.money,
    moneyBasis: rule.moneyBasis,
    environment: "unknown",
    fulfilment: rule.fulfilment,
    actor: rule.actor,
    finality: rule.finality,
    reopenableUntil: null,
    progress: { stage: rule.stage, step: rule.step, of: 5 },
    tone: rule.tone,
    actions: actions(rule.actions, said),
    poll: {
      stop: rule.stop,
      afterMs: rule.stop ? null : 30_000,
      steadyMs: rule.stop ? null : 0,
      backoff: 1.5,
      capMs: rule.stop ? null : 300_000,
      giveUpAt: null,
      push: true,
    },
    expiresAt: said.expiresAt,
    expiresBasis: said.expiresAt === null ? null : "provider",
    eta: null,
    slow: null,
    times: { created: said.created, updated: said.updated, paid: said.paidAt, completed: said.completed },
    amounts: { expected: said.expected, paid: said.paid, received: said.received },
    txHash: said.txHash,
    links: { checkout: null, status: null, transaction: said.link },
    rule: { id: rule.id, basis: rule.basis, docs: DOCS, known: true, warnings: rule.warnings.slice() },
  };
}

function actions(steps, said) {
  const made = [];
  for (const [kind, audience, when = null, blocking = false] of steps) {
    const pays = kind === "pay" || kind === "send_crypto";
    made.push({
      kind,
      audience,
      blocking,
      when,
      url: null,
      address: kind === "send_crypto" ? said.address : null,
      amount: pays && said.expected !== null ? { ...said.expected } : null,
      deadline: pays ? said.expiresAt : null,
    });
  }
  return made;
}

/** The order in an answer of the partner API: `{ meta, data }`. */
export function fromAnswer({ data }) {
  const buy = data.isBuyOrSell === "BUY";
  const money = data.fiatAmount ? { value: String(data.fiatAmount), currency: data.fiatCurrency, network: null } : null;
  const coins = amount(data.cryptoAmount, data);
  const crypto = data.cryptoPaymentData;
  let paid = null;
  if (!buy) paid = amount(crypto?.cryptoAmountPaid, data);
  else if (data.amountPaid) paid = { value: String(data.amountPaid), currency: data.fiatCurrency, network: null };
  const said = {
    id: data.id || null,
    reference: data.partnerOrderId || null,
    detail: data.statusReason || null,
    expiresAt: time(data.autoExpiresAt),
    created: time(data.createdAt),
    updated: time(data.updatedAt),
    paidAt: time(data.capturedAt),
    completed: time(data.completedAt),
    expected: buy ? money : coins,
    paid,
    received: buy ? coins : money,
    txHash: data.transactionHash || null,
    link: data.transactionLink || null,
    address: crypto?.paymentAddress || null,
  };
  const declined = buy && data.cardPaymentData?.status === "DECLINED";
  const wasPaid = paid !== null || said.paidAt !== null;
  const rule = ruleOf(data.status, buy ? BUY : SELL, declined, wasPaid, true);
  return order(rule, "rest", "api", buy ? "buy" : "sell", data.status, said);
}

const amount = (value, { cryptoCurrency, network }) =>
  value ? { value: String(value), currency: cryptoCurrency, network: network || null } : null;

/** The two forms that Transak writes need no `Date`, which is slow. */
function time(text) {
  if (!text) return null;
  if (text.length === 24 && text.endsWith("Z")) return text;
  if (text.length === 25 && text.endsWith("+00:00")) return `${text.slice(0, 19)}.000Z`;
  return new Date(text).toISOString();
}

const NOTHING = {
  id: null, reference: null, detail: null, expiresAt: null, created: null, updated: null, paidAt: null, completed: null,
  expected: null, paid: null, received: null, txHash: null, link: null, address: null,
};

/** A status word alone. */
export function fromWord(word, direction) {
  const rule = ruleOf(word, direction === "buy" ? BUY : SELL, false, false, false);
  return order(rule, "word", "unverified", direction, word, NOTHING);
}
