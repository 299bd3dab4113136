//! What every documented word means, written down a second time and compared; and what holds for every row.
//!
//! The table here is typed from the providers' pages, not from the provider files: two people must have made the same
//! slip before one goes unseen.
#![allow(
    clippy::allow_attributes,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    clippy::wildcard_enum_match_arm,
    reason = "a test that panics has failed"
)]

mod common;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use common::fixtures;
use orderstate::{
    Action, ActionKind, Actor, Audience, Context, Direction, Finality, Fulfilment, Order, ProviderInfo,
    Reason, RuleBasis, Status, Trust, Warning, WordInfo, normalize, normalize_word, providers,
};
use serde_json::{Value, json};

/// One row a direction and a word; two words are two spellings. The columns:
///
/// provider, direction | word | status | reason | money, its basis | fulfilment | waits for | customer | merchant | end |
/// basis. An action's `+paid` and `-paid` say for whom it is: who has paid or sent already, who has not. `!` is blocking.
const TABLE: &str = "
transak buy  | AWAITING_PAYMENT_FROM_USER            | awaiting_payment  | -                     | not_taken stated  | wait | customer | pay                    | wait | open | documented
transak buy  | PAYMENT_DONE_MARKED_BY_USER           | payment_submitted | receipt_unconfirmed   | incoming stated   | wait | provider | wait                   | wait | open | documented
transak buy  | PROCESSING                            | processing        | -                     | incoming implied  | wait | provider | wait                   | wait | open | documented
transak buy  | PENDING_DELIVERY_FROM_TRANSAK         | delivering        | -                     | held stated       | wait | provider | wait                   | wait | open | documented
transak buy  | ON_HOLD_PENDING_DELIVERY_FROM_TRANSAK | on_hold           | provider_hold         | held implied      | wait | provider | wait, contact_provider | wait | open | documented
transak buy  | COMPLETED                             | completed         | -                     | delivered stated  | yes  | nobody   | -                      | fulfil | final | documented
transak sell | AWAITING_PAYMENT_FROM_USER            | awaiting_payment  | -                     | not_taken stated  | wait | customer | send_crypto            | wait | open | documented
transak sell | PAYMENT_DONE_MARKED_BY_USER           | payment_submitted | receipt_unconfirmed   | incoming stated   | wait | provider | wait                   | wait | open | documented
transak sell | PROCESSING                            | processing        | -                     | incoming stated   | wait | provider | wait                   | wait | open | undocumented
transak sell | PENDING_DELIVERY_FROM_TRANSAK         | delivering        | -                     | held stated       | wait | provider | wait                   | wait | open | documented
transak sell | ON_HOLD_PENDING_DELIVERY_FROM_TRANSAK | on_hold           | payout_blocked        | held stated       | wait | provider | contact_provider       | wait | open | documented
transak sell | COMPLETED                             | completed         | -                     | delivered stated  | yes  | nobody   | -                      | fulfil | final | documented
transak buy  | CANCELLED                             | cancelled         | unspecified           | unknown -         | no   | customer | start_new_order        | - | final | documented
transak sell | CANCELLED                             | cancelled         | unspecified           | unknown -         | no   | customer | start_new_order-paid, contact_provider+paid | - | final | documented
transak buy  | FAILED                                | failed            | unspecified           | unknown -         | no   | customer | retry_other_method     | - | final | documented
transak sell | FAILED                                | failed            | unspecified           | unknown -         | no   | customer | contact_provider       | - | final | documented
transak any  | REFUNDED                              | refunded          | -                     | returned stated   | no   | nobody   | -                      | - | final | documented
transak any  | EXPIRED                               | expired           | payment_window_passed | not_taken assumed | no   | customer | start_new_order-paid, contact_provider+paid | - | final | documented

banxa buy  | pendingPayment                     | awaiting_payment  | -                     | not_taken stated | wait | customer | pay         | wait | open | documented
banxa sell | pendingPayment                     | created           | provider_checks       | not_taken stated | wait | provider | wait        | wait | open | documented
banxa buy  | waitingPayment                     | payment_submitted | receipt_unconfirmed   | incoming stated  | wait | provider | wait        | wait | open | documented
banxa sell | waitingPayment                     | awaiting_payment  | -                     | not_taken stated | wait | customer | send_crypto | -    | open | documented
banxa buy  | paymentReceived                    | paid              | -                     | held stated      | wait | provider | wait        | wait | open | documented
banxa sell | paymentReceived                    | paid              | -                     | held stated      | wait | provider | wait        | wait | open | documented
banxa any  | inProgress                         | processing        | -                     | held implied     | wait | provider | wait        | wait | open | documented
banxa buy  | cryptoTransferred, coinTransferred | delivering        | -                     | outgoing stated  | wait | network  | wait        | wait | open | documented
banxa sell | cryptoTransferred, coinTransferred | payment_submitted | confirmations_pending | incoming stated  | wait | network  | wait        | wait | open | implied
banxa any  | complete                           | completed         | -                     | delivered stated | yes  | nobody   | -           | fulfil | final | documented
banxa any  | cancelled                          | cancelled         | risk_or_compliance    | unknown -        | no   | customer | contact_provider   | - | final | documented
banxa buy  | declined                           | failed            | payment_declined      | unknown -        | no   | customer | retry_other_method | - | final | documented
banxa sell | declined                           | failed            | payment_declined      | unknown -        | no   | customer | contact_provider   | - | final | documented
banxa any  | expired                            | expired           | payment_window_passed | unknown -        | no   | customer | start_new_order-paid, wait+paid | - | reopenable | documented
banxa any  | refunded                           | refunded          | refund_requested      | returned stated  | no   | nobody   | -               | -    | final | documented
banxa any  | extraVerification                  | on_hold           | verification_required | unknown -        | wait | provider | answer_provider | wait | open  | documented
banxa buy  | INITIALIZED            | awaiting_payment  | -                     | not_taken assumed | wait | customer | pay-paid, wait+paid | wait | open | implied
banxa buy  | PAYMENT_ACCEPTED       | payment_submitted | receipt_unconfirmed   | incoming implied  | wait | provider | wait           | wait | open | documented
banxa buy  | PAYMENT_RECEIVED       | paid              | -                     | held stated       | wait | provider | wait           | wait | open | documented
banxa buy  | PAYMENT_DECLINED       | failed            | payment_declined      | unknown -         | no   | customer | retry_other_method | - | reopenable | documented
banxa buy  | PAYMENT_CANCELLED      | cancelled         | unspecified           | unknown -         | no   | customer | start_new_order-paid, contact_provider+paid | - | reopenable | documented
banxa sell | COIN_DEPOSIT_READY     | awaiting_payment  | -                     | unknown -         | wait | customer | send_crypto-paid, wait+paid | refresh_status | open | implied
banxa sell | COIN_DEPOSIT_CONFIRMED | paid              | -                     | held stated       | wait | provider | wait           | wait | open | documented
banxa sell | FIAT_TRANSFERRED       | delivering        | -                     | outgoing stated   | wait | provider | wait           | wait | open | documented
banxa buy  | COIN_TRANSFERRED       | delivering        | -                     | outgoing stated   | wait | network  | wait           | wait | open | documented
banxa sell | COIN_TRANSFERRED       | payment_submitted | confirmations_pending | incoming stated   | wait | network  | wait           | wait | open | implied
banxa any  | IN_PROGRESS            | processing        | -                     | unknown -         | wait | provider | wait           | wait | open | documented
banxa any  | FULFILLED              | completed         | -                     | delivered implied | merchant_decides | nobody | - | -    | final | documented
banxa any  | EXPIRED                | expired           | payment_window_passed | unknown -         | no   | customer | start_new_order-paid, wait+paid | - | reopenable | documented
banxa any  | REFUNDED               | refunded          | -                     | returned stated   | no   | nobody   | -              | -    | final | documented
banxa any  | EXTRA_VERIFICATION     | on_hold           | verification_required | unknown -         | wait | customer | verify_identity | wait | open | documented
banxa any  | ACCOUNT_BLOCKED        | on_hold           | risk_or_compliance    | unknown -         | wait | customer | contact_provider | wait | open | documented

