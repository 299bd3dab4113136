// zod before the mapping: the fields that it reads, or all 59.
import { z } from "zod";

const text = z.string().nullish();
const number = z.number().nullish();

const read = {
  id: text,
  status: z.string(),
  isBuyOrSell: z.string(),
  fiatAmount: number,
  fiatCurrency: text,
  cryptoAmount: number,
  cryptoCurrency: text,
  network: text,
  amountPaid: number,
  partnerOrderId: text,
  statusReason: text,
  autoExpiresAt: text,
  createdAt: text,
  updatedAt: text,
  capturedAt: text,
  completedAt: text,
  transactionHash: text,
  transactionLink: text,
  cardPaymentData: z.object({ status: text }).nullish(),
  cryptoPaymentData: z.object({ paymentAddress: text, cryptoAmountPaid: number }).nullish(),
};

/** The fields that the mapping reads. */
export const some = z.object({ data: z.object(read) });

// What the made-up orders hold beside is of any plain kind. One check: a union would be slower.
const plain = z.custom((value) => typeof value !== "object" || value === null);
const beside = [
  "walletLink", "isNFTOrder", "tag", "userKyc", "isFirst", "channel", "version", "fromWallet", "ip", "city", "state",
  "source", "locale", "theme", "coupon", "discount", "refund", "env", "retry", "memo", "risk", "score", "bank", "note",
  "nft", "lastNotifiedAt",
];

/** Every field of the larger orders; what stands within a list is not looked at. */
export const all = z.object({
  meta: z.object({ orderId: z.string() }),
  data: z.object({
    ...read,
    _id: z.string(),
    walletAddress: text,
    statusHistories: z.array(z.unknown()),
    conversionPriceData: z.unknown(),
    paymentOptions: z.array(z.unknown()),
    partnerFees: z.array(z.unknown()),
    quoteId: text,
    paymentOptionId: text,
    conversionPrice: number,
    totalFeeInFiat: number,
    fiatAmountInUsd: number,
    countryCode: text,
    userId: text,
    ...Object.fromEntries(beside.map((name) => [name, plain])),
  }),
});
