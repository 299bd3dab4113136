//! An order while it is decided on: its texts are still parts of the payload, its actions still rows.

use alloc::string::String;
use alloc::vec::Vec;

use crate::extract::Said;
use crate::order::{Action, Amount, Amounts, Applied, Links, Order, Poll, Progress, Times};
use crate::row::{MAX_STEPS, Role, Slot, Step, customer, merchant};
use crate::tables::{self, Condition, Provider, Rule, Span, Text, Usual};
use crate::time::Time;
use crate::vocabulary::{
    ActionKind, Actor, Audience, Direction, Environment, ExpiryBasis, Finality, Fulfilment, Money, Reason,
    SourceKind, Stage, Status, Tone, Trust, Warning, When,
};

pub(crate) struct Draft<'a> {
    pub provider: &'static Provider,
    pub direction: Option<Direction>,
    pub kind: SourceKind,
    pub trust: Trust,
    pub environment: Environment,
    pub said: Said<'a>,
    /// The rule that was found, and what was taken back from it since.
    pub rule: Rule,
    /// The direction in which it was found; none where no rule was.
    pub found: Option<Option<Direction>>,
    pub known: bool,
    pub steps: Steps,
    pub warnings: Warnings,
    pub reopenable_until: Option<Time>,
    pub expires_basis: Option<ExpiryBasis>,
    /// How long the network that it waits for usually takes.
    pub usual: Option<&'static Usual>,
    pub slow: Option<bool>,
}

/// What each side can do, as rows.
pub(crate) struct Steps {
    list: [Step; Self::ROOM],
    count: usize,
}

impl Steps {
    /// What is slow adds two, and what is withheld another look, a review and a hold at most.
    const ROOM: usize = MAX_STEPS + 5;

    const NONE: Self = Self { list: [customer(ActionKind::Wait); Self::ROOM], count: 0 };

    pub(crate) fn add(&mut self, rows: Span<Step>) {
        rows.rows().iter().for_each(|step| self.push(*step));
    }

    pub(crate) fn iter(&self) -> core::slice::Iter<'_, Step> {
        self.list.get(..self.count).unwrap_or_default().iter()
    }

    fn push(&mut self, step: Step) {
        if let Some(free) = self.list.get_mut(self.count) {
            *free = step;
            self.count += 1;
        }
    }

    pub(crate) fn retain(&mut self, keep: &dyn Fn(&Step) -> bool) {
        let count = core::mem::take(&mut self.count);
        for place in 0..count {
            if let Some(step) = self.list.get(place).copied().filter(keep) {
                self.push(step);
            }
        }
    }
}

/// A bit for each warning, in the order of the list.
#[derive(Clone, Copy, Default)]
pub(crate) struct Warnings(pub u32);

impl Warnings {
    pub(crate) fn note(&mut self, warning: Warning) {
        self.0 |= 1 << warning as u32;
    }

    pub(crate) fn list(self) -> Vec<Warning> {
        Warning::ALL.iter().filter(|warning| self.0 >> **warning as u32 & 1 != 0).copied().collect()
    }
}