mercuryo buy  | buy/new               | created           | -                     | not_taken implied | wait | customer | resume_order       | wait | open  | documented
mercuryo buy  | buy/pending           | awaiting_payment  | -                     | unknown -         | wait | customer | resume_order       | wait | open  | documented
mercuryo buy  | buy/cancelled         | cancelled         | unspecified           | unknown -         | no   | customer | start_new_order-paid, contact_provider+paid | - | final | documented
mercuryo buy  | buy/paid              | paid              | -                     | held stated       | wait | provider | wait               | wait | open  | documented
mercuryo buy  | buy/order_failed      | failed            | payment_declined      | unknown -         | no   | customer | retry_other_method | -    | final | documented
mercuryo buy  | buy/order_scheduled, withdraw/order_scheduled | on_hold | verification_required | incoming stated | wait | customer | verify_identity | wait | open | documented
mercuryo buy  | buy/descriptor_failed | failed            | verification_required | unknown -         | no   | customer | start_new_order-paid, contact_provider+paid | - | final | documented
mercuryo buy  | withdraw/new          | paid              | -                     | held implied      | wait | provider | wait               | wait | open  | documented
mercuryo buy  | withdraw/pending      | delivering        | -                     | outgoing implied  | wait | provider | wait               | wait | open  | documented
mercuryo buy  | withdraw/failed       | failed            | unspecified           | unknown -         | no   | customer | contact_provider   | -    | final | documented
mercuryo buy  | withdraw/completed    | completed         | -                     | delivered stated  | yes  | nobody   | -                  | fulfil | final | documented
mercuryo sell | deposit/new           | awaiting_payment  | -                     | unknown -         | wait | customer | send_crypto-paid, wait+paid | - | open | implied
mercuryo sell | deposit/pending       | payment_submitted | confirmations_pending | incoming implied  | wait | network  | wait               | wait | open  | documented
mercuryo sell | deposit/succeeded, deposit/completed | paid | -                   | held stated       | wait | provider | wait               | wait | open  | documented
mercuryo sell | deposit/failed        | failed            | unspecified           | unknown -         | no   | customer | contact_provider   | -    | final | documented
mercuryo sell | sell/new              | created           | -                     | unknown -         | wait | provider | wait               | refresh_status | open | implied
mercuryo sell | sell/pending          | processing        | -                     | held implied      | wait | provider | wait               | wait | open  | documented
mercuryo sell | sell/succeeded        | completed         | -                     | delivered stated  | yes  | nobody   | -                  | fulfil | final | documented
mercuryo sell | sell/failed           | refund_pending    | -                     | returning stated  | no   | provider | wait, contact_provider | wait | open | documented

moonpay buy  | waitingPayment       | awaiting_payment | - | not_taken implied | wait | customer | resume_order | wait | open | documented
moonpay buy  | waitingAuthorization | awaiting_payment | - | not_taken implied | wait | customer | resume_order | wait | open | documented
moonpay buy  | pending              | processing       | - | unknown -         | wait | provider | wait         | wait | open | documented
moonpay buy  | completed            | completed        | - | delivered stated  | yes  | nobody   | -            | fulfil | final | documented
moonpay buy  | failed               | failed           | unspecified | unknown - | no | customer | start_new_order-paid, contact_provider+paid | - | final | documented
moonpay sell | waitingForDeposit    | awaiting_payment | - | not_taken implied | wait | customer | send_crypto  | -    | open | documented
moonpay sell | requoteRequired      | on_hold          | - | unknown -         | wait | customer | resume_order | wait | open | documented
moonpay sell | pending              | processing       | - | incoming implied  | wait | provider | wait         | wait | open | documented
moonpay sell | completed            | completed        | - | delivered stated  | yes  | nobody   | -            | fulfil | final | documented
moonpay sell | failed               | failed           | unspecified | unknown - | no | customer | contact_provider | - | final | documented
moonpay swap | swap_transaction_created      | created          | - | not_taken implied | wait | provider | wait        | wait | open | documented
moonpay swap | swap_deposit_wallet_created   | awaiting_payment | - | not_taken stated  | wait | customer | send_crypto | -    | open | documented
moonpay swap | swap_deposit_received         | paid             | - | held stated       | wait | provider | wait        | wait | open | documented
moonpay swap | swap_quote_invalid            | on_hold          | - | unknown -         | wait | customer | resume_order | wait | open | documented
moonpay swap | swap_quote_expired            | on_hold          | - | unknown -         | wait | customer | resume_order | wait | open | implied
moonpay swap | swap_asset_delivery_initiated | delivering       | - | outgoing stated   | wait | provider | wait        | wait | open | documented
moonpay swap | swap_transaction_completed    | completed        | - | delivered stated  | yes  | nobody   | -           | fulfil | final | documented
moonpay swap | swap_transaction_failed       | failed           | unspecified | unknown - | no | customer | contact_provider | - | final | documented
moonpay swap | swap_refund_asset_delivery_initiated | refund_pending | - | returning stated | no | provider | wait   | wait | open | documented
moonpay swap | swap_refund_completed         | refunded         | - | returned stated   | no   | nobody   | -           | -    | final | documented

mugglepay pay | NEW            | created           | method_not_selected   | not_taken stated  | wait | customer | choose_payment_method | wait | open | documented
mugglepay pay | PENDING        | payment_submitted | confirmations_pending | incoming stated   | wait | network  | wait | hold_fulfilment, refresh_status | open | documented
mugglepay pay | PAID           | completed         | -                     | delivered stated  | yes  | nobody   | -    | fulfil | final | documented
mugglepay pay | UNRESOLVED     | on_hold           | amount_mismatch       | held stated       | wait | merchant | wait | review_payment!, contact_customer, mark_resolved | open | documented
mugglepay pay | RESOLVED       | completed         | merchant_resolved     | unknown -         | merchant_decides | nobody | - | - | final | documented
mugglepay pay | EXPIRED        | expired           | payment_window_passed | not_taken assumed | no   | customer | start_new_order-paid, wait+paid | - | reopenable | documented
mugglepay pay | CANCELED       | cancelled         | cancelled_by_customer | not_taken assumed | no   | nobody   | -    | -    | final | documented
mugglepay pay | REFUND_PENDING | refund_pending    | -                     | returning implied | no   | provider | wait | wait | open  | documented
mugglepay pay | REFUNDED       | refunded          | -                     | returned stated   | no   | nobody   | -    | -    | final | documented

baanx pay | STARTED   | awaiting_payment  | -                     | unknown -         | wait | customer | pay-paid, wait+paid | refresh_status | open | implied
baanx pay | COMPLETED | completed         | -                     | delivered stated  | yes  | nobody   | -                   | fulfil | final | documented
baanx pay | FAILED    | failed            | unspecified           | unknown -         | no   | customer | start_new_order     | -      | final | documented
baanx pay | EXPIRED   | expired           | payment_window_passed | not_taken assumed | no   | customer | start_new_order     | -      | final | documented
baanx pay | PENDING   | payment_submitted | receipt_unconfirmed   | incoming stated   | wait | provider | wait                | refresh_status | open | observed
baanx pay | REFUNDED  | refunded          | -                     | returned stated   | no   | nobody   | -                   | -      | final | observed

btcpay pay    | New                        | awaiting_payment  | -                     | not_taken stated  | wait | customer | pay  | wait | open | documented
btcpay pay    | Processing                 | payment_submitted | confirmations_pending | incoming stated   | wait | network  | wait | hold_fulfilment | open | documented
btcpay pay    | Settled                    | completed         | -                     | delivered stated  | yes  | nobody   | -    | fulfil | final | documented
btcpay pay    | Expired                    | expired           | payment_window_passed | not_taken assumed | no   | customer | start_new_order-paid, contact_merchant+paid | - | reopenable | documented
btcpay pay    | Invalid                    | failed            | confirmations_pending | unknown -         | no   | merchant | contact_merchant | review_payment!, contact_customer, mark_resolved | reopenable | documented
btcpay pay    | InvoiceCreated             | awaiting_payment  | -                     | not_taken stated  | wait | customer | pay  | wait | open | documented
btcpay pay    | InvoiceReceivedPayment     | payment_submitted | confirmations_pending | incoming stated   | wait | network  | wait | refresh_status | open | documented
btcpay pay    | InvoicePaymentSettled      | processing        | -                     | held stated       | wait | provider | wait | refresh_status | open | documented
btcpay pay    | InvoiceProcessing          | payment_submitted | confirmations_pending | incoming stated   | wait | network  | wait | hold_fulfilment | open | documented
btcpay pay    | InvoiceExpired             | expired           | payment_window_passed | not_taken assumed | no   | customer | start_new_order-paid, contact_merchant+paid | - | reopenable | documented
btcpay pay    | InvoiceSettled             | completed         | -                     | delivered stated  | yes  | nobody   | -    | fulfil | final | documented
btcpay pay    | InvoiceInvalid             | failed            | confirmations_pending | unknown -         | no   | merchant | contact_merchant | review_payment!, contact_customer, mark_resolved | reopenable | documented
btcpay pay    | InvoiceExpiredPaidPartial  | on_hold           | amount_under          | held implied      | wait | merchant | contact_merchant | review_payment!, contact_customer, mark_resolved | open | observed
btcpay pay    | InvoicePaidAfterExpiration | on_hold           | paid_late             | held implied      | wait | merchant | contact_merchant | review_payment!, contact_customer, mark_resolved | open | observed
btcpay pay    | new                        | awaiting_payment  | -                     | not_taken stated  | wait | customer | pay  | wait | open | observed
btcpay pay    | paid                       | payment_submitted | confirmations_pending | incoming stated   | wait | network  | wait | hold_fulfilment | open | observed
btcpay pay    | confirmed, complete        | paid              | -                     | held stated       | wait | provider | wait | refresh_status | open | observed
btcpay pay    | expired                    | expired           | payment_window_passed | not_taken assumed | no   | customer | start_new_order-paid, contact_merchant+paid | - | reopenable | observed
btcpay pay    | invalid                    | failed            | confirmations_pending | unknown -         | no   | merchant | contact_merchant | review_payment!, contact_customer, mark_resolved | reopenable | observed
btcpay pay    | Pending                    | awaiting_payment  | -                     | unknown -         | wait | customer | pay-paid, wait+paid | wait | open | documented
btcpay pay    | Completed                  | paid              | -                     | held implied      | wait | provider | wait | refresh_status | open | implied
btcpay pay    | Paid                       | completed         | -                     | delivered stated  | yes  | nobody   | -    | fulfil | final | documented
btcpay pay    | Unpaid                     | awaiting_payment  | -                     | not_taken stated  | wait | customer | pay  | wait | open | documented
btcpay payout | AwaitingApproval           | created           | -                     | not_taken implied | wait | merchant | wait | review_payment | open | implied
btcpay payout | AwaitingPayment            | awaiting_payment  | -                     | not_taken implied | wait | merchant | wait | send_crypto | open | implied
btcpay payout | InProgress                 | delivering        | -                     | outgoing implied  | wait | network  | wait | wait | open | implied
btcpay payout | Completed                  | completed         | -                     | delivered implied | merchant_decides | nobody | - | - | final | implied
btcpay payout | Cancelled                  | cancelled         | unspecified           | not_taken implied | no   | customer | contact_merchant | - | final | documented

