//! An order whose texts are still parts of the payload, and whose actions are still rows.

use alloc::string::String;
use alloc::vec::Vec;

use crate::extract::Said;
use crate::order::{Action, Amount, Amounts, Applied, Links, Order, Poll, Progress, Times};
use crate::row::{Role, Slot, Step};
use crate::tables::{Condition, Provider, Rule};
use crate::time::Time;
use crate::vocabulary::{
    ActionKind, Actor, Direction, Environment, Finality, Fulfilment, Money, MoneyBasis, Reason, SourceKind,
    Status, Tone, Trust, Warning,
};

/// What is known of an order once everything is decided.
pub(crate) struct Draft<'a> {
    pub provider: &'static Provider,
    pub direction: Option<Direction>,
    pub kind: SourceKind,
    pub trust: Trust,
    pub said: Said<'a>,
    pub status: Status,
    pub reason: Option<Reason>,
    pub money: Money,
    pub money_basis: Option<MoneyBasis>,
    pub environment: Environment,
    pub fulfilment: Fulfilment,
    pub actor: Actor,
    pub finality: Finality,
    pub reopenable_until: Option<Time>,
    pub progress: Option<Progress>,
    pub tone: Tone,
    pub steps: Vec<Step>,
    pub poll: Poll,
    pub rule: Rule,
    /// The direction in which the rule was found; none where no rule was.
    pub found: Option<Option<Direction>>,
    pub known: bool,
    pub warnings: Vec<Warning>,
}

impl<'a> Draft<'a> {
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
            push("?");
            push(match condition {
                Condition::Has(_, path) | Condition::Is(_, path, _) => path.as_str(),
                Condition::PaidUnder => "under",
                Condition::PaidOver => "over",
                Condition::PaidLate => "late",
                Condition::Previously(word) => word.as_str(),
            });
        }
    }

    /// What is asked of the payer, in the coins that the payer chose if there are such.
    fn asked(&self) -> Option<Amount<&'a str>> {
        self.said.amount(Role::Due).or_else(|| self.said.amount(Role::Expected))
    }

    /// What somebody can do, with what the payload gives for it.
    pub(crate) fn action(&self, step: &Step) -> Action<&'a str> {
        // Whoever can write a redirect could write where to send money: a hint fills in nothing.
        let proven = self.trust != Trust::Hint;
        let pays =
            proven && matches!(step.kind, ActionKind::Pay | ActionKind::SendCrypto | ActionKind::TopUp);
        let chooses = matches!(step.kind, ActionKind::ChoosePaymentMethod | ActionKind::ResumeOrder);
        let goes_on = pays || proven && chooses;
        // Who buys pays in money: an address in such a payload is the buyer's own.
        let sends_coins = pays && self.direction != Some(Direction::Buy);
        let url = if goes_on {
            self.said.get(Slot::Checkout)
        } else if proven && step.kind == ActionKind::TrackOnChain {
            self.said.get(Slot::TransactionPage)
        } else {
            None
        };
        Action {
            kind: step.kind,
            audience: step.audience,
            blocking: step.blocking,
            when: step.when,
            url,
            address: if sends_coins { self.said.get(Slot::Address) } else { None },
            amount: if pays { self.asked() } else { None },
            deadline: if goes_on { self.said.time(Slot::Expires) } else { None },
        }
    }

    /// The order, with texts of its own.
    pub(crate) fn into_order(self) -> Order {
        let text = |slot| self.said.get(slot).map(String::from);
        let amount = |role| self.said.amount(role).map(Amount::into_owned);
        let mut id = String::new();
        self.rule_name(&mut |part| id.push_str(part));
        Order {
            provider: self.provider.id.as_str(),
            direction: self.direction,
            kind: self.kind,
            trust: self.trust,
            id: text(Slot::Id),
            reference: text(Slot::Reference),
            word: text(Slot::Word),
            event: text(Slot::Event),
            status: self.status,
            reason: self.reason,
            detail: text(Slot::Detail),
            money: self.money,
            money_basis: self.money_basis,
            environment: self.environment,
            fulfilment: self.fulfilment,
            actor: self.actor,
            finality: self.finality,
            reopenable_until: self.reopenable_until,
            progress: self.progress,
            tone: self.tone,
            actions: self.steps.iter().map(|step| self.action(step).into_owned()).collect(),
            poll: self.poll,
            expires_at: self.said.time(Slot::Expires),
            slow: None,
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
                docs: self.docs(),
                known: self.known,
                warnings: self.warnings,
            },
        }
    }
}
