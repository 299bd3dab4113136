//! The texts keep their promises, for every combination of codes and not only for those that providers send today.

#![expect(
    clippy::wildcard_enum_match_arm,
    reason = "outside of the crate its lists are open, so a match needs it"
)]

use std::cell::RefCell;
use std::collections::{BTreeMap, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};

use orderstate::{
    ActionCodes, ActionKind, Audience, Codes, Context, Direction, Error, Finality, Fulfilment, Locale, Money,
    MoneyBasis, Reason, Status, Text, When, describe, describe_codes, normalize_word,
};

const fn to(audience: Audience, kind: ActionKind, when: Option<When>) -> ActionCodes {
    ActionCodes { kind, audience, when }
}

const fn customer(kind: ActionKind) -> ActionCodes {
    to(Audience::Customer, kind, None)
}

const fn merchant(kind: ActionKind) -> ActionCodes {
    to(Audience::Merchant, kind, None)
}

const fn paid(kind: ActionKind) -> ActionCodes {
    to(Audience::Customer, kind, Some(When::Paid))
}

const fn not_paid(kind: ActionKind) -> ActionCodes {
    to(Audience::Customer, kind, Some(When::NotPaid))
}

/// Dealt out in turn. Their number shares no divisor with the number of other combinations.
const ACTIONS: [&[ActionCodes]; 13] = [
    &[],
    &[customer(ActionKind::Wait), merchant(ActionKind::Wait)],
    &[not_paid(ActionKind::StartNewOrder), paid(ActionKind::ContactProvider)],
    &[not_paid(ActionKind::StartNewOrder), paid(ActionKind::Wait)],
    &[customer(ActionKind::Wait), customer(ActionKind::ContactProvider), merchant(ActionKind::Wait)],
    &[customer(ActionKind::Wait), customer(ActionKind::TrackOnChain), merchant(ActionKind::RefreshStatus)],
    &[not_paid(ActionKind::Pay), paid(ActionKind::Wait), merchant(ActionKind::RefreshStatus)],
    &[customer(ActionKind::SendCrypto), merchant(ActionKind::Wait)],
    &[
        customer(ActionKind::Wait),
        merchant(ActionKind::ReviewPayment),
        merchant(ActionKind::ContactCustomer),
        merchant(ActionKind::MarkResolved),
    ],
    &[customer(ActionKind::RetryOtherMethod), paid(ActionKind::ContactMerchant)],
    &[customer(ActionKind::Wait), customer(ActionKind::ResumeOrder), merchant(ActionKind::HoldFulfilment)],
    &[
        customer(ActionKind::AnswerProvider),
        merchant(ActionKind::AnswerProvider),
        merchant(ActionKind::Capture),
        merchant(ActionKind::Fulfil),
        merchant(ActionKind::Revoke),
    ],
    &[
        customer(ActionKind::ContactMerchant),
        merchant(ActionKind::ReportUnmapped),
        to(Audience::Integrator, ActionKind::BackOff, None),
    ],
];

