//! Compiles the rows in `src/provider` to the tables of `src/tables.rs`, as Rust source.
//!
//! The work is done twice: once to learn which texts and places in payloads there are, once to write their numbers.

#![expect(
    dead_code,
    unreachable_pub,
    unused_imports,
    reason = "the crate needs more of the shared files than this program does"
)]

extern crate alloc;

#[path = "src/provider.rs"]
mod provider;
#[path = "src/row.rs"]
mod row;
#[path = "src/text.rs"]
mod text;
#[path = "src/vocabulary.rs"]
mod vocabulary;

use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::fmt::{Debug, Write};

use provider::{
    ALL, AmountField, Condition, ErrorFields, Fault, Fields, Holds, KnownBy, Mark, Means, Path, Provider,
    Rule, SILENT, Shape, Step, UNKNOWN,
};
use row::merchant;
use vocabulary::{ActionKind, Direction};

type Result<T> = std::result::Result<T, Box<dyn Error>>;

fn main() -> Result<()> {
    println!("cargo:rerun-if-changed=src");
    let mut first = Writer::default();
    first.tables()?;
    let mut second = Writer { text: pack(&first.texts), spots: spots(&first.places), ..Writer::default() };
    let source = second.tables()?;
    std::fs::write(std::path::Path::new(&std::env::var("OUT_DIR")?).join("tables.rs"), source)?;
    Ok(())
}

/// One text that holds them all.
fn pack(texts: &BTreeSet<String>) -> String {
    let mut texts: Vec<&String> = texts.iter().collect();
    texts.sort_by_key(|text| std::cmp::Reverse(text.len()));
    let mut all = String::new();
    for text in texts {
        if !all.contains(text.as_str()) {
            all.push_str(text);
        }
    }
    all
}

/// The places that paths lead to, with all above them, each before those below it.
fn spots(places: &BTreeSet<Vec<String>>) -> Vec<Vec<String>> {
    let above = places.iter().flat_map(|place| (0..=place.len()).filter_map(|end| place.get(..end)));
    above.map(<[_]>::to_vec).collect::<BTreeSet<_>>().into_iter().collect()
}

#[derive(Default)]
struct Writer {
    texts: BTreeSet<String>,
    places: BTreeSet<Vec<String>>,
    text: String,
    spots: Vec<Vec<String>>,
    keys: Vec<String>,
    /// The tables, by name: the type of their rows, and the rows as source.
    tables: BTreeMap<&'static str, (&'static str, Vec<String>)>,
    fields: Vec<String>,
}

/// Rows as their source, all of them or none.
type Rows = Result<Vec<String>>;

impl Writer {
    fn tables(&mut self) -> Result<String> {
        let providers = ALL.iter().map(|provider| self.provider(provider)).collect::<Rows>()?;
        let (unknown, silent) = (self.rule(&UNKNOWN, "")?, self.rule(&SILENT, "")?);
        let ask = self.steps(&[merchant(ActionKind::RefreshStatus)])?;
        for argument in ARGUMENTS {
            self.root(argument);
        }
        let mut source = String::new();
        let mut keys = Vec::new();
        for key in self.keys.clone() {
            keys.push(self.text(&key)?);
        }
        let mut list = |name: &str, row: &str, rows: &[String]| {
            writeln!(source, "pub(crate) static {name}: [{row}; {}] = [{}];", rows.len(), rows.join(", "))
        };
        list("PROVIDERS", "Provider", &providers)?;
        list("FIELDS", "Fields", &self.fields)?;
        list("KEYS", "Text", &keys)?;
        for (name, (row, rows)) in &self.tables {
            list(name, row, rows)?;
        }
        let key = |spot: &Vec<String>| {
            self.keys.iter().position(|key| Some(key) == spot.last()).unwrap_or_default()
        };
        let spots = self.spots.iter();
        list("SPOT_KEYS", "Key", &spots.clone().map(|spot| key(spot).to_string()).collect::<Vec<_>>())?;
        list("SPOT_DEPTHS", "u8", &spots.map(|spot| spot.len().to_string()).collect::<Vec<_>>())?;
        writeln!(source, "static TEXT: &str = {:?};", self.text)?;
        writeln!(
            source,
            "/// The rule for a word that no table knows.\npub(crate) const UNKNOWN: Rule = {unknown};"
        )?;
        writeln!(
            source,
            "/// The rule for a payload without word and event.\npub(crate) const SILENT: Rule = {silent};"
        )?;
        writeln!(source, "/// To ask the provider again.\npub(crate) const ASK: Span<Step> = {ask};")?;
        Ok(source)
    }

