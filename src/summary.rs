//! Many orders: which of them counts for a purchase, whether it was paid twice, and what to do next.
//!
//! Nothing here goes by the places in the list: words about one order are put in the order of their times and folded as
//! [`transition`](crate::transition) does, and then the order that counts is the greatest by what each of them is.

mod case;

use alloc::vec::Vec;
use core::borrow::Borrow;

use self::case::{Case, Standing, cases};
use crate::decimal;
use crate::order::{Action, Amount, Order, owned};
use crate::text::copied;
use crate::time::Time;
use crate::vocabulary::{ActionKind, Audience, Status, Trust};

pub(crate) use self::case::Facts;

/// What many orders for one purchase come to.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "camelCase"))]
#[non_exhaustive]
pub struct Summary {
    /// Which order counts, by its place in the list; none where there is none.
    pub order: Option<usize>,
    /// What each side can do next, first things first. Nothing among it pays for a second order while one may be paid.
    pub actions: Vec<Action>,
    /// What was paid beside the order that counts; none where nothing was paid twice.
    pub surplus: Option<Surplus>,
}

/// What was paid although another order for the same purchase was.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "camelCase"))]
#[non_exhaustive]
pub struct Surplus {
    /// The orders that were paid, too, by their places in the list.
    pub orders: Vec<usize>,
    /// How much that is: for each currency and network the sum of what was paid, or, where an order does not say that, of what
    /// it asked for. An order that says neither is in no sum.
    pub amounts: Vec<Amount>,
}

/// What many attempts at one payment come to, be they at one provider or at several: which order counts, whether it was paid
/// twice, and what to do next.
///
/// The list is of one purchase, or, with `reference`, of all orders of one customer: those of that [`Order::reference`] are for the
/// purchase, and all others for others, also those without one. No other counts, nor is what was paid for it paid twice. But
/// where the customer would have to begin anew, and another order waits to be paid, that one is gone on with first.
///
/// Words about the same order, which has the provider and the id, are folded as [`transition`](crate::transition) does.
/// An order without an id is one of its own, unless another is the very same. In which order the list is, does not matter.
///
/// - **Which counts.** What is completed, before what may be paid, before what waits to be paid, before what has ended; an
///   end that can be reopened, or a refund under way, before the others. Of several that are completed or may be paid the
///   first, of others the latest. An order of which only a hint speaks counts where there is none but such, and so does
///   one of status `unknown` where there is none that is known; an order of a test system does not count beside one that
///   is live.
/// - **What to do.** What the order that counts has for each side, with these changes. One that waits for the
///   customer is gone on with: `resume_order`, with its link. `fulfil` stands only where the order says `yes`. Where it was paid
///   twice, the merchant has `review_payment`. Where the words about the order exclude each other, nothing is handed over before
///   the merchant has looked: `refresh_status`, which blocks. Where it may be paid after all (a hint or an unknown word says more, or
///   its time to pay has passed at `now`), the customer does not pay but waits, and the merchant has `refresh_status`.
/// - **Where there is none** of the purchase, no order counts, and the customer has `start_new_order`.
///
/// With `now`, times that lie more than five minutes ahead of it count as none, and deadlines are held to it.
///
/// ```
/// use orderstate::{ActionKind, Context, Trust, normalize, summarize};
///
/// let context = Context::of("mugglepay").trusted_as(Trust::Api);
/// let read = |body: &str| normalize(body.as_bytes(), &context);
/// let attempts = [
///     read(r#"{"order_id":"m-1","status":"EXPIRED","price_amount":"20","price_currency":"USD"}"#)?,
///     read(r#"{"order_id":"m-2","status":"PAID","price_amount":"20","price_currency":"USD"}"#)?,
///     read(r#"{"order_id":"m-3","status":"PAID","price_amount":"20","price_currency":"USD"}"#)?,
/// ];
/// let summary = summarize(&attempts, None, None);
/// assert_eq!(summary.order, Some(1));
/// let kinds: Vec<ActionKind> = summary.actions.iter().map(|action| action.kind).collect();
/// assert_eq!(kinds, [ActionKind::Fulfil, ActionKind::ReviewPayment]);
/// let surplus = summary.surplus.as_ref().map(|surplus| (&surplus.orders[..], surplus.amounts[0].value.as_str()));
/// assert_eq!(surplus, Some((&[2][..], "20")));
/// # Ok::<(), orderstate::Error>(())
/// ```
pub fn summarize<O: Borrow<Order>>(orders: &[O], reference: Option<&str>, now: Option<Time>) -> Summary {
    let facts: Vec<Facts<'_>> = orders.iter().map(|order| Facts::of(order.borrow())).collect();
    let Outline { order, actions, surplus } = outline(&facts, reference, now);
    let own = order.and_then(|place| orders.get(place)).map(|order| &order.borrow().actions);
    let action = |advised| match advised {
        Advised::Own(place) => own.and_then(|own| own.get(place)).cloned(),
        Advised::Made { kind, audience, blocking, url, deadline } => Some(Action {
            kind,
            audience,
            blocking,
            when: None,
            url: owned(url),
            address: None,
            amount: None,
            deadline,
        }),
    };
    Summary { order, actions: actions.into_iter().filter_map(action).collect(), surplus }
}

/// A summary, before actions are taken from the order that counts.
pub(crate) struct Outline<'a> {
    pub order: Option<usize>,
    pub actions: Vec<Advised<'a>>,
    pub surplus: Option<Surplus>,
}