/// Goes through every combination that is wanted, in the words of both audiences.
fn every(wanted: impl Fn(&Codes<'_>) -> bool, check: impl Fn(&Codes<'_>, Audience, &Text)) {
    fn with_none<T: Copy>(all: &[T]) -> impl Iterator<Item = Option<T>> + Clone {
        all.iter().copied().map(Some).chain([None])
    }
    let mut sets = ACTIONS.iter().cycle();
    let mut seen = 0_u32;
    for &status in Status::ALL {
        for reason in with_none(Reason::ALL) {
            for &money in Money::ALL {
                for money_basis in with_none(MoneyBasis::ALL) {
                    for direction in with_none(Direction::ALL) {
                        for &fulfilment in Fulfilment::ALL {
                            for &finality in Finality::ALL {
                                let actions = sets.next().copied().unwrap_or_default();
                                let codes = Codes {
                                    status,
                                    reason,
                                    money,
                                    money_basis,
                                    direction,
                                    fulfilment,
                                    finality,
                                    actions,
                                };
                                if wanted(&codes) {
                                    seen += 1;
                                    for audience in [Audience::Customer, Audience::Merchant] {
                                        check(
                                            &codes,
                                            audience,
                                            &describe_codes(&codes, Locale::En, audience),
                                        );
                                    }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
    assert!(seen > 0, "nothing was wanted");
}

fn any(_: &Codes<'_>) -> bool {
    true
}

fn ended(codes: &Codes<'_>) -> bool {
    matches!(codes.status, Status::Failed | Status::Cancelled | Status::Expired)
}

fn stated(codes: &Codes<'_>) -> bool {
    codes.money_basis == Some(MoneyBasis::Stated)
}

fn settled(codes: &Codes<'_>) -> bool {
    codes.status == Status::Completed
        && (codes.fulfilment == Fulfilment::MerchantDecides || codes.reason == Some(Reason::MerchantResolved))
}

/// Whether the reason is one for which nothing can be paid any more.
fn closes(codes: &Codes<'_>) -> bool {
    match codes.reason {
        None => true,
        Some(reason) => matches!(
            reason,
            Reason::PaymentWindowPassed
                | Reason::RiskOrCompliance
                | Reason::MerchantResolved
                | Reason::CancelledByCustomer
                | Reason::Unspecified
        ),
    }
}

/// All words of a text, in small letters.
fn whole(text: &Text) -> String {
    let labels: Vec<&str> = text.actions.iter().map(|action| action.label).collect();
    [text.short, &text.title, &text.body, &labels.join("\n")].join("\n").to_ascii_lowercase()
}

fn says(text: &str, phrases: &[&str]) -> bool {
    phrases.iter().any(|phrase| text.contains(phrase))
}

/// Every text once, with codes that lead to it.
fn every_text(check: impl Fn(&Codes<'_>, Audience, &Text)) {
    let seen = RefCell::new(HashSet::new());
    every(any, |codes, audience, text| {
        let mut hasher = DefaultHasher::new();
        (audience, text.short, &text.title, &text.body).hash(&mut hasher);
        if seen.borrow_mut().insert(hasher.finish()) {
            check(codes, audience, text);
        }
    });
}

#[test]
fn texts_are_plain_and_short_and_blame_nobody() {
    every_text(|codes, audience, text| {
        assert_eq!((text.lang, text.dir), ("en", "ltr"));
        assert!((1..=24).contains(&text.short.len()), "{codes:?} {text:?}");
        assert!((1..=60).contains(&text.title.len()), "{codes:?} {text:?}");
        assert!(!text.title.ends_with('.') && !text.short.ends_with('.'), "{codes:?} {text:?}");
        let Some(sentences) = text.body.strip_suffix('.') else { panic_on(codes, text) };
        assert!((1..=4).contains(&sentences.split(". ").count()), "{codes:?} {text:?}");
        for sentence in sentences.split(". ").chain([text.short, text.title.as_str()]) {
            assert!(sentence.starts_with(|first: char| first.is_ascii_uppercase()), "{codes:?} {text:?}");
            assert!(sentence.len() <= 130, "{codes:?} {sentence}");
            let clean = !says(sentence, &["  ", "..", " ,", " ."]) && sentence.trim() == sentence;
            assert!(clean, "{codes:?} {text:?}");
        }
        let all = whole(text);
        assert!(!says(&all, &["!", "_"]) && all.is_ascii(), "{codes:?} {text:?}");
        let strange: &[&str] = match audience {
            Audience::Customer => {
                &["the provider", "the customer", "webhook", "hand over", "hand anything", "browser"]
            }
            _ => &["payment service", "your payment", "your coins"],
        };
        let providers = ["transak", "banxa", "muggle", "baanx"];
        let blame = [
            "you failed",
            "you did not",
            "you forgot",
            "your mistake",
            "your error",
            "your fault",
            "you sent",
            "you paid",
            "customer failed",
            "customer did not",
            "fraud",
            "suspicious",
            "invalid",
            "wrong",
        ];
        let free = [strange, &providers, &blame].iter().all(|words| !says(&all, words));
        assert!(free, "{codes:?} {text:?}");
    });
}

#[expect(clippy::panic, reason = "a test fails by panicking")]
fn panic_on(codes: &Codes<'_>, text: &Text) -> ! {
    panic!("{codes:?} {text:?}")
}

#[test]
fn no_two_statuses_share_a_badge() {
    let owners = RefCell::new(BTreeMap::new());
    every(any, |codes, audience, text| {
        let owner = *owners.borrow_mut().entry((audience, text.short)).or_insert(codes.status);
        assert_eq!(owner, codes.status, "{}", text.short);
    });
    assert!(owners.borrow().len() >= 2 * Status::ALL.len());
}

#[test]
fn nothing_taken_is_said_only_where_it_is_stated() {
    every(any, |codes, _, text| {
        let claims = says(&text.body, &["charged", "othing has been taken", "o coins have been taken"]);
        let may = codes.money == Money::NotTaken && stated(codes);
        let must = may && !matches!(codes.status, Status::Created | Status::AwaitingPayment);
        assert!(if claims { may } else { !must }, "{codes:?} {text:?}");
    });
}

#[test]
fn an_end_with_money_in_doubt_says_what_to_do_if_it_was_paid() {
    let doubt = |codes: &Codes<'_>| match codes.money {
        Money::NotTaken => !stated(codes),
        Money::Unknown | Money::Incoming => true,
        _ => false,
    };
    every(
        |codes| ended(codes) && doubt(codes),
        |codes, audience, text| {
            let told = match audience {
                Audience::Customer => says(
                    &text.body,
                    &["If you have already ", "If a payment has already ", "If money has already "],
                ),
                _ => {
                    says(&text.body, &[" has already ", "As far as is known", "does not say where", " way."])
                }
            };
            assert!(told, "{codes:?} {text:?}");
            if audience == Audience::Customer && codes.money != Money::Incoming {
                assert!(text.body.contains("Otherwise, nothing more is due"), "{codes:?} {text:?}");
            }
        },
    );
}

#[test]
fn the_body_follows_the_money() {
    every(any, |codes, _, text| {
        let body = &text.body;
        let partly = codes.reason == Some(Reason::PartiallyRefunded);
        let back = says(body, &[" been sent back"]);
        let claims = [
            (back, codes.money == Money::Returned || partly),
            (says(body, &[" way back"]), codes.money == Money::Returning),
            (
                says(body, &["coins have been delivered", "payout has been sent", "delivery has been made"]),
                codes.money == Money::Delivered,
            ),
            (says(body, &[" has received "]), codes.status == Status::Paid),
            (says(body, &["are on their way.", "is on its way."]), {
                let moves = matches!(codes.money, Money::Incoming | Money::Outgoing);
                moves
                    || (codes.status == Status::Delivering
                        && matches!(codes.money, Money::Held | Money::Unknown))
            }),
        ];
        for (claimed, holds) in claims {
            assert!(!claimed || holds, "{codes:?} {text:?}");
        }
        let told = match codes.money {
            Money::Returned => back,
            Money::Returning => partly || says(body, &[" way back"]),
            Money::Held => {
                let implied = matches!(codes.status, Status::Paid | Status::Delivering);
                implied
                    || says(
                        body,
                        if stated(codes) { &[" has your ", " has the "] } else { &[" should have "] },
                    )
            }
            _ => true,
        };
        assert!(told, "{codes:?} {text:?}");
    });
}

#[test]
fn what_is_only_implied_is_not_claimed() {
    let elsewhere = [Money::Incoming, Money::Outgoing, Money::Delivered, Money::Returning, Money::Returned];
    every(
        |codes| {
            !stated(codes) && elsewhere.contains(&codes.money) && codes.reason.is_none() && !settled(codes)
        },
        |codes, _, text| {
            let by_status = match codes.status {
                Status::Paid | Status::Delivering => matches!(codes.money, Money::Incoming | Money::Outgoing),
                Status::PaymentSubmitted => codes.money == Money::Incoming,
                _ => false,
            };
            assert!(by_status || text.body.contains(" should "), "{codes:?} {text:?}");
        },
    );
}

#[test]
fn only_who_cancelled_is_said_to_have_cancelled() {
    every(
        |codes| codes.reason != Some(Reason::CancelledByCustomer),
        |codes, _, text| {
            let said = [&text.title, &text.body]
                .iter()
                .any(|words| says(words, &["ou cancelled", "ustomer cancelled"]));
            assert!(!said, "{codes:?} {text:?}");
        },
    );
    every(
        |codes| codes.reason == Some(Reason::RiskOrCompliance) && ended(codes),
        |codes, _, text| {
            let decided = ["The payment service decided not to", "The provider decided not to"];
            assert!(says(&text.body, &decided), "{codes:?} {text:?}");
        },
    );
}

#[test]
fn an_order_that_can_come_back_is_not_paid_twice() {
    every(
        |codes| {
            let back = matches!(codes.money, Money::Returning | Money::Returned);
            ended(codes) && codes.finality == Finality::Reopenable && !back
        },
        |codes, _, text| {
            let body = &text.body;
            assert!(says(body, &[" already "]) && says(body, &["wait and "]), "{codes:?} {text:?}");
            assert!(
                body.contains("not create or pay a second order: this one continues by itself"),
                "{codes:?} {text:?}"
            );
            assert!(!body.contains("no longer be"), "{codes:?} {text:?}");
        },
    );
}

#[test]
fn an_end_for_good_says_whom_to_ask_if_it_was_paid() {
    let asks = |codes: &Codes<'_>, kind| {
        codes.actions.iter().any(|action| action.when == Some(When::Paid) && action.kind == kind)
    };
    every(
        |codes| {
            let asked = asks(codes, ActionKind::ContactProvider) || asks(codes, ActionKind::ContactMerchant);
            ended(codes) && codes.finality == Finality::Final && asked
        },
        |codes, audience, text| {
            let whom = match (asks(codes, ActionKind::ContactProvider), audience) {
                (true, Audience::Customer) => "please contact the payment service",
                (true, _) => "should contact the provider",
                (false, Audience::Customer) => "please contact the merchant",
                (false, _) => "should contact you",
            };
            assert!(text.body.contains(" already ") && text.body.contains(whom), "{codes:?} {text:?}");
        },
    );
}

#[test]
fn a_merchant_is_not_asked_to_contact_themselves() {
    every(
        |codes| {
            let to_merchant = codes.actions.is_empty() && codes.direction == Some(Direction::Pay);
            let held = codes.money == Money::Held && codes.finality != Finality::Reopenable;
            ended(codes) && held && to_merchant
        },
        |codes, audience, text| {
            let asked = match audience {
                Audience::Customer => "Please contact the merchant about it.",
                _ => "The customer should contact you about it.",
            };
            assert!(text.body.ends_with(asked), "{codes:?} {text:?}");
        },
    );
    let held = Codes { money: Money::Held, finality: Finality::Final, ..expired() };
    for (kind, asked) in [
        (ActionKind::ContactMerchant, "The customer should contact you about it."),
        (ActionKind::ContactProvider, "Please contact the provider about it."),
    ] {
        for direction in [Some(Direction::Buy), Some(Direction::Pay), None] {
            let codes = Codes { direction, actions: &[customer(kind)], ..held };
            let text = describe_codes(&codes, Locale::En, Audience::Merchant);
            assert!(text.body.ends_with(asked), "{codes:?} {text:?}");
        }
    }
    every(any, |codes, _, text| assert!(!text.body.contains("lease contact you"), "{codes:?} {text:?}"));
}

#[test]
fn a_cancelled_order_says_that_it_can_no_longer_be_paid() {
    every(
        |codes| {
            matches!(codes.status, Status::Cancelled | Status::Expired) && codes.finality == Finality::Final
        },
        |codes, _, text| {
            let coins = matches!(codes.direction, Some(Direction::Sell | Direction::Swap));
            let lost = match (coins, closes(codes)) {
                (true, true) => ", so coins can no longer be sent for it.",
                (true, false) => ", and coins can no longer be sent for this order.",
                (false, true) => ", so it can no longer be paid.",
                (false, false) => ", and this order can no longer be paid.",
            };
            assert!(text.body.contains(lost), "{codes:?} {text:?}");
        },
    );
}

#[test]
fn an_end_follows_only_from_what_brings_it_about() {
    every(any, |codes, _, text| {
        let ends = text.body.contains(" can no longer be ");
        let concluded = says(&text.body, &[", so it can no longer be ", ", so coins can no longer be "]);
        assert_eq!(concluded, ends && closes(codes), "{codes:?} {text:?}");
    });
}

#[test]
fn amounts_say_what_is_known_about_them_and_no_more() {
    let amounts = [Reason::AmountMismatch, Reason::AmountUnder, Reason::AmountOver, Reason::PaidLate];
    every(
        |codes| codes.reason.is_some_and(|reason| amounts.contains(&reason)),
        |codes, _, text| {
            let coins = matches!(codes.direction, Some(Direction::Sell | Direction::Swap));
            let said = match codes.reason {
                Some(Reason::AmountMismatch) => "What arrived was more, less or later than asked for",
                Some(Reason::AmountUnder) => "Less arrived than was asked for",
                Some(Reason::AmountOver) => "More arrived than was asked for",
                _ if coins => "The coins arrived after the time allowed",
                _ => "The payment arrived after the time allowed",
            };
            assert!(text.body.starts_with(said), "{codes:?} {text:?}");
        },
    );
}

#[test]
fn some_of_the_coins_or_part_of_the_money_has_been_sent_back() {
    every(
        |codes| codes.reason == Some(Reason::PartiallyRefunded),
        |codes, audience, text| {
            let sent = match (codes.direction, audience) {
                (Some(Direction::Sell | Direction::Swap), Audience::Customer) => {
                    "Some of your coins have been"
                }
                (Some(Direction::Sell | Direction::Swap), _) => "Some of the customer's coins have been",
                (Some(Direction::Buy | Direction::Pay), Audience::Customer) => "Part of your money has been",
                (Some(Direction::Buy | Direction::Pay), _) => "Part of the customer's money has been",
                _ => "Part of the payment has been",
            };
            assert!(text.body.starts_with(&format!("{sent} sent back")), "{codes:?} {text:?}");
        },
    );
}

#[test]
fn a_bank_declines_a_payment_and_not_an_order() {
    every(
        |codes| codes.reason == Some(Reason::PaymentDeclined),
        |codes, _, text| {
            let declined = "A bank or payment system declined the payment";
            assert!(text.body.starts_with(declined), "{codes:?} {text:?}");
        },
    );
}

#[test]
fn what_the_merchant_settled_is_never_called_a_success() {
    every(settled, |codes, _, text| {
        assert!(
            !says(&whole(text), &["complete.", "completed", "is complete", "success", "delivered"]),
            "{codes:?} {text:?}"
        );
        assert!(says(text.short, &["Closed", "Settled"]), "{codes:?} {text:?}");
    });
}

#[test]
fn each_direction_has_its_own_words() {
    let asks = |codes: &Codes<'_>, kind| codes.actions.iter().any(|action| action.kind == kind);
    every(
        |codes| match codes.direction {
            Some(Direction::Sell | Direction::Swap) => !asks(codes, ActionKind::Pay),
            _ => !asks(codes, ActionKind::SendCrypto),
        },
        |codes, _, text| {
            let lower = [text.short, &text.title, &text.body].join("\n").to_ascii_lowercase();
            let strange: &[&str] = match codes.direction {
                Some(Direction::Buy) => &["payout", "send coins", "sent the coins", "sent for it"],
                Some(Direction::Sell | Direction::Swap) => {
                    &["already paid", "pay again", "charged", "your payment", "your money"]
                }
                Some(Direction::Pay) => &["coins", "payout"],
                _ => &["coins", "payout", "you have already", "your payment", "charged"],
            };
            assert!(!says(&lower, strange), "{codes:?} {text:?}");
        },
    );
    every(
        |codes| codes.money == Money::Delivered && !settled(codes),
        |codes, _, text| {
            let got = match codes.direction {
                Some(Direction::Buy) => ["coins have been delivered", "coins should have been delivered"],
                Some(Direction::Sell) => ["payout has been sent", "payout should have been sent"],
                Some(Direction::Pay) => ["payment has arrived", "payment should have arrived"],
                Some(Direction::Swap) => {
                    ["new coins have been delivered", "new coins should have been delivered"]
                }
                Some(Direction::Payout) => ["payment has been sent", "payment should have been sent"],
                _ => ["delivery has been made", "delivery should have been made"],
            };
            assert!(says(&text.body, &got), "{codes:?} {text:?}");
        },
    );
}

#[test]
fn a_delivery_is_on_its_way() {
    every(
        |codes| codes.status == Status::Delivering && matches!(codes.money, Money::Held | Money::Outgoing),
        |codes, _, text| {
            let going = match codes.direction {
                Some(Direction::Buy | Direction::Swap) => "coins are on their way",
                Some(Direction::Sell) => "payout is on its way",
                Some(Direction::Pay | Direction::Payout) => "payment is on its way",
                _ => "delivery is on its way",
            };
            assert!(text.body.contains(going), "{codes:?} {text:?}");
        },
    );
}

#[test]
fn nobody_waits_for_what_has_ended() {
    every(
        |codes| codes.finality == Finality::Final,
        |codes, _, text| {
            let lower = text.body.to_ascii_lowercase();
            assert!(!says(&lower, &["wait", "check again", "next webhook"]), "{codes:?} {text:?}");
        },
    );
}

#[test]
fn a_hint_is_not_a_confirmation() {
    every(
        |codes| codes.status == Status::Processing && codes.reason == Some(Reason::UnconfirmedHint),
        |codes, audience, text| {
            let checking = text.body.contains("and we are checking");
            assert!(text.body.contains("not confirmed yet"), "{codes:?} {text:?}");
            assert_eq!(checking, audience == Audience::Customer, "{codes:?} {text:?}");
        },
    );
}

#[test]
fn goods_are_handed_over_on_a_yes_alone() {
    every(any, |codes, audience, text| {
        if audience == Audience::Customer {
            return;
        }
        let yes = codes.fulfilment == Fulfilment::Yes;
        assert_eq!(text.body.contains("You may hand over"), yes, "{codes:?} {text:?}");
        assert_eq!(text.title.contains("you may hand over"), yes, "{codes:?} {text:?}");
        let no = matches!(codes.fulfilment, Fulfilment::Wait | Fulfilment::No);
        assert_eq!(text.body.contains("Do not hand anything over"), no, "{codes:?} {text:?}");
        assert_eq!(text.title.contains("do not hand over"), no, "{codes:?} {text:?}");
        assert_eq!(text.short == "Completed", codes.status == Status::Completed && yes && !settled(codes));
    });
}

#[test]
fn a_title_says_once_that_the_goods_are_kept() {
    every(
        |codes| codes.status == Status::Completed && !settled(codes) && codes.fulfilment != Fulfilment::Yes,
        |codes, audience, text| {
            if audience == Audience::Merchant {
                let title = match codes.fulfilment {
                    Fulfilment::Wait => "Completed: do not hand over yet",
                    _ => "Completed: do not hand over",
                };
                assert_eq!((text.short, text.title.as_str()), ("Completed, check first", title), "{codes:?}");
            }
        },
    );
}

#[test]
fn a_submitted_payment_hands_nothing_over_yet() {
    every(
        |codes| {
            let waits = codes.fulfilment == Fulfilment::Wait && codes.finality == Finality::Open;
            codes.status == Status::PaymentSubmitted && waits
        },
        |codes, audience, text| {
            let yet = text.body.contains("Do not hand anything over yet.");
            assert_eq!(yet, audience == Audience::Merchant, "{codes:?} {text:?}");
        },
    );
}

#[test]
fn what_was_handed_over_is_taken_back_after_a_refund() {
    every(
        |codes| matches!(codes.status, Status::Refunded | Status::RefundPending | Status::Reversed),
        |codes, audience, text| {
            let told = text.body.contains("If anything was handed over, take it back or stop it.");
            assert_eq!(told, audience == Audience::Merchant, "{codes:?} {text:?}");
        },
    );
}

#[test]
fn the_audiences_read_different_texts() {
    every(any, |codes, audience, text| {
        if audience == Audience::Merchant {
            let other = describe_codes(codes, Locale::En, Audience::Customer);
            assert_ne!(other.body, text.body, "{codes:?}");
            assert_ne!(other.title, text.title, "{codes:?}");
            let integrator = describe_codes(codes, Locale::En, Audience::Integrator);
            assert_eq!(
                (integrator.short, integrator.title, integrator.body),
                (text.short, text.title.clone(), text.body.clone())
            );
        }
    });
}

#[test]
fn every_action_has_a_label_of_a_few_words() {
    for &audience in Audience::ALL {
        let mut labels = BTreeMap::new();
        for &kind in ActionKind::ALL {
            let when = Some(When::Paid);
            let actions = [to(audience, kind, when)];
            let text = describe_codes(&Codes { actions: &actions, ..expired() }, Locale::En, audience);
            let [action] = text.actions.as_slice() else { panic_on(&expired(), &text) };
            assert_eq!((action.kind, action.audience, action.when), (kind, audience, when));
            let words = action.label.split(' ').count();
            assert!((2..=4).contains(&words), "{}", action.label);
            assert!(action.label.starts_with(|first: char| first.is_ascii_uppercase()), "{}", action.label);
            assert!(
                action.label.chars().skip(1).all(|char| char.is_ascii_lowercase() || char == ' '),
                "{}",
                action.label
            );
            assert_eq!(labels.insert(action.label, kind), None, "{}", action.label);
        }
    }
}

#[test]
fn actions_are_those_of_the_audience_in_their_order() {
    let actions = [
        merchant(ActionKind::ReviewPayment),
        not_paid(ActionKind::StartNewOrder),
        merchant(ActionKind::MarkResolved),
        paid(ActionKind::Wait),
        to(Audience::Integrator, ActionKind::FixRequest, None),
    ];
    let codes = Codes { actions: &actions, ..expired() };
    let of = |audience| -> Vec<_> {
        let text = describe_codes(&codes, Locale::En, audience);
        text.actions.iter().map(|action| (action.kind, action.label)).collect()
    };
    assert_eq!(
        of(Audience::Customer),
        [(ActionKind::StartNewOrder, "Start a new order"), (ActionKind::Wait, "Wait for updates")]
    );
    assert_eq!(
        of(Audience::Merchant),
        [(ActionKind::ReviewPayment, "Review the payment"), (ActionKind::MarkResolved, "Mark as resolved")]
    );
    assert_eq!(of(Audience::Integrator), [(ActionKind::FixRequest, "Correct the request")]);
}

/// What a provider or a caller wrote never comes through.
#[test]
fn an_order_is_described_by_its_codes_alone() -> Result<(), Error> {
    let order = normalize_word("mugglepay", "EXPIRED", &Context::default())?;
    for &audience in Audience::ALL {
        let text = describe(&order, Locale::En, audience);
        assert_eq!(text, describe_codes(&expired(), Locale::En, audience));
    }
    let mut order = normalize_word("mugglepay", "RAW-WORD", &Context::default())?;
    order.detail = Some("RAW-DETAIL".into());
    order.reference = Some("RAW-REFERENCE".into());
    for &audience in Audience::ALL {
        let text = describe(&order, Locale::En, audience);
        assert!(!whole(&text).contains("raw"), "{text:?}");
    }
    Ok(())
}

fn expired() -> Codes<'static> {
    Codes {
        status: Status::Expired,
        reason: Some(Reason::PaymentWindowPassed),
        money: Money::NotTaken,
        money_basis: Some(MoneyBasis::Assumed),
        direction: Some(Direction::Pay),
        fulfilment: Fulfilment::No,
        finality: Finality::Reopenable,
        actions: const { &[not_paid(ActionKind::StartNewOrder), paid(ActionKind::Wait)] },
    }
}

/// Whole texts, so that a change of words is seen in review.
#[test]
fn whole_texts_read_well() {
    let wait = const { &[customer(ActionKind::Wait), merchant(ActionKind::Wait)] };
    let open = Codes {
        status: Status::Processing,
        reason: None,
        money: Money::Held,
        money_basis: Some(MoneyBasis::Stated),
        direction: Some(Direction::Buy),
        fulfilment: Fulfilment::Wait,
        finality: Finality::Open,
        actions: wait,
    };
    let texts = [
        (
            Codes {
                status: Status::AwaitingPayment,
                money: Money::NotTaken,
                direction: Some(Direction::Sell),
                actions: &[customer(ActionKind::SendCrypto), merchant(ActionKind::Wait)],
                ..open
            },
            "Waiting for coins | Waiting for the coins | This order needs the coins before it can go on. Please send \
             the exact amount of coins to the address shown.",
            "Awaiting coins | Awaiting coins: do not hand over yet | This order needs the coins before it can go on. \
             Do not hand anything over yet. Wait for the next webhook or status check.",
        ),
        (
            Codes {
                status: Status::PaymentSubmitted,
                reason: Some(Reason::ReceiptUnconfirmed),
                money: Money::Incoming,
                ..open
            },
            "Checking the payment | Your payment is being checked | Your payment has not been confirmed yet. Please \
             wait, and do not pay again.",
            "Not confirmed yet | Not confirmed yet: do not hand over yet | The customer's payment has not been \
             confirmed yet. Do not hand anything over yet. Wait for the next webhook or status check.",
        ),
        (
            Codes { status: Status::Processing, money_basis: Some(MoneyBasis::Implied), ..open },
            "In progress | Your order is in progress | The payment service is working on this order. It should have \
             your payment. Please wait, and do not pay again.",
            "Processing | Processing: do not hand over yet | The provider is working on this order. It should have \
             the customer's payment. Do not hand anything over yet. Wait for the next webhook or status check.",
        ),
        (
            Codes { status: Status::Delivering, direction: Some(Direction::Sell), ..open },
            "On its way | The last step is under way | Your payout is on its way. There is nothing you need to do now.",
            "Delivering | Delivering: do not hand over yet | The customer's payout is on its way. Do not hand \
             anything over yet. Wait for the next webhook or status check.",
        ),
        (
            Codes {
                status: Status::OnHold,
                reason: Some(Reason::AmountMismatch),
                direction: Some(Direction::Pay),
                actions: &[
                    customer(ActionKind::Wait),
                    merchant(ActionKind::ReviewPayment),
                    merchant(ActionKind::ContactCustomer),
                    merchant(ActionKind::MarkResolved),
                ],
                ..open
            },
            "On hold | Your order is on hold | What arrived was more, less or later than asked for. The payment \
             service has your payment. Please wait, and do not pay again.",
            "On hold | On hold: do not hand over yet | What arrived was more, less or later than asked for. The \
             provider has the customer's payment. Do not hand anything over yet. Promptly compare what arrived with \
             what was asked, settle it with the customer, then mark it resolved.",
        ),
        (
            expired(),
            "Expired | The time for this order ran out | The time allowed has passed. If you have already paid, \
             please wait and do not create or pay a second order: this one continues by itself. Otherwise, nothing \
             more is due, and you can start a new order.",
            "Expired, may reopen | Expired, may reopen: do not hand over | The time allowed has passed. Do not hand \
             anything over. If the customer has already paid, they should wait and not create or pay a second order: \
             this one continues by itself. Check stock before a new order.",
        ),
        (
            Codes {
                status: Status::Cancelled,
                reason: Some(Reason::RiskOrCompliance),
                money: Money::Unknown,
                money_basis: None,
                fulfilment: Fulfilment::No,
                finality: Finality::Final,
                actions: &[customer(ActionKind::ContactProvider)],
                ..open
            },
            "Cancelled | This order was cancelled | The payment service decided not to go ahead with this order, so \
             it can no longer be paid. If you have already paid, please contact the payment service. Otherwise, \
             nothing more is due.",
            "Cancelled | Cancelled: do not hand over | The provider decided not to go ahead with this order, so it \
             can no longer be paid. It does not say where the customer's payment is. Do not hand anything over. If \
             the customer has already paid, they should contact the provider.",
        ),
        (
            Codes {
                status: Status::Failed,
                reason: Some(Reason::PaymentDeclined),
                money: Money::Unknown,
                money_basis: None,
                fulfilment: Fulfilment::No,
                finality: Finality::Final,
                actions: &[customer(ActionKind::RetryOtherMethod)],
                ..open
            },
            "Unsuccessful | Your order did not go through | A bank or payment system declined the payment. If money \
             has already left your account, please contact support. Otherwise, nothing more is due, and you can try \
             again with another payment method.",
            "Failed | Failed: do not hand over | A bank or payment system declined the payment. The provider does not \
             say where the customer's payment is. Do not hand anything over. If money has already left the \
             customer's account, they should contact the provider.",
        ),
        (
            Codes {
                status: Status::Completed,
                money: Money::Delivered,
                fulfilment: Fulfilment::Yes,
                finality: Finality::Final,
                actions: &[merchant(ActionKind::Fulfil)],
                ..open
            },
            "Complete | Your order is complete | Your coins have been delivered.",
            "Completed | Completed: you may hand over | The customer's coins have been delivered. You may hand over \
             or unlock what was ordered.",
        ),
        (
            Codes {
                status: Status::Completed,
                reason: Some(Reason::MerchantResolved),
                money: Money::Unknown,
                money_basis: None,
                direction: Some(Direction::Pay),
                fulfilment: Fulfilment::MerchantDecides,
                finality: Finality::Final,
                actions: &[],
            },
            "Closed | This order is closed | The merchant has settled this order. If you have a question about it, \
             please contact the merchant.",
            "Settled by you | Settled by you: hand over as you decide | You have marked this order as settled. The \
             provider does not say where the customer's payment is. Whether to hand anything over is your decision.",
        ),
        (
            Codes {
                status: Status::Refunded,
                money: Money::Returned,
                direction: Some(Direction::Pay),
                fulfilment: Fulfilment::No,
                finality: Finality::Final,
                actions: &[],
                ..open
            },
            "Refunded | Your order has been refunded | Your money has been sent back. It can take a while to show on \
             your side.",
            "Refunded | Refunded: do not hand over | The customer's money has been sent back. Do not hand anything \
             over. If anything was handed over, take it back or stop it.",
        ),
        (
            Codes {
                status: Status::Unknown,
                money: Money::Unknown,
                money_basis: None,
                direction: None,
                actions: &[merchant(ActionKind::RefreshStatus)],
                ..open
            },
            "Status not known | We cannot tell where this order stands | There is no clear news about this order. If \
             a payment has already been made, please do not pay again until this is settled. Please check again \
             later.",
            "Unknown status | Unknown status: do not hand over yet | There is no clear news about this order. The \
             provider does not say where the payment is. Do not hand anything over yet. Refresh the status from the \
             provider before you act.",
        ),
    ];
    for (codes, for_customer, for_merchant) in texts {
        for (audience, expected) in [(Audience::Customer, for_customer), (Audience::Merchant, for_merchant)] {
            let text = describe_codes(&codes, Locale::En, audience);
            assert_eq!([text.short, &text.title, &text.body].join(" | "), expected);
        }
    }
}
