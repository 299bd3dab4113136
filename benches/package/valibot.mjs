// valibot before the mapping: the fields that it reads.
import * as v from "valibot";

const text = v.nullish(v.string());
const number = v.nullish(v.number());

const some = v.object({
  data: v.object({
    id: text,
    status: v.string(),
    isBuyOrSell: v.string(),
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
    cardPaymentData: v.nullish(v.object({ status: text })),
    cryptoPaymentData: v.nullish(v.object({ paymentAddress: text, cryptoAmountPaid: number })),
  }),
});

export const parse = (answer) => v.parse(some, answer);