impl Draft<'_> {
    /// One of which nothing is said yet, nor decided. It is filled where it is: to move it costs more than most of what is decided.
    #[inline(always)]
    pub(crate) const fn nothing(provider: &'static Provider, kind: SourceKind) -> Self {
        Self {
            provider,
            direction: None,
            kind,
            trust: Trust::Unverified,
            environment: Environment::Unknown,
            said: const { Said::nothing() },
            rule: tables::UNKNOWN,
            found: None,
            known: false,
            steps: Steps::NONE,
            warnings: Warnings(0),
            reopenable_until: None,
            expires_basis: None,
            usual: None,
            slow: None,
        }
    }

    /// Takes a `yes` back, and has the merchant do this instead.
    #[inline(never)]
    pub(crate) fn withhold(&mut self, warning: Warning, instead: ActionKind) {
        self.warnings.note(warning);
        if let Fulfilment::Yes | Fulfilment::MerchantDecides = self.rule.fulfilment {
            self.rule.fulfilment = Fulfilment::Wait;
            self.rule.actor = Actor::Merchant;
        }
        self.steps.retain(&|step| step.kind != ActionKind::Fulfil);
        if !self.steps.iter().any(|step| step.kind == instead && step.audience == Audience::Merchant) {
            self.steps.push(merchant(instead).blocking());
        }
    }

    pub(crate) fn without_merchant(&mut self) {
        self.steps.retain(&|step| step.audience != Audience::Merchant);
    }

    /// What the payload states ends what was assumed.
    pub(crate) fn lose_money(&mut self) {
        self.rule.money = Money::Unknown;
        self.rule.money_basis = None;
    }

    /// It takes too long: there is no more to do here than to ask.
    #[cold]
    pub(crate) fn delay(&mut self) {
        for step in [customer(ActionKind::ContactProvider), merchant(ActionKind::ContactProvider)] {
            self.steps.push(step);
        }
    }

    /// The time in which it could come back is over: whoever paid all the same must ask for the money.
    #[cold]
    pub(crate) fn end_for_good(&mut self) {
        self.rule.finality = Finality::Final;
        self.reopenable_until = None;
        for step in &mut self.steps.list {
            if step.when == Some(When::Paid) {
                step.kind = ActionKind::ContactProvider;
            }
        }
    }

    /// A redirect or a widget proves neither a success nor a refund, and ends nothing.
    #[inline(never)]
    pub(crate) fn cap_to_hint(&mut self) {
        self.warnings.note(Warning::HintOnly);
        match self.rule.status {
            Status::Completed | Status::RefundPending | Status::Refunded | Status::Reversed => {
                self.rule.status = Status::Processing;
                self.rule.reason = Some(Reason::UnconfirmedHint);
                self.lose_money();
                self.rule.actor = Actor::Provider;
                self.steps.count = 0;
                self.steps.push(customer(ActionKind::Wait));
            }
            Status::Created
            | Status::AwaitingPayment
            | Status::PaymentSubmitted
            | Status::Paid
            | Status::Processing
            | Status::Delivering
            | Status::OnHold
            | Status::Failed
            | Status::Cancelled
            | Status::Expired
            | Status::Unknown => {}
        }
        match self.rule.money {
            Money::Delivered | Money::Returning | Money::Returned => self.lose_money(),
            Money::NotTaken | Money::Incoming | Money::Held | Money::Outgoing | Money::Unknown => {}
        }
        self.rule.fulfilment = Fulfilment::Wait;
        self.rule.finality = Finality::Open;
        self.without_merchant();
        self.steps.push(merchant(ActionKind::RefreshStatus));
    }

    pub(crate) fn progress(&self) -> Option<Progress> {
        let stage = self.rule.status.stage()?;
        // Who pays a merchant gets nothing delivered by the provider.
        let of = if self.direction == Some(Direction::Pay) { 4 } else { 5 };
        let step = match stage {
            Stage::Start => 1,
            Stage::Pay => 2,
            Stage::Check => 3,
            Stage::Deliver => 4,
            Stage::Done | Stage::Return => of,
        };
        Some(Progress { stage, step, of })
    }

    pub(crate) fn tone(&self) -> Tone {
        match (self.rule.status, self.rule.fulfilment) {
            // Settled by the merchant in a way of its own: nobody calls that a success.
            (_, Fulfilment::MerchantDecides) => Tone::Neutral,
            // Said to be complete, and not to be acted on.
            (Status::Completed, Fulfilment::Wait) => Tone::Warning,
            (status, Fulfilment::Wait | Fulfilment::Yes | Fulfilment::No) => status.tone(),
        }
    }

    /// Whether there is nothing to ask for any more.
    pub(crate) fn stops(&self) -> bool {
        let asks = self.steps.iter().any(|step| step.kind == ActionKind::RefreshStatus);
        self.rule.finality == Finality::Final && !asks
    }

    pub(crate) fn poll(&self) -> Poll {
        let advice = &self.provider.poll;
        let finality = self.rule.finality;
        let stop = self.stops();
        let (after, cap) = match self.usual {
            // An order that has ended but can come back is worth a look now and then.
            _ if finality == Finality::Reopenable => (advice.cap_ms, advice.cap_ms),
            Some(usual) => (usual.min_ms, advice.cap_ms.max(usual.max_ms)),
            None => (advice.after_ms, advice.cap_ms),
        };
        Poll {
            stop,
            after_ms: (!stop).then_some(after),
            steady_ms: (!stop).then_some(advice.steady_ms),
            backoff: advice.backoff,
            cap_ms: (!stop).then_some(cap),
            give_up_at: self.reopenable_until.filter(|_| !stop),
            push: self.provider.pushes,
        }
    }

    /// The page that the rule was read from.
    pub(crate) fn docs(&self) -> &'static str {
        let Self { rule, provider, .. } = self;
        if rule.docs.is_empty() { provider.docs } else { rule.docs }.as_str()
    }

    /// The parts of the rule's name: `provider.direction.word`, the word being empty where there was none, and the
    /// conditions.
    pub(crate) fn rule_name(&self, push: &mut dyn FnMut(&str)) {
        let Some(way) = self.found else { return };
        let direction = way.map_or("any", Direction::as_str);
        for part in [self.provider.id.as_str(), ".", direction, ".", self.rule.word.as_str()] {
            push(part);
        }
        for condition in self.rule.when.rows() {
            let first = |texts: Span<Text>| texts.rows().first().map_or("", |text| text.as_str());
            // A value tells rows of the same word from each other.
            let (what, value) = match *condition {
                Condition::Has(_, path) => (path.as_str(), ""),
                Condition::Is(_, path, text) | Condition::Begins(_, path, text) => {
                    (path.as_str(), text.as_str())
                }
                Condition::In(_, path, texts) => (path.as_str(), first(texts)),
                Condition::Detail(texts) => (first(texts), ""),
                Condition::PaidUnder => ("under", ""),
                Condition::PaidOver => ("over", ""),
                Condition::PaidLate => ("late", ""),
                Condition::Previously(word) => (word.as_str(), ""),
            };
            for part in ["?", what, if value.is_empty() { "" } else { "=" }, value] {
                push(part);
            }
        }
    }
}

