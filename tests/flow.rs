//! How orders move, written down a second time and compared; and what holds for every flow.
//!
//! The edges here are typed from what the providers' pages draw and tell, not from the provider files.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test that panics has failed")]

use std::collections::{BTreeMap, BTreeSet};

use orderstate::{
    Context, Direction, EdgeBasis, ErrorCode, Finality, Flow, FlowState, Status, flow, normalize_word,
    providers,
};

/// One line for the words that follow on one: provider, direction, the tag (D drawn, T told in text, I implied, X drawn and
/// refused), the word, and the words after it. A `~` is a space.
const EDGES: &str = "
banxa buy  D pendingPayment > paymentReceived cancelled declined
banxa buy  D paymentReceived > inProgress
banxa buy  D inProgress > cryptoTransferred complete expired
banxa buy  D cryptoTransferred > complete
banxa buy  T pendingPayment > waitingPayment expired
banxa buy  T expired > paymentReceived inProgress cryptoTransferred complete
banxa buy  T extraVerification > pendingPayment waitingPayment paymentReceived inProgress cryptoTransferred
banxa buy  I waitingPayment > paymentReceived cancelled declined expired
banxa buy  I pendingPayment > extraVerification refunded
banxa buy  I waitingPayment > extraVerification refunded
banxa buy  I paymentReceived > extraVerification refunded cancelled
banxa buy  I inProgress > extraVerification refunded cancelled
banxa buy  I cryptoTransferred > extraVerification refunded cancelled
banxa buy  I extraVerification > refunded cancelled
banxa buy  X cancelled > expired
banxa buy  X declined > expired

banxa sell D pendingPayment > waitingPayment
banxa sell D waitingPayment > paymentReceived cancelled declined
banxa sell D paymentReceived > inProgress
banxa sell D inProgress > complete expired
banxa sell T waitingPayment > expired
banxa sell T expired > paymentReceived inProgress complete
banxa sell T extraVerification > pendingPayment waitingPayment paymentReceived inProgress cryptoTransferred
banxa sell I pendingPayment > expired cancelled extraVerification refunded
banxa sell I waitingPayment > cryptoTransferred extraVerification refunded
banxa sell I cryptoTransferred > paymentReceived extraVerification refunded
banxa sell I paymentReceived > extraVerification refunded
banxa sell I inProgress > extraVerification refunded
banxa sell I extraVerification > refunded

mugglepay pay D NEW > PENDING
mugglepay pay D PENDING > CANCELED EXPIRED UNRESOLVED PAID
mugglepay pay D UNRESOLVED > RESOLVED
mugglepay pay D PAID > REFUNDED
mugglepay pay T EXPIRED > UNRESOLVED PAID
mugglepay pay I NEW > EXPIRED CANCELED
mugglepay pay I PAID > REFUND_PENDING
mugglepay pay I UNRESOLVED > REFUND_PENDING
mugglepay pay I REFUND_PENDING > REFUNDED

baanx pay T STARTED > COMPLETED FAILED EXPIRED
baanx pay I STARTED > PENDING
baanx pay I PENDING > COMPLETED FAILED EXPIRED
baanx pay I COMPLETED > COMPLETED?metadata.note

transak buy  I AWAITING_PAYMENT_FROM_USER > PAYMENT_DONE_MARKED_BY_USER PROCESSING CANCELLED EXPIRED FAILED
transak buy  I PAYMENT_DONE_MARKED_BY_USER > PROCESSING PENDING_DELIVERY_FROM_TRANSAK CANCELLED FAILED EXPIRED
transak buy  I PROCESSING > PENDING_DELIVERY_FROM_TRANSAK ON_HOLD_PENDING_DELIVERY_FROM_TRANSAK FAILED CANCELLED
transak buy  I PENDING_DELIVERY_FROM_TRANSAK > ON_HOLD_PENDING_DELIVERY_FROM_TRANSAK
transak buy  I PENDING_DELIVERY_FROM_TRANSAK > COMPLETED FAILED REFUNDED CANCELLED
transak buy  I ON_HOLD_PENDING_DELIVERY_FROM_TRANSAK > PENDING_DELIVERY_FROM_TRANSAK
transak buy  I ON_HOLD_PENDING_DELIVERY_FROM_TRANSAK > COMPLETED FAILED REFUNDED CANCELLED
transak buy  I FAILED > REFUNDED
transak buy  I CANCELLED > REFUNDED
transak buy  I COMPLETED > REFUNDED