    fn text(&mut self, text: &str) -> Result<String> {
        self.texts.insert(text.into());
        let at = self.text.find(text).unwrap_or_default();
        Ok(format!("Text({}, {})", u16::try_from(at)?, u8::try_from(text.len())?))
    }

    /// The rows in their table, where they may stand already.
    fn span(&mut self, name: &'static str, row: &'static str, rows: Vec<String>) -> Result<String> {
        let (_, table) = self.tables.entry(name).or_insert_with(|| (row, Vec::new()));
        let len = u8::try_from(rows.len())?;
        if rows.is_empty() {
            return Ok("Span::NONE".into());
        }
        let place = |table: &[String]| table.windows(rows.len()).position(|known| known == rows.as_slice());
        let at = match place(table) {
            Some(at) => at,
            None => {
                table.extend_from_slice(&rows);
                // The first place, so that equal rows are always the same span.
                place(table).unwrap_or_default()
            }
        };
        Ok(format!("Span({}, {len}, PhantomData)", u16::try_from(at)?))
    }

    fn texts(&mut self, texts: &[&str]) -> Result<String> {
        let rows = texts.iter().map(|text| self.text(text)).collect::<Rows>()?;
        self.span("TEXTS", "Text", rows)
    }

    fn key(&mut self, key: &str) -> usize {
        self.keys.iter().position(|known| known == key).unwrap_or_else(|| {
            self.keys.push(key.into());
            self.keys.len() - 1
        })
    }

    fn spot(&mut self, place: &[String]) -> usize {
        self.places.insert(place.to_vec());
        for key in place {
            self.key(key);
        }
        self.spots.iter().position(|spot| spot == place).unwrap_or_default()
    }

    fn root(&mut self, path: Path) -> usize {
        self.spot(&split(path))
    }

    fn path(&mut self, path: Path) -> Result<String> {
        let around = path.starts_with('/');
        let keys = split(path).iter().map(|key| self.key(key).to_string()).collect();
        let keys = self.span("PATH_KEYS", "Key", keys)?;
        Ok(format!("Path {{ around: {around}, keys: {keys} }}"))
    }

    /// The places that paths lead to from an order.
    fn places(&mut self, paths: &[Path], base: &Base) -> Result<String> {
        let rows = paths.iter().map(|path| self.spot(&base.place(path)).to_string()).collect();
        self.span("PLACES", "Spot", rows)
    }

    /// Remembers that these paths are asked for below these places: what wraps an order, and the order.
    fn ask(&mut self, paths: &[Path], bases: &[Base]) {
        for path in paths {
            for base in bases {
                self.spot(&base.place(path));
            }
        }
    }

