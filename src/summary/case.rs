//! The orders of a list, each once: what is known of them, and how near each is to what it is for.

use alloc::vec::Vec;

use crate::order::{Amount, Order};
use crate::time::Time;
use crate::transition::{Frame, alert, judge};
use crate::vocabulary::{
    ActionKind, Actor, Alert, Audience, Environment, Finality, Fulfilment, Money, Status, Trust, Verdict,
};

/// What of an order counts.
pub(crate) struct Facts<'a> {
    pub frame: Frame<'a>,
    pub environment: Environment,
    pub money: Money,
    pub actor: Actor,
    pub times: Moments,
    pub texts: Texts<'a>,
    pub actions: Vec<(ActionKind, Audience)>,
}

/// When it was made, was paid and was completed, until when it can be paid, and until when it can come back.
pub(crate) type Moments = [Option<Time>; 5];

/// The reference, the hash and the link, and of what was paid and of what is asked the value, the currency and the network.
pub(crate) type Texts<'a> = [Option<&'a str>; 9];

/// Whose it is, its codes, and its texts.
type Key<'a> = ([Option<&'a str>; 2], [i64; 15], [Option<&'a str>; 10]);

impl<'a> Facts<'a> {
    pub(super) fn of(order: &'a Order) -> Self {
        let Order { times, amounts, .. } = order;
        let amount = |amount: &'a Option<Amount>| match amount {
            Some(amount) => [Some(&*amount.value), amount.currency.as_deref(), amount.network.as_deref()],
            None => [None; 3],
        };
        let ([paid, currency, network], [asked, in_currency, in_network]) =
            (amount(&amounts.paid), amount(&amounts.expected));
        let (hash, link) = (order.tx_hash.as_deref(), order.links.checkout.as_deref());
        let reference = order.reference.as_deref();
        Self {
            frame: Frame::of(order),
            environment: order.environment,
            money: order.money,
            actor: order.actor,
            times: [times.created, times.paid, times.completed, order.expires_at, order.reopenable_until],
            texts: [reference, hash, link, paid, currency, network, asked, in_currency, in_network],
            actions: order.actions.iter().map(|action| (action.kind, action.audience)).collect(),
        }
    }

    /// What it is sorted by, and told by from others: first whose it is, then how words about one order are folded.
    fn key(&self) -> Key<'a> {
        let Frame { provider, id, direction, word, status, trust, fulfilment, finality, updated } =
            self.frame;
        let time = |time: Option<Time>| time.map_or(0, Time::millis);
        let [created, done, completed, expires, until] = self.times.map(time);
        let codes = [
            -i64::from(self.frame.weight()),
            time(updated),
            status as i64,
            trust as i64,
            fulfilment as i64,
            finality as i64,
            self.environment as i64,
            self.money as i64,
            self.actor as i64,
            created,
            done,
            completed,
            expires,
            until,
            direction.map_or(-1, |direction| direction as i64),
        ];
        let [reference, hash, link, paid, currency, network, asked, in_currency, in_network] = self.texts;
        let texts = [word, reference, hash, link, paid, currency, network, asked, in_currency, in_network];
        ([Some(provider), id], codes, texts)
    }

    /// Whether the provider has the money, or did with it what it was for.
    pub(super) fn has_money(&self) -> bool {
        match self.money {
            Money::Held | Money::Outgoing | Money::Delivered => self.frame.trust != Trust::Hint,
            Money::NotTaken | Money::Incoming | Money::Returning | Money::Returned | Money::Unknown => false,
        }
    }

    pub(super) fn standing(&self, now: Option<Time>) -> Standing {
        let [.., expires, reopenable_until] = self.times;
        let over = |end: Option<Time>| matches!((end, now), (Some(end), Some(now)) if now > end);
        match self.frame.status {
            Status::Completed if self.frame.fulfilment == Fulfilment::Yes => Standing::Yes,
            Status::Completed => Standing::Completed,
            Status::PaymentSubmitted
            | Status::Paid
            | Status::Processing
            | Status::Delivering
            | Status::OnHold
            | Status::Unknown => Standing::MayBePaid,
            Status::Created | Status::AwaitingPayment if over(expires) => Standing::Late,
            Status::Created | Status::AwaitingPayment => Standing::Unpaid,
            Status::RefundPending => Standing::Ending,
            Status::Failed | Status::Cancelled | Status::Expired
                if self.frame.finality == Finality::Reopenable && !over(reopenable_until) =>
            {
                Standing::Ending
            }
            Status::Failed | Status::Cancelled | Status::Expired | Status::Refunded | Status::Reversed => {
                Standing::Ended
            }
        }
    }
}

/// How near an order is to what it is for, the nearest last.
#[derive(Clone, Copy, PartialEq, PartialOrd)]
pub(super) enum Standing {
    Ended,
    /// It can come back, or its money is on the way back.
    Ending,
    /// The time to pay has passed, and the provider has not said what came of it.
    Late,
    Unpaid,
    MayBePaid,
    Completed,
    Yes,
}