coinbase buy  | ONRAMP_TRANSACTION_STATUS_CREATED          | created           | -                     | not_taken assumed | wait | provider | wait               | wait   | open  | documented
coinbase buy  | ONRAMP_TRANSACTION_STATUS_AWAITING_AUTH    | awaiting_payment  | verification_required | not_taken assumed | wait | customer | resume_order       | wait   | open  | implied
coinbase buy  | ONRAMP_TRANSACTION_STATUS_AWAITING_PAYMENT | awaiting_payment  | -                     | not_taken implied | wait | customer | pay                | wait   | open  | implied
coinbase buy  | ONRAMP_TRANSACTION_STATUS_IN_PROGRESS      | processing        | -                     | unknown -         | wait | provider | wait               | wait   | open  | documented
coinbase buy  | ONRAMP_TRANSACTION_STATUS_SUCCESS          | completed         | -                     | delivered stated  | yes  | nobody   | -                  | fulfil | final | documented
coinbase buy  | ONRAMP_TRANSACTION_STATUS_FAILED           | failed            | unspecified           | unknown -         | no   | customer | contact_provider   | -      | final | documented
coinbase buy  | ONRAMP_ORDER_STATUS_PENDING_AUTH           | awaiting_payment  | verification_required | not_taken assumed | wait | customer | resume_order       | wait   | open  | implied
coinbase buy  | ONRAMP_ORDER_STATUS_PENDING_VERIFICATION   | awaiting_payment  | verification_required | not_taken implied | wait | customer | resume_order       | wait   | open  | documented
coinbase buy  | ONRAMP_ORDER_STATUS_PENDING_PAYMENT        | awaiting_payment  | -                     | not_taken implied | wait | customer | pay                | wait   | open  | documented
coinbase buy  | ONRAMP_ORDER_STATUS_PROCESSING             | processing        | -                     | unknown -         | wait | provider | wait               | wait   | open  | documented
coinbase buy  | ONRAMP_ORDER_STATUS_COMPLETED              | completed         | -                     | delivered stated  | yes  | nobody   | -                  | fulfil | final | documented
coinbase buy  | ONRAMP_ORDER_STATUS_FAILED                 | failed            | unspecified           | unknown -         | no   | customer | contact_provider   | -      | final | documented
coinbase sell | TRANSACTION_STATUS_CREATED                 | awaiting_payment  | -                     | not_taken assumed | wait | customer | send_crypto-paid, wait+paid | refresh_status | open | implied
coinbase sell | TRANSACTION_STATUS_STARTED                 | awaiting_payment  | -                     | unknown -         | wait | customer | send_crypto-paid, wait+paid | refresh_status | open | implied
coinbase sell | TRANSACTION_STATUS_EXPIRED                 | expired           | payment_window_passed | not_taken assumed | no   | customer | start_new_order-paid, contact_provider+paid | - | final | documented
coinbase sell | TRANSACTION_STATUS_SUCCESS                 | completed         | -                     | delivered stated  | yes  | nobody   | -                  | fulfil | final | documented
coinbase sell | TRANSACTION_STATUS_FAILED                  | failed            | unspecified           | unknown -         | no   | customer | contact_provider   | -      | final | documented

coinbase-commerce pay | NEW            | awaiting_payment  | -                     | not_taken stated  | wait | customer | pay  | wait | open | documented
coinbase-commerce pay | SIGNED         | payment_submitted | receipt_unconfirmed   | incoming implied  | wait | network  | wait | hold_fulfilment | open | documented
coinbase-commerce pay | PENDING        | payment_submitted | confirmations_pending | incoming stated   | wait | network  | wait | hold_fulfilment | open | documented
coinbase-commerce pay | COMPLETED      | completed         | -                     | delivered stated  | yes  | nobody   | -    | fulfil | final | documented
coinbase-commerce pay | EXPIRED        | expired           | payment_window_passed | not_taken assumed | no   | customer | start_new_order-paid, wait+paid | - | reopenable | documented
coinbase-commerce pay | FAILED         | failed            | unspecified           | unknown -         | no   | customer | start_new_order-paid, contact_merchant+paid | - | final | observed
coinbase-commerce pay | UNRESOLVED     | on_hold           | amount_mismatch       | held stated       | wait | merchant | wait | review_payment!, contact_customer, mark_resolved | open | documented
coinbase-commerce pay | RESOLVED       | completed         | merchant_resolved     | unknown -         | merchant_decides | nobody | - | - | final | documented
coinbase-commerce pay | CANCELED       | cancelled         | unspecified           | not_taken implied | no   | customer | start_new_order-paid, contact_merchant+paid | - | final | documented
coinbase-commerce pay | REFUND PENDING | refund_pending    | -                     | returning stated  | no   | network  | wait | wait | open | observed
coinbase-commerce pay | REFUNDED       | refunded          | -                     | returned stated   | no   | nobody   | -    | -    | final | documented

binance-pay pay    | PAY_SUCCESS       | completed        | -                     | delivered implied | yes  | nobody   | -               | fulfil | final | documented
binance-pay pay    | PAID              | completed        | -                     | delivered implied | merchant_decides | nobody | -     | -      | final | implied
binance-pay pay    | PAY_CLOSED        | cancelled        | unspecified           | not_taken stated  | no   | customer | start_new_order | -      | final | documented
binance-pay pay    | INITIAL           | awaiting_payment | -                     | not_taken implied | wait | customer | pay             | wait   | open  | implied
binance-pay pay    | PENDING           | processing       | -                     | incoming implied  | wait | provider | wait            | wait   | open  | implied
binance-pay pay    | CANCELED          | cancelled        | unspecified           | unknown -         | no   | customer | start_new_order-paid, contact_merchant+paid | - | final | implied
binance-pay pay    | ERROR             | failed           | unspecified           | unknown -         | no   | customer | start_new_order-paid, contact_merchant+paid | - | final | implied
binance-pay pay    | EXPIRED           | expired          | payment_window_passed | not_taken assumed | no   | customer | start_new_order-paid, contact_merchant+paid | - | final | implied
binance-pay pay    | REFUNDING         | refund_pending   | -                     | returning implied | no   | provider | wait            | wait   | open  | implied
binance-pay pay    | REFUND_PENDING    | refund_pending   | -                     | returning implied | no   | provider | wait            | wait   | open  | documented
binance-pay pay    | REFUNDED          | refunded         | unspecified           | returned implied  | no   | nobody   | -               | -      | final | implied
binance-pay pay    | FULL_REFUNDED     | refunded         | -                     | returned stated   | no   | nobody   | -               | -      | final | implied
binance-pay pay    | REFUND_SUCCESS    | refunded         | -                     | returned stated   | no   | nobody   | -               | -      | final | documented
binance-pay pay    | REFUND_REJECTED, REFUND_FAIL | on_hold | refund_failed       | delivered implied | wait | merchant | contact_merchant | contact_customer | open | documented
binance-pay payout | ACCEPTED          | created          | -                     | held implied      | wait | provider | wait            | wait   | open  | documented
binance-pay payout | PROCESSING        | processing       | -                     | held implied      | wait | provider | wait            | wait   | open  | documented
binance-pay payout | SUCCESS           | completed        | -                     | delivered stated  | yes  | nobody   | -               | fulfil | final | documented
binance-pay payout | PART_SUCCESS      | on_hold          | amount_under          | unknown -         | wait | merchant | wait            | review_payment | open | documented
binance-pay payout | FAILED            | failed           | unspecified           | not_taken implied | no   | merchant | -               | contact_provider, start_new_order | final | documented
binance-pay payout | CANCELED          | failed           | unspecified           | unknown -         | no   | merchant | -               | contact_provider, start_new_order | final | documented

