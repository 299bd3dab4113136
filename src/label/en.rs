//! The English texts.
//!
//! A body is a few sentences, each made of parts: the news, where the money is, whether goods may be handed over, and
//! what to do. Both audiences share the parts; [`Voice`] says how they are spoken to, [`Way`] what is given and got.

use alloc::string::String;

use super::{Already, Codes};
use crate::text::contains;
use crate::vocabulary::{ActionKind, Audience, Direction, Finality, Fulfilment, Money, Reason, Status, When};

/// For a badge. No two statuses share one.
pub(super) fn short(codes: &Codes<'_>, audience: Audience) -> &'static str {
    let coins = way(codes.direction).coins;
    match audience {
        Audience::Customer => match codes.status {
            Status::Created => "Order started",
            Status::AwaitingPayment if coins => "Waiting for coins",
            Status::AwaitingPayment => "Waiting for payment",
            Status::PaymentSubmitted if coins => "Checking the coins",
            Status::PaymentSubmitted => "Checking the payment",
            Status::Paid if coins => "Coins received",
            Status::Paid => "Payment received",
            Status::Processing => "In progress",
            Status::Delivering => "On its way",
            Status::Completed if codes.settled() => "Closed",
            Status::Completed => "Complete",
            Status::OnHold => "On hold",
            Status::Failed => "Unsuccessful",
            Status::Cancelled => "Cancelled",
            Status::Expired => "Expired",
            Status::RefundPending => "Refund under way",
            Status::Refunded => "Refunded",
            Status::Reversed => "Reversed",
            Status::Unknown => "Status not known",
        },
        Audience::Merchant | Audience::Integrator => match codes.status {
            Status::Created => "Created",
            Status::AwaitingPayment if coins => "Awaiting coins",
            Status::AwaitingPayment => "Awaiting payment",
            Status::PaymentSubmitted => "Not confirmed yet",
            Status::Paid => "Paid, not complete",
            Status::Processing => "Processing",
            Status::Delivering => "Delivering",
            Status::Completed if codes.settled() => "Settled by you",
            Status::Completed if codes.fulfilment == Fulfilment::Yes => "Completed",
            Status::Completed => "Completed, check first",
            Status::OnHold => "On hold",
            Status::Failed => "Failed",
            Status::Cancelled => "Cancelled",
            Status::Expired if codes.finality == Finality::Reopenable => "Expired, may reopen",
            Status::Expired => "Expired",
            Status::RefundPending => "Refund pending",
            Status::Refunded => "Refunded",
            Status::Reversed => "Reversed",
            Status::Unknown => "Unknown status",
        },
    }
}

/// One line: how it stands for a customer; how it stands, and what that means for the goods, for a merchant.
pub(super) fn title(codes: &Codes<'_>, audience: Audience) -> String {
    let mut page = Page::new(codes, audience);
    let given = page.way.given;
    match audience {
        Audience::Customer => {
            let your = page.your();
            match codes.status {
                Status::Created => page.open(&["your order has started"]),
                Status::AwaitingPayment => page.open(&["waiting for the ", given.word]),
                Status::PaymentSubmitted => page.open(&[your, given.word, given.is(true), "being checked"]),
                Status::Paid => page.open(&[your, given.word, given.has(true), "arrived"]),
                Status::Processing if codes.reason == Some(Reason::UnconfirmedHint) => {
                    page.open(&["we are checking your order"]);
                }
                Status::Processing => page.open(&["your order is in progress"]),
                Status::Delivering => page.open(&["the last step is under way"]),
                Status::Completed if codes.settled() => page.open(&["this order is closed"]),
                Status::Completed => page.open(&["your order is complete"]),
                Status::OnHold => page.open(&["your order is on hold"]),
                Status::Failed => page.open(&["your order did not go through"]),
                Status::Cancelled => page.open(&["this order was cancelled"]),
                Status::Expired => page.open(&["the time for this order ran out"]),
                Status::RefundPending => page.open(&["a refund is being made"]),
                Status::Refunded if codes.reason == Some(Reason::PartiallyRefunded) => {
                    page.open(&["part of your order has been refunded"]);
                }
                Status::Refunded => page.open(&["your order has been refunded"]),
                Status::Reversed => page.open(&["this order was reversed"]),
                Status::Unknown => page.open(&["we cannot tell where this order stands"]),
            }
        }
        Audience::Merchant | Audience::Integrator => {
            let goods = match codes.fulfilment {
                Fulfilment::Yes => ": you may hand over",
                Fulfilment::Wait => ": do not hand over yet",
                Fulfilment::No => ": do not hand over",
                Fulfilment::MerchantDecides => ": hand over as you decide",
            };
            page.open(&[short(codes, audience), goods]);
        }
    }
    page.text
}

/// One to four sentences.
pub(super) fn body(codes: &Codes<'_>, audience: Audience) -> String {
    let mut page = Page::new(codes, audience);
    page.news();
    page.money();
    match audience {
        Audience::Customer => page.customer(),
        Audience::Merchant | Audience::Integrator => page.merchant(),
    }
    page.text
}

/// What to write on an action.
pub(super) const fn label(kind: ActionKind, audience: Audience) -> &'static str {
    match kind {
        ActionKind::Wait => "Wait for updates",
        ActionKind::Pay => "Complete the payment",
        ActionKind::SendCrypto => "Send the coins",
        ActionKind::ChoosePaymentMethod => "Choose how to pay",
        ActionKind::TopUp => "Add the missing amount",
        ActionKind::RetryPayment => "Try again",
        ActionKind::RetryOtherMethod => "Try another method",
        ActionKind::StartNewOrder => "Start a new order",
        ActionKind::ResumeOrder => "Continue this order",
        ActionKind::VerifyIdentity => "Confirm your identity",
        ActionKind::AnswerProvider => "Answer the questions",
        ActionKind::TrackOnChain => "Follow the transfer",
        ActionKind::ContactProvider => match audience {
            Audience::Customer => "Contact payment support",
            Audience::Merchant | Audience::Integrator => "Contact the provider",
        },
        ActionKind::ContactMerchant => "Contact the merchant",
        ActionKind::Fulfil => "Hand over the order",
        ActionKind::HoldFulfilment => "Do not hand over",
        ActionKind::ReviewPayment => "Review the payment",
        ActionKind::ContactCustomer => "Contact the customer",
        ActionKind::MarkResolved => "Mark as resolved",
        ActionKind::RefreshStatus => "Refresh the status",
        ActionKind::Revoke => "Take it back",
        ActionKind::ReportUnmapped => "Report this status",
        ActionKind::RenewToken => "Renew the token",
        ActionKind::FixCredentials => "Fix the credentials",
        ActionKind::FixRequest => "Correct the request",
        ActionKind::BackOff => "Try again later",
    }
}