/// An order: the word about it that is kept, and what the others add.
pub(super) struct Case<'f, 'a> {
    pub facts: &'f Facts<'a>,
    pub place: usize,
    /// Two of the words that are known best exclude each other.
    pub conflict: bool,
    /// It had said that goods may be handed over, and its money went back.
    pub revoke: bool,
    /// Perhaps it is further than the word that is kept says.
    pub further: bool,
    /// It is for the purchase that is asked about, as those say who know best.
    pub wanted: bool,
}

impl<'f, 'a> Case<'f, 'a> {
    /// Takes another word about it, which is known no better, nor older, than those before.
    fn hear(&mut self, next: &'f Facts<'a>, place: usize, wanted: bool, now: Option<Time>) {
        let kept = self.facts.frame;
        // What is known less is judged as if it were known as well: that tells whether it is news.
        let lesser = next.frame.weight() < kept.weight();
        let heard = if lesser { Frame { trust: kept.trust, ..next.frame } } else { next.frame };
        let Ok(ruling) = judge(&kept, &heard, now) else { return };
        if lesser {
            self.further |= match ruling.verdict {
                Verdict::Advance | Verdict::Revival | Verdict::Reversal | Verdict::Conflict => true,
                Verdict::Same | Verdict::Stale => false,
                // An unknown word is one, unless it is older.
                Verdict::Keep => {
                    !matches!((heard.updated, kept.updated), (Some(next), Some(kept)) if next < kept)
                }
            };
            return;
        }
        self.wanted |= wanted;
        match alert(ruling.verdict, kept.fulfilment) {
            Some(Alert::ReviewConflict) => self.conflict = true,
            Some(Alert::Revoke) => self.revoke = true,
            Some(Alert::RefreshStatus) | None => {}
        }
        if ruling.takes_next {
            (self.facts, self.place) = (next, place);
        }
    }

    /// How well it is known at all, whatever it says.
    pub(super) fn known(&self) -> u8 {
        let Frame { trust, status, .. } = self.facts.frame;
        match trust {
            Trust::Hint => 0,
            Trust::Verified | Trust::Api | Trust::Unverified => 1 + u8::from(status != Status::Unknown),
        }
    }

    /// Whether the customer can go on with it.
    pub(super) fn goes_on(&self, now: Option<Time>) -> bool {
        let Facts { frame, actor, texts: [_, _, link, ..], .. } = self.facts;
        let open = *actor == Actor::Customer || frame.status == Status::Created && link.is_some();
        open && self.facts.standing(now) == Standing::Unpaid
    }

    /// The greatest counts.
    pub(super) fn counts(&self, now: Option<Time>) -> [i64; 6] {
        let Facts { frame, times: [created, paid, completed, ..], .. } = self.facts;
        let standing = self.facts.standing(now);
        // The first that was paid is what was bought; of what was not, the latest is what the customer is at.
        let time = if standing >= Standing::MayBePaid {
            completed.or(*paid).or(*created).or(frame.updated).map_or(i64::MIN, |time| -time.millis())
        } else {
            frame.updated.or(*created).map_or(i64::MIN, Time::millis)
        };
        [
            self.known().into(),
            standing as i64,
            self.facts.has_money().into(),
            matches!(frame.trust, Trust::Verified | Trust::Api).into(),
            frame.status.rank().unwrap_or_default().into(),
            time,
        ]
    }
}

/// The orders, each once, whatever the order of the list is.
pub(super) fn cases<'f, 'a>(
    facts: &'f [Facts<'a>],
    reference: Option<&str>,
    now: Option<Time>,
) -> Vec<Case<'f, 'a>> {
    let live = facts.iter().any(|facts| facts.environment == Environment::Live);
    let mut words: Vec<(usize, &Facts<'_>)> = Vec::new();
    for (place, word) in facts.iter().enumerate() {
        if live && word.environment == Environment::Test {
            continue;
        }
        // The library's sorts are for long lists, and weigh more than all that is here.
        let at = words.partition_point(|(_, other)| other.key() <= word.key());
        words.insert(at, (place, word));
    }
    let mut cases: Vec<Case<'_, '_>> = Vec::new();
    let mut before: Option<Key<'_>> = None;
    for (place, word) in words {
        let key = word.key();
        let [of, ..] = word.texts;
        let wanted = reference.is_none() || reference == of;
        match (cases.last_mut(), &before) {
            (_, Some(before)) if *before == key => {}
            // What has no id is not known to be about the same order.
            (Some(case), Some((of, ..))) if *of == key.0 && word.frame.id.is_some() => {
                case.hear(word, place, wanted, now);
            }
            (Some(_) | None, Some(_) | None) => {
                cases.push(Case {
                    facts: word,
                    place,
                    conflict: false,
                    revoke: false,
                    further: false,
                    wanted,
                });
            }
        }
        before = Some(key);
    }
    cases
}