nowpayments pay    | waiting        | awaiting_payment  | -                     | not_taken stated  | wait | customer | send_crypto | wait   | open  | documented
nowpayments pay    | confirming     | payment_submitted | confirmations_pending | incoming stated   | wait | network  | wait        | wait   | open  | documented
nowpayments pay    | confirmed      | paid              | -                     | held stated       | wait | provider | wait        | wait   | open  | documented
nowpayments pay    | sending        | delivering        | -                     | outgoing stated   | wait | provider | wait        | wait   | open  | documented
nowpayments pay    | partially_paid | on_hold           | amount_under          | delivered stated  | wait | merchant | top_up      | review_payment!, contact_customer, mark_resolved | open | documented
nowpayments pay    | finished       | completed         | -                     | delivered stated  | yes  | nobody   | -           | fulfil | final | documented
nowpayments pay    | failed         | failed            | unspecified           | unknown -         | no   | customer | start_new_order-paid, contact_merchant+paid | - | final | documented
nowpayments pay    | expired        | expired           | payment_window_passed | unknown -         | no   | customer | start_new_order-paid, contact_merchant+paid | - | final | documented
nowpayments pay    | refunded       | refunded          | -                     | returned stated   | no   | nobody   | -           | -      | final | documented
nowpayments payout | CREATING       | created           | -                     | held implied      | wait | merchant | -           | resume_order | open | documented
nowpayments payout | WAITING        | created           | -                     | held implied      | wait | provider | wait        | wait   | open  | implied
nowpayments payout | PROCESSING     | processing        | -                     | held implied      | wait | provider | wait        | wait   | open  | implied
nowpayments payout | SENDING        | delivering        | -                     | outgoing implied  | wait | network  | wait        | wait   | open  | implied
nowpayments payout | FINISHED       | completed         | -                     | delivered implied | merchant_decides | nobody | -    | -    | final | implied
nowpayments payout | FAILED         | failed            | unspecified           | unknown -         | no   | merchant | -           | contact_provider | final | implied
nowpayments payout | REJECTED       | failed            | unspecified           | unknown -         | no   | merchant | -           | start_new_order, contact_provider | final | documented

stripe pay | payment_intent/requires_payment_method | created        | method_not_selected | not_taken implied | wait | customer | choose_payment_method | wait | open  | documented
stripe pay | payment_intent/requires_confirmation   | awaiting_payment  | -                | not_taken implied | wait | customer | resume_order       | wait    | open  | documented
stripe pay | payment_intent/requires_action         | awaiting_payment  | -                | not_taken implied | wait | customer | resume_order       | wait    | open  | documented
stripe pay | payment_intent/processing              | processing        | -                | incoming implied  | wait | provider | wait               | wait    | open  | documented
stripe pay | payment_intent/requires_capture        | payment_submitted | -                | incoming implied  | wait | merchant | wait               | capture | open  | documented
stripe pay | payment_intent/succeeded               | completed         | -                | delivered stated  | yes  | nobody   | -                  | fulfil  | final | documented
stripe pay | payment_intent/canceled                | cancelled         | unspecified      | not_taken assumed | no   | customer | start_new_order    | -       | final | documented
stripe pay | charge/pending             | payment_submitted | receipt_unconfirmed   | incoming implied  | wait | provider | wait               | wait    | open  | documented
stripe pay | charge/succeeded           | completed         | -                     | delivered implied | yes  | nobody   | -                  | fulfil  | final | documented
stripe pay | charge/failed              | failed            | unspecified           | unknown -         | no   | customer | retry_other_method | -       | reopenable | documented
stripe pay | checkout.session/open      | awaiting_payment  | -                     | not_taken stated  | wait | customer | pay                | wait    | open  | documented
stripe pay | checkout.session/complete  | processing        | -                     | unknown -         | wait | provider | wait               | wait    | open  | documented
stripe pay | checkout.session/expired   | expired           | payment_window_passed | not_taken implied | no   | customer | start_new_order    | -       | final | documented
stripe pay | refund/pending             | refund_pending    | -                     | returning implied | no   | provider | wait   | wait    | open  | documented
stripe pay | refund/requires_action     | refund_pending    | -                     | returning implied | no   | customer | answer_provider | wait | open | documented
stripe pay | refund/succeeded           | refunded          | -                     | returned stated   | no   | nobody   | -      | -       | final | documented
stripe pay | refund/failed              | on_hold           | refund_failed         | held stated       | wait | merchant | contact_merchant   | contact_customer | open | documented
stripe pay | refund/canceled            | on_hold           | refund_failed         | held implied      | wait | merchant | contact_merchant   | contact_customer | open | documented
stripe pay | dispute/needs_response, dispute/warning_needs_response | on_hold | disputed | unknown -         | wait | merchant | -                  | hold_fulfilment, answer_provider | open | documented
stripe pay | dispute/under_review, dispute/warning_under_review     | on_hold | disputed | unknown -         | wait | network  | -                  | hold_fulfilment | open | documented
stripe pay | dispute/appeal_needs_response | on_hold | disputed | unknown - | wait | merchant | - | hold_fulfilment, answer_provider | open | implied
stripe pay | dispute/appeal_under_review   | on_hold | disputed | unknown - | wait | network  | - | hold_fulfilment | open | implied
stripe pay | dispute/prevented             | on_hold | disputed | unknown - | wait | merchant | - | hold_fulfilment, refresh_status | open | implied
stripe pay | dispute/won, dispute/warning_closed                  | completed | disputed | delivered implied | merchant_decides | nobody | -        | -       | final | documented
stripe pay | dispute/lost               | reversed          | disputed              | returned implied  | no   | merchant | -                  | revoke  | final | documented
stripe buy | crypto.onramp_session/initialized            | created          | -                  | not_taken implied | wait | customer | resume_order     | wait   | open  | documented
stripe buy | crypto.onramp_session/requires_payment       | awaiting_payment | -                  | not_taken implied | wait | customer | resume_order     | wait   | open  | documented
stripe buy | crypto.onramp_session/rejected               | failed           | risk_or_compliance | not_taken assumed | no   | customer | contact_provider | -      | final | documented
stripe buy | crypto.onramp_session/fulfillment_processing | delivering       | -                  | held stated       | wait | provider | wait             | wait   | open  | documented
stripe buy | crypto.onramp_session/fulfillment_complete   | completed        | -                  | delivered stated  | yes  | nobody   | -                | fulfil | final | documented
stripe pay | redirect/succeeded, redirect/pending | processing | unconfirmed_hint | unknown - | wait | provider | wait | refresh_status | open | observed
stripe pay | redirect/failed | awaiting_payment | payment_declined | unknown - | wait | customer | retry_other_method | refresh_status | open | observed

onramper any | new                    | created    | -                     | not_taken implied | wait | customer | resume_order | wait | open | documented
onramper any | pending                | processing | -                     | unknown -         | wait | provider | wait         | wait | open | documented
onramper any | paid                   | paid       | -                     | held implied      | wait | provider | wait         | wait | open | documented
onramper any | completed              | completed  | -                     | delivered stated  | yes  | nobody   | -            | fulfil | final | documented
onramper any | failed                 | failed     | unspecified           | unknown -         | no   | customer | start_new_order-paid, contact_provider+paid | - | final | documented
onramper any | canceled               | cancelled  | unspecified           | unknown -         | no   | customer | start_new_order-paid, contact_provider+paid | - | final | documented
onramper any | created                | created    | -                     | not_taken implied | wait | customer | resume_order | wait | open | observed
onramper any | processing, in_progress | processing | -                    | unknown -         | wait | provider | wait         | wait | open | observed
onramper any | declined               | failed     | payment_declined      | unknown -         | no   | customer | start_new_order-paid, contact_provider+paid | - | final | observed
onramper any | cancelled              | cancelled  | unspecified           | unknown -         | no   | customer | start_new_order-paid, contact_provider+paid | - | final | observed
onramper any | expired                | expired    | payment_window_passed | unknown -         | no   | customer | start_new_order-paid, contact_provider+paid | - | final | observed

onramp-money any  | -4             | on_hold           | amount_mismatch       | unknown -         | wait | customer | contact_provider     | wait   | open | documented
onramp-money buy  | -3             | on_hold           | verification_required | unknown -         | wait | customer | contact_provider     | wait   | open | documented
onramp-money any  | -2             | cancelled         | cancelled_by_customer | not_taken assumed | no   | customer | start_new_order-paid, contact_provider+paid | - | final | documented
onramp-money any  | -1             | expired           | payment_window_passed | not_taken assumed | no   | customer | start_new_order-paid, contact_provider+paid | - | final | documented
onramp-money buy  | 0              | awaiting_payment  | -                     | not_taken assumed | wait | customer | pay                  | wait   | open | documented
onramp-money buy  | 1              | payment_submitted | receipt_unconfirmed   | incoming implied  | wait | provider | wait | wait | open | documented
onramp-money buy  | 2              | paid              | -                     | held stated       | wait | provider | wait | wait | open | documented
onramp-money buy  | 3, 13, 11, 12  | processing        | -                     | held stated       | wait | provider | wait | wait | open | documented
onramp-money buy  | 14             | delivering        | -                     | outgoing stated   | wait | provider | wait | wait | open | documented
onramp-money buy  | 4, 15, 5, 16   | completed         | -                     | delivered stated  | yes  | nobody   | -                    | fulfil | final | documented
onramp-money sell | 0              | awaiting_payment  | -                     | not_taken assumed | wait | customer | send_crypto          | wait   | open | documented
onramp-money sell | 1              | payment_submitted | confirmations_pending | incoming stated   | wait | network  | wait                 | hold_fulfilment | open | documented
onramp-money sell | 2, 10, 11      | paid              | -                     | held stated       | wait | provider | wait | wait | open | documented
onramp-money sell | 3              | on_hold           | risk_or_compliance    | held stated       | wait | provider | wait, contact_provider | wait | open | documented
onramp-money sell | 4, 12          | processing        | -                     | held stated       | wait | provider | wait | wait | open | documented
onramp-money sell | 5, 13, 30, 31, 32, 33, 34, 35, 36, 18 | delivering        | -                     | outgoing stated   | wait | provider | wait | wait | open | documented
onramp-money sell | 6, 14, 40, 7, 15, 41, 19 | completed         | -                     | delivered stated  | yes  | nobody   | -                    | fulfil | final | documented
onramp-money sell | 17             | on_hold           | payout_blocked        | held implied      | wait | customer | answer_provider      | wait   | open | documented
onramp-money swap | -1             | expired           | payment_window_passed | not_taken assumed | no   | customer | start_new_order-paid, contact_provider+paid | - | final | documented
onramp-money swap | 0              | awaiting_payment  | -                     | not_taken assumed | wait | customer | send_crypto          | wait   | open | documented
onramp-money swap | 1              | payment_submitted | confirmations_pending | incoming stated   | wait | network  | wait                 | hold_fulfilment | open | documented
onramp-money swap | 2              | paid              | -                     | held stated       | wait | provider | wait | wait | open | documented
onramp-money swap | 3, 4, 6, 7     | processing        | -                     | held stated       | wait | provider | wait | wait | open | documented
onramp-money swap | 5              | on_hold           | provider_hold         | unknown -         | wait | customer | contact_provider     | wait   | open | documented
onramp-money swap | 8              | on_hold           | payout_blocked        | held implied      | wait | customer | contact_provider     | wait   | open | documented
onramp-money swap | 9              | delivering        | -                     | outgoing stated   | wait | provider | wait | wait | open | documented
onramp-money swap | 10             | completed         | -                     | delivered stated  | yes  | nobody   | -                    | fulfil | final | documented
onramp-money pay  | -3             | cancelled         | unspecified           | unknown -         | no   | customer | start_new_order-paid, contact_merchant+paid | - | final | documented
onramp-money pay  | -1             | failed            | unspecified           | unknown -         | no   | customer | start_new_order-paid, contact_merchant+paid | - | final | documented
onramp-money pay  | 0              | awaiting_payment  | -                     | not_taken stated  | wait | customer | send_crypto          | wait   | open | documented
onramp-money pay  | 1              | payment_submitted | confirmations_pending | incoming stated   | wait | network  | wait                 | hold_fulfilment | open | documented
onramp-money pay  | 2              | completed         | -                     | delivered stated  | yes  | nobody   | -                    | fulfil | final | documented

