// What the bench reads: partner orders of Transak's, made up, in three sizes.

export const WORDS = [
  "AWAITING_PAYMENT_FROM_USER", "PAYMENT_DONE_MARKED_BY_USER", "PROCESSING", "PENDING_DELIVERY_FROM_TRANSAK",
  "ON_HOLD_PENDING_DELIVERY_FROM_TRANSAK", "COMPLETED", "FAILED", "CANCELLED", "EXPIRED", "REFUNDED",
];

/** Whole numbers below a limit, the same in every run. */
export function random(seed) {
  return (limit) => {
    seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
    return Math.floor((seed / 2 ** 32) * limit);
  };
}

/** How full an order is: with 8 fields, or with all 59, nested ones short or long. */
export const SIZES = { "300 B": 0, "1.5 kB": 1, "6 kB": 2 };

/**
 * Different answers of the partner API, of one size. What an order lacks is null, as a rule, so that the objects are of
 * few hidden classes: the best case for JavaScript.
 */
export function answers(size, count) {
  const below = random(7);
  const one = (...values) => values[below(values.length)];
  const hex = (length) => Array.from({ length }, () => below(16).toString(16)).join("");
  const uuid = () => `${hex(8)}-${hex(4)}-4${hex(3)}-8${hex(3)}-${hex(12)}`;
  const digits = (whole, fraction) => Number(`${1 + below(whole)}.${below(fraction)}`);
  const two = (number) => String(number).padStart(2, "0");
  const clock = () => [24, 60, 60].map((limit) => two(below(limit))).join(":");
  const date = () => `2026-${two(1 + below(12))}-${two(1 + below(28))}T${clock()}`;
  const time = () => `${date()}.${String(below(1000)).padStart(3, "0")}Z`;

  const answer = () => {
    const id = uuid();
    const status = one(...WORDS);
    const buy = below(2) === 0;
    const moved = ["COMPLETED", "PENDING_DELIVERY_FROM_TRANSAK", "REFUNDED"].includes(status);
    const fiatAmount = digits(900, 100);
    const cryptoAmount = digits(40, 1e6);
    const small = {
      id,
      status,
      isBuyOrSell: buy ? "BUY" : "SELL",
      fiatCurrency: one("EUR", "USD", "GBP", "INR"),
      fiatAmount,
      cryptoCurrency: one("ETH", "USDC", "SOL", "BTC"),
      cryptoAmount,
      partnerOrderId: `cart-${hex(12)}`,
    };
    if (SIZES[size] === 0) return { meta: { orderId: uuid() }, data: small };

    const large = SIZES[size] === 2;
    // Of real payloads, about one in eight holds more than ASCII, and is slower to decode.
    const ascii = below(8) > 0;
    const places = ascii ? ["bank", "card"] : ["café", "₹ account"];
    // Members of members are called as the order's own are, and say something else.
    const history = () => ({
      status: one(...WORDS),
      createdAt: time(),
      message: `Payment "${hex(4)}" noted, see ${one(...places)}`,
      isEmailSentToUser: below(2) === 0,
      partnerEventId: one("ORDER_CREATED", "ORDER_PROCESSING"),
    });
    const option = () => ({
      id: one("sepa_bank_transfer", "credit_debit_card"),
      name: "Bank transfer",
      isActive: true,
      fields: [{ name: "IBAN", value: `DE${below(1e9)}` }, { name: "Reference", value: hex(10) }],
    });
    const fee = () => ({ name: "Network fee", value: digits(9, 100), id: "network_fee", ids: ["network_fee"] });
    const price = { id: uuid(), status: "QUOTED", isBuyOrSell: one("BUY", "SELL"), createdAt: time() };
    const list = (length, make) => Array.from({ length }, make);
    const data = {
      _id: id,
      ...small,
      amountPaid: one(0, fiatAmount),
      network: one("ethereum", "polygon", "solana"),
      walletAddress: `0x${hex(40)}`,
      createdAt: time(),
      updatedAt: time(),
      completedAt: status === "COMPLETED" ? time() : null,
      capturedAt: moved ? time() : null,
      autoExpiresAt: `${date()}+00:00`,
      statusReason: ascii ? one(null, "Order is on its way", 'The bank said "no"') : "Paiement refusé",
      transactionHash: moved ? `0x${hex(64)}` : null,
      transactionLink: moved ? `https://etherscan.io/tx/${hex(20)}` : null,
      cardPaymentData: { id: hex(6), status: one("CAPTURED", "DECLINED"), pgData: large ? price : null },
      cryptoPaymentData: { paymentAddress: `0x${hex(8)}`, cryptoAmountPaid: one(0, cryptoAmount) },
      statusHistories: large ? list(15, history) : [{ id: hex(6), status: one(...WORDS) }],
      conversionPriceData: large ? { ...price, fees: list(4, fee) } : null,
      paymentOptions: list(large ? 5 : 0, option),
      partnerFees: list(large ? 4 : 0, fee),
      quoteId: large ? uuid() : null,
      paymentOptionId: one("card", "sepa"),
      conversionPrice: digits(3, 1e4),
      totalFeeInFiat: digits(9, 100),
      fiatAmountInUsd: digits(900, 100),
      countryCode: one("DE", "FR", "IN"),
      userId: uuid(),
    };
    // What is sent beside, mostly empty.
    const beside = [
      "walletLink", "isNFTOrder", "tag", "userKyc", "isFirst", "channel", "version", "fromWallet", "ip", "city",
      "state", "source", "locale", "theme", "coupon", "discount", "refund", "env", "retry", "memo", "risk", "score",
      "bank", "note", "nft", "lastNotifiedAt",
    ];
    for (const name of beside) data[name] = one(null, false, true, below(10), "no");
    return { meta: { orderId: uuid() }, data };
  };
  return Array.from({ length: count }, answer);
}