/// What is given or got, and how verbs follow it.
#[derive(Clone, Copy)]
struct Noun {
    word: &'static str,
    many: bool,
}

impl Noun {
    const fn one(word: &'static str) -> Self {
        Self { word, many: false }
    }

    const fn many(word: &'static str) -> Self {
        Self { word, many: true }
    }

    const fn is(self, sure: bool) -> &'static str {
        match (sure, self.many) {
            (false, _) => " should be ",
            (true, true) => " are ",
            (true, false) => " is ",
        }
    }

    const fn has(self, sure: bool) -> &'static str {
        match (sure, self.many) {
            (false, _) => " should have ",
            (true, true) => " have ",
            (true, false) => " has ",
        }
    }

    const fn its(self) -> &'static str {
        if self.many { "their" } else { "its" }
    }
}

/// What a direction calls things.
struct Way {
    /// What the customer gives.
    given: Noun,
    /// What the order delivers.
    got: Noun,
    /// What has happened to it in the end: it has …
    done: &'static str,
    /// What a refund gives back.
    back: Noun,
    /// Whether it is the customer's own, or somebody's whom the direction does not tell.
    own: bool,
    /// Whether the customer gives coins.
    coins: bool,
    /// What the giver has done: have you …
    did: &'static str,
    /// And should not do twice.
    again: &'static str,
    /// What becomes of an order that takes no more.
    lost: &'static str,
}