ramp-network buy  | INITIALIZED         | awaiting_payment  | -                     | not_taken assumed | wait | customer | resume_order-paid, wait+paid | wait | open | documented
ramp-network buy  | PAYMENT_STARTED     | awaiting_payment  | -                     | unknown -         | wait | customer | resume_order-paid, wait+paid | wait | open | documented
ramp-network buy  | PAYMENT_IN_PROGRESS | payment_submitted | receipt_unconfirmed   | incoming implied  | wait | provider | wait | wait | open | documented
ramp-network buy  | PAYMENT_FAILED      | awaiting_payment  | payment_declined      | not_taken assumed | wait | customer | retry_payment, retry_other_method | wait | open | documented
ramp-network buy  | PAYMENT_EXECUTED    | payment_submitted | -                     | incoming implied  | wait | provider | wait | wait | open | documented
ramp-network buy  | FIAT_SENT           | payment_submitted | -                     | incoming stated   | wait | provider | wait | wait | open | documented
ramp-network buy  | FIAT_RECEIVED       | paid              | -                     | held stated       | wait | provider | wait | wait | open | documented
ramp-network buy  | RELEASING           | delivering        | -                     | outgoing stated   | wait | network  | wait | wait | open | documented
ramp-network buy  | RELEASED            | completed         | -                     | delivered stated  | yes  | nobody   | -    | fulfil | final | documented
ramp-network buy  | EXPIRED             | expired           | payment_window_passed | not_taken assumed | no   | customer | start_new_order-paid, contact_provider+paid | - | final | documented
ramp-network buy  | CANCELLED           | cancelled         | unspecified           | unknown -         | no   | customer | start_new_order-paid, contact_provider+paid | - | final | documented
ramp-network sell | CREATED             | awaiting_payment  | -                     | unknown -         | wait | customer | send_crypto-paid, wait+paid | refresh_status | open | implied
ramp-network sell | RELEASED            | completed         | -                     | delivered implied | merchant_decides | nobody | - | - | final | implied
ramp-network sell | EXPIRED             | expired           | payment_window_passed | not_taken assumed | no   | customer | start_new_order-paid, contact_provider+paid | - | final | implied
";

/// A row of [`TABLE`], for one direction and one word.
struct Row {
    provider: &'static str,
    direction: Direction,
    word: &'static str,
    meaning: BTreeMap<&'static str, String>,
}

/// The columns behind the word, as [`Row::meaning`] names them.
const COLUMNS: [&str; 9] =
    ["status", "reason", "money", "fulfilment", "waits for", "customer", "merchant", "end", "basis"];

fn table() -> Vec<Row> {
    let mut rows = Vec::new();
    for line in TABLE.lines().filter(|line| !line.trim().is_empty()) {
        let cells: Vec<&'static str> = line.split('|').map(str::trim).collect();
        assert_eq!(cells.len(), COLUMNS.len() + 2, "{line}");
        let (provider, direction) = cells[0].split_once(' ').unwrap();
        let directions = match direction.trim() {
            "any" => vec![Direction::Buy, Direction::Sell],
            one => vec![Direction::parse(one).expect(one)],
        };
        for direction in directions {
            for word in cells[1].split(',').map(str::trim) {
                let meaning = COLUMNS
                    .iter()
                    .zip(&cells[2..])
                    .map(|(column, cell)| {
                        (*column, cell.split_whitespace().collect::<Vec<_>>().join(" ").replace(", ", ","))
                    })
                    .collect();
                rows.push(Row { provider, direction, word, meaning });
            }
        }
    }
    rows
}

/// An order in the columns of the table.
fn meaning(order: &Order) -> BTreeMap<&'static str, String> {
    let dash = |word: Option<&'static str>| word.unwrap_or("-");
    let actions = |audience: Audience| {
        let all: Vec<String> =
            order.actions.iter().filter(|action| action.audience == audience).map(spelled).collect();
        if all.is_empty() { "-".into() } else { all.join(",") }
    };
    let cells = [
        order.status.as_str().into(),
        dash(order.reason.map(orderstate::Reason::as_str)).into(),
        format!("{} {}", order.money, dash(order.money_basis.map(orderstate::MoneyBasis::as_str))),
        order.fulfilment.as_str().into(),
        order.actor.as_str().into(),
        actions(Audience::Customer),
        actions(Audience::Merchant),
        order.finality.as_str().into(),
        dash(order.rule.basis.map(orderstate::RuleBasis::as_str)).into(),
    ];
    COLUMNS.into_iter().zip(cells).collect()
}

fn spelled(action: &Action) -> String {
    let when = match action.when.map(orderstate::When::as_str) {
        Some("paid") => "+paid",
        Some("not_paid") => "-paid",
        Some(other) => panic!("unexpected {other}"),
        None => "",
    };
    let blocking = if action.blocking { "!" } else { "" };
    [action.kind.as_str(), when, blocking].concat()
}

/// Where a meaning differs from the table's.
fn differences(wanted: &BTreeMap<&'static str, String>, order: &Order) -> Vec<String> {
    let got = meaning(order);
    COLUMNS
        .iter()
        .filter(|column| wanted[*column] != got[*column])
        .map(|column| format!("{column}: the table says `{}`, the order `{}`", wanted[column], got[column]))
        .collect()
}

fn api() -> Context {
    Context::default().trusted_as(Trust::Api)
}

fn word_alone(provider: &str, direction: Direction, word: &str) -> Order {
    normalize_word(provider, word, &api().going(direction)).unwrap()
}

// The table

