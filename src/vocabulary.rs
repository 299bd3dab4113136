//! The closed lists of words that an [`Order`](crate::Order) is written in.
//!
//! Rust, wire and TypeScript words are the same: `AwaitingPayment` is `"awaiting_payment"`. Matches over these
//! enums are exhaustive everywhere, so a new word does not compile until it has a meaning and a text.

/// Declares a closed list of words: the enum, all its members in order, and its wire spelling both ways.
macro_rules! vocabulary {
    (
        $(#[$about:meta])*
        $name:ident { $( $(#[$meaning:meta])* $variant:ident = $word:literal, )+ }
    ) => {
        $(#[$about])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[non_exhaustive]
        pub enum $name {
            $( $(#[$meaning])* $variant, )+
        }

        impl $name {
            /// Every word of the list, in its order.
            pub const ALL: &'static [Self] = &[$( Self::$variant, )+];

            /// The same as they are written, a space behind each: what crosses into JavaScript is a word's place.
            #[cfg(all(feature = "wasm", target_arch = "wasm32"))]
            #[doc(hidden)]
            pub const WORDS: &'static str = concat!($( $word, " ", )+);

            /// The word as it is written in JSON and TypeScript.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $( Self::$variant => $word, )+ }
            }

            /// The member that is written so, or none.
            #[must_use]
            pub fn parse(word: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|member| member.as_str() == word)
            }
        }

        #[cfg(all(feature = "wasm", target_arch = "wasm32"))]
        impl $crate::vocabulary::Listed for $name {
            const LIST: &'static str = Self::WORDS;

            fn place(self) -> u32 {
                self as u32
            }

            fn nth(place: u8) -> Option<Self> {
                // The compiler makes a range of this; a list to look into would be code and data for each.
                $( if place == Self::$variant as u8 + 1 { return Some(Self::$variant); } )+
                None
            }
        }

        impl core::fmt::Display for $name {
            fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                f.write_str(self.as_str())
            }
        }
    };
}
pub(crate) use vocabulary;

/// A closed list of words, each of which has a place, counted from 1.
#[cfg(all(feature = "wasm", target_arch = "wasm32"))]
pub(crate) trait Listed: Sized {
    const LIST: &'static str;

    /// From 0.
    fn place(self) -> u32;

    fn nth(place: u8) -> Option<Self>;
}

vocabulary! {
    /// Where an order stands.
    Status {
        /// The order exists; nothing is asked of the payer yet, or the payer has chosen no method.
        Created = "created",
        /// The payer must pay: money on a buy or a payment, coins on a sell.
        AwaitingPayment = "awaiting_payment",
        /// Said to be paid, or seen but not confirmed.
        PaymentSubmitted = "payment_submitted",
        /// The provider confirmed that it has the money; its own part is outstanding.
        Paid = "paid",
        /// The provider works on it; nothing more is said.
        Processing = "processing",
        /// The last leg is under way: coins to the wallet, money to the bank.
        Delivering = "delivering",
        /// The provider has done all it will do.
        Completed = "completed",
        /// Stopped until someone acts.
        OnHold = "on_hold",
        /// Ended without success, by a fault or a refusal.
        Failed = "failed",
        /// Ended without success, by a decision.
        Cancelled = "cancelled",
        /// Ended without success, by time.
        Expired = "expired",
        /// Money is on its way back.
        RefundPending = "refund_pending",
        /// Money is back.
        Refunded = "refunded",
        /// Taken back after completion: a chargeback, a clawback.
        Reversed = "reversed",
        /// The provider's word is in no table (it is kept as it came), or the payload carries none.
        Unknown = "unknown",
    }
}

vocabulary! {
    /// Why an order stands where it does.
    Reason {
        /// A bank, card or payment system refused the payment.
        PaymentDeclined = "payment_declined",
        /// The time to pay ran out.
        PaymentWindowPassed = "payment_window_passed",
        /// The customer says that the payment was made; the provider has not confirmed it.
        ReceiptUnconfirmed = "receipt_unconfirmed",
        /// The payment is on a chain and waits for confirmations.
        ConfirmationsPending = "confirmations_pending",
        /// The payer has not chosen how to pay.
        MethodNotSelected = "method_not_selected",
        /// The customer must prove an identity or an address.
        VerificationRequired = "verification_required",
        /// The provider's own risk or compliance decision.
        RiskOrCompliance = "risk_or_compliance",
        /// The amount that arrived, or its time, is not what was asked.
        AmountMismatch = "amount_mismatch",
        /// Less arrived than was asked.
        AmountUnder = "amount_under",
        /// More arrived than was asked.
        AmountOver = "amount_over",
        /// The payment arrived after the time to pay.
        PaidLate = "paid_late",
        /// Part of the money was sent back.
        PartiallyRefunded = "partially_refunded",
        /// A refund was tried and did not work.
        RefundFailed = "refund_failed",
        /// The customer disputes the payment with the bank.
        Disputed = "disputed",
        /// The provider has stopped the order and says no more.
        ProviderHold = "provider_hold",
        /// The provider's own conditions are not met yet.
        ProviderChecks = "provider_checks",
        /// The provider cannot send the money out.
        PayoutBlocked = "payout_blocked",
        /// The merchant has marked the order as settled.
        MerchantResolved = "merchant_resolved",
        /// The customer asked for the refund.
        RefundRequested = "refund_requested",
        /// The customer cancelled.
        CancelledByCustomer = "cancelled_by_customer",
        /// Only a redirect or a widget said so.
        UnconfirmedHint = "unconfirmed_hint",
        /// The provider gives no reason.
        Unspecified = "unspecified",
    }
}

vocabulary! {
    /// Where what the customer gives (money, or coins on a sell) or gets stands.
    Money {
        /// Nothing was taken from the customer.
        NotTaken = "not_taken",
        /// On its way to the provider.
        Incoming = "incoming",
        /// The provider has it, or has turned it into what it will deliver.
        Held = "held",
        /// The delivery is on its way.
        Outgoing = "outgoing",
        /// What was bought has arrived.
        Delivered = "delivered",
        /// On its way back to the customer.
        Returning = "returning",
        /// Back with the customer.
        Returned = "returned",
        /// Not to be told from what the provider said.
        Unknown = "unknown",
    }
}

vocabulary! {
    /// How well founded the word about the money is.
    MoneyBasis {
        /// The provider says so.
        Stated = "stated",
        /// It follows from what the provider says.
        Implied = "implied",
        /// The usual case; the provider does not say.
        Assumed = "assumed",
    }
}

vocabulary! {
    /// Where the end of the time to pay is known from.
    ExpiryBasis {
        /// The payload states it.
        Provider = "provider",
        /// The creation, and the time to pay that the provider documents.
        Window = "window",
    }
}

vocabulary! {
    /// Whether goods may be handed over: the only field that a fulfilment worker should read.
    Fulfilment {
        /// Not now.
        Wait = "wait",
        /// Yes: hand over, credit, unlock.
        Yes = "yes",
        /// No: this order will not be paid.
        No = "no",
        /// The merchant has settled it in its own way and knows.
        MerchantDecides = "merchant_decides",
    }
}

vocabulary! {
    /// Who must act next, or for whom everybody waits.
    Actor {
        /// The customer.
        Customer = "customer",
        /// The merchant or the platform that sells.
        Merchant = "merchant",
        /// The payment or on-ramp provider.
        Provider = "provider",
        /// A blockchain or a payment network.
        Network = "network",
        /// Nobody: there is nothing left to do.
        Nobody = "nobody",
        /// Whoever wrote the integration (on problems only).
        Integrator = "integrator",
    }
}

vocabulary! {
    /// Whether the order can still move.
    Finality {
        /// Under way.
        Open = "open",
        /// Ended, but the same order can come back.
        Reopenable = "reopenable",
        /// No forward progress; a documented refund may still follow.
        Final = "final",
    }
}

vocabulary! {
    /// Which way the order goes.
    Direction {
        /// The customer gives money and gets coins.
        Buy = "buy",
        /// The customer gives coins and gets money.
        Sell = "sell",
        /// The customer pays a merchant.
        Pay = "pay",
        /// Coins for other coins.
        Swap = "swap",
        /// The merchant pays somebody.
        Payout = "payout",
    }
}

vocabulary! {
    /// How the provider said it.
    SourceKind {
        /// An answer of the provider's API.
        Rest = "rest",
        /// A body that the provider posted.
        Webhook = "webhook",
        /// A socket event.
        Websocket = "websocket",
        /// An event of a widget in the customer's browser.
        Widget = "widget",
        /// The query of a return URL.
        Redirect = "redirect",
        /// A status word alone.
        Word = "word",
    }
}

vocabulary! {
    /// Whether real money is meant.
    Environment {
        /// The payload names a production host.
        Live = "live",
        /// The payload carries a mark of a sandbox or staging system.
        Test = "test",
        /// The payload does not say.
        Unknown = "unknown",
    }
}

vocabulary! {
    /// How the payload reached the caller. Stated by the caller or proven by a signature, never read off a shape.
    Trust {
        /// A signature was checked here.
        Verified = "verified",
        /// The caller fetched it from the provider.
        Api = "api",
        /// Nobody vouches for it.
        Unverified = "unverified",
        /// It passed through the customer's browser: redirects and widgets, always.
        Hint = "hint",
    }
}

vocabulary! {
    /// What somebody can do next.
    ActionKind {
        /// Nothing but wait.
        Wait = "wait",
        /// Pay the provider in money.
        Pay = "pay",
        /// Send coins to the provider's address.
        SendCrypto = "send_crypto",
        /// Choose how to pay.
        ChoosePaymentMethod = "choose_payment_method",
        /// Pay the missing part.
        TopUp = "top_up",
        /// Pay again, with a new order unless the provider documents a retry of the same one.
        RetryPayment = "retry_payment",
        /// Pay again with another method, in a new order unless the provider documents a retry of the same one.
        RetryOtherMethod = "retry_other_method",
        /// Begin again with a new order.
        StartNewOrder = "start_new_order",
        /// Go on with this order.
        ResumeOrder = "resume_order",
        /// Prove an identity.
        VerifyIdentity = "verify_identity",
        /// Answer the provider's support.
        AnswerProvider = "answer_provider",
        /// Look the transaction up in an explorer.
        TrackOnChain = "track_on_chain",
        /// Write to the provider.
        ContactProvider = "contact_provider",
        /// Write to the merchant.
        ContactMerchant = "contact_merchant",
        /// Hand over what was sold.
        Fulfil = "fulfil",
        /// Do not hand over yet.
        HoldFulfilment = "hold_fulfilment",
        /// Collect the money that the customer has authorised.
        Capture = "capture",
        /// Compare what was paid with what was asked, and decide.
        ReviewPayment = "review_payment",
        /// Write to the customer.
        ContactCustomer = "contact_customer",
        /// Tell the provider that the case is settled.
        MarkResolved = "mark_resolved",
        /// Ask the provider's API for the order.
        RefreshStatus = "refresh_status",
        /// Take back what was handed over.
        Revoke = "revoke",
        /// Tell this project about a word that it does not know.
        ReportUnmapped = "report_unmapped",
        /// Get a new access token.
        RenewToken = "renew_token",
        /// Put the right key or client id in place.
        FixCredentials = "fix_credentials",
        /// Put the request right.
        FixRequest = "fix_request",
        /// Ask again later, less often.
        BackOff = "back_off",
    }
}

vocabulary! {
    /// Whom an action or a text is for.
    Audience {
        /// The customer.
        Customer = "customer",
        /// The merchant, its staff and its workers.
        Merchant = "merchant",
        /// Whoever wrote the integration.
        Integrator = "integrator",
    }
}

vocabulary! {
    /// On which answer to "have you paid already?" an action depends.
    When {
        /// Only for a customer who has paid or sent already.
        Paid = "paid",
        /// Only for a customer who has not.
        NotPaid = "not_paid",
    }
}

vocabulary! {
    /// The colour of a badge.
    Tone {
        /// Nothing to feel about it.
        Neutral = "neutral",
        /// It moves by itself.
        Progress = "progress",
        /// Somebody is asked to do something.
        Action = "action",
        /// Done.
        Success = "success",
        /// Look here.
        Warning = "warning",
        /// It went wrong.
        Danger = "danger",
    }
}

vocabulary! {
    /// The part of the way, for steppers.
    Stage {
        /// The order was made.
        Start = "start",
        /// The payer pays.
        Pay = "pay",
        /// The payment is checked.
        Check = "check",
        /// What was bought is on its way.
        Deliver = "deliver",
        /// The way has ended.
        Done = "done",
        /// The money goes back.
        Return = "return",
    }
}

vocabulary! {
    /// Where a rule comes from.
    RuleBasis {
        /// The provider's documentation states it.
        Documented = "documented",
        /// It follows from the provider's text or diagram.
        Implied = "implied",
        /// Seen in public code only.
        Observed = "observed",
        /// The provider documents the word, but not for this direction.
        Undocumented = "undocumented",
    }
}

vocabulary! {
    /// Where a step of a flow comes from.
    EdgeBasis {
        /// The provider's diagram has it.
        Drawn = "drawn",
        /// The provider's text tells of it.
        Said = "said",
        /// It follows from what the provider says.
        Implied = "implied",
    }
}

vocabulary! {
    /// What a reader of an order should know beside it.
    Warning {
        /// The provider's word is in no table.
        UnknownWord = "unknown_word",
        /// The payload carries no status word.
        WordAbsent = "word_absent",
        /// Only an event name was there, which says less than a status.
        EventOnly = "event_only",
        /// The provider does not document this word for this direction.
        UndocumentedForDirection = "undocumented_for_direction",
        /// The word means different things by direction, and the payload does not say which.
        DirectionMissing = "direction_missing",
        /// The payload and the context disagree about the direction; the payload's was taken.
        DirectionConflict = "direction_conflict",
        /// Nobody vouches for the payload, so nothing may be handed over on it.
        Unverified = "unverified",
        /// A redirect or widget said this; it proves nothing.
        HintOnly = "hint_only",
        /// A test order, and the context does not accept those.
        TestOrder = "test_order",
        /// The payload is not the order that the context expects.
        ExpectationDiffers = "expectation_differs",
        /// The context expects something that the payload does not carry.
        ExpectationUnproven = "expectation_unproven",
        /// Two statuses in one payload disagree; the order's own was taken.
        StatusesDisagree = "statuses_disagree",
        /// A time of payment beside a word that knows none.
        PaidTimeUnexpected = "paid_time_unexpected",
        /// A number larger than a double holds exactly; its digits may have changed before they came here.
        NumberBeyondDouble = "number_beyond_double",
        /// A time in no form that the provider documents was left out.
        UnreadableTime = "unreadable_time",
        /// An amount that is no decimal number was left out.
        UnreadableAmount = "unreadable_amount",
        /// Coins that are sent to the address without the memo or tag that the payload has for it are lost. An action has no
        /// place for that, so the address was left out, too: take both from the payload, or send the customer to the provider.
        MemoNeeded = "memo_needed",
    }
}

vocabulary! {
    /// What a newer word about an order is to the one that is kept.
    Verdict {
        /// It goes further, or somebody vouches for it at last: the newer one is kept.
        Advance = "advance",
        /// It says the same. The one with the later time is kept.
        Same = "same",
        /// It is older, and behind: the previous one is kept.
        Stale = "stale",
        /// An order that had failed, was cancelled or had expired comes back: the newer one is kept.
        Revival = "revival",
        /// The money of a completed order goes back: the newer one is kept.
        Reversal = "reversal",
        /// The two exclude each other. What is kept is safer to act on, or the later one; somebody must look.
        Conflict = "conflict",
        /// It is not known, or less is to be trusted in it: the previous one is kept.
        Keep = "keep",
    }
}

vocabulary! {
    /// What the merchant must do about what has changed.
    Alert {
        /// Take back what was handed over.
        Revoke = "revoke",
        /// Find out at the provider's what is true, and hand nothing over before.
        ReviewConflict = "review_conflict",
        /// Ask the provider's API for the order.
        RefreshStatus = "refresh_status",
    }
}

vocabulary! {
    /// What went wrong with a request to the provider. Never an order status.
    ProblemKind {
        /// The token is missing, expired or invalid.
        Authentication = "authentication",
        /// The caller may not do this.
        Authorization = "authorization",
        /// The provider knows no such order.
        OrderNotFound = "order_not_found",
        /// The request is malformed or incomplete.
        Validation = "validation",
        /// The client id is not known.
        ClientUnknown = "client_unknown",
        /// The client id is missing.
        ClientMissing = "client_missing",
        /// Too many requests.
        RateLimited = "rate_limited",
        /// The provider did not answer in time.
        Timeout = "timeout",
        /// The request contradicts what the provider already has.
        Conflict = "conflict",
        /// The provider's own fault.
        ProviderError = "provider_error",
        /// No table knows it.
        Unknown = "unknown",
    }
}

vocabulary! {
    /// Whether and when to ask again.
    RetryPolicy {
        /// Asking again gives the same answer.
        No = "no",
        /// After what is wrong has been put right.
        AfterFix = "after_fix",
        /// Later, and less often each time.
        Backoff = "backoff",
    }
}

vocabulary! {
    /// How far a customer has come in proving an identity.
    Onboarding {
        /// Nothing was handed in.
        NotStarted = "not_started",
        /// Begun, and not handed in yet.
        InProgress = "in_progress",
        /// The customer must hand in more.
        ActionRequired = "action_required",
        /// Refused.
        Rejected = "rejected",
        /// Handed in, and being checked.
        InReview = "in_review",
        /// Done. A later order may still ask for more.
        Approved = "approved",
        /// The payload does not say, or in a word that no table knows.
        Unknown = "unknown",
    }
}

vocabulary! {
    /// Whether a customer's account can be used.
    Account {
        /// It can be used.
        Active = "active",
        /// Not in every way; the provider does not say in which.
        Restricted = "restricted",
        /// Blocked by the provider.
        Disabled = "disabled",
        /// The payload does not say, or in a word that no table knows.
        Unknown = "unknown",
    }
}

vocabulary! {
    /// Whether a customer has an order under way.
    OpenOrder {
        /// None.
        None = "none",
        /// At least one.
        Open = "open",
        /// The payload does not say.
        Unknown = "unknown",
    }
}

vocabulary! {
    /// Whether a customer may do something, by what the provider says.
    Permission {
        /// Yes.
        Yes = "yes",
        /// No.
        No = "no",
        /// The payload does not say, or nobody vouches for it.
        Unknown = "unknown",
    }
}

vocabulary! {
    /// What a customer must hand in.
    Requirement {
        /// A name, a birth date and the like.
        PersonalDetails = "personal_details",
        /// A phone number.
        Phone = "phone",
        /// An address.
        Address = "address",
        /// An identity document.
        Document = "document",
        /// A picture of the customer.
        Selfie = "selfie",
        /// A number of the tax or social security office.
        TaxId = "tax_id",
        /// Where the money comes from.
        SourceOfFunds = "source_of_funds",
        /// What the customer does for a living.
        Occupation = "occupation",
        /// What the order is for.
        Purpose = "purpose",
        /// The provider's word is in no table.
        Unknown = "unknown",
    }
}

vocabulary! {
    /// For what an answer about a customer holds.
    Scope {
        /// For the customer.
        Customer = "customer",
        /// For one amount, or one quote, alone.
        Quote = "quote",
    }
}

vocabulary! {
    /// What was wrong with the input. An unknown status word is not an error: it gives an order of status `unknown`.
    ErrorCode {
        /// The text is neither JSON nor a URL nor a query.
        NotJson = "not_json",
        /// The object cannot be read: a getter threw, or it is of a kind that carries no fields.
        Unreadable = "unreadable",
        /// The payload is larger than the limit.
        TooLarge = "too_large",
        /// The payload is nested deeper than the limit.
        TooDeep = "too_deep",
        /// No provider's shapes fit.
        ProviderNotRecognised = "provider_not_recognised",
        /// The shapes of several providers fit.
        AmbiguousProvider = "ambiguous_provider",
        /// The payload is another provider's than the one that was named.
        WrongProvider = "wrong_provider",
        /// The payload is known and carries no order.
        NoOrder = "no_order",
        /// The payload carries several orders and one was asked for.
        ManyOrders = "many_orders",
        /// The payload is about a customer, not about an order.
        CustomerPayload = "customer_payload",
        /// The payload is about orders, not about a customer.
        OrderPayload = "order_payload",
        /// The payload says nothing of a customer, or the provider documents nothing that does.
        NoCustomer = "no_customer",
        /// The payload is a provider's error answer.
        ProblemPayload = "problem_payload",
        /// The answer reports no problem.
        NotAProblem = "not_a_problem",
        /// The context says something that cannot be.
        BadContext = "bad_context",
        /// The two orders are not one and the same.
        DifferentOrders = "different_orders",
    }
}

impl Status {
    /// How far along the way of an order without trouble; none for words beside that way.
    pub(crate) const fn rank(self) -> Option<u8> {
        match self {
            Self::Created => Some(0),
            Self::AwaitingPayment => Some(1),
            Self::PaymentSubmitted => Some(2),
            Self::Paid => Some(3),
            Self::Processing => Some(4),
            Self::Delivering => Some(5),
            Self::Completed => Some(6),
            Self::OnHold
            | Self::Failed
            | Self::Cancelled
            | Self::Expired
            | Self::RefundPending
            | Self::Refunded
            | Self::Reversed
            | Self::Unknown => None,
        }
    }

    /// Whether it is an end without success.
    pub(crate) const fn unsuccessful(self) -> bool {
        matches!(self, Self::Failed | Self::Cancelled | Self::Expired)
    }

    /// Whether the money goes back.
    pub(crate) const fn returns(self) -> bool {
        matches!(self, Self::RefundPending | Self::Refunded | Self::Reversed)
    }

    /// Whether it is an order's return to life when it follows on this.
    pub(crate) const fn comes_back_as(self, next: Self) -> bool {
        self.unsuccessful() && !next.unsuccessful() && !next.returns()
    }

    /// The colour of its badge.
    pub(crate) const fn tone(self) -> Tone {
        match self {
            Self::AwaitingPayment => Tone::Action,
            Self::PaymentSubmitted
            | Self::Paid
            | Self::Processing
            | Self::Delivering
            | Self::RefundPending => Tone::Progress,
            Self::Completed => Tone::Success,
            Self::OnHold | Self::Expired => Tone::Warning,
            Self::Failed | Self::Reversed => Tone::Danger,
            Self::Created | Self::Cancelled | Self::Refunded | Self::Unknown => Tone::Neutral,
        }
    }

    /// The part of the way that it belongs to; none where nothing is known.
    pub(crate) const fn stage(self) -> Option<Stage> {
        match self {
            Self::Created => Some(Stage::Start),
            Self::AwaitingPayment => Some(Stage::Pay),
            Self::PaymentSubmitted | Self::Paid | Self::Processing | Self::OnHold => Some(Stage::Check),
            Self::Delivering => Some(Stage::Deliver),
            Self::Completed | Self::Failed | Self::Cancelled | Self::Expired => Some(Stage::Done),
            Self::RefundPending | Self::Refunded | Self::Reversed => Some(Stage::Return),
            Self::Unknown => None,
        }
    }
}
