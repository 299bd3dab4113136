//! Many payloads, one after the other, into columns.
//!
//! An order is some forty members, most of which a job over a million of them never asks for. Here each payload leaves a
//! number or a text in each of some columns, and nothing else.

mod cut;

use alloc::string::String;
use alloc::vec::Vec;

pub(crate) use self::cut::{Cutter, Rows};
use crate::context::Context;
use crate::draft::Draft;
use crate::error::Error;
use crate::read::Arena;
use crate::recognise::known;
use crate::row::{Role, Slot};
use crate::time::Time;
use crate::vocabulary::{
    Actor, Direction, Environment, Finality, Fulfilment, Money, MoneyBasis, Reason, SourceKind, Status, Tone,
    Trust, Warning,
};

/// The orders of many payloads, column by column: a row for each order, and its cells at the same place in each column.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct Batch {
    /// In which line of the input each row's payload stands, from 1; of a list, which element it is. A payload that lists
    /// orders gives several rows of one line, or none.
    pub lines: Vec<u32>,
    /// What is a word of ours, or yes or no.
    pub columns: Columns,
    /// What is known beside, of each row.
    pub warnings: Vec<Vec<Warning>>,
    /// When things happened.
    pub times: TimeColumns,
    /// What is text.
    pub texts: TextColumns,
    /// The payloads that no row was made of.
    pub errors: Vec<LineError>,
}

/// What is a word of ours, or yes or no; each as in [`Order`](crate::Order).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "camelCase"))]
#[expect(missing_docs, reason = "they are those of `Order`")]
#[non_exhaustive]
pub struct Columns {
    pub provider: Vec<&'static str>,
    pub direction: Vec<Option<Direction>>,
    pub kind: Vec<SourceKind>,
    pub trust: Vec<Trust>,
    pub status: Vec<Status>,
    pub reason: Vec<Option<Reason>>,
    pub money: Vec<Money>,
    pub money_basis: Vec<Option<MoneyBasis>>,
    pub environment: Vec<Environment>,
    pub fulfilment: Vec<Fulfilment>,
    pub actor: Vec<Actor>,
    pub finality: Vec<Finality>,
    pub tone: Vec<Tone>,
    pub slow: Vec<Option<bool>>,
    /// Whether a table knows the word.
    pub known: Vec<bool>,
}

/// When things happened: [`Order::times`](crate::Order::times), and when the time to pay runs out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "camelCase"))]
#[expect(missing_docs, reason = "they are those of `Times` and `Order`")]
#[non_exhaustive]
pub struct TimeColumns {
    pub created: Vec<Option<Time>>,
    pub updated: Vec<Option<Time>>,
    pub paid: Vec<Option<Time>>,
    pub completed: Vec<Option<Time>>,
    pub expires_at: Vec<Option<Time>>,
}

/// What is text: ids, the provider's word, and [`Order::amounts`](crate::Order::amounts).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "camelCase"))]
#[expect(missing_docs, reason = "they are those of `Order` and `Amount`")]
#[non_exhaustive]
pub struct TextColumns {
    pub id: Texts,
    pub reference: Texts,
    pub word: Texts,
    pub tx_hash: Texts,
    pub expected_value: Texts,
    pub expected_currency: Texts,
    pub paid_value: Texts,
    pub paid_currency: Texts,
    pub received_value: Texts,
    pub received_currency: Texts,
}

/// A column of texts, which stand side by side in one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Texts {
    text: String,
    ends: Vec<usize>,
}

impl Texts {
    /// The text of a row; none where the payload does not say it, or there is no such row.
    #[must_use]
    pub fn get(&self, row: usize) -> Option<&str> {
        let start = row.checked_sub(1).map_or(Some(0), |above| self.ends.get(above).copied())?;
        self.text.get(start..*self.ends.get(row)?).filter(|text| !text.is_empty())
    }

    /// The texts of all rows.
    pub fn iter(&self) -> impl Iterator<Item = Option<&str>> {
        (0..self.ends.len()).map(|row| self.get(row))
    }

    fn push(&mut self, text: Option<&str>) {
        self.text.push_str(text.unwrap_or_default());
        self.ends.push(self.text.len());
    }
}

/// A payload among many that no order was made of, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct LineError {
    /// In which line it stands, from 1; of a list, which element it is.
    pub line: u32,
    /// At which byte of the input it begins. [`Error::offset`] counts from there.
    pub start: u64,
    /// What [`normalize_all`](crate::normalize_all) says of it.
    pub error: Error,
}

impl Batch {
    /// How many orders there are.
    #[must_use]
    pub const fn rows(&self) -> usize {
        self.lines.len()
    }
}

