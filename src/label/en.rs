//! The English texts.
//!
//! Every sentence stands in a row of a table, beside the word that it is said for. A row has cells: what each is for stands
//! above the table, by its number; a row may leave out its last ones. A text is written in small letters, as it would stand
//! within a sentence, and is said with a capital and a full stop. An empty one is not said. In a text,
//!
//! - `{given}` is a part, from [`PARTS`];
//! - `[{own?}yes|no]` is the first text whose condition holds, and else the last. A badge or a label is such a choice as a
//!   whole.
//!
//! Of a name in braces the first letter counts: the rest is for the reader, and left out of the binary. The conditions:
//!
//! | | holds for |
//! |-|-|
//! | `alive` (`d`) | any order but one that was cancelled or ran out, for good |
//! | `already`, `coins`, `just so`, `provider` | a part that has been said: `coins` within the sentence, else the text |
//! | `asked` (`x`) | a merchant whom a customer is to ask |
//! | `bill` | a customer who pays a merchant |
//! | `ended`, `final`, `reopenable` | an end without success, and how final the order is |
//! | `gone` | a payment that failed, where money may have left the customer's account |
//! | `hand over` | goods that may be handed over |
//! | `in part`, `not proven` | a refund of a part, a mere hint: by the reason |
//! | `known` | money of which the provider itself says where it is |
//! | `later` | a refund that is to show later |
//! | `merchant`, `visitor` | a text for a merchant, for a customer |
//! | `own` | a giver who is the customer, and not somebody whom the direction does not tell |
//! | `quiet` | money of which nothing more need be said, unless it is known |
//! | `sells` | a customer who gives coins |
//! | `told` | money of which the news, or the status, says enough |
//! | `unresolved` | a merchant who is asked to mark the order as resolved as well |
//! | `wait` | a wait in which a customer might pay again |
//! | `yours` | an order that the merchant has settled in its own way |
//! | `zero offers` | a customer who has nothing to do instead |

use alloc::string::String;
use alloc::vec::Vec;
use core::sync::atomic::{AtomicBool, AtomicU16, Ordering};

use super::{Already, Codes};
use crate::vocabulary::{ActionKind, Audience, Direction, Finality, Fulfilment, Money, Reason, Status};