transak sell I AWAITING_PAYMENT_FROM_USER > PAYMENT_DONE_MARKED_BY_USER PROCESSING CANCELLED EXPIRED FAILED
transak sell I PAYMENT_DONE_MARKED_BY_USER > PENDING_DELIVERY_FROM_TRANSAK CANCELLED FAILED EXPIRED
transak sell I PROCESSING > PENDING_DELIVERY_FROM_TRANSAK ON_HOLD_PENDING_DELIVERY_FROM_TRANSAK FAILED CANCELLED
transak sell I PENDING_DELIVERY_FROM_TRANSAK > ON_HOLD_PENDING_DELIVERY_FROM_TRANSAK
transak sell I PENDING_DELIVERY_FROM_TRANSAK > COMPLETED FAILED REFUNDED CANCELLED
transak sell I ON_HOLD_PENDING_DELIVERY_FROM_TRANSAK > PENDING_DELIVERY_FROM_TRANSAK
transak sell I ON_HOLD_PENDING_DELIVERY_FROM_TRANSAK > COMPLETED FAILED REFUNDED CANCELLED
transak sell I FAILED > REFUNDED
transak sell I CANCELLED > REFUNDED
transak sell I COMPLETED > REFUNDED

binance-pay payout T ACCEPTED > PROCESSING
binance-pay payout I ACCEPTED > CANCELED FAILED
binance-pay payout I PROCESSING > SUCCESS PART_SUCCESS FAILED CANCELED
binance-pay payout I PART_SUCCESS > SUCCESS

btcpay pay T New > Processing Expired
btcpay pay T Processing > Settled Invalid
btcpay pay I New > Settled Invalid
btcpay pay I Processing > New
btcpay pay T Expired > Settled Invalid
btcpay pay T Invalid > Settled
btcpay payout I AwaitingApproval > AwaitingPayment Cancelled
btcpay payout I AwaitingPayment > InProgress Completed Cancelled
btcpay payout I InProgress > Completed Cancelled

coinbase buy T ONRAMP_ORDER_STATUS_PENDING_VERIFICATION > ONRAMP_ORDER_STATUS_PENDING_PAYMENT
coinbase buy T ONRAMP_ORDER_STATUS_PENDING_AUTH > ONRAMP_ORDER_STATUS_PROCESSING
coinbase buy T ONRAMP_ORDER_STATUS_PENDING_PAYMENT > ONRAMP_ORDER_STATUS_PROCESSING
coinbase buy I ONRAMP_ORDER_STATUS_PENDING_VERIFICATION > ONRAMP_ORDER_STATUS_PENDING_AUTH ONRAMP_ORDER_STATUS_FAILED
coinbase buy I ONRAMP_ORDER_STATUS_PENDING_PAYMENT > ONRAMP_ORDER_STATUS_PENDING_AUTH ONRAMP_ORDER_STATUS_FAILED
coinbase buy I ONRAMP_ORDER_STATUS_PENDING_AUTH > ONRAMP_ORDER_STATUS_PENDING_PAYMENT ONRAMP_ORDER_STATUS_FAILED
coinbase buy I ONRAMP_ORDER_STATUS_PROCESSING > ONRAMP_ORDER_STATUS_COMPLETED ONRAMP_ORDER_STATUS_FAILED
coinbase sell T TRANSACTION_STATUS_CREATED > TRANSACTION_STATUS_EXPIRED
coinbase sell I TRANSACTION_STATUS_CREATED > TRANSACTION_STATUS_STARTED TRANSACTION_STATUS_FAILED
coinbase sell I TRANSACTION_STATUS_STARTED > TRANSACTION_STATUS_SUCCESS TRANSACTION_STATUS_FAILED TRANSACTION_STATUS_EXPIRED

coinbase-commerce pay T NEW > EXPIRED CANCELED
coinbase-commerce pay T EXPIRED > UNRESOLVED
coinbase-commerce pay T PENDING > UNRESOLVED
coinbase-commerce pay T UNRESOLVED > RESOLVED
coinbase-commerce pay I NEW > SIGNED PENDING FAILED
coinbase-commerce pay I SIGNED > PENDING EXPIRED FAILED
coinbase-commerce pay I PENDING > COMPLETED FAILED
coinbase-commerce pay I COMPLETED > REFUND~PENDING
coinbase-commerce pay I UNRESOLVED > REFUND~PENDING
coinbase-commerce pay I RESOLVED > REFUND~PENDING
coinbase-commerce pay I REFUND~PENDING > REFUNDED