impl Rows for Batch {
    fn order(&mut self, line: u32, order: &Draft<'_>) {
        let Self { lines, columns, warnings, times, texts, errors: _ } = self;
        lines.push(line);
        columns.provider.push(order.provider.id.as_str());
        columns.direction.push(order.direction);
        columns.kind.push(order.kind);
        columns.trust.push(order.trust);
        columns.status.push(order.rule.status);
        columns.reason.push(order.rule.reason);
        columns.money.push(order.rule.money);
        columns.money_basis.push(order.rule.money_basis);
        columns.environment.push(order.environment);
        columns.fulfilment.push(order.rule.fulfilment);
        columns.actor.push(order.rule.actor);
        columns.finality.push(order.rule.finality);
        columns.tone.push(order.tone());
        columns.slow.push(order.slow);
        columns.known.push(order.known);
        warnings.push(order.warnings.list());
        times.created.push(order.said.time(Slot::Created));
        times.updated.push(order.said.time(Slot::Updated));
        times.paid.push(order.said.time(Slot::Paid));
        times.completed.push(order.said.time(Slot::Completed));
        times.expires_at.push(order.said.time(Slot::Expires));
        let said = &order.said;
        texts.id.push(said.get(Slot::Id));
        texts.reference.push(said.get(Slot::Reference));
        texts.word.push(said.get(Slot::Word));
        texts.tx_hash.push(said.get(Slot::TxHash));
        let amount = |value: &mut Texts, currency: &mut Texts, role| {
            let amount = said.amount(role);
            value.push(amount.as_ref().map(|amount| amount.value));
            currency.push(amount.and_then(|amount| amount.currency));
        };
        amount(&mut texts.expected_value, &mut texts.expected_currency, Role::Expected);
        amount(&mut texts.paid_value, &mut texts.paid_currency, Role::Paid);
        amount(&mut texts.received_value, &mut texts.received_currency, Role::Received);
    }

    fn error(&mut self, line: u32, start: u64, error: Error) {
        self.errors.push(LineError { line, start, error });
    }
}

/// What many payloads say about their orders, in columns.
///
/// A payload stands in each line that is not blank, whosever it is; or the whole input is one list in JSON, and a payload
/// each element of it. One that cannot be read gives an entry in [`Batch::errors`] and does not touch the others. The context
/// holds for each of them, its limits too: so the input may be of any size. Where it is too large to be held, use a
/// [`BatchReader`].
///
/// # Errors
///
/// `bad_context`, for a context that cannot be.
///
/// ```
/// use orderstate::{Context, ErrorCode, Status, normalize_batch};
///
/// let lines = br#"{"order_id":"e82c57b2","status":"expired","status_date":"2026-01-31 12:48:36"}
/// {"order_id":"e82c57b3","status":"expi
/// {"orderId":"abcd_1234","status":"COMPLETED","metadata":{"paymentId":"payment_1234"}}
/// "#;
/// let batch = normalize_batch(lines, &Context::default())?;
///
/// assert_eq!(batch.columns.status, [Status::Expired, Status::Completed]);
/// assert_eq!(batch.texts.id.get(1), Some("abcd_1234"));
/// assert_eq!(batch.lines, [1, 3]);
/// assert_eq!((batch.errors[0].line, batch.errors[0].error.code()), (2, ErrorCode::NotJson));
/// # Ok::<(), orderstate::Error>(())
/// ```
pub fn normalize_batch(input: &[u8], context: &Context) -> Result<Batch, Error> {
    let mut batch = Batch::default();
    check(context)?;
    Cutter::default().take(input, true, context, &mut Arena::lasting(), &mut batch);
    Ok(batch)
}

/// Refuses what would be wrong with each payload.
pub(crate) fn check(context: &Context) -> Result<(), Error> {
    context.check()?;
    context.provider.as_deref().map_or(Ok(()), |provider| known(provider).map(|_| ()))
}

/// Reads many payloads that come in parts, as [`normalize_batch`] reads them: a file that is larger than the memory, say.
///
/// It keeps what has begun of one payload, at most as much as the context's limits say, and the rows until they are taken
/// from it.
///
/// ```
/// use orderstate::{BatchReader, Context};
///
/// let file = br#"{"order_id":"e82c57b2","status":"expired","status_date":"2026-01-31 12:48:36"}"#;
/// let mut reader = BatchReader::new(Context::default())?;
/// let mut rows = 0;
/// for part in file.chunks(16) {
///     reader.push(part);
///     rows += reader.take().rows();
/// }
/// rows += reader.finish().rows();
/// assert_eq!(rows, 1);
/// # Ok::<(), orderstate::Error>(())
/// ```
#[derive(Debug)]
pub struct BatchReader {
    context: Context,
    cutter: Cutter,
    arena: Arena,
    /// What has begun of a payload, as far as it has come.
    begun: Vec<u8>,
    batch: Batch,
}

impl BatchReader {
    /// One that has read nothing.
    ///
    /// # Errors
    ///
    /// `bad_context`, for a context that cannot be.
    pub fn new(context: Context) -> Result<Self, Error> {
        check(&context)?;
        Ok(Self {
            context,
            cutter: Cutter::default(),
            arena: Arena::lasting(),
            begun: Vec::new(),
            batch: Batch::default(),
        })
    }

    /// Reads what comes next. It may end anywhere: within a line, within a character.
    pub fn push(&mut self, part: &[u8]) {
        if self.begun.is_empty() {
            let taken = self.read(part, false);
            self.begun.extend_from_slice(part.get(taken..).unwrap_or_default());
        } else {
            self.begun.extend_from_slice(part);
            self.read_begun(false);
        }
    }

    /// The rows and errors since they were taken last.
    #[must_use]
    pub fn take(&mut self) -> Batch {
        core::mem::take(&mut self.batch)
    }

    /// Reads what has begun as a payload that has ended, and gives the rows and errors that were not taken.
    #[must_use]
    pub fn finish(mut self) -> Batch {
        self.read_begun(true);
        self.batch
    }

    fn read_begun(&mut self, last: bool) {
        let mut begun = core::mem::take(&mut self.begun);
        let taken = self.read(&begun, last);
        begun.drain(..taken);
        self.begun = begun;
    }

    fn read(&mut self, bytes: &[u8], last: bool) -> usize {
        self.cutter.take(bytes, last, &self.context, &mut self.arena, &mut self.batch)
    }
}