/// What of a payload somebody needs to do something.
pub(crate) struct Needs {
    pub url: Option<Slot>,
    pub address: Option<Slot>,
    pub amount: Option<Role>,
    pub deadline: Option<Slot>,
}

impl<'a> Draft<'a> {
    pub(crate) fn needs(&self, step: &Step) -> Needs {
        // Whoever can write a redirect could write where to send money: a hint fills in nothing.
        let proven = self.trust != Trust::Hint;
        let pays =
            proven && matches!(step.kind, ActionKind::Pay | ActionKind::SendCrypto | ActionKind::TopUp);
        let chooses = matches!(step.kind, ActionKind::ChoosePaymentMethod | ActionKind::ResumeOrder);
        let goes_on = pays || proven && chooses;
        // Who buys pays in money: an address in such a payload is the buyer's own.
        let sends_coins = pays && self.direction != Some(Direction::Buy);
        Needs {
            url: if goes_on {
                Some(Slot::Checkout)
            } else if proven && step.kind == ActionKind::TrackOnChain {
                Some(Slot::TransactionPage)
            } else {
                None
            },
            address: sends_coins.then_some(Slot::Address),
            // Whoever has paid a part is not asked for all of it again; what is asked is in the coins that the payer chose if
            // there are such.
            amount: match pays {
                true if step.kind == ActionKind::TopUp => Some(Role::Missing),
                true if self.said.get(Slot::Due).is_some() => Some(Role::Due),
                true => Some(Role::Expected),
                false => None,
            },
            deadline: goes_on.then_some(Slot::Expires),
        }
    }

    /// Whether the payload gives anything for it.
    #[cfg(all(feature = "wasm", target_arch = "wasm32"))]
    pub(crate) fn has_own(&self, step: &Step) -> bool {
        let Needs { url, address, amount, deadline } = self.needs(step);
        let amount = amount.map(|role| {
            let [value, ..] = role.slots();
            value
        });
        let said = |slot: Option<Slot>| slot.is_some_and(|slot| self.said.get(slot).is_some());
        said(url) || said(address) || said(amount) || said(deadline)
    }

    /// What somebody can do, with what the payload gives for it.
    pub(crate) fn action(&self, step: &Step) -> Action<&'a str> {
        let Needs { url, address, amount, deadline } = self.needs(step);
        Action {
            kind: step.kind,
            audience: step.audience,
            blocking: step.blocking,
            when: step.when,
            url: url.and_then(|slot| self.said.get(slot)),
            address: address.and_then(|slot| self.said.get(slot)),
            amount: amount.and_then(|role| self.said.amount(role)),
            deadline: deadline.and_then(|slot| self.said.time(slot)),
        }
    }

    /// The order, with texts of its own.
    pub(crate) fn to_order(&self) -> Order {
        let text = |slot| self.said.get(slot).map(String::from);
        let amount = |role| self.said.amount(role).map(Amount::into_owned);
        let mut id = String::new();
        self.rule_name(&mut |part| id.push_str(part));
        Order {
            provider: self.provider.id.as_str(),
            via: text(Slot::Via),
            direction: self.direction,
            kind: self.kind,
            trust: self.trust,
            id: text(Slot::Id),
            reference: text(Slot::Reference),
            word: text(Slot::Word),
            event: text(Slot::Event),
            status: self.rule.status,
            reason: self.rule.reason,
            detail: text(Slot::Detail),
            money: self.rule.money,
            money_basis: self.rule.money_basis,
            environment: self.environment,
            fulfilment: self.rule.fulfilment,
            actor: self.rule.actor,
            finality: self.rule.finality,
            reopenable_until: self.reopenable_until,
            progress: self.progress(),
            tone: self.tone(),
            actions: self.steps.iter().map(|step| self.action(step).into_owned()).collect(),
            poll: self.poll(),
            expires_at: self.said.time(Slot::Expires),
            expires_basis: self.expires_basis,
            eta: self.usual.map(Usual::eta),
            slow: self.slow,
            times: Times {
                created: self.said.time(Slot::Created),
                updated: self.said.time(Slot::Updated),
                paid: self.said.time(Slot::Paid),
                completed: self.said.time(Slot::Completed),
            },
            amounts: Amounts {
                expected: amount(Role::Expected),
                paid: amount(Role::Paid),
                received: amount(Role::Received),
            },
            tx_hash: text(Slot::TxHash),
            links: Links {
                checkout: text(Slot::Checkout),
                status: text(Slot::StatusPage),
                transaction: text(Slot::TransactionPage),
            },
            rule: Applied {
                basis: self.found.map(|_| self.rule.basis),
                id: self.found.map(|_| id),
                docs: self.docs().into(),
                known: self.known,
                warnings: self.warnings.list(),
            },
        }
    }
}