mercuryo buy T buy/pending > buy/cancelled
mercuryo buy T buy/order_scheduled > buy/cancelled
mercuryo buy I buy/new > buy/pending buy/paid buy/cancelled buy/order_failed buy/order_scheduled
mercuryo buy I buy/pending > buy/paid buy/order_failed buy/descriptor_failed buy/order_scheduled
mercuryo buy I buy/order_scheduled > buy/paid withdraw/pending withdraw/completed
mercuryo buy I buy/paid > withdraw/new
mercuryo buy I withdraw/new > withdraw/pending withdraw/failed buy/order_scheduled
mercuryo buy I withdraw/pending > withdraw/completed withdraw/failed buy/order_scheduled

moonpay buy I waitingPayment > waitingAuthorization pending failed
moonpay buy I waitingAuthorization > pending failed
moonpay buy I pending > completed failed
moonpay sell T waitingForDeposit > requoteRequired
moonpay sell I waitingForDeposit > pending failed
moonpay sell I requoteRequired > waitingForDeposit pending failed
moonpay sell I pending > completed failed
moonpay swap T swap_transaction_created > swap_quote_invalid
moonpay swap T swap_deposit_wallet_created > swap_quote_invalid
moonpay swap T swap_deposit_received > swap_quote_invalid
moonpay swap I swap_transaction_created > swap_quote_expired swap_deposit_wallet_created swap_transaction_failed
moonpay swap I swap_deposit_wallet_created > swap_quote_expired swap_deposit_received swap_transaction_failed
moonpay swap I swap_deposit_received > swap_quote_expired swap_asset_delivery_initiated swap_transaction_failed
moonpay swap I swap_deposit_received > swap_refund_asset_delivery_initiated
moonpay swap I swap_quote_invalid > swap_transaction_created swap_deposit_wallet_created swap_deposit_received
moonpay swap I swap_quote_invalid > swap_transaction_failed swap_refund_asset_delivery_initiated
moonpay swap I swap_quote_expired > swap_transaction_created swap_deposit_wallet_created swap_deposit_received
moonpay swap I swap_quote_expired > swap_transaction_failed swap_refund_asset_delivery_initiated
moonpay swap I swap_asset_delivery_initiated > swap_transaction_completed swap_transaction_failed
moonpay swap I swap_transaction_failed > swap_refund_asset_delivery_initiated
moonpay swap T swap_refund_asset_delivery_initiated > swap_refund_completed

nowpayments pay T waiting > confirming expired
nowpayments pay T confirming > confirmed
nowpayments pay T partially_paid > finished
nowpayments pay I waiting > partially_paid failed
nowpayments pay I confirming > partially_paid failed
nowpayments pay I confirmed > sending finished partially_paid failed refunded
nowpayments pay I sending > finished partially_paid failed refunded
nowpayments pay I partially_paid > confirming failed refunded
nowpayments pay I finished > refunded
nowpayments pay I failed > refunded
nowpayments payout T CREATING > REJECTED
nowpayments payout I CREATING > WAITING
nowpayments payout I WAITING > PROCESSING REJECTED FAILED
nowpayments payout I PROCESSING > SENDING REJECTED FAILED
nowpayments payout I SENDING > FINISHED FAILED

ramp-network buy T INITIALIZED > EXPIRED
ramp-network buy T FIAT_RECEIVED > RELEASING
ramp-network buy I INITIALIZED > PAYMENT_STARTED PAYMENT_IN_PROGRESS CANCELLED
ramp-network buy I PAYMENT_STARTED > PAYMENT_IN_PROGRESS PAYMENT_FAILED EXPIRED CANCELLED
ramp-network buy I PAYMENT_IN_PROGRESS > PAYMENT_EXECUTED PAYMENT_FAILED EXPIRED CANCELLED
ramp-network buy I PAYMENT_FAILED > PAYMENT_STARTED PAYMENT_IN_PROGRESS EXPIRED CANCELLED
ramp-network buy I PAYMENT_EXECUTED > FIAT_SENT FIAT_RECEIVED CANCELLED
ramp-network buy I FIAT_SENT > FIAT_RECEIVED CANCELLED
ramp-network buy I FIAT_RECEIVED > CANCELLED
ramp-network buy I RELEASING > RELEASED CANCELLED
ramp-network sell I CREATED > RELEASED EXPIRED