    fn provider(&mut self, provider: &Provider) -> Result<String> {
        let mut all = vec![Base::default()];
        let mut shapes = Vec::new();
        for shape in provider.shapes {
            let base = Base::of(&shape.holds);
            let bases = [base.clone()];
            self.ask(
                &shape.silent.iter().flat_map(|rule| rule.when).filter_map(path_of).collect::<Vec<_>>(),
                &bases,
            );
            all.extend(bases);
            shapes.push(self.shape(shape, &base, provider.docs)?);
        }
        let conditions = provider.rules.iter().flat_map(|rule| rule.when).chain(provider.test_marks);
        self.ask(&conditions.filter_map(path_of).collect::<Vec<_>>(), &all);
        let errors = &provider.errors;
        let root = Base::default();
        let all = [errors.code, errors.message, errors.status, errors.order, errors.checkout];
        self.ask(&all.concat(), std::slice::from_ref(&root));

        let shapes = self.span("SHAPES", "Shape", shapes)?;
        let rules = provider.rules.iter().map(|rule| self.rule(rule, provider.docs)).collect::<Rows>()?;
        let rules = self.span("RULES", "Rule", rules)?;
        let mut events = Vec::new();
        for event in provider.events {
            let means = match &event.means {
                Means::Word(word) => format!("Means::Word({})", self.text(word)?),
                Means::Rule(rule) => {
                    let rule = self.rule(rule, provider.docs)?;
                    format!("Means::Rule({})", self.span("RULES", "Rule", vec![rule])?)
                }
            };
            events.push(format!("Event {{ name: {}, means: {means} }}", self.text(event.name)?));
        }
        let faults = provider.faults.iter().map(|fault| self.fault(fault)).collect::<Rows>()?;
        let words = provider
            .direction_words
            .iter()
            .map(|(word, way)| self.pair(word, "Direction", way))
            .collect::<Rows>()?;
        let hosts = provider
            .hosts
            .iter()
            .map(|(host, what)| self.pair(host, "Environment", what))
            .collect::<Rows>()?;
        let directions = provider.directions.iter().map(|way| code("Direction", way)).collect();
        let window = match &provider.window {
            None => "None".into(),
            Some(window) => format!(
                "Some(Window {{ crypto_minutes: {}, fiat_minutes: {}, fiat: {} }})",
                window.crypto_minutes,
                window.fiat_minutes,
                self.texts(window.fiat)?
            ),
        };
        let late = match provider.late {
            None => "None".into(),
            Some((coins, hours)) => format!("Some(({}, {hours}))", self.texts(coins)?),
        };
        let members = [
            ("id", self.text(provider.id)?),
            ("name", self.text(provider.name)?),
            ("docs", self.text(provider.docs)?),
            ("directions", self.span("DIRECTIONS", "Direction", directions)?),
            ("direction_words", self.span("DIRECTION_WORDS", "(Text, Direction)", words)?),
            ("shapes", shapes),
            ("rules", rules),
            ("events", self.span("EVENTS", "Event", events)?),
            ("placeholders", self.texts(provider.placeholders)?),
            ("hash_prefix", self.text(provider.hash_prefix)?),
            ("test_marks", self.conditions(provider.test_marks)?),
            ("hosts", self.span("HOSTS", "(Text, Environment)", hosts)?),
            ("window", window),
            ("late", late),
            ("paid_with", self.texts(provider.paid_with)?),
            ("poll", format!("{:?}", provider.poll)),
            ("errors", {
                let members = [
                    ("code", self.places(errors.code, &root)?),
                    ("message", self.places(errors.message, &root)?),
                    ("status", self.places(errors.status, &root)?),
                    ("order", self.places(errors.order, &root)?),
                    ("checkout", self.places(errors.checkout, &root)?),
                ];
                literal("ErrorFields", &members)
            }),
            ("faults", self.span("FAULTS", "Fault", faults)?),
        ];
        Ok(literal("Provider", &members))
    }

    fn pair(&mut self, text: &str, list: &str, word: &dyn Debug) -> Result<String> {
        Ok(format!("({}, {})", self.text(text)?, code(list, word)))
    }

    fn shape(&mut self, shape: &Shape, base: &Base, docs: &str) -> Result<String> {
        let holds = match shape.holds {
            Holds::One(path) => format!("One({})", self.root(path)),
            Holds::Many(list, inner) => format!("Many({}, {})", self.root(list), self.path(inner)?),
            Holds::Token(path) => format!("Token({})", self.root(path)),
            Holds::Text(path) => format!("Text({})", self.root(path)),
            Holds::Other(code) => format!("Other(ErrorCode::{code:?})"),
        };
        let fields = self.fields(shape.fields, base)?;
        let known = self.fields.iter().position(|known| *known == fields);
        if known.is_none() {
            self.fields.push(fields);
        }
        let fields = known.unwrap_or(self.fields.len() - 1);
        let silent = shape.silent.iter().map(|rule| self.rule(rule, docs)).collect::<Rows>()?;
        let members = [
            ("name", self.text(shape.name)?),
            ("kind", code("SourceKind", &shape.kind)),
            ("docs", self.text(shape.docs)?),
            ("carrier", code("Carrier", &shape.carrier)),
            ("marks", self.marks(shape.marks)?),
            ("telltales", self.marks(shape.telltales)?),
            ("holds", format!("Holds::{holds}")),
            ("fields", u8::try_from(fields)?.to_string()),
            ("silent", self.span("RULES", "Rule", silent)?),
        ];
        Ok(literal("Shape", &members))
    }