pub(crate) enum Advised<'a> {
    /// One of the order that counts, by its place there.
    Own(usize),
    Made {
        kind: ActionKind,
        audience: Audience,
        blocking: bool,
        url: Option<&'a str>,
        deadline: Option<Time>,
    },
}

/// What would be a second order.
const BEGINS: [ActionKind; 3] =
    [ActionKind::StartNewOrder, ActionKind::RetryOtherMethod, ActionKind::RetryPayment];

pub(crate) fn outline<'a>(facts: &[Facts<'a>], reference: Option<&str>, now: Option<Time>) -> Outline<'a> {
    let cases = cases(facts, reference, now);
    let (mut most, mut elsewhere): (Option<&Case<'_, 'a>>, Option<&Case<'_, 'a>>) = (None, None);
    for case in &cases {
        let sure = case.known() == 2 && !case.further && !case.conflict;
        let best = match case.wanted {
            true => &mut most,
            false if sure && case.goes_on(now) => &mut elsewhere,
            false => continue,
        };
        if best.is_none_or(|best| best.counts(now) < case.counts(now)) {
            *best = Some(case);
        }
    }
    let mut outline = Outline { order: None, actions: Vec::new(), surplus: None };
    let Some(most) = most else {
        match elsewhere {
            Some(case) => outline.resume(case),
            None => outline.make(ActionKind::StartNewOrder, Audience::Customer, false),
        }
        return outline;
    };
    let others = || cases.iter().filter(|case| case.wanted && case.place != most.place);
    outline.order = Some(most.place);
    if most.facts.frame.status == Status::Completed || most.facts.has_money() {
        others().filter(|case| case.facts.has_money()).for_each(|case| outline.add(case));
    }
    // To pay for one that counts could be to pay twice.
    let doubtful = |case: &Case<'_, '_>| case.known() < 2 && case.facts.standing(now) >= Standing::Late;
    let unsure = most.further || others().any(doubtful);
    outline.advise(most, unsure, elsewhere, now);
    outline
}

impl<'a> Outline<'a> {
    /// Adds what was paid for an order that does not count.
    fn add(&mut self, case: &Case<'_, 'a>) {
        let surplus = self.surplus.get_or_insert(Surplus { orders: Vec::new(), amounts: Vec::new() });
        let at = surplus.orders.partition_point(|place| *place < case.place);
        surplus.orders.insert(at, case.place);
        let [.., paid, currency, network, asked, in_currency, in_network] = case.facts.texts;
        let (value, currency, network) =
            if paid.is_some() { (paid, currency, network) } else { (asked, in_currency, in_network) };
        let Some(value) = value.filter(|value| decimal::is_plain(value)) else { return };
        for sum in &mut surplus.amounts {
            if (sum.currency.as_deref(), sum.network.as_deref()) == (currency, network) {
                sum.value = decimal::sum(&sum.value, value);
                return;
            }
        }
        let value = copied(value);
        surplus.amounts.push(Amount { value, currency: owned(currency), network: owned(network) });
    }

    fn advise(
        &mut self,
        most: &Case<'_, 'a>,
        unsure: bool,
        elsewhere: Option<&Case<'_, 'a>>,
        now: Option<Time>,
    ) {
        let Case { facts, conflict, .. } = most;
        let standing = facts.standing(now);
        let asks = *conflict || standing == Standing::Late || standing < Standing::MayBePaid && unsure;
        let begins =
            |(kind, whose): &(ActionKind, Audience)| *whose == Audience::Customer && BEGINS.contains(kind);
        if asks {
            self.make(ActionKind::Wait, Audience::Customer, false);
        } else if most.goes_on(now) {
            self.resume(most);
        } else if let Some(other) = elsewhere.filter(|_| facts.actions.iter().any(begins)) {
            self.resume(other);
            self.keep(facts, Audience::Customer, &BEGINS);
        } else {
            self.keep(facts, Audience::Customer, &[]);
        }
        let mut made = Vec::new();
        for (kind, needed) in [
            (ActionKind::Fulfil, standing == Standing::Yes && !conflict),
            (ActionKind::Revoke, most.revoke),
            (ActionKind::RefreshStatus, asks),
            (ActionKind::ReviewPayment, self.surplus.is_some()),
        ] {
            if needed {
                self.make(kind, Audience::Merchant, *conflict && kind == ActionKind::RefreshStatus);
                made.push(kind);
            }
        }
        if !made.is_empty() {
            made.push(ActionKind::Wait);
        }
        made.push(ActionKind::Fulfil);
        self.keep(facts, Audience::Merchant, &made);
    }

    /// Has the customer go on with an order.
    fn resume(&mut self, case: &Case<'_, 'a>) {
        // Whoever can write a redirect could write a link.
        let proven = case.facts.frame.trust != Trust::Hint;
        let ([_, _, link, ..], [.., expires, _]) = (case.facts.texts, case.facts.times);
        self.actions.push(Advised::Made {
            kind: ActionKind::ResumeOrder,
            audience: Audience::Customer,
            blocking: false,
            url: link.filter(|_| proven),
            deadline: expires.filter(|_| proven),
        });
    }

    /// Keeps what the order has for one side, but for some.
    fn keep(&mut self, facts: &Facts<'_>, whose: Audience, but: &[ActionKind]) {
        for (place, (kind, audience)) in facts.actions.iter().enumerate() {
            if *audience == whose && !but.contains(kind) {
                self.actions.push(Advised::Own(place));
            }
        }
    }

    fn make(&mut self, kind: ActionKind, audience: Audience, blocking: bool) {
        self.actions.push(Advised::Made { kind, audience, blocking, url: None, deadline: None });
    }
}
