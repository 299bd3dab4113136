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
/// refused), the word, and the words after it.
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
";

/// Where orders begin.
const ENTRIES: [(&str, &str); 4] = [
    ("baanx", "STARTED"),
    ("banxa", "pendingPayment"),
    ("mugglepay", "NEW"),
    ("transak", "AWAITING_PAYMENT_FROM_USER"),
];

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
            assert!(flow.insert((from, to, basis, refused)), "{line}");
        }
    }
    let found: BTreeMap<_, BTreeSet<_>> = flows()
        .iter()
        .map(|flow| {
            let edges = flow.edges.iter().map(|edge| (edge.from, edge.to, edge.basis, edge.refused));
            ((flow.provider, flow.direction), edges.collect())
        })
        .collect();
    assert_eq!(found, wanted);
}

#[test]
fn orders_begin_where_the_pages_say() {
    for flow in flows() {
        let entry = ENTRIES.iter().find(|(provider, _)| *provider == flow.provider);
        assert_eq!(flow.entry, entry.map(|(_, word)| *word), "{}", flow.provider);
    }
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
fn from_an_end_only_what_can_reopen_comes_back_and_money_goes_back() {
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
                Finality::Reopenable => edge.revival || back,
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