    fn marks(&mut self, marks: &[Mark]) -> Result<String> {
        let rows = marks.iter().map(|mark| self.mark(mark)).collect::<Rows>()?;
        self.span("MARKS", "Mark", rows)
    }

    fn mark(&mut self, mark: &Mark) -> Result<String> {
        let mark = match mark {
            Mark::Map(path) => format!("Map({})", self.root(path)),
            Mark::List(path) => format!("List({})", self.root(path)),
            Mark::Text(path) => format!("Text({})", self.root(path)),
            Mark::Has(path) => format!("Has({})", self.root(path)),
            Mark::Lacks(path) => format!("Lacks({})", self.root(path)),
            Mark::Is(path, text) => format!("Is({}, {})", self.root(path), self.text(text)?),
            Mark::Begins(path, text) => format!("Begins({}, {})", self.root(path), self.text(text)?),
            Mark::Any(marks) => format!("Any({})", self.marks(marks)?),
        };
        Ok(format!("Mark::{mark}"))
    }

    fn fields(&mut self, fields: &Fields, base: &Base) -> Result<String> {
        let mut members = Vec::new();
        for (name, paths) in named_paths(fields) {
            members.push((name, self.places(paths, base)?));
        }
        let mut amounts = Vec::new();
        for amount in fields.amounts {
            let direction = amount.direction.map(|way| code("Direction", &way));
            let members = [
                ("role", code("Role", &amount.role)),
                ("direction", optional(direction)),
                ("value", self.places(amount.value, base)?),
                ("currency", self.places(amount.currency, base)?),
                ("network", self.places(amount.network, base)?),
                ("network_suffix", amount.network_suffix.to_string()),
                ("once_moved", amount.once_moved.to_string()),
            ];
            amounts.push(literal("AmountField", &members));
        }
        members.push(("amounts", self.span("AMOUNTS", "AmountField", amounts)?));
        Ok(literal("Fields", &members))
    }

    fn rule(&mut self, rule: &Rule, docs: &str) -> Result<String> {
        let members = [
            ("direction", optional(rule.direction.map(|way| code("Direction", &way)))),
            ("word", self.text(rule.word)?),
            ("when", self.conditions(rule.when)?),
            ("status", code("Status", &rule.status)),
            ("reason", optional(rule.reason.map(|reason| code("Reason", &reason)))),
            ("money", code("Money", &rule.money)),
            ("money_basis", optional(rule.money_basis.map(|basis| code("MoneyBasis", &basis)))),
            ("fulfilment", code("Fulfilment", &rule.fulfilment)),
            ("actor", code("Actor", &rule.actor)),
            ("finality", code("Finality", &rule.finality)),
            ("basis", code("RuleBasis", &rule.basis)),
            ("actions", self.steps(rule.actions)?),
            ("docs", self.text(rule.docs.unwrap_or(docs))?),
        ];
        Ok(literal("Rule", &members))
    }

    fn conditions(&mut self, conditions: &[Condition]) -> Result<String> {
        let mut rows = Vec::new();
        for condition in conditions {
            let condition = match condition {
                Condition::Has(path) => format!("Has({}, {})", self.path(path)?, self.text(path)?),
                Condition::Is(path, text) => {
                    format!("Is({}, {}, {})", self.path(path)?, self.text(path)?, self.text(text)?)
                }
                Condition::PaidUnder => "PaidUnder".into(),
                Condition::PaidOver => "PaidOver".into(),
                Condition::PaidLate => "PaidLate".into(),
                Condition::Previously(word) => format!("Previously({})", self.text(word)?),
            };
            rows.push(format!("Condition::{condition}"));
        }
        self.span("CONDITIONS", "Condition", rows)
    }

    fn steps(&mut self, steps: &[Step]) -> Result<String> {
        let step = |step: &Step| {
            let members = [
                ("kind", code("ActionKind", &step.kind)),
                ("audience", code("Audience", &step.audience)),
                ("blocking", step.blocking.to_string()),
                ("when", optional(step.when.map(|when| code("When", &when)))),
                ("given", code("Given", &step.given)),
            ];
            literal("Step", &members)
        };
        self.span("STEPS", "Step", steps.iter().map(step).collect())
    }