static BUY: Way = Way {
    given: Noun::one("payment"),
    got: Noun::many("coins"),
    done: "been delivered",
    back: Noun::one("money"),
    own: true,
    coins: false,
    did: "paid",
    again: "pay again",
    lost: ", so it can no longer be paid",
};

static SELL: Way = Way {
    given: Noun::many("coins"),
    got: Noun::one("payout"),
    done: "been sent",
    back: Noun::many("coins"),
    own: true,
    coins: true,
    did: "sent the coins",
    again: "send coins again",
    lost: ", so coins can no longer be sent for it",
};

static PAY: Way = Way { got: Noun::one("payment"), done: "arrived", ..BUY };

static SWAP: Way = Way { got: Noun::many("new coins"), done: "been delivered", ..SELL };

static PAYOUT: Way = Way {
    got: Noun::one("payment"),
    done: "been sent",
    back: Noun::one("payment"),
    own: false,
    did: "been made",
    ..BUY
};

static NEUTRAL: Way = Way { got: Noun::one("delivery"), done: "been made", ..PAYOUT };

fn way(direction: Option<Direction>) -> &'static Way {
    match direction {
        Some(Direction::Buy) => &BUY,
        Some(Direction::Sell) => &SELL,
        Some(Direction::Pay) => &PAY,
        Some(Direction::Swap) => &SWAP,
        Some(Direction::Payout) => &PAYOUT,
        None => &NEUTRAL,
    }
}

/// How an audience is spoken to.
struct Voice {
    merchant: bool,
    /// The customer, as a subject with its verb.
    you_have: &'static str,
    your: &'static str,
    provider: &'static str,
    /// The merchant, as an object.
    seller: &'static str,
}

static TO_CUSTOMER: Voice = Voice {
    merchant: false,
    you_have: "you have",
    your: "your ",
    provider: "the payment service",
    seller: "the merchant",
};

static TO_MERCHANT: Voice = Voice {
    merchant: true,
    you_have: "the customer has",
    your: "the customer's ",
    provider: "the provider",
    seller: "you",
};

/// A text in the making.
struct Page<'a> {
    codes: &'a Codes<'a>,
    voice: &'static Voice,
    way: &'static Way,
    text: String,
}

impl<'a> Page<'a> {
    fn new(codes: &'a Codes<'a>, audience: Audience) -> Self {
        let voice = match audience {
            Audience::Customer => &TO_CUSTOMER,
            Audience::Merchant | Audience::Integrator => &TO_MERCHANT,
        };
        Self { codes, voice, way: way(codes.direction), text: String::new() }
    }

    /// Begins a sentence, with a capital.
    fn open(&mut self, parts: &[&str]) {
        if !self.text.is_empty() {
            self.text.push(' ');
        }
        let start = self.text.len();
        self.add(parts);
        if let Some(first) = self.text.get_mut(start..start + 1) {
            first.make_ascii_uppercase();
        }
    }

    fn add(&mut self, parts: &[&str]) {
        for part in parts {
            self.text.push_str(part);
        }
    }

    /// A whole sentence.
    fn say(&mut self, parts: &[&str]) {
        self.open(parts);
        self.add(&["."]);
    }