stripe pay T payment_intent/requires_payment_method > payment_intent/requires_confirmation payment_intent/canceled
stripe pay T payment_intent/requires_payment_method?last_payment_error.type > payment_intent/requires_confirmation payment_intent/canceled
stripe pay T payment_intent/requires_confirmation > payment_intent/requires_action payment_intent/processing
stripe pay T payment_intent/requires_confirmation > payment_intent/requires_capture payment_intent/succeeded payment_intent/canceled
stripe pay T payment_intent/requires_confirmation > payment_intent/requires_payment_method?last_payment_error.type
stripe pay T payment_intent/requires_action > payment_intent/requires_payment_method?last_payment_error.type payment_intent/canceled
stripe pay T payment_intent/processing > payment_intent/requires_payment_method?last_payment_error.type payment_intent/canceled
stripe pay T payment_intent/requires_capture > payment_intent/canceled
stripe pay I payment_intent/requires_payment_method > payment_intent/requires_payment_method?last_payment_error.type
stripe pay I payment_intent/requires_action > payment_intent/processing payment_intent/requires_capture payment_intent/succeeded
stripe pay I payment_intent/processing > payment_intent/succeeded payment_intent/requires_capture
stripe pay I payment_intent/requires_capture > payment_intent/succeeded
stripe buy I crypto.onramp_session/initialized > crypto.onramp_session/requires_payment crypto.onramp_session/rejected
stripe buy I crypto.onramp_session/requires_payment > crypto.onramp_session/fulfillment_processing crypto.onramp_session/rejected
stripe buy I crypto.onramp_session/fulfillment_processing > crypto.onramp_session/fulfillment_complete
";

/// Where orders begin.
const ENTRIES: &str = "
baanx pay STARTED
banxa buy pendingPayment
banxa sell pendingPayment
binance-pay payout ACCEPTED
btcpay pay New
btcpay payout AwaitingApproval
coinbase buy ONRAMP_ORDER_STATUS_PENDING_VERIFICATION
coinbase sell TRANSACTION_STATUS_CREATED
coinbase-commerce pay NEW
mercuryo buy buy/new
moonpay buy waitingPayment
moonpay sell waitingForDeposit
moonpay swap swap_transaction_created
mugglepay pay NEW
nowpayments pay waiting
nowpayments payout CREATING
ramp-network buy INITIALIZED
ramp-network sell CREATED
stripe buy crypto.onramp_session/initialized
stripe pay payment_intent/requires_payment_method
transak buy AWAITING_PAYMENT_FROM_USER
transak sell AWAITING_PAYMENT_FROM_USER
";

/// The flows that are written down.
fn flows() -> Vec<Flow> {
    let ways = providers().into_iter().flat_map(|provider| {
        provider.directions.iter().map(move |direction| flow(provider.id, *direction).unwrap())
    });
    ways.filter(|flow| !flow.states.is_empty()).collect()
}

fn state<'f>(flow: &'f Flow, id: &str) -> &'f FlowState {
    let found = flow.states.iter().find(|state| state.id == id);
    found.unwrap_or_else(|| panic!("{} has no state `{id}`", flow.provider))
}

#[test]
fn edges_are_those_that_the_pages_draw_and_tell() {
    let mut wanted: BTreeMap<_, BTreeSet<_>> = BTreeMap::new();
    let spaced = |word: &str| word.replace('~', " ");
    for line in EDGES.lines().filter(|line| !line.is_empty()) {
        let (head, after) = line.split_once(" > ").unwrap();
        let [provider, way, tag, from] = head.split_whitespace().collect::<Vec<_>>()[..] else {
            panic!("{line}");
        };
        let (basis, refused) = match tag {
            "D" => (EdgeBasis::Drawn, false),
            "X" => (EdgeBasis::Drawn, true),
            "T" => (EdgeBasis::Said, false),
            "I" => (EdgeBasis::Implied, false),
            other => panic!("{other}"),
        };
        for to in after.split_whitespace() {
            let flow = wanted.entry((provider, Direction::parse(way).unwrap())).or_default();
            assert!(flow.insert((spaced(from), spaced(to), basis, refused)), "{line}");
        }
    }
    let found: BTreeMap<_, BTreeSet<_>> = flows()
        .iter()
        .map(|flow| {
            let edges =
                flow.edges.iter().map(|edge| (edge.from.into(), edge.to.into(), edge.basis, edge.refused));
            ((flow.provider, flow.direction), edges.collect())
        })
        .collect();
    assert_eq!(found, wanted);
}