#[test]
fn every_row_of_the_table_is_what_its_word_gives() {
    let mut wrong = Vec::new();
    for row in table() {
        let order = word_alone(row.provider, row.direction, row.word);
        for difference in differences(&row.meaning, &order) {
            wrong.push(format!("{} {} {}: {difference}", row.provider, row.direction, row.word));
        }
        assert_eq!(order.rule.id, Some(format!("{}.{}.{}", row.provider, row.direction, row.word)));
        assert!(order.rule.known, "{}", row.word);
        assert_eq!(order.direction, Some(row.direction));
        assert_eq!(order.word.as_deref(), Some(row.word));
    }
    assert!(wrong.is_empty(), "{} differences:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn the_table_and_the_providers_have_the_same_words() {
    let mut ours: Vec<(String, &str, &str)> =
        table().iter().map(|row| (row.provider.to_owned(), row.direction.as_str(), row.word)).collect();
    let mut theirs = Vec::new();
    for info in providers() {
        for row in info.words.iter().filter(|row| row.when.is_none()) {
            for direction in ways(&info, row) {
                theirs.push((info.id.to_owned(), direction.as_str(), row.word));
            }
        }
    }
    ours.sort();
    theirs.sort();
    assert_eq!(ours, theirs);
}

#[test]
fn providers_describe_their_words_as_their_orders_come_out() {
    for info in providers() {
        for row in info.words.iter().filter(|row| row.when.is_none()) {
            for direction in ways(&info, row) {
                let order = word_alone(info.id, direction, row.word);
                let told = (row.status, row.reason, row.money, row.money_basis, row.fulfilment);
                assert_eq!(
                    told,
                    (order.status, order.reason, order.money, order.money_basis, order.fulfilment)
                );
                let told = (row.actor, row.finality, Some(row.basis), row.docs);
                assert_eq!(told, (order.actor, order.finality, order.rule.basis, &*order.rule.docs));
            }
        }
    }
}

/// The directions that a row is for.
fn ways(info: &ProviderInfo, row: &WordInfo) -> Vec<Direction> {
    row.direction.map_or_else(|| info.directions.to_vec(), |direction| vec![direction])
}

#[test]
fn a_word_that_is_not_documented_for_a_direction_warns() {
    for row in table() {
        let order = word_alone(row.provider, row.direction, row.word);
        let undocumented = row.meaning["basis"] == "undocumented";
        assert_eq!(order.rule.warnings.contains(&Warning::UndocumentedForDirection), undocumented);
        assert_eq!(order.rule.warnings.len(), usize::from(undocumented), "{:?}", order.rule.warnings);
    }
}

/// Without a direction: the one meaning where there is one; else the less advanced, and nothing to do but ask.
#[test]
fn without_a_direction_the_less_advanced_meaning_counts() {
    let order_of_statuses =
        ["created", "awaiting_payment", "payment_submitted", "paid", "processing", "delivering", "completed"];
    let rank = |row: &Row| order_of_statuses.iter().position(|status| row.meaning["status"] == *status);
    let rows = table();
    let mut differing = Vec::new();
    for buy in rows.iter().filter(|row| row.direction == Direction::Buy) {
        // A word that sells do not have says that it is a buy.
        let Some(sell) = rows
            .iter()
            .find(|row| (row.provider, row.word, row.direction) == (buy.provider, buy.word, Direction::Sell))
        else {
            continue;
        };
        let order = normalize_word(buy.provider, buy.word, &api()).unwrap();
        assert_eq!(order.direction, None);
        let name = format!("{} {}", buy.provider, buy.word);
        let mut same = buy.meaning.clone();
        // How well founded it is may differ: it means the same.
        for part in ["money", "basis"] {
            same.insert(part, sell.meaning[part].clone());
        }
        let money = |row: &Row| row.meaning["money"].split(' ').next().map(str::to_owned);
        let elsewhere =
            rows.iter().filter(|row| (row.provider, row.word) == (buy.provider, buy.word)).count() > 2;
        if same == sell.meaning && money(buy) == money(sell) {
            if elsewhere {
                // A swap, say, may mean something else by the word.
                continue;
            }
            let got = meaning(&order);
            for column in ["status", "reason", "fulfilment", "waits for", "customer", "merchant", "end"] {
                assert_eq!(buy.meaning[column], got[column], "{name}: {column}");
            }
            assert!(!order.rule.warnings.contains(&Warning::DirectionMissing), "{name}");
            continue;
        }
        differing.push(buy.word);
        let less = if rank(sell) < rank(buy) { sell } else { buy };
        let got = meaning(&order);
        assert_eq!(less.meaning["status"], got["status"], "{name}");
        assert_eq!("-", got["customer"], "{name}");
        assert_eq!("refresh_status", got["merchant"], "{name}");
        assert!(order.rule.warnings.contains(&Warning::DirectionMissing), "{name}");
        assert_eq!(
            order.fulfilment == Fulfilment::Yes,
            buy.meaning["fulfilment"] == "yes" && sell.meaning["fulfilment"] == "yes",
            "{name}"
        );
    }
    for word in ["pendingPayment", "waitingPayment", "cryptoTransferred", "AWAITING_PAYMENT_FROM_USER"] {
        assert!(differing.contains(&word), "{word} means different things by direction");
    }
    for word in ["COMPLETED", "complete", "REFUNDED", "expired", "paymentReceived"] {
        assert!(!differing.contains(&word), "{word} means the same in both directions");
    }
}

/// The caller may be wrong about the direction; the word is in the table all the same.
#[test]
fn a_direction_that_the_provider_does_not_have_hides_no_word() {
    for row in table() {
        let info = providers().into_iter().find(|info| info.id == row.provider).unwrap();
        for direction in Direction::ALL.iter().filter(|direction| !info.directions.contains(direction)) {
            // Either the context is refused, or the word is known.
            let Ok(order) = normalize_word(row.provider, row.word, &api().going(*direction)) else {
                continue;
            };
            assert!(
                order.rule.known && !order.rule.warnings.contains(&Warning::UnknownWord),
                "{} {} is unknown on {direction}",
                row.provider,
                row.word
            );
            assert_ne!(order.rule.warnings, [], "{} {} on {direction}", row.provider, row.word);
        }
    }
}

// Rows that only a payload can reach

fn from(payload: Value, context: &Context) -> Order {
    normalize(payload.to_string().as_bytes(), context).unwrap_or_else(|error| panic!("{error}: {payload}"))
}

#[track_caller]
fn assert_row(order: &Order, row: &str) {
    let cells = row.split('|').map(|cell| cell.trim().replace(", ", ","));
    let wanted: BTreeMap<&'static str, String> = COLUMNS.into_iter().zip(cells).collect();
    assert_eq!(wanted.len(), COLUMNS.len(), "{row}");
    assert_eq!(differences(&wanted, order), Vec::<String>::new(), "{:?}", order.rule.id);
}

#[test]
fn an_answer_to_a_creation_without_a_word_has_a_row_of_its_own() {
    let link = "https://acme.banxa.com/checkout/1";
    for payload in [
        json!({ "data": { "order": { "id": "b-1", "order_type": "CRYPTO-BUY", "checkout_url": link } } }),
        json!({ "data": { "order": { "id": "b-1", "order_type": "CRYPTO-SELL", "checkout_url": link } } }),
        json!({ "id": "b-1", "orderType": "BUY", "checkoutUrl": link }),
        json!({ "id": "b-1", "checkoutUrl": link }),
    ] {
        let order = from(payload, &api());
        assert_row(
            &order,
            "created | - | not_taken assumed | wait | customer | resume_order | refresh_status | open | implied",
        );
        assert_eq!(order.actions[0].url.as_deref(), Some(link));
        assert_eq!(order.word, None);
    }
    let created = json!({
        "requestId": "q-1", "orderId": "x-1",
        "paymentConfig": { "paymentAmount": "19.99", "paymentCurrency": "USDC", "destinationAddress": "0xabc", "destinationChainId": 59144 },
    });
    let order = from(created, &api());
    assert_row(
        &order,
        "awaiting_payment | - | not_taken assumed | wait | customer | pay | refresh_status | open | implied",
    );
    let pay = &order.actions[0];
    assert_eq!(pay.address.as_deref(), Some("0xabc"));
    let amount = pay.amount.as_ref().unwrap();
    assert_eq!(amount.value, "19.99");
    assert_eq!((amount.currency.as_deref(), amount.network.as_deref()), (Some("USDC"), Some("59144")));
}

#[test]
fn an_id_alone_says_only_that_something_happened() {
    let row = "unknown | - | unknown - | wait | nobody | - | refresh_status | open | implied";
    let mut named = api();
    named.provider = Some("banxa".into());
    assert_row(&from(json!({ "order_id": "b-1" }), &named), row);
    let notification = json!({
        "order_id": "b-1", "fiat_amount": 100, "currency_code": "AUD", "received_at": "2019-09-16 00:20:51",
    });
    assert_row(&from(notification, &api()), row);
}

#[test]
fn rows_with_conditions_hold_where_the_payload_proves_them() {
    let declined = json!({
        "id": "t-1", "isBuyOrSell": "BUY", "status": "FAILED", "cardPaymentData": { "status": "DECLINED" },
    });
    assert_row(
        &from(declined, &api()),
        "failed | payment_declined | unknown - | no | customer | retry_other_method | - | final | documented",
    );

    let refunded = json!({
        "requestId": "q-1", "orderId": "x-1", "status": "COMPLETED", "metadata": { "note": "payment_refunded" },
    });
    assert_row(
        &from(refunded, &api()),
        "refunded | - | returned stated | no | nobody | - | - | final | documented",
    );

    let hold = "held implied | wait | merchant | contact_merchant | review_payment!, contact_customer, mark_resolved | open";
    let marked = "completed | merchant_resolved | unknown - | merchant_decides | nobody | - | - | final";
    let over =
        "completed | amount_over | delivered stated | yes | nobody | - | fulfil, contact_customer | final";
    let confirming =
        "payment_submitted | amount_over | incoming stated | wait | network | wait | hold_fulfilment | open";
    for (status, additional, row) in [
        (
            "New",
            "PaidPartial",
            "awaiting_payment | amount_under | incoming stated | wait | customer | top_up | wait | open"
                .into(),
        ),
        ("Processing", "PaidOver", confirming.to_owned()),
        ("Settled", "PaidOver", over.into()),
        ("Settled", "Marked", marked.into()),
        ("Expired", "PaidPartial", format!("on_hold | amount_under | {hold}")),
        ("Expired", "PaidLate", format!("on_hold | paid_late | {hold}")),
        (
            "Invalid",
            "Marked",
            "failed | unspecified | unknown - | no | customer | contact_merchant | - | final".into(),
        ),
    ] {
        let payload =
            json!({ "id": "i-1", "storeId": "s-1", "status": status, "additionalStatus": additional });
        assert_row(&from(payload, &api()), &format!("{row} | documented"));
    }
    for (event, flag, row) in [
        (
            "InvoiceReceivedPayment",
            "afterExpiration",
            format!("on_hold | paid_late | {hold}").replace("held implied", "incoming stated"),
        ),
        ("InvoicePaymentSettled", "afterExpiration", format!("on_hold | paid_late | {hold}")),
        ("InvoiceProcessing", "overPaid", confirming.to_owned()),
        ("InvoiceExpired", "partiallyPaid", format!("on_hold | amount_under | {hold}")),
        ("InvoiceSettled", "overPaid", over.into()),
        ("InvoiceSettled", "manuallyMarked", marked.into()),
        (
            "InvoiceInvalid",
            "manuallyMarked",
            "failed | unspecified | unknown - | no | customer | contact_merchant | - | final".into(),
        ),
    ] {
        let payload = json!({ "deliveryId": "d-1", "type": event, "invoiceId": "i-1", flag: true });
        assert_row(&from(payload, &api()), &format!("{row} | documented"));
    }

    for (detail, row) in [
        ("FAILURE_REASON_BUY_FAILED", "unspecified | not_taken implied | no | customer | retry_other_method"),
        ("FAILURE_REASON_SEND_FAILED", "payout_blocked | unknown - | no | customer | contact_provider"),
    ] {
        let payload = json!({
            "eventType": "onramp.transaction.failed", "transactionId": "c-1", "failureReason": detail,
            "status": "ONRAMP_TRANSACTION_STATUS_FAILED",
        });
        assert_row(&from(payload, &api()), &format!("failed | {row} | - | final | documented"));
    }
    let sent = json!({
        "eventType": "offramp.transaction.updated", "transactionId": "c-1", "txHash": "0xfeed",
        "status": "TRANSACTION_STATUS_STARTED",
    });
    assert_row(
        &from(sent, &api()),
        "payment_submitted | confirmations_pending | incoming implied | wait | provider | wait, track_on_chain | wait | open | implied",
    );

    for (context, reason) in [
        ("UNDERPAID", "amount_under"),
        ("OVERPAID", "amount_over"),
        ("DELAYED", "paid_late"),
        ("MULTIPLE", "amount_mismatch"),
        ("MANUAL", "amount_mismatch"),
        ("OTHER", "unspecified"),
    ] {
        let timeline = json!([{ "status": "NEW" }, { "status": "UNRESOLVED", "context": context }]);
        let payload =
            json!({ "data": { "code": "C1", "pricing_type": "fixed_price", "timeline": timeline } });
        let row = format!(
            "on_hold | {reason} | held stated | wait | merchant | wait | review_payment!, contact_customer, mark_resolved | open | documented"
        );
        assert_row(&from(payload, &api()), &row);
    }

    let mut before = api();
    before.previous_word = Some("PENDING".into());
    let canceled = json!({ "order_id": "m-1", "merchant_order_id": "r-1", "price_amount": 1, "price_currency": "USD", "status": "CANCELED" });
    assert_row(
        &from(canceled, &before),
        "cancelled | cancelled_by_customer | unknown - | no | nobody | - | - | final | documented",
    );

    for (paid, at, reason) in [
        ("9.99", "2026-02-14T06:30:00.000Z", "amount_under"),
        ("10.01", "2026-02-14T06:30:00.000Z", "amount_over"),
        ("10.00", "2026-02-14T08:00:00.000Z", "paid_late"),
        ("10.00", "2026-02-14T06:30:00.000Z", "amount_mismatch"),
        // What is wrong with the amount says more than the time.
        ("9.99", "2026-02-14T08:00:00.000Z", "amount_under"),
        ("10.01", "2026-02-14T08:00:00.000Z", "amount_over"),
    ] {
        let payload = json!({
            "status": 200,
            "order": {
                "order_id": "m-1", "merchant_order_id": "r-1", "price_amount": 10, "price_currency": "USD",
                "pay_amount": paid, "pay_currency": "USDT", "paid_at": at, "status": "UNRESOLVED",
            },
            "invoice": { "pay_amount": 10, "pay_currency": "USDT", "expired_at": "2026-02-14T07:00:00.000Z", "status": "UNRESOLVED" },
        });
        let row = format!(
            "on_hold | {reason} | held stated | wait | merchant | wait | review_payment!, contact_customer, mark_resolved | open | documented"
        );
        assert_row(&from(payload, &api()), &row);
    }
}

#[test]
fn actions_that_need_a_link_a_hash_or_custody_are_there_with_it() {
    let kinds = |order: &Order, audience: Audience| -> Vec<ActionKind> {
        order.actions.iter().filter(|action| action.audience == audience).map(|action| action.kind).collect()
    };
    let link = "https://acme.banxa.com/checkout/1";
    let order = from(
        json!({ "id": "b-1", "orderType": "SELL", "status": "pendingPayment", "checkoutUrl": link }),
        &api(),
    );
    assert_eq!(kinds(&order, Audience::Customer), [ActionKind::Wait, ActionKind::ResumeOrder]);
    assert_eq!(order.actions[1].url.as_deref(), Some(link));
    for direction in ["BUY", "SELL"] {
        for word in ["cryptoTransferred", "coinTransferred"] {
            let payload =
                json!({ "id": "b-1", "orderType": direction, "status": word, "transactionHash": "0xfeed" });
            let order = from(payload, &api());
            assert_eq!(kinds(&order, Audience::Customer), [ActionKind::Wait, ActionKind::TrackOnChain]);
        }
    }
    let pending = json!({
        "order_id": "m-1", "merchant_order_id": "r-1", "price_amount": 1, "price_currency": "USD", "status": "PENDING",
        "meta": { "payment": "USDT", "transaction_hash": "0xfeed", "network": "ARB" },
    });
    assert_eq!(
        kinds(&from(pending, &api()), Audience::Customer),
        [ActionKind::Wait, ActionKind::TrackOnChain]
    );
    let mut custodial = api().going(Direction::Sell);
    custodial.custodial = true;
    let order = normalize_word("banxa", "waitingPayment", &custodial).unwrap();
    assert_eq!(order.actions.iter().map(|action| action.kind).collect::<Vec<_>>(), [ActionKind::SendCrypto]);
    assert_eq!(order.actions[0].audience, Audience::Merchant);
    assert_eq!(order.actor, Actor::Merchant);
}

// What holds for every row

#[test]
fn words_are_unique_by_direction_and_condition() {
    for info in providers() {
        let mut seen = BTreeSet::new();
        for row in &info.words {
            for direction in ways(&info, row) {
                let key = (direction.as_str(), row.word, row.when.clone());
                assert!(seen.insert(key.clone()), "{}: {key:?} stands twice", info.id);
            }
        }
    }
}

#[test]
fn every_condition_turns_a_plain_row_into_another() {
    for info in providers() {
        for row in info.words.iter().filter(|row| row.when.is_some()) {
            for direction in ways(&info, row) {
                let plain = info.words.iter().any(|other| {
                    other.when.is_none() && other.word == row.word && ways(&info, other).contains(&direction)
                });
                assert!(plain, "{} {direction} {} has no row without a condition", info.id, row.word);
            }
        }
    }
}

/// Where a provider's own pages are.
fn own_pages(provider: &str) -> &'static [&'static str] {
    match provider {
        "baanx" => &["https://docs.baanx.com/"],
        "banxa" => &["https://docs.banxa.com/", "https://github.com/BanxaOfficial/"],
        "btcpay" => &["https://docs.btcpayserver.org/", "https://github.com/btcpayserver/"],
        "binance-pay" => &["https://developers.binance.com/"],
        "coinbase" => &["https://docs.cdp.coinbase.com/", "https://github.com/coinbase/"],
        "coinbase-commerce" => &[
            "https://docs.cdp.coinbase.com/",
            "https://docs.cloud.coinbase.com/commerce/",
            "https://github.com/coinbase/",
        ],
        "mercuryo" => &["https://github.com/mercuryoio/"],
        "moonpay" => &["https://dev.moonpay.com/"],
        "mugglepay" => &["https://docs.mugglepay.com/", "https://github.com/MugglePay/"],
        "nowpayments" => {
            &["https://documenter.getpostman.com/view/7907941/", "https://nowpayments.zendesk.com/"]
        }
        "onramp-money" => &["https://docs.onramp.money/"],
        "stripe" => &["https://docs.stripe.com/"],
        "onramper" => &["https://docs.onramper.com/", "https://github.com/onramper/"],
        "ramp-network" => &["https://docs.rampnetwork.com/", "https://github.com/RampNetwork/"],
        "transak" => &["https://docs.transak.com/", "https://github.com/Transak/"],
        other => panic!("whose pages are `{other}`'s?"),
    }
}