    fn your(&self) -> &'static str {
        if self.way.own { self.voice.your } else { "the " }
    }

    fn may_move(&self) -> bool {
        self.codes.finality != Finality::Final
    }

    /// What has happened, or why.
    fn news(&mut self) {
        let before = self.text.len();
        self.news_by_reason();
        if self.text.len() == before {
            return;
        }
        let ended_for_good =
            matches!(self.codes.status, Status::Cancelled | Status::Expired) && !self.may_move();
        self.add(&[if ended_for_good { self.way.lost } else { "" }, "."]);
    }

    fn news_by_reason(&mut self) {
        let Voice { provider, merchant, .. } = *self.voice;
        let given = self.way.given;
        let Some(reason) = self.codes.reason else { return self.news_by_status() };
        match reason {
            Reason::PaymentDeclined => self.open(&["a bank or payment system declined this order"]),
            Reason::PaymentWindowPassed => self.open(&["the time allowed has passed"]),
            Reason::ReceiptUnconfirmed => self.unconfirmed(),
            Reason::ConfirmationsPending => {
                self.open(&["the network is confirming ", self.your(), given.word]);
            }
            Reason::MethodNotSelected => self.open(&["no payment method has been chosen yet"]),
            Reason::VerificationRequired => {
                self.open(&[provider, " needs to verify some of ", self.voice.your, "details"]);
            }
            Reason::RiskOrCompliance if self.codes.ended() => {
                self.open(&[provider, " decided not to go ahead with this order"]);
            }
            Reason::RiskOrCompliance => self.open(&[provider, " has its own review of this order"]),
            Reason::AmountMismatch => self.open(&["what arrived was more, less or later than asked for"]),
            Reason::AmountUnder => self.open(&["less arrived than was asked for"]),
            Reason::AmountOver => self.open(&["more arrived than was asked for"]),
            Reason::PaidLate => self.open(&["the ", given.word, " arrived after the time allowed"]),
            Reason::PartiallyRefunded => {
                self.open(&["part of ", self.your(), self.way.back.word, " has been sent back"]);
            }
            Reason::RefundFailed => self.open(&["a refund was tried and did not work"]),
            Reason::ProviderHold => self.open(&[provider, " has paused this order"]),
            Reason::ProviderChecks => self.open(&[provider, " makes its own checks first"]),
            Reason::PayoutBlocked => {
                self.open(&[provider, " cannot send the ", self.way.got.word, " at the moment"]);
            }
            Reason::MerchantResolved if merchant => self.open(&["you have marked this order as settled"]),
            Reason::MerchantResolved => self.open(&["the merchant has settled this order"]),
            Reason::RefundRequested => self.open(&["a refund was asked for"]),
            Reason::CancelledByCustomer if merchant => self.open(&["the customer cancelled this order"]),
            Reason::CancelledByCustomer => self.open(&["you cancelled this order"]),
            Reason::UnconfirmedHint if merchant => {
                self.open(&["only a browser said so: it is not confirmed yet"]);
            }
            Reason::UnconfirmedHint => self.open(&["this is not confirmed yet, and we are checking"]),
            Reason::Unspecified => self.news_by_status(),
        }
    }

    fn news_by_status(&mut self) {
        let provider = self.voice.provider;
        match self.codes.status {
            Status::Created => self.open(&["this order has been created"]),
            Status::AwaitingPayment => {
                self.open(&["this order needs the ", self.way.given.word, " before it can go on"]);
            }
            Status::PaymentSubmitted => self.unconfirmed(),
            // Where the money is says it all.
            Status::Paid | Status::Delivering if self.under_way() => {}
            Status::Paid | Status::Delivering | Status::Processing => {
                self.open(&[provider, " is working on this order"]);
            }
            Status::Completed if self.codes.settled() => self.open(&["this order has been settled"]),
            Status::Completed if self.codes.money == Money::Delivered => {}
            Status::Completed => self.open(&["this order is complete"]),
            Status::OnHold => self.open(&["this order is paused until it has been looked into"]),
            Status::Failed => self.open(&[provider, " could not complete this order"]),
            Status::Cancelled => self.open(&["this order is not going ahead"]),
            Status::Expired => self.open(&["the time allowed has passed"]),
            Status::RefundPending if self.codes.money == Money::Returning => {}
            Status::RefundPending => self.open(&["a refund is under way"]),
            Status::Refunded if self.codes.money == Money::Returned => {}
            Status::Refunded => self.open(&["this order has been refunded"]),
            Status::Reversed => self.open(&["this order was taken back after it was complete"]),
            Status::Unknown => self.open(&["there is no clear news about this order"]),
        }
    }

    fn unconfirmed(&mut self) {
        let given = self.way.given;
        self.open(&[self.your(), given.word, given.has(true), "not been confirmed yet"]);
    }

    /// Whether the money does not contradict an order that is paid for and on its way.
    fn under_way(&self) -> bool {
        match self.codes.money {
            Money::Incoming | Money::Held | Money::Outgoing | Money::Unknown => true,
            Money::NotTaken | Money::Delivered | Money::Returning | Money::Returned => false,
        }
    }

    /// Where the money is, unless the news has said it.
    fn money(&mut self) {
        let Voice { provider, you_have, merchant, .. } = *self.voice;
        let Way { given, got, back, .. } = *self.way;
        let (codes, your, sure) = (self.codes, self.your(), self.codes.stated());
        let early = matches!(codes.status, Status::Created | Status::AwaitingPayment);
        if codes.status == Status::Paid && self.under_way() {
            return self.say(&[provider, " has received ", your, given.word]);
        }
        if codes.status == Status::Delivering && self.under_way() {
            return self.say(&[your, got.word, got.is(true), "on ", got.its(), " way"]);
        }
        // Twice by its name would be once too often.
        let named = contains(&self.text, provider.strip_prefix("the ").unwrap_or(provider));
        let provider = if named { "it" } else { provider };
        match codes.money {
            Money::NotTaken if early && sure => {}
            Money::NotTaken if sure && self.way.coins => self.say(&["no coins have been taken"]),
            Money::NotTaken if sure && !self.way.own => self.say(&["nothing has been taken"]),
            Money::NotTaken if sure => self.say(&[you_have, " not been charged"]),
            // A customer is told what to do in either case, which an "if" in `customer` does.
            Money::NotTaken | Money::Unknown
                if !merchant
                    || codes.status == Status::Created
                    || codes.already() == Some(Already::Continues) => {}
            Money::NotTaken => {
                self.say(&["as far as is known, no ", given.word, given.has(true), "arrived"]);
            }
            Money::Unknown => {
                self.say(&[provider, " does not say where ", your, given.word, given.is(true).trim_end()]);
            }
            Money::Incoming if codes.status == Status::PaymentSubmitted => {}
            Money::Incoming => self.say(&[your, given.word, given.is(sure), "on ", given.its(), " way"]),
            Money::Held => self.say(&[provider, Noun::one("").has(sure), your, given.word]),
            Money::Outgoing | Money::Delivered if codes.settled() => {}
            Money::Outgoing => self.say(&[your, got.word, got.is(sure), "on ", got.its(), " way"]),
            Money::Delivered => self.say(&[your, got.word, got.has(sure), self.way.done]),
            Money::Returning | Money::Returned if codes.reason == Some(Reason::PartiallyRefunded) => {}
            Money::Returning => self.say(&[your, back.word, back.is(sure), "on ", back.its(), " way back"]),
            Money::Returned => self.say(&[your, back.word, back.has(sure), "been sent back"]),
        }
    }

    /// What to do, for a customer.
    fn customer(&mut self) {
        let codes = self.codes;
        let already = codes.already();
        if codes.settled() {
            return self.say(&["if you have a question about it, please contact the merchant"]);
        }
        if codes.ended() {
            return self.customer_after_the_end(already);
        }
        // First what is asked, then what not to do twice; the other way round where nothing is clear.
        if codes.status == Status::Unknown {
            self.if_already(already);
        }
        let mut next = codes.next(Audience::Customer);
        let first = next.next();
        match first {
            Some(kind) => self.ask(kind),
            None if codes.status == Status::Unknown && self.may_move() => {
                self.say(&["please check again later"])
            }
            None => {}
        }
        if codes.status == Status::Refunded && codes.money == Money::Returned && first.is_none() {
            self.shows_later();
        }
        if codes.status == Status::Reversed && first.is_none() {
            self.say(&["if this surprises you, please contact ", self.whom()]);
        }
        if codes.status != Status::Unknown {
            self.if_already(already);
        }
        if first == Some(ActionKind::Wait)
            && self.may_move()
            && already.is_none()
            && let Some(second) = next.next()
        {
            self.ask_besides(second);
        }
    }

    fn customer_after_the_end(&mut self, already: Option<Already>) {
        self.if_already(already);
        let offer = self.codes.next(Audience::Customer).find_map(offer);
        let otherwise = if already.is_some() { "otherwise, " } else { "" };
        match self.codes.money {
            Money::NotTaken if self.codes.stated() => self.offer(otherwise, offer),
            Money::Returning | Money::Returned => self.offer(otherwise, offer),
            Money::NotTaken | Money::Unknown => {
                self.open(&[otherwise, "nothing more is due"]);
                if let Some(offer) = offer {
                    self.add(&[", and you can ", offer]);
                }
                self.add(&["."]);
            }
            Money::Held if already.is_none() => self.about_it(),
            Money::Held | Money::Incoming | Money::Outgoing | Money::Delivered => {}
        }
    }

    fn offer(&mut self, otherwise: &str, offer: Option<&str>) {
        if let Some(offer) = offer {
            self.say(&[otherwise, "you can ", offer]);
        }
    }

    /// What a customer is asked first.
    fn ask(&mut self, kind: ActionKind) {
        let provider = self.voice.provider;
        match kind {
            ActionKind::Wait if !self.may_move() => {}
            ActionKind::Wait => match self.codes.status {
                Status::PaymentSubmitted | Status::Processing | Status::OnHold | Status::Unknown => {
                    self.say(&["please wait, and do not ", self.way.again]);
                }
                Status::RefundPending => self.shows_later(),
                Status::Created
                | Status::AwaitingPayment
                | Status::Paid
                | Status::Delivering
                | Status::Completed
                | Status::Failed
                | Status::Cancelled
                | Status::Expired
                | Status::Refunded
                | Status::Reversed => self.say(&["there is nothing you need to do now"]),
            },
            ActionKind::Pay if self.codes.direction == Some(Direction::Pay) => {
                self.say(&["please complete the payment to the merchant"]);
            }
            ActionKind::Pay => self.say(&["please complete the payment"]),
            ActionKind::SendCrypto => {
                self.say(&["please send the exact amount of coins to the address shown"]);
            }
            ActionKind::ChoosePaymentMethod => self.say(&["please choose how you want to pay"]),
            ActionKind::TopUp => self.say(&["please add the missing amount"]),
            ActionKind::VerifyIdentity => self.say(&["please give the details that you are asked for"]),
            ActionKind::AnswerProvider => self.say(&["please answer when ", provider, " contacts you"]),
            ActionKind::ContactProvider => self.say(&["please contact ", provider]),
            ActionKind::ContactMerchant => self.say(&["please contact ", self.voice.seller]),
            ActionKind::TrackOnChain => self.ask_besides(kind),
            ActionKind::RetryPayment
            | ActionKind::RetryOtherMethod
            | ActionKind::StartNewOrder
            | ActionKind::ResumeOrder => self.offer("", offer(kind)),
            ActionKind::Fulfil
            | ActionKind::HoldFulfilment
            | ActionKind::ReviewPayment
            | ActionKind::ContactCustomer
            | ActionKind::MarkResolved
            | ActionKind::RefreshStatus
            | ActionKind::Revoke
            | ActionKind::ReportUnmapped
            | ActionKind::RenewToken
            | ActionKind::FixCredentials
            | ActionKind::FixRequest
            | ActionKind::BackOff => {}
        }
    }

    /// What a customer who waits can do besides.
    fn ask_besides(&mut self, kind: ActionKind) {
        match kind {
            ActionKind::TrackOnChain => self.say(&["you can follow the transfer on the network"]),
            ActionKind::ResumeOrder => {
                self.say(&["if something is still asked of you, please continue this order"]);
            }
            ActionKind::ContactProvider | ActionKind::ContactMerchant => {
                self.say(&["if it takes long, please contact ", self.whom()]);
            }
            ActionKind::Wait
            | ActionKind::Pay
            | ActionKind::SendCrypto
            | ActionKind::ChoosePaymentMethod
            | ActionKind::TopUp
            | ActionKind::RetryPayment
            | ActionKind::RetryOtherMethod
            | ActionKind::StartNewOrder
            | ActionKind::VerifyIdentity
            | ActionKind::AnswerProvider
            | ActionKind::Fulfil
            | ActionKind::HoldFulfilment
            | ActionKind::ReviewPayment
            | ActionKind::ContactCustomer
            | ActionKind::MarkResolved
            | ActionKind::RefreshStatus
            | ActionKind::Revoke
            | ActionKind::ReportUnmapped
            | ActionKind::RenewToken
            | ActionKind::FixCredentials
            | ActionKind::FixRequest
            | ActionKind::BackOff => {}
        }
    }

    /// What it means for the goods and what to do, for a merchant.
    fn merchant(&mut self) {
        let codes = self.codes;
        let quiet = matches!(codes.money, Money::NotTaken | Money::Unknown) && !codes.stated();
        match codes.fulfilment {
            Fulfilment::Yes => self.say(&["you may hand over or unlock what was ordered"]),
            Fulfilment::Wait if self.may_move() => self.say(&["do not hand anything over yet"]),
            Fulfilment::Wait => self.say(&["do not hand anything over until this has been checked"]),
            Fulfilment::No => self.say(&["do not hand anything over"]),
            Fulfilment::MerchantDecides => self.say(&["whether to hand anything over is your decision"]),
        }
        if matches!(codes.status, Status::RefundPending | Status::Refunded | Status::Reversed) {
            return self.say(&["if anything was handed over, take it back or stop it"]);
        }
        let already = codes.already();
        match already {
            Some(Already::Continues | Already::Contact) => self.if_already(already),
            Some(Already::NotAgain | Already::ShowsLater) | None => {
                let staffed = codes.next(Audience::Merchant).any(|kind| self.staff(kind));
                if !staffed && codes.ended() && codes.money == Money::Held {
                    self.about_it();
                } else if !staffed && already == Some(Already::NotAgain) {
                    self.if_already(already);
                }
            }
        }
        if already == Some(Already::Continues) && quiet && codes.direction == Some(Direction::Pay) {
            self.say(&["check stock before a new order"]);
        }
    }

    /// What a merchant's staff is asked, and whether there was anything to ask.
    fn staff(&mut self, kind: ActionKind) -> bool {
        match kind {
            ActionKind::Wait if self.may_move() => self.say(&["wait for the next webhook or status check"]),
            ActionKind::SendCrypto => {
                self.say(&["send the exact amount of coins to the provider's address"]);
            }
            ActionKind::ReviewPayment => {
                let resolve =
                    self.codes.next(Audience::Merchant).any(|kind| kind == ActionKind::MarkResolved);
                let then = if resolve { ", then mark it resolved" } else { "" };
                let what = "promptly compare what arrived with what was asked, settle it with the customer";
                self.say(&[what, then]);
            }
            ActionKind::ContactCustomer => self.say(&["contact the customer"]),
            ActionKind::MarkResolved => self.say(&["mark the order as resolved once it is settled"]),
            ActionKind::RefreshStatus => {
                self.say(&["refresh the status from the provider before you act"]);
            }
            ActionKind::Revoke => self.say(&["take back or stop what was handed over"]),
            ActionKind::ReportUnmapped => self.say(&["report the status word, so that it can be added"]),
            ActionKind::ContactProvider => self.say(&["contact the provider"]),
            ActionKind::Wait
            | ActionKind::Pay
            | ActionKind::ChoosePaymentMethod
            | ActionKind::TopUp
            | ActionKind::RetryPayment
            | ActionKind::RetryOtherMethod
            | ActionKind::StartNewOrder
            | ActionKind::ResumeOrder
            | ActionKind::VerifyIdentity
            | ActionKind::AnswerProvider
            | ActionKind::TrackOnChain
            | ActionKind::ContactMerchant
            | ActionKind::Fulfil
            | ActionKind::HoldFulfilment
            | ActionKind::RenewToken
            | ActionKind::FixCredentials
            | ActionKind::FixRequest
            | ActionKind::BackOff => return false,
        }
        true
    }

    /// What holds for a customer who has paid or sent already.
    fn if_already(&mut self, already: Option<Already>) {
        let Some(already) = already else { return };
        let Way { own, coins, did, again, .. } = *self.way;
        if self.codes.status == Status::Failed && own && !coins && already != Already::Continues {
            self.open(&["if money has already left ", self.voice.your, "account, "]);
        } else {
            let subject = if own { self.voice.you_have } else { "a payment has" };
            self.open(&["if ", subject, " already ", did, ", "]);
        }
        let please = match (self.voice.merchant, own) {
            (false, _) => "please ",
            (true, true) => "they should ",
            (true, false) => "the customer should ",
        };
        let not = if self.voice.merchant { "not " } else { "do not " };
        match already {
            Already::Continues => {
                self.add(&[
                    please,
                    "wait and ",
                    not,
                    "create or pay a second order: this one continues by itself.",
                ]);
            }
            Already::Contact => self.add(&[please, "contact ", self.whom(), "."]),
            Already::ShowsLater => self.add(&[please, not, again, ": it can take a while to show."]),
            Already::NotAgain => self.add(&[please, not, again, " until this is settled."]),
        }
    }

    fn about_it(&mut self) {
        self.say(&["please contact ", self.whom(), " about it"]);
    }

    fn shows_later(&mut self) {
        self.say(&["it can take a while to show on your side"]);
    }

    /// Whom a customer is to ask, as the audience calls them.
    fn whom(&self) -> &'static str {
        let asked = |paid: bool| {
            self.codes
                .actions
                .iter()
                .filter(move |action| (action.when == Some(When::Paid)) == paid)
                .find_map(|action| {
                    if action.kind == ActionKind::ContactMerchant {
                        Some(self.voice.seller)
                    } else if action.kind == ActionKind::ContactProvider {
                        Some(self.voice.provider)
                    } else {
                        None
                    }
                })
        };
        asked(true).or_else(|| asked(false)).unwrap_or(match self.codes.direction {
            Some(Direction::Pay) => self.voice.seller,
            Some(Direction::Buy | Direction::Sell | Direction::Swap | Direction::Payout) | None => {
                if self.voice.merchant { self.voice.provider } else { "support" }
            }
        })
    }
}

/// What a customer can do, as "you can …".
const fn offer(kind: ActionKind) -> Option<&'static str> {
    match kind {
        ActionKind::RetryPayment => Some("try again"),
        ActionKind::RetryOtherMethod => Some("try again with another payment method"),
        ActionKind::StartNewOrder => Some("start a new order"),
        ActionKind::ResumeOrder => Some("continue this order"),
        ActionKind::Wait
        | ActionKind::Pay
        | ActionKind::SendCrypto
        | ActionKind::ChoosePaymentMethod
        | ActionKind::TopUp
        | ActionKind::VerifyIdentity
        | ActionKind::AnswerProvider
        | ActionKind::TrackOnChain
        | ActionKind::ContactProvider
        | ActionKind::ContactMerchant
        | ActionKind::Fulfil
        | ActionKind::HoldFulfilment
        | ActionKind::ReviewPayment
        | ActionKind::ContactCustomer
        | ActionKind::MarkResolved
        | ActionKind::RefreshStatus
        | ActionKind::Revoke
        | ActionKind::ReportUnmapped
        | ActionKind::RenewToken
        | ActionKind::FixCredentials
        | ActionKind::FixRequest
        | ActionKind::BackOff => None,
    }
}
