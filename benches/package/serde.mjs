// serde_json in WebAssembly (../serde), with a boundary of numbers as the project's own: the same order of it.
import { fromAnswer } from "./transak.mjs";

const NONE = 0xffff_ffff;
const WORST = 3; // bytes that a UTF-16 unit can become

export function createSerde(wasm) {
  const { memory, reserve, read } = new WebAssembly.Instance(new WebAssembly.Module(wasm)).exports;
  const encoder = new TextEncoder();
  const decoder = new TextDecoder();
  let [place, room] = [0, 0];
  // Views of the memory, made anew when it has grown and the old ones are empty.
  let bytes = new Uint8Array(0);
  let numbers;
  // Where the values are read.
  let next;
  let text;
  let at;

  function views() {
    if (bytes.length !== 0) return;
    bytes = new Uint8Array(memory.buffer);
    numbers = new Uint32Array(memory.buffer);
  }

  function prepare(length) {
    if (length > room) place = reserve((room = length));
    views();
  }

  const said = () => {
    const length = numbers[next++];
    return length === NONE ? null : text.slice(at, (at += length));
  };
  const digits = () => {
    const value = said();
    return value === "0" ? 0 : value;
  };

  function run(length) {
    next = read(length) >>> 2;
    if (next === 0) throw new Error("not an answer");
    views();
    at = 0;
    const start = numbers[next++];
    text = decoder.decode(bytes.subarray(start, start + numbers[next++]));
    const data = {
      id: said(),
      status: said(),
      isBuyOrSell: said(),
      fiatAmount: digits(),
      fiatCurrency: said(),
      cryptoAmount: digits(),
      cryptoCurrency: said(),
      network: said(),
      amountPaid: digits(),
      partnerOrderId: said(),
      statusReason: said(),
      autoExpiresAt: said(),
      createdAt: said(),
      updatedAt: said(),
      capturedAt: said(),
      completedAt: said(),
      transactionHash: said(),
      transactionLink: said(),
      cardPaymentData: { status: said() },
      cryptoPaymentData: { paymentAddress: said(), cryptoAmountPaid: digits() },
    };
    return fromAnswer({ data });
  }

  return {
    fromBytes(payload) {
      prepare(payload.length);
      bytes.set(payload, place);
      return run(payload.length);
    },
    fromText(payload) {
      const most = payload.length * WORST;
      prepare(most);
      return run(encoder.encodeInto(payload, bytes.subarray(place, place + most)).written);
    },
  };
}