#[test]
fn every_rule_and_every_shape_names_a_page_of_the_providers_own() {
    for info in providers() {
        let pages = own_pages(info.id);
        let of_words = info.words.iter().map(|row| (row.word, row.docs));
        let of_shapes = info.shapes.iter().map(|shape| (shape.name, shape.docs));
        for (what, docs) in of_words.chain(of_shapes).chain([("the provider", info.docs)]) {
            assert!(
                pages.iter().any(|page| docs.starts_with(page) && docs.len() > page.len()),
                "{} {what}: {docs}",
                info.id
            );
            assert!(!docs.contains(char::is_whitespace), "{docs}");
        }
        for row in &info.words {
            for direction in ways(&info, row) {
                let order = word_alone(info.id, direction, row.word);
                assert!(pages.iter().any(|page| order.rule.docs.starts_with(page)), "{}", order.rule.docs);
            }
        }
    }
}

#[test]
fn shapes_have_names_of_their_own() {
    for info in providers() {
        let names: BTreeSet<&str> = info.shapes.iter().map(|shape| shape.name).collect();
        assert_eq!(names.len(), info.shapes.len(), "{}", info.id);
        assert!(info.shapes.iter().all(|shape| !shape.name.is_empty()), "{}", info.id);
    }
}

#[test]
fn an_open_status_waits_for_somebody() {
    for info in providers() {
        for row in &info.words {
            if row.finality == Finality::Final {
                continue;
            }
            assert_ne!(row.status, Status::Unknown, "{} {}", info.id, row.word);
            assert_ne!(row.actor, Actor::Nobody, "{} {} waits for nobody", info.id, row.word);
        }
    }
}