/// Joins the tables. The name of each is the number of its first row.
macro_rules! tables {
    ($( $(#[$about:meta])* $table:ident $for:ident $list:ident { $($rows:tt)+ } )+) => {
        #[expect(clippy::upper_case_acronyms, reason = "the names of the tables")]
        enum Table { $($table,)+ }
        /// Row 0 is empty, and stands where there is none.
        const TABLES: &[&str] = &["\u{1}", $( rows!($for $list { $($rows)+ }), )+];
        $( $(#[$about])* const $table: usize = rows(TABLES, Table::$table as usize + 1); )+
    };
}

/// Joins the rows of a table: one for each word of a list, in its order, so that a new word does not compile without one; or
/// one for each letter.
macro_rules! rows {
    (for $list:ident {
        $($word:ident => [$cell:literal $(, $more:literal)* $(,)?],)+
        $(_ => [$none:literal $(, $other:literal)*],)?
    }) => {{
        const _: fn($list) = |word| match word { $($list::$word => {})+ };
        const _: () = {
            let mut row = 0;
            $( assert!($list::$word as usize == row); row += 1; )+
            assert!(row > 0);
        };
        concat!($($cell, $("\u{2}", $more,)* "\u{1}",)+ $($none $(, "\u{2}", $other)*, "\u{1}")?)
    }};
    (by letter { $($name:literal => [$cell:literal $(, $more:literal)* $(,)?],)+ }) => {{
        const _: () = {
            let mut letter = b'a';
            $( assert!(matches!($name.as_bytes(), [first, ..] if *first == letter)); letter += 1; )+
            assert!(letter == b'z' + 1);
        };
        concat!($($cell, $("\u{2}", $more,)* "\u{1}",)+)
    }};
}

tables! {
    /// 0: conditions that hold. 1 and 2: a badge, for a customer and for a merchant; no two statuses share one. 3: a title,
    /// for a customer. 4: the news. 5: where the money is, in place of the table of the money. 6: what a customer is told who
    /// has nothing to do, or who is to ask the merchant. 7: what a merchant is told instead of anything to do.
    STATUSES for Status {
        Created => [
            "{quiet?}",
            "Order started", "Created", "your order has started", "this order has been created"
        ],
        AwaitingPayment => [
            "",
            "{sells?}Waiting for coins|Waiting for payment", "{sells?}Awaiting coins|Awaiting payment",
            "waiting for the {given}", "this order needs the {given} before it can go on"
        ],
        PaymentSubmitted => [
            "{wait?}",
            "{sells?}Checking the coins|Checking the payment", "Not confirmed yet",
            "{your} {given} {is} being checked", "{not confirmed}"
        ],
        Paid => [
            "",
            "{sells?}Coins received|Payment received", "Paid, not complete", "{your} {given} {have} arrived",
            "[{told?}|{provider} is working on this order]", "[{told?}{provider} has received {your} {given}|]"
        ],
        Processing => [
            "{wait?}",
            "In progress", "Processing", "[{not proven?}we are checking your order|your order is in progress]",
            "{provider} is working on this order"
        ],
        Delivering => [
            "",
            "On its way", "Delivering", "the last step is under way",
            "[{told?}|{provider} is working on this order]", "[{told?}{your} {result} {is} {on its way}|]"
        ],
        Completed => [
            "",
            "{yours?}Closed|Complete", "{yours?}Settled by you|{hand over?}Completed|Completed, check first",
            "[{yours?}this order is closed|your order is complete]",
            "[{yours?}this order has been settled|{told?}|this order is complete]", "",
            "[{yours?}if you have a question about it, please contact the merchant|]"
        ],
        OnHold => [
            "{wait?}",
            "On hold", "On hold", "your order is on hold", "this order is paused until it has been looked into"
        ],
        Failed => [
            "{ended?}{gone?}",
            "Unsuccessful", "Failed", "your order did not go through", "{provider} could not complete this order"
        ],
        Cancelled => [
            "{ended?}",
            "Cancelled", "Cancelled", "this order was cancelled", "this order is not going ahead{just so}"
        ],
        Expired => [
            "{ended?}",
            "Expired", "{reopenable?}Expired, may reopen|Expired", "the time for this order ran out",
            "the time allowed has passed{just so}"
        ],
        RefundPending => [
            "{later?}",
            "Refund under way", "Refund pending", "a refund is being made", "[{told?}|a refund is under way]", "", "",
            "if anything was handed over, take it back or stop it"
        ],
        Refunded => [
            "",
            "Refunded", "Refunded", "[{in part?}part of |]your order has been refunded",
            "[{told?}|this order has been refunded]", "", "[{told?}it can take a while to show on your side|]",
            "if anything was handed over, take it back or stop it"
        ],
        Reversed => [
            "",
            "Reversed", "Reversed", "this order was reversed", "this order was taken back after it was complete", "",
            "if this surprises you, please contact {whom}", "if anything was handed over, take it back or stop it"
        ],
        Unknown => [
            "{wait?}",
            "Status not known", "Unknown status", "we cannot tell where this order stands",
            "there is no clear news about this order", "", "[{final?}|please check again later]"
        ],
    }

    /// 0: the news; where there is none, it is that of the status. 1: conditions that hold.
    REASONS for Reason {
        PaymentDeclined => ["a bank or payment system declined the payment"],
        PaymentWindowPassed => ["the time allowed has passed{just so}"],
        ReceiptUnconfirmed => ["{not confirmed}"],
        ConfirmationsPending => ["the network is confirming {your} {given}"],
        MethodNotSelected => ["no payment method has been chosen yet"],
        VerificationRequired => ["{provider} needs to verify some of {user's} details"],
        RiskOrCompliance => [
            "{provider} [{ended?}decided not to go ahead with|has its own review of] this order{just so}"
        ],
        AmountMismatch => ["what arrived was more, less or later than asked for"],
        AmountUnder => ["less arrived than was asked for"],
        AmountOver => ["more arrived than was asked for"],
        PaidLate => ["the {given} arrived after the time allowed"],
        PartiallyRefunded => ["[{sells?}some|part] of {your} {money} {have} been sent back", "{in part?}"],
        RefundFailed => ["a refund was tried and did not work"],
        Disputed => ["the bank was asked to take this payment back"],
        ProviderHold => ["{provider} has paused this order"],
        ProviderChecks => ["{provider} makes its own checks first"],
        PayoutBlocked => ["{provider} cannot send the {result} at the moment"],
        MerchantResolved => [
            "[{merchant?}you have marked this order as settled|the merchant has settled this order]{just so}"
        ],
        RefundRequested => ["a refund was asked for"],
        CancelledByCustomer => ["[{merchant?}the customer|you] cancelled this order{just so}"],
        UnconfirmedHint => [
            "[{merchant?}only a browser said so: it is not confirmed yet|this is not confirmed yet, and we are \
             checking]",
            "{not proven?}"
        ],
        Unspecified => [""],
    }

    /// 0: where the money is, unless the news has said it. 1: what follows from it when the order has ended. 2: what a merchant
    /// is told of an order that continues, unless it is known where the money is.
    MONEY for Money {
        NotTaken => [
            "[{known?}{zero taken}|{quiet?}|as far as is known, no {given} {have} arrived]",
            "[{known?}{kind offer}|{end}]", "check stock before a new order"
        ],
        Incoming => ["[{told?}|{your} {given} {be} {on its way}]"],
        Held => [
            "{quoted} {should have} {your} {given}",
            "[{already?}|{x, asked?}the customer should contact you about it|please contact {whom} about it]"
        ],
        Outgoing => ["[{yours?}|{your} {result} {be} {on its way}]"],
        Delivered => ["[{yours?}|{your} {result} {should have} {finally}]"],
        Returning => ["[{in part?}|{your} {money} {be} {on its way} back]", "{kind offer}"],
        Returned => ["[{in part?}|{your} {money} {should have} been sent back]", "{kind offer}"],
        Unknown => [
            "[{quiet?}|{quoted} does not say where {your} {given} {is}]", "{end}", "check stock before a new order"
        ],
    }

    /// 0: the end of a merchant's title. 1: what it means for the goods. 2: conditions that hold.
    FULFILMENTS for Fulfilment {
        Wait => [
            ": do not hand over yet",
            "do not hand anything over [{final?}until this has been checked|yet]"
        ],
        Yes => [": you may hand over", "you may hand over or unlock what was ordered", "{hand over?}"],
        No => [": do not hand over", "do not hand anything over"],
        MerchantDecides => [": hand over as you decide", "whether to hand anything over is your decision"],
    }

    /// 0: conditions that hold.
    FINALITIES for Finality {
        Open => [""],
        Reopenable => ["{reopenable?}"],
        Final => ["{final?}"],
    }

    /// 0: conditions that hold. 1: what the order delivers, `{result}`. 2: what has happened to it in the end, `{finally}`. The
    /// last row is for an order that does not tell its direction.
    DIRECTIONS for Direction {
        Buy => ["{own?}", "{coins}", "been delivered"],
        Sell => ["{own?}{sells?}", "payout", "been sent"],
        Pay => ["{own?}{bill?}", "payment", "arrived"],
        Swap => ["{own?}{sells?}", "new {coins}", "been delivered"],
        Payout => ["", "payment", "been sent"],
        _ => ["", "delivery", "been made"],
    }

    /// 0: what holds for a customer who has paid or sent already. 1: conditions that hold.
    ALREADY for Already {
        Continues => [
            "{already} wait and {do not} create or pay a second order: this one continues by itself", "{quiet?}"
        ],
        Contact => ["{already} contact {whom}"],
        ShowsLater => ["{already} {do not} {twice}: it can take a while to show"],
        NotAgain => ["{already} {do not} {twice} until this is settled"],
    }

    /// 0: a label. 1: what a customer is asked first. 2: what a customer who waits can do besides. 3: what a customer is offered,
    /// as "you can …". 4: what a merchant's staff is asked.
    ACTIONS for ActionKind {
        Wait => [
            "Wait for updates",
            "[{final?}|{later?}it can take a while to show on your side|{wait?}please wait, and do not {twice}|there is \
             nothing you need to do now]",
            "", "", "[{final?}|wait for the next webhook or status check]"
        ],
        Pay => ["Complete the payment", "please complete the payment[{bill?} to the merchant|]"],
        SendCrypto => [
            "Send the coins", "please send the exact amount of coins to the address shown", "", "",
            "send the exact amount of coins to the provider's address"
        ],
        ChoosePaymentMethod => ["Choose how to pay", "please choose how you want to pay"],
        TopUp => ["Add the missing amount", "please add the missing amount"],
        RetryPayment => ["Try again", "you can {x}", "", "try again"],
        RetryOtherMethod => ["Try another method", "you can {x}", "", "try again with another payment method"],
        StartNewOrder => ["Start a new order", "you can {x}", "", "start a new order"],
        ResumeOrder => [
            "Continue this order", "you can {x}", "if something is still asked of you, please continue this order",
            "continue this order"
        ],
        VerifyIdentity => ["Confirm your identity", "please give the details that you are asked for"],
        AnswerProvider => [
            "Answer the questions", "please answer when {provider} contacts you", "", "",
            "answer what {provider} asks before its deadline"
        ],
        TrackOnChain => [
            "Follow the transfer", "you can follow the transfer on the network",
            "you can follow the transfer on the network"
        ],
        ContactProvider => [
            "{merchant?}Contact the provider|Contact payment support", "please contact {provider}",
            "if it takes long, please contact {whom}", "", "contact the provider"
        ],
        ContactMerchant => [
            "Contact the merchant", "please contact the merchant", "if it takes long, please contact {whom}"
        ],
        Fulfil => ["Hand over the order"],
        HoldFulfilment => ["Do not hand over"],
        Capture => ["Collect the payment", "", "", "", "collect the payment while it is still authorised"],
        ReviewPayment => [
            "Review the payment", "", "", "",
            "promptly compare what arrived with what was asked, settle it with the customer[{unresolved?}, then mark it \
             resolved|]"
        ],
        ContactCustomer => ["Contact the customer", "", "", "", "contact the customer"],
        MarkResolved => ["Mark as resolved", "", "", "", "mark the order as resolved once it is settled"],
        RefreshStatus => [
            "Refresh the status", "", "", "", "refresh the status from the provider before you act"
        ],
        Revoke => ["Take it back", "", "", "", "take back or stop what was handed over"],
        ReportUnmapped => [
            "Report this status", "", "", "", "report the status word, so that it can be added"
        ],
        RenewToken => ["Renew the token"],
        FixCredentials => ["Fix the credentials"],
        FixRequest => ["Correct the request"],
        BackOff => ["Try again later"],
    }

    /// The parts of sentences, by the first letters of their names. `{finally}` and `{result}` are cells of the direction, and
    /// `{whom}` is one of its three. `{just so}` is said within the news that it follows from, `{lost}` behind all other. `{x}`
    /// is the news or an offer; its second cell is the first sentence.
    PARTS by letter {
        "already" => [
            "if [{sells?}{visitor has} already sent the coins|{gone?}money has already left {user's} account|{own?}{visitor \
             has} already paid|a payment has already been made], [{visitor?}please|{own?}they should|the customer should]"
        ],
        "be" => ["[{known?}{is}|should be]"],
        "coins" => ["coins"],
        "do not" => ["[{merchant?}not|do not]"],
        "end" => ["[{already?}otherwise, |]nothing more is due[{zero offers?}|, and you can {x}]"],
        "finally" => [""],
        "given" => ["[{sells?}{coins}|payment]"],
        "have" => ["[{coins?}have|has]"],
        "is" => ["[{coins?}are|is]"],
        "just so" => ["[{d, alive?}|{sells?}, so coins can no longer be sent for it|, so it can no longer be paid]"],
        "kind offer" => ["[{zero offers?}|{already?}otherwise, you can {x}|you can {x}]"],
        "lost" => [
            "[{d, alive?}|{just so?}|{sells?}, and coins can no longer be sent for this order|, and this order can no \
             longer be paid]"
        ],
        "money" => ["[{sells?}{coins}|{own?}money|payment]"],
        "not confirmed" => ["{your} {given} {have} not been confirmed yet"],
        "on its way" => ["on [{coins?}their|its] way"],
        "provider" => ["[{merchant?}the provider|the payment service]"],
        "quoted" => ["[{provider?}it|{provider}]"],
        "result" => [""],
        "should have" => ["[{known?}{have}|should have]"],
        "twice" => ["[{sells?}send coins again|pay again]"],
        "user's" => ["[{merchant?}the customer's|your]"],
        "visitor has" => ["[{merchant?}the customer has|you have]"],
        "whom" => ["[{merchant?}you|the merchant]", "{provider}", "support"],
        "x" => ["", "{x}{lost}"],
        "your" => ["[{own?}{user's}|the]"],
        "zero taken" => [
            "[{told?}|{sells?}no coins have been taken|{own?}{visitor has} not been charged|nothing has been taken]"
        ],
    }
}

/// The tables as [`TEXTS`] has them, as far as there is room, and how much room they need.
const fn coded<const ROOM: usize>(mut tables: &[&str]) -> ([u8; ROOM], usize) {
    let mut coded = [0; ROOM];
    let mut room: &mut [u8] = &mut coded;
    let mut len = 0;
    while let [table, others @ ..] = tables {
        tables = others;
        let mut rest = table.as_bytes();
        while let [byte, tail @ ..] = rest {
            rest = tail;
            let code = match *byte {
                b'[' => CHOICE,
                b'|' => OR,
                b']' => CLOSE,
                b'{' => {
                    let mut code = ROW;
                    if let [letter, ..] = rest {
                        code = coded_letter(*letter);
                    }
                    while let [byte, tail @ ..] = rest {
                        rest = tail;
                        match *byte {
                            b'}' => break,
                            b'?' => code |= CONDITION,
                            _ => {}
                        }
                    }
                    code
                }
                said => said,
            };
            if let [slot, others @ ..] = room {
                *slot = code;
                room = others;
            }
            len += 1;
        }
    }
    (coded, len)
}

/// All tables. A mark is one byte here, and so is a name in braces; all others are said as they stand.
const TEXTS: &[u8] = {
    // Behind the last one there is room for `end` to look into.
    const CODED: [u8; coded::<0>(TABLES).1 + 7] = coded(TABLES).0;
    &CODED
};

// The marks. All up to `OR` end a text; `CHOICE` begins a choice, and names follow.
const ROW: u8 = 1;
const CELL: u8 = 2;
const CLOSE: u8 = 3;
const OR: u8 = 4;
const CHOICE: u8 = 5;
const NAMES: u8 = 6;
/// The bit of a name that is a condition's.
const CONDITION: u8 = 0x80;
/// All that is less is a mark or a part.
const SAID: u8 = b' ';
const _: () = assert!(coded_letter(b'z') < SAID);

const fn coded_letter(letter: u8) -> u8 {
    letter - b'a' + NAMES
}

/// The place of an empty text.
const NOTHING: usize = 0;
/// Few bodies are longer than this.
const LONG: usize = 256;

/// Where the money is, each place a bit, for the news or the status to have told it.
const fn told(status: Status) -> u8 {
    const fn at(money: Money) -> u8 {
        1 << money as u8
    }
    match status {
        Status::Created | Status::AwaitingPayment => at(Money::NotTaken),
        Status::PaymentSubmitted => at(Money::Incoming),
        Status::Paid | Status::Delivering => {
            at(Money::Incoming) | at(Money::Held) | at(Money::Outgoing) | at(Money::Unknown)
        }
        Status::Completed => at(Money::Delivered),
        Status::RefundPending => at(Money::Returning),
        Status::Refunded => at(Money::Returned),
        Status::Processing
        | Status::OnHold
        | Status::Failed
        | Status::Cancelled
        | Status::Expired
        | Status::Reversed
        | Status::Unknown => 0,
    }
}

// The conditions that are not for the texts alone.
const ALIVE: u32 = bit(b'd');
const ALREADY_SAID: u32 = bit(b'a');
const ASKED: u32 = bit(b'x');
const BILL: u32 = bit(b'b');
const COINS_SAID: u32 = bit(b'c');
const ENDED: u32 = bit(b'e');
const FINAL: u32 = bit(b'f');
const GONE: u32 = bit(b'g');
const HAND_OVER: u32 = bit(b'h');
const JUST_SO_SAID: u32 = bit(b'j');
const KNOWN: u32 = bit(b'k');
const MERCHANT: u32 = bit(b'm');
const OWN: u32 = bit(b'o');
const PROVIDER_SAID: u32 = bit(b'p');
const QUIET: u32 = bit(b'q');
const TOLD: u32 = bit(b't');
const UNRESOLVED: u32 = bit(b'u');
const VISITOR: u32 = bit(b'v');
const YOURS: u32 = bit(b'y');
const ZERO_OFFERS: u32 = bit(b'z');

/// A condition by its letter.
const fn bit(letter: u8) -> u32 {
    held(coded_letter(letter))
}

/// The same by its name's code.
const fn held(code: u8) -> u32 {
    1_u32.wrapping_shl((code & !CONDITION) as u32)
}

/// So many of the tables have so many rows.
const fn rows(tables: &[&str], count: usize) -> usize {
    let mut rows = 0;
    let (mut tables, _) = tables.split_at(count);
    while let [table, others @ ..] = tables {
        tables = others;
        let mut cells = 1;
        let mut rest = table.as_bytes();
        while let [byte, tail @ ..] = rest {
            rest = tail;
            assert!(byte.is_ascii() && cells <= COLUMNS);
            match *byte {
                ROW => (rows, cells) = (rows + 1, 1),
                CELL => cells += 1,
                _ => {}
            }
        }
    }
    rows
}

/// No row has more cells.
const COLUMNS: usize = 8;
const ROWS: usize = rows(TABLES, TABLES.len());

/// Where the cells of each row begin. They are found at the first call: in the binary they would be 770 bytes more.
/// Where a row has fewer cells, the others stay at [`NOTHING`].
static CELLS: [[AtomicU16; COLUMNS]; ROWS] =
    [const { [const { AtomicU16::new(NOTHING as u16) }; COLUMNS] }; ROWS];
const _: () = assert!(TEXTS.len() <= u16::MAX as usize);

/// Finds the cells. Whoever does so at the same time writes the same.
#[cold]
fn find_cells() {
    let mut at = NOTHING;
    for row in &CELLS {
        for cell in row {
            cell.store(at as u16, Ordering::Relaxed);
            at = end(at, CELL) + 1;
            if code(at - 1) == ROW {
                break;
            }
        }
    }
}

/// A byte of [`TEXTS`].
fn code(at: usize) -> u8 {
    TEXTS.get(at).copied().unwrap_or(ROW)
}

/// Where a cell begins.
#[inline(never)]
fn cell(row: usize, column: usize) -> usize {
    let cell = CELLS.get(row).and_then(|row| row.get(column));
    cell.map_or(NOTHING, |at| usize::from(at.load(Ordering::Relaxed)))
}

/// Where a cell of a part begins.
fn part(letter: u8, column: usize) -> usize {
    cell(PARTS + usize::from(letter - b'a'), column)
}

/// Whether no text is left there.
fn ends(at: usize) -> bool {
    code(at) <= OR
}

/// Where what begins there ends: with this mark or one before it in their order. Eight bytes are looked at in one step.
#[inline(never)]
fn end(at: usize, mark: u8) -> usize {
    const EACH: u64 = u64::MAX / 255;
    let mut at = at;
    while let Some(bytes) = TEXTS.get(at..).and_then(|rest| rest.first_chunk()) {
        let bytes = u64::from_le_bytes(*bytes);
        // Of the bits that this leaves, the first one belongs to the first byte that is no more than the mark.
        let ends = bytes.wrapping_sub(EACH * (u64::from(mark) + 1)) & !bytes & (EACH << 7);
        if ends != 0 {
            return at + ends.trailing_zeros() as usize / 8;
        }
        at += 8;
    }
    at
}

/// What is said between two places.
fn said(start: usize, end: usize) -> &'static [u8] {
    TEXTS.get(start..end).unwrap_or_default()
}

/// The texts for an order and an audience.
pub(super) struct Page<'a> {
    codes: &'a Codes<'a>,
    already: Option<Already>,
    // The rows of the order's codes.
    status: usize,
    money: usize,
    fulfilment: usize,
    said_already: usize,
    /// The conditions that hold.
    flags: u32,
    /// By their letters the parts that are not the same for all orders.
    own: [usize; 26],
    text: Vec<u8>,
}

impl<'a> Page<'a> {
    /// Finds out which conditions hold.
    pub(super) fn new(codes: &'a Codes<'a>, audience: Audience) -> Self {
        static FOUND: AtomicBool = AtomicBool::new(false);
        if !FOUND.load(Ordering::Acquire) {
            find_cells();
            FOUND.store(true, Ordering::Release);
        }
        let already = codes.already();
        let status = STATUSES + codes.status as usize;
        let reason = codes.reason.map_or(0, |reason| REASONS + reason as usize);
        let money = MONEY + codes.money as usize;
        let fulfilment = FULFILMENTS + codes.fulfilment as usize;
        let way = DIRECTIONS + codes.direction.map_or(Direction::ALL.len(), |direction| direction as usize);
        let said_already = already.map_or(0, |already| ALREADY + already as usize);
        // A customer is told what to do in either case, which an "if" does: so where the money is need not be said.
        let mut flags = if audience == Audience::Customer { VISITOR | QUIET } else { MERCHANT };
        for mut at in [
            cell(status, 0),
            cell(reason, 1),
            cell(fulfilment, 2),
            cell(FINALITIES + codes.finality as usize, 0),
            cell(way, 0),
            cell(said_already, 1),
        ] {
            while code(at) >= CONDITION {
                flags |= held(code(at));
                at += 1;
            }
        }
        if codes.stated() {
            flags |= KNOWN;
        }
        if codes.settled() {
            flags |= YOURS;
        }
        if told(codes.status) >> codes.money as u32 & 1 != 0 {
            flags |= TOLD;
        }
        // This one of a status holds together with others only.
        if flags & OWN == 0 || already == Some(Already::Continues) {
            flags &= !GONE;
        }
        if flags & FINAL == 0 || !matches!(codes.status, Status::Cancelled | Status::Expired) {
            flags |= ALIVE;
        }
        // Whom a customer is to ask, as the audience calls them.
        let contact = codes.contact().map(|action| action.kind);
        let whom = if contact == Some(ActionKind::ContactMerchant) || contact.is_none() && flags & BILL != 0 {
            if flags & MERCHANT != 0 {
                flags |= ASKED;
            }
            0
        } else if contact.is_some() || flags & MERCHANT != 0 {
            1
        } else {
            2
        };
        // The news: where the reason has none, it is that of the status.
        let news = match cell(reason, 0) {
            none if ends(none) => cell(status, 4),
            news => news,
        };
        let mut page = Self {
            codes,
            already,
            status,
            money,
            fulfilment,
            said_already,
            flags,
            own: [NOTHING; 26],
            text: Vec::with_capacity(LONG),
        };
        page.own(b'f', cell(way, 2));
        page.own(b'r', cell(way, 1));
        page.own(b'w', part(b'w', whom));
        page.own(b'x', news);
        page
    }

    /// Gives a part a text of the order's own.
    fn own(&mut self, letter: u8, text: usize) {
        if let Some(part) = self.own.get_mut(usize::from(letter - b'a')) {
            *part = text;
        }
    }

    fn is(&self, condition: u32) -> bool {
        self.flags & condition != 0
    }

    /// The badge.
    pub(super) fn short(&self) -> &'static str {
        self.plain(self.badge())
    }

    fn badge(&self) -> usize {
        cell(self.status, if self.is(MERCHANT) { 2 } else { 1 })
    }

    /// What to write on an action.
    pub(super) fn label(&self, kind: ActionKind) -> &'static str {
        self.plain(cell(ACTIONS + kind as usize, 0))
    }

    /// One line: how it stands for a customer; how it stands, and what that means for the goods, for a merchant.
    pub(super) fn title(&mut self) -> String {
        if self.is(MERCHANT) {
            // A badge that warns need not do so where the warning comes next.
            self.add(pick(self.flags | HAND_OVER, self.badge()));
            self.add(cell(self.fulfilment, 0));
        } else {
            self.add(cell(self.status, 3));
        }
        self.begin_large(0);
        let title = string(&self.text).into();
        self.text.clear();
        title
    }

    /// One to four sentences.
    pub(super) fn body(mut self) -> String {
        self.say(part(b'x', 1));
        if !self.say(cell(self.status, 5)) {
            self.say(cell(self.money, 0));
        }
        if self.is(MERCHANT) {
            self.merchant();
        } else {
            self.customer();
        }
        self.text.pop();
        String::from_utf8(self.text).unwrap_or_default()
    }

    /// What to do, for a customer.
    fn customer(&mut self) {
        let mut asked = cell(self.status, 6);
        if self.is(YOURS) {
            self.say(asked);
            return;
        }
        // First what is asked, then what not to do twice; the other way round where nothing is clear.
        let soon = self.codes.status == Status::Unknown || self.is(ENDED);
        if soon {
            self.already();
        }
        let (mut besides, mut offer, mut waits) = (NOTHING, NOTHING, false);
        for (place, kind) in self.codes.next(Audience::Customer).enumerate() {
            let row = ACTIONS + kind as usize;
            if place == 0 {
                asked = cell(row, 1);
                waits = kind == ActionKind::Wait;
            } else if place == 1 && waits {
                besides = cell(row, 2);
            }
            if ends(offer) {
                offer = cell(row, 3);
            }
        }
        if ends(offer) {
            self.flags |= ZERO_OFFERS;
        }
        self.own(b'x', offer);
        self.say(if self.is(ENDED) { cell(self.money, 1) } else { asked });
        if !soon {
            self.already();
        }
        if !self.is(ALREADY_SAID | ENDED | FINAL) {
            self.say(besides);
        }
    }

    /// What it means for the goods and what to do, for a merchant.
    fn merchant(&mut self) {
        let codes = self.codes;
        self.say(cell(self.fulfilment, 1));
        if self.say(cell(self.status, 7)) {
            return;
        }
        if matches!(self.already, Some(Already::Continues | Already::Contact)) {
            self.already();
        } else {
            if codes.next(Audience::Merchant).any(|kind| kind == ActionKind::MarkResolved) {
                self.flags |= UNRESOLVED;
            }
            let staffed =
                codes.next(Audience::Merchant).any(|kind| self.say(cell(ACTIONS + kind as usize, 4)));
            if !staffed && self.is(ENDED) && codes.money == Money::Held {
                self.say(cell(self.money, 1));
            } else if !staffed && self.already == Some(Already::NotAgain) {
                self.already();
            }
        }
        if self.already == Some(Already::Continues) && self.flags & (BILL | KNOWN) == BILL {
            self.say(cell(self.money, 2));
        }
    }

    /// What holds for a customer who has paid already.
    fn already(&mut self) {
        self.say(cell(self.said_already, 0));
    }

    /// A sentence, unless it is empty.
    fn say(&mut self, text: usize) -> bool {
        let start = self.text.len();
        self.flags &= !COINS_SAID;
        self.add(text);
        let said = self.text.len() > start;
        if said {
            self.begin_large(start);
            self.text.extend_from_slice(b". ");
        }
        said
    }

    /// Sets the capital of what begins there.
    fn begin_large(&mut self, start: usize) {
        if let Some(first) = self.text.get_mut(start) {
            first.make_ascii_uppercase();
        }
    }

    /// A text, with its parts and choices. Gives where it ends.
    fn add(&mut self, text: usize) -> usize {
        let mut at = text;
        loop {
            let code = code(at);
            if code >= SAID {
                let end = end(at, SAID - 1);
                self.text.extend_from_slice(said(at, end));
                at = end;
            } else if code == CHOICE {
                at = end(self.add(pick(self.flags, at + 1)), CLOSE) + 1;
            } else if let Some(own) = self.own.get(usize::from(code.wrapping_sub(NAMES))) {
                self.add(if *own == NOTHING { cell(PARTS + usize::from(code - NAMES), 0) } else { *own });
                self.flags |= held(code) & (ALREADY_SAID | COINS_SAID | JUST_SO_SAID | PROVIDER_SAID);
                at += 1;
            } else {
                return at;
            }
        }
    }

    /// The first of these texts whose condition holds, as it stands.
    fn plain(&self, texts: usize) -> &'static str {
        let text = pick(self.flags, texts);
        string(said(text, end(text, OR)))
    }
}

/// The first of these texts whose condition holds, or else the last.
fn pick(flags: u32, texts: usize) -> usize {
    let mut at = texts;
    loop {
        let code = code(at);
        if code < CONDITION {
            return at;
        }
        at += 1;
        if flags & held(code) != 0 {
            return at;
        }
        at = end(at, OR) + 1;
    }
}

/// All that is said is ASCII.
fn string(said: &[u8]) -> &str {
    core::str::from_utf8(said).unwrap_or_default()
}