#[test]
fn orders_begin_where_the_pages_say() {
    let entry = |flow: &Flow| format!("{} {} {}", flow.provider, flow.direction, flow.entry.unwrap());
    let entries: Vec<String> = flows().iter().map(entry).collect();
    assert_eq!(entries, ENTRIES.lines().skip(1).collect::<Vec<_>>());
}

#[test]
fn a_step_is_stated_once_and_leads_somewhere_else() {
    for flow in flows() {
        let steps: BTreeSet<_> = flow.edges.iter().map(|edge| (edge.from, edge.to)).collect();
        assert_eq!(steps.len(), flow.edges.len(), "{}", flow.provider);
        assert!(steps.iter().all(|(from, to)| from != to), "{}", flow.provider);
    }
}

#[test]
fn states_are_what_their_words_mean() {
    for flow in flows() {
        for state in &flow.states {
            if state.id.contains('?') {
                let rows = providers().into_iter().filter(|provider| provider.id == flow.provider);
                let mut rows = rows.flat_map(|provider| provider.words);
                let fits = rows.any(|row| {
                    (row.word, row.status, row.finality) == (state.word, state.status, state.finality)
                        && row.when.is_some()
                });
                assert!(fits, "{} {}", flow.provider, state.id);
                continue;
            }
            let order =
                normalize_word(flow.provider, state.word, &Context::default().going(flow.direction)).unwrap();
            assert!(order.rule.known, "{} {}", flow.provider, state.id);
            assert_eq!((state.id, state.status, state.finality), (state.word, order.status, order.finality));
        }
    }
}

#[test]
fn every_state_can_be_reached() {
    for flow in flows() {
        let mut seen = BTreeSet::from([flow.entry.unwrap()]);
        for _ in &flow.states {
            let next = flow.edges.iter().filter(|edge| !edge.refused && seen.contains(edge.from));
            seen.extend(next.map(|edge| edge.to).collect::<Vec<_>>());
        }
        assert_eq!(seen, flow.states.iter().map(|state| state.id).collect(), "{}", flow.provider);
    }
}

#[test]
fn from_an_end_only_what_can_reopen_moves_on_and_money_goes_back() {
    for flow in flows() {
        let ended: Vec<&str> = (flow.states.iter())
            .filter(|state| state.finality != Finality::Open)
            .map(|state| state.id)
            .collect();
        assert_eq!(flow.ends, ended);
        for edge in &flow.edges {
            let (from, to) = (state(&flow, edge.from), state(&flow, edge.to));
            let back = matches!(to.status, Status::RefundPending | Status::Refunded | Status::Reversed);
            let allowed = match from.finality {
                Finality::Open => true,
                // To life, or to another end.
                Finality::Reopenable => edge.revival || back || to.finality != Finality::Open,
                Finality::Final => back,
                _ => false,
            };
            assert_eq!(allowed, !edge.refused, "{} {} to {}", flow.provider, edge.from, edge.to);
            assert!(!edge.revival || from.finality == Finality::Reopenable, "{edge:?}");
        }
    }
}

#[test]
fn what_can_reopen_does() {
    for flow in flows() {
        for state in flow.states.iter().filter(|state| state.finality == Finality::Reopenable) {
            assert!(flow.edges.iter().any(|edge| edge.from == state.id && edge.revival), "{}", state.id);
        }
    }
}

#[test]
fn a_picture_has_a_line_for_each_state_and_each_edge() {
    assert_eq!(
        flow("baanx", Direction::Pay).unwrap().mermaid,
        r#"flowchart TD
  s0["STARTED<br>awaiting_payment"]
  s1(["COMPLETED<br>completed"])
  s2(["FAILED<br>failed"])
  s3(["EXPIRED<br>expired"])
  s4["PENDING<br>payment_submitted"]
  s5(["COMPLETED?metadata.note<br>refunded"])
  s0 --> s1
  s0 --> s2
  s0 --> s3
  s0 -.-> s4
  s4 -.-> s1
  s4 -.-> s2
  s4 -.-> s3
  s1 -.-> s5
"#
    );
    for flow in flows() {
        assert_eq!(flow.mermaid.lines().count(), 1 + flow.states.len() + flow.edges.len());
        let crosses = flow.mermaid.matches(" --x ").count();
        assert_eq!(crosses, flow.edges.iter().filter(|edge| edge.refused).count());
    }
}

#[test]
fn there_is_no_flow_in_a_direction_that_there_is_not() {
    let error = flow("baanx", Direction::Buy).unwrap_err();
    assert_eq!(error.code(), ErrorCode::BadContext);
    assert_eq!(error.message(), "`baanx` has no orders of the direction `buy`");
}
