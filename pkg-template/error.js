export class OrderstateError extends Error {
  constructor({ code, message, remedy, offset = null, providers = [] }, cause) {
    super(message, cause === undefined ? undefined : { cause });
    this.code = code;
    this.remedy = remedy;
    this.offset = offset;
    this.providers = providers;
  }

  // On the prototype, so that stack traces begin with it, and as text, so that a minifier cannot shorten it.
  get name() {
    return "OrderstateError";
  }
}