    fn fault(&mut self, fault: &Fault) -> Result<String> {
        let known_by = match fault.known_by {
            KnownBy::Code(code) => format!("KnownBy::Code({})", self.text(code)?),
            KnownBy::Http(status) => format!("KnownBy::Http({status})"),
            KnownBy::Says(part) => format!("KnownBy::Says({})", self.text(part)?),
        };
        let members = [
            ("known_by", known_by),
            ("kind", code("ProblemKind", &fault.kind)),
            ("actor", optional(fault.actor.map(|actor| code("Actor", &actor)))),
            ("remedy", optional(fault.remedy.map(|remedy| code("ActionKind", &remedy)))),
        ];
        Ok(literal("Fault", &members))
    }
}

fn code(list: &str, word: &dyn Debug) -> String {
    format!("{list}::{word:?}")
}

fn optional(source: Option<String>) -> String {
    source.map_or_else(|| "None".into(), |source| format!("Some({source})"))
}

fn literal(name: &str, members: &[(&str, String)]) -> String {
    let members: Vec<String> = members.iter().map(|(name, value)| format!("{name}: {value}")).collect();
    format!("{name} {{ {} }}", members.join(", "))
}

fn split(path: Path) -> Vec<String> {
    let path = path.trim_start_matches('/');
    path.split('.').filter(|key| !key.is_empty()).map(Into::into).collect()
}

/// Where an order is: what wraps it, and itself.
#[derive(Clone, Default)]
struct Base {
    around: Vec<String>,
    order: Vec<String>,
}

impl Base {
    fn of(holds: &Holds) -> Self {
        match holds {
            Holds::One(path) => Self { around: Vec::new(), order: split(path) },
            Holds::Many(list, inner) => {
                let around = [split(list), vec![ELEMENT.into()]].concat();
                Self { order: [around.clone(), split(inner)].concat(), around }
            }
            Holds::Token(_) | Holds::Text(_) | Holds::Other(_) => Self::default(),
        }
    }

    fn place(&self, path: Path) -> Vec<String> {
        let start = if path.starts_with('/') { &self.around } else { &self.order };
        [start.clone(), split(path)].concat()
    }
}

/// What is read of the arguments that JavaScript passes beside a payload: `src/wasm/input.rs`.
const ARGUMENTS: &[Path] = &[
    "0",
    "1",
    "1.locale",
    "1.audience",
    "2",
    "2.provider",
    "2.direction",
    "2.kind",
    "2.trust",
    "2.expect.reference",
    "2.expect.amount",
    "2.expect.currency",
    "2.acceptTest",
    "2.custodial",
    "2.limits.bytes",
    "2.limits.depth",
    "2.now",
    "2.previous.word",
    "3",
    "3.retry-after",
    "3.date",
    "3.status",
    "3.reason",
    "3.money",
    "3.moneyBasis",
    "3.direction",
    "3.fulfilment",
    "3.finality",
    "3.actions.*.kind",
    "3.actions.*.audience",
    "3.actions.*.when",
];

/// The key of whatever stands in a list of orders.
const ELEMENT: &str = "*";

fn path_of(condition: &Condition) -> Option<Path> {
    match condition {
        Condition::Has(path) | Condition::Is(path, _) => Some(path),
        Condition::PaidUnder | Condition::PaidOver | Condition::PaidLate | Condition::Previously(_) => None,
    }
}

fn named_paths(fields: &Fields) -> [(&'static str, &'static [Path]); 17] {
    [
        ("word", fields.word),
        ("second_word", fields.second_word),
        ("event", fields.event),
        ("id", fields.id),
        ("reference", fields.reference),
        ("direction", fields.direction),
        ("detail", fields.detail),
        ("created", fields.created),
        ("updated", fields.updated),
        ("paid", fields.paid),
        ("completed", fields.completed),
        ("expires", fields.expires),
        ("tx_hash", fields.tx_hash),
        ("address", fields.address),
        ("checkout", fields.checkout),
        ("status_page", fields.status_page),
        ("transaction_page", fields.transaction_page),
    ]
}