#[test]
fn what_has_ended_tells_nobody_to_wait() {
    for info in providers() {
        for event_or_word in info.words.iter().map(|row| row.word).chain(info.events.iter().copied()) {
            for direction in info.directions {
                let order = word_alone(info.id, *direction, event_or_word);
                let waits = order.actions.iter().any(|action| action.kind == ActionKind::Wait);
                if order.finality == Finality::Final {
                    assert!(!waits, "{} {direction} {event_or_word}", info.id);
                }
                // Whoever is told to ask again is not told to stop asking.
                let asks = order.actions.iter().any(|action| action.kind == ActionKind::RefreshStatus);
                let ended = order.finality == Finality::Final && !asks;
                assert_eq!(order.poll.stop, ended, "{event_or_word}");
                assert_eq!(order.poll.after_ms.is_none(), order.poll.stop, "{event_or_word}");
            }
        }
    }
}

#[test]
fn who_is_waited_for_can_do_something() {
    for info in providers() {
        for row in info.words.iter().filter(|row| row.when.is_none()) {
            for direction in ways(&info, row) {
                let order = word_alone(info.id, direction, row.word);
                let audience = match order.actor {
                    Actor::Customer => Audience::Customer,
                    Actor::Merchant => Audience::Merchant,
                    _ => continue,
                };
                let busy = order
                    .actions
                    .iter()
                    .any(|action| action.audience == audience && action.kind != ActionKind::Wait);
                assert!(busy, "{} {direction} {} waits for the {}", info.id, row.word, order.actor);
            }
        }
    }
}

#[test]
fn only_completed_says_yes() {
    for info in providers() {
        for row in &info.words {
            match row.fulfilment {
                Fulfilment::Yes => {
                    assert_eq!((row.status, row.finality), (Status::Completed, Finality::Final));
                    assert_eq!(row.basis, RuleBasis::Documented, "{} {}", info.id, row.word);
                }
                Fulfilment::MerchantDecides => {
                    // The merchant's own doing, or what only the merchant can judge.
                    let judged = matches!(
                        row.reason,
                        None | Some(
                            Reason::MerchantResolved
                                | Reason::AmountMismatch
                                | Reason::AmountUnder
                                | Reason::PartiallyRefunded
                                | Reason::Disputed
                        )
                    );
                    assert!(judged && row.status == Status::Completed, "{} {}", info.id, row.word);
                }
                Fulfilment::Wait => assert_eq!(row.finality, Finality::Open, "{} {}", info.id, row.word),
                _ => assert_ne!(row.status, Status::Completed, "{} {}", info.id, row.word),
            }
        }
    }
}

#[test]
fn money_has_a_basis_exactly_where_it_is_known() {
    for info in providers() {
        for row in &info.words {
            let known = row.money.as_str() != "unknown";
            assert_eq!(row.money_basis.is_some(), known, "{} {}", info.id, row.word);
        }
    }
}

// Fixtures

/// Every object that is an order in a fixture's expectation.
fn expected_orders() -> Vec<(String, String, Value)> {
    let mut orders = Vec::new();
    for fixture in fixtures() {
        let text = std::fs::read_to_string(&fixture.expected).expect(&fixture.name);
        let found: Value = serde_json::from_str(&text).expect(&fixture.name);
        let list = match found {
            Value::Array(list) => list,
            one => vec![one],
        };
        for order in list {
            orders.push((fixture.name.clone(), fixture.provider.clone(), order));
        }
    }
    orders
}

#[test]
fn every_word_of_every_direction_is_reached_by_a_fixture() {
    let reached: BTreeSet<String> = expected_orders()
        .iter()
        .filter_map(|(_, _, order)| Some(order["rule"]["id"].as_str()?.to_owned()))
        .collect();
    let mut missing = Vec::new();
    for info in providers() {
        let mut conditional: BTreeMap<String, usize> = BTreeMap::new();
        for row in &info.words {
            for direction in ways(&info, row) {
                let id = format!("{}.{direction}.{}", info.id, row.word);
                match row.when {
                    Some(_) => *conditional.entry(id).or_default() += 1,
                    None if !reached.contains(&id) => missing.push(id),
                    None => {}
                }
            }
        }
        for (id, count) in conditional {
            let begin = format!("{id}?");
            let found = reached.iter().filter(|reached| reached.starts_with(&begin)).count();
            if found < count {
                missing.push(format!("{id} with {} of its {count} conditions", count - found));
            }
        }
    }
    assert!(missing.is_empty(), "no fixture reaches:\n{}", missing.join("\n"));
}

#[test]
fn every_event_is_reached_by_a_fixture() {
    let orders = expected_orders();
    let mut missing = Vec::new();
    for info in providers() {
        for event in &info.events {
            let alone = orders.iter().any(|(_, provider, order)| {
                provider == info.id
                    && (order["event"] == *event && order["word"].is_null() || order["word"] == *event)
            });
            if !alone {
                missing.push(format!("{} {event}", info.id));
            }
        }
    }
    assert!(missing.is_empty(), "no fixture has these events without a status:\n{}", missing.join("\n"));
}

#[test]
fn an_unknown_word_of_every_provider_is_reached_by_a_fixture() {
    let orders = expected_orders();
    for info in providers() {
        let found = orders.iter().any(|(_, provider, order)| {
            let warnings = order["rule"]["warnings"].as_array();
            provider == info.id
                && order["rule"]["known"] == false
                && order["word"].is_string()
                && order["status"] == "unknown"
                && warnings.is_some_and(|warnings| warnings.contains(&json!("unknown_word")))
        });
        assert!(found, "{}", info.id);
    }
}

/// An order does not say which shape it came in, so this goes by the kind; refusals name their shape.
#[test]
fn every_kind_of_shape_and_every_refusal_is_reached_by_a_fixture() {
    let orders = expected_orders();
    let overridden: BTreeSet<String> = fixtures()
        .iter()
        .filter(|fixture| fixture.context().kind.is_some())
        .map(|fixture| fixture.name.clone())
        .collect();
    let mut missing = Vec::new();
    for info in providers() {
        for shape in &info.shapes {
            let found = orders.iter().any(|(name, provider, order)| {
                let refused = order["error"]["message"].as_str().is_some_and(|message| {
                    message.starts_with(&format!("the payload is `{}`'s", info.id))
                        && message.ends_with(&format!("`{}`", shape.name))
                });
                provider == info.id
                    && (refused || !overridden.contains(name) && order["kind"] == shape.kind.as_str())
            });
            if !found {
                missing.push(format!("{}: {} ({})", info.id, shape.name, shape.kind));
            }
        }
    }
    assert!(missing.is_empty(), "no fixture reaches:\n{}", missing.join("\n"));
}

// Files

#[test]
fn every_provider_has_one_file_and_one_folder_of_fixtures_and_no_others_are_there() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let names = |folder: &str, folders: bool| -> Vec<String> {
        let mut names: Vec<String> = std::fs::read_dir(root.join(folder))
            .expect(folder)
            .map(|entry| entry.expect(folder).path())
            .filter(|path| path.is_dir() == folders)
            .map(|path| {
                let name = path.file_name().and_then(|name| name.to_str()).expect(folder);
                name.strip_suffix(".rs").unwrap_or(name).to_owned()
            })
            .collect();
        names.sort();
        names
    };
    let ids: Vec<&str> = providers().iter().map(|info| info.id).collect();
    assert_eq!(names("src/provider", false), ids);
    assert_eq!(names("src/provider", true), Vec::<String>::new());
    assert_eq!(names("tests/fixtures", true), ids);
    for fixture in fixtures() {
        assert!(fixture.expected.is_file(), "{} has no expectation", fixture.name);
    }
}

#[test]
fn providers_stand_in_the_order_of_their_names() {
    let ids: Vec<&str> = providers().iter().map(|info| info.id).collect();
    let mut sorted = ids.clone();
    sorted.sort_unstable();
    sorted.dedup();
    assert_eq!(ids, sorted);
    for info in providers() {
        let name = info.name.to_lowercase().replace([' ', '.'], "-");
        assert!(name.starts_with(info.id), "{name} is called {}", info.id);
        assert!(!info.directions.is_empty());
    }
}

#[test]
fn every_provider_names_the_directions_that_its_rows_have() {
    for info in providers() {
        for row in &info.words {
            if let Some(direction) = row.direction {
                assert!(info.directions.contains(&direction), "{} {}", info.id, row.word);
            }
        }
        for direction in info.directions {
            let words = info.words.iter().filter(|row| row.direction.is_none_or(|way| way == *direction));
            assert!(words.count() > 0, "{} has no words on {direction}", info.id);
        }
    }
}
