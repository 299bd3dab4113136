// Shows what the built package makes of payloads of every provider and form. They are the samples of the demo page.
import { readFileSync } from "node:fs";
import { normalizeAll, version } from "../../pkg/index.js";

const chosen = `
  transak/sell_awaiting_payment transak/buy_failed_card_declined transak/buy_on_hold transak/socket_buy_processing
  transak/webhook_jwt_event_first_buy_completed transak/webhook_jwt_data_sell_refunded
  transak/widget_successful_with_processing transak/redirect_claims_completed
  banxa/v1_created_buy banxa/v2_buy_waiting_payment banxa/v2_sell_waiting_payment banxa/v2_buy_extra_verification
  banxa/v2_buy_complete banxa/webhook_2024_expired banxa/redirect_complete banxa/v2_buy_unknown_word
  mugglepay/get_new mugglepay/callback_pending_on_tron_by_suffix mugglepay/callback_unresolved_amount_under
  mugglepay/get_paid mugglepay/get_paid_unverified mugglepay/callback_resolved
  baanx/create_answer baanx/completed baanx/completed_payment_refunded
  moonpay/buy_failed_declined moonpay/buy_pending_proof_required mercuryo/callback_buy_paid
  mercuryo/callback_withdraw_completed onramper/webhook_buy_completed coinbase/offramp_created
  coinbase-commerce/charge_unresolved_underpaid coinbase-commerce/charge_expired btcpay/invoice_settled_paid_over
  btcpay/invoice_processing nowpayments/payment_partially_paid nowpayments/payout_finished binance-pay/notification_paid_read
  binance-pay/order_refunding onramp-money/webhook_buy_4 onramp-money/webhook_sell_10 stripe/charge_authorised
  stripe/dispute_lost stripe/event_charge_refunded_in_part
`.trim().split(/\s+/);

const samples = JSON.parse(readFileSync(new URL("../../dist/www/samples.json", import.meta.url), "utf8"));
const byName = new Map(samples.map((sample) => [`${sample.provider}/${sample.situation}`, sample]));

const head = ["provider", "sent by", "trust", "way", "its word", "", "status", "money", "fulfil", "who can do what"];
const rows = [head];
for (const name of chosen) {
  const sample = byName.get(name);
  if (sample === undefined) throw new Error(`there is no fixture ${name}`);
  for (const order of normalizeAll(sample.payload, sample.context ?? {})) {
    rows.push([
      order.provider,
      order.kind,
      order.trust,
      order.direction ?? "-",
      order.word ?? order.event ?? "-",
      "→",
      order.reason === null ? order.status : `${order.status} (${order.reason})`,
      order.money,
      order.fulfilment,
      next(order),
    ]);
  }
}

/** The actions of each side: `customer: wait, track_on_chain; merchant: wait`. */
function next({ actions }) {
  const sides = ["customer", "merchant"].map((side) => [side, actions.filter(({ audience }) => audience === side)]);
  const label = ({ kind, when }) => (when === null ? kind : `${kind} if ${when}`);
  const parts = sides.map(([side, some]) => (some.length > 0 ? `${side}: ${some.map(label).join(", ")}` : ""));
  return parts.filter((part) => part !== "").join("; ") || "-";
}

const widths = head.map((_, column) => Math.max(...rows.map((row) => row[column].length)));
console.log(`\norderstate ${version()}: payloads and what they mean\n`);
for (const row of rows) console.log(row.map((cell, column) => cell.padEnd(widths[column])).join("  ").trimEnd());
console.log("\nMore of each order, as JSON: cargo xtask normalize tests/fixtures/banxa/v2_buy_complete.json\n");
