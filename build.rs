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
#[path = "src/webhook/scheme.rs"]
mod scheme;
#[path = "src/text.rs"]
mod text;
#[path = "src/vocabulary.rs"]
mod vocabulary;

use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::fmt::{Debug, Write};

use provider::{
    ALL, AmountField, Condition, Edges, ErrorFields, Fact, Fault, Fields, History, Holds, KnownBy, Mark,
    Means, Path, Provider, Rule, SILENT, Shape, Signal, Step, UNKNOWN, Usual, Webhook,
};
use row::{MAX_STEPS, Says, Slot, merchant};
use scheme::{Carried, Derivation, Echo, Scheme, Value};
use vocabulary::{ActionKind, Direction, SourceKind};

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

/// One text that holds them all, in the order in which they are asked for: so those of a provider stand together, and what
/// compresses a download finds numbers that are near to each other.
fn pack(texts: &[String]) -> String {
    let mut all = String::new();
    for text in texts {
        let within = |other: &&String| other.len() > text.len() && other.contains(text.as_str());
        if !all.contains(text.as_str()) && !texts.iter().any(|other| within(&other)) {
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
    texts: Vec<String>,
    places: BTreeSet<Vec<String>>,
    text: String,
    spots: Vec<Vec<String>>,
    keys: Vec<String>,
    /// The paths of the provider's conditions.
    asked: Vec<Path>,
    /// The tables, by name: the type of their rows, and the rows as source.
    tables: BTreeMap<&'static str, (&'static str, Vec<String>)>,
}

/// Rows as their source, all of them or none.
type Rows = Result<Vec<String>>;

/// All of a shape's marks must be there: those that fewest shapes have come first, so that most shapes are out at one look.
fn rarest_first(marks: &'static [Mark]) -> Vec<&'static Mark> {
    let path = |mark: &&Mark| match mark {
        Mark::Map(path)
        | Mark::List(path)
        | Mark::Text(path)
        | Mark::Has(path)
        | Mark::Is(path, _)
        | Mark::Begins(path, _) => Some(*path),
        Mark::Lacks(_) | Mark::Any(_) => None,
    };
    let all = || ALL.iter().flat_map(|provider| provider.shapes).flat_map(|shape| shape.marks);
    let mut marks: Vec<_> = marks.iter().collect();
    marks.sort_by_key(|mark| match path(mark) {
        Some(wanted) => all().filter(|other| path(other) == Some(wanted)).count(),
        None => usize::MAX,
    });
    marks
}

impl Writer {
    fn tables(&mut self) -> Result<String> {
        let providers = ALL.iter().map(|provider| self.provider(provider)).collect::<Rows>()?;
        let (unknown, silent) = (self.rule(&UNKNOWN, "")?, self.rule(&SILENT, "")?);
        let ask = self.steps(&[merchant(ActionKind::RefreshStatus)])?;
        for argument in ARGUMENTS {
            self.root(argument);
        }
        if cfg!(feature = "webhook") {
            for path in WEBHOOK {
                self.root(path);
            }
        }
        // An element has one place, so a list cannot be asked for its last one and for others by their numbers.
        for place in self.spots.iter().filter(|place| place.last().is_some_and(|key| key == LAST)) {
            let list = place.split_last().map_or(&[][..], |(_, list)| list);
            let numbered = |other: &&Vec<String>| {
                let key = other.strip_prefix(list).and_then(|rest| rest.first());
                key.is_some_and(|key| key.parse::<u8>().is_ok())
            };
            if let Some(other) = self.spots.iter().find(numbered) {
                return Err(format!("{} and {} are asked for", place.join("."), other.join(".")).into());
            }
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
        list("KEYS", "Text", &keys)?;
        for (name, (row, rows)) in &self.tables {
            list(name, row, rows)?;
        }
        let key = |spot: &Vec<String>| {
            self.keys.iter().position(|key| Some(key) == spot.last()).unwrap_or_default()
        };
        let spots = self.spots.iter();
        list("SPOT_KEYS", "Key", &spots.clone().map(|spot| key(spot).to_string()).collect::<Vec<_>>())?;
        list("SPOT_DEPTHS", "u8", &spots.clone().map(|spot| spot.len().to_string()).collect::<Vec<_>>())?;
        let depth = spots.map(Vec::len).max().unwrap_or_default() + 1;
        writeln!(source, "/// More than the depth of any spot.\nconst DEPTH: usize = {depth};")?;
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
        if !self.texts.iter().any(|known| known == text) {
            self.texts.push(text.into());
        }
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

    /// Which of the paths it is that conditions have.
    fn nth(&self, path: Path) -> usize {
        self.asked.iter().position(|known| *known == path).unwrap_or_default()
    }

    /// The places that paths lead to from an order, or from what wraps it.
    fn places(&mut self, paths: &[Path], base: &Base) -> Result<String> {
        let rows = paths.iter().map(|path| self.spot(&base.place(path)).to_string()).collect();
        self.span("PLACES", "Spot", rows)
    }

    fn provider(&mut self, provider: &Provider) -> Result<String> {
        let silent = provider.shapes.iter().flat_map(|shape| shape.silent);
        let events = provider.events.iter().filter_map(|event| match &event.means {
            Means::Rule(rule) => Some(rule),
            Means::Word(_) => None,
        });
        let rules = silent.chain(provider.rules).chain(events);
        let conditions =
            rules.flat_map(|rule| rule.when).chain(provider.test_marks).chain(provider.live_marks);
        self.asked = Vec::new();
        for path in conditions.filter_map(path_of) {
            if !self.asked.contains(&path) {
                self.asked.push(path);
            }
        }
        let shapes =
            provider.shapes.iter().map(|shape| self.shape(shape, provider.docs)).collect::<Rows>()?;
        let shapes = self.span("SHAPES", "Shape", shapes)?;
        let errors = &provider.errors;
        let root = Base::default();
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
                "Some(Window {{ direction: {}, crypto_minutes: {}, fiat_minutes: {}, fiat: {} }})",
                optional(window.direction.map(|way| code("Direction", &way))),
                window.crypto_minutes,
                window.fiat_minutes,
                self.texts(window.fiat)?
            ),
        };
        let usual = provider.usual.iter().map(|usual| self.usual(usual)).collect::<Rows>()?;
        let pushes = provider.shapes.iter().any(|shape| {
            matches!(shape.kind, SourceKind::Webhook | SourceKind::Websocket)
                && matches!(shape.holds, Holds::One(_) | Holds::Many(..) | Holds::Token(_) | Holds::Text(_))
        });
        let late = match provider.late {
            None => "None".into(),
            Some((coins, hours)) => format!("Some(({}, {hours}))", self.texts(coins)?),
        };
        let mut members = vec![
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
            ("live_marks", self.conditions(provider.live_marks)?),
            ("hosts", self.span("HOSTS", "(Text, Environment)", hosts)?),
            ("window", window),
            ("late", late),
            ("ones", self.texts(provider.units.ones)?),
            ("thousands", self.texts(provider.units.thousands)?),
            ("paid_with", self.texts(provider.paid_with)?),
            ("poll", format!("{:?}", provider.poll)),
            ("pushes", pushes.to_string()),
            ("usual", self.span("USUAL", "Usual", usual)?),
            ("flows", self.flows(provider)?),
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
        if cfg!(feature = "webhook") {
            members.push(("webhook", self.webhook(&provider.webhook)?));
        }
        Ok(literal("Provider", &members))
    }

    /// How webhooks prove who sent them. The texts of it stand in the program as they are: few builds have it.
    fn webhook(&mut self, webhook: &Webhook) -> Result<String> {
        let scheme = match webhook.scheme {
            Scheme::Unknown => "Unknown".into(),
            Scheme::Token(path) => format!("Token({})", self.root(path)),
            Scheme::Signed(signed) => {
                let carried = match signed.carried {
                    Carried::Credentials(headers) => format!("Credentials(&{headers:?})"),
                    other @ (Carried::Apart { .. } | Carried::Listed { .. } | Carried::Alone { .. }) => {
                        format!("{other:?}")
                    }
                };
                let members = [
                    ("hash", code("Hash", &signed.hash)),
                    ("carried", format!("Carried::{carried}")),
                    ("over", list("Part", signed.over)),
                    ("stamp", code("Stamp", &signed.stamp)),
                ];
                format!("Signed({})", literal("Signed", &members))
            }
            Scheme::Echo(Echo { places, derivations }) => {
                let places: Vec<_> = places.iter().map(|path| self.root(path)).collect();
                let derivation = |Derivation { name, query }: &Derivation| {
                    let pair = |(name, value): &(&str, Value)| format!("({name:?}, Value::{value:?})");
                    let query: Vec<_> = query.iter().map(pair).collect();
                    format!("Derivation {{ name: {name:?}, query: &[{}] }}", query.join(", "))
                };
                let derivations: Vec<_> = derivations.iter().map(derivation).collect();
                format!("Echo(Echo {{ places: &{places:?}, derivations: &[{}] }})", derivations.join(", "))
            }
        };
        let event = self.places(webhook.event, &Base::default())?;
        Ok(literal("Webhook", &[("scheme", format!("Scheme::{scheme}")), ("event", event)]))
    }

    fn flows(&mut self, provider: &Provider) -> Result<String> {
        let mut flows = Vec::new();
        for way in provider.directions {
            let rows = || provider.flow.iter().filter(|row| row.direction.is_none_or(|only| only == *way));
            let mut states = Vec::new();
            let mut edges: Vec<(usize, usize, &Edges)> = Vec::new();
            for row in rows() {
                for (from, to) in row.from.iter().flat_map(|from| row.to.iter().map(move |to| (from, to))) {
                    let [from, to] = [from, to].map(|id| place(&mut states, id));
                    if from != to && !edges.iter().any(|edge| (edge.0, edge.1) == (from, to)) {
                        edges.push((from, to, row));
                    }
                }
            }
            if states.len() > 32 {
                return Err(format!("{}'s flow has more than 32 states", provider.id).into());
            }
            let states = states.iter().map(|id| self.state(provider, *way, id)).collect::<Rows>()?;
            let edge = |(from, to, row): &(usize, usize, &Edges)| {
                let (basis, refused) = (code("EdgeBasis", &row.basis), row.refused);
                format!("Edge {{ from: {from}, to: {to}, basis: {basis}, refused: {refused} }}")
            };
            let members = [
                ("way", code("Direction", way)),
                ("states", self.span("STATES", "State", states)?),
                ("edges", self.span("EDGES", "Edge", edges.iter().map(edge).collect())?),
            ];
            flows.push(literal("Flow", &members));
        }
        self.span("FLOWS", "Flow", flows)
    }

    /// What the word of a flow's row means, beside the field that may stand behind a `?`.
    fn state(&mut self, provider: &Provider, way: Direction, id: &str) -> Result<String> {
        let (word, beside) = id.split_once('?').unzip();
        let means = |rule: &&Rule| {
            rule.word == word.unwrap_or(id)
                && rule.direction.is_none_or(|only| only == way)
                && match beside {
                    None => rule.when.is_empty(),
                    Some(path) => rule.when.iter().any(|condition| path_of(condition) == Some(path)),
                }
        };
        let rule = provider.rules.iter().find(means);
        let rule = rule.ok_or_else(|| format!("{}'s flow has `{id}`, which no rule is for", provider.id))?;
        let members = [
            ("id", self.text(id)?),
            ("status", code("Status", &rule.status)),
            ("finality", code("Finality", &rule.finality)),
        ];
        Ok(literal("State", &members))
    }

    fn pair(&mut self, text: &str, list: &str, word: &dyn Debug) -> Result<String> {
        Ok(format!("({}, {})", self.text(text)?, code(list, word)))
    }

    fn shape(&mut self, shape: &Shape, docs: &str) -> Result<String> {
        let base = &Base::of(&shape.holds);
        let holds = match shape.holds {
            Holds::One(_) => "One".into(),
            Holds::Many(list, _) => format!("Many({})", self.root(list)),
            Holds::Token(path) => format!("Token({})", self.root(path)),
            Holds::Text(path) => format!("Text({})", self.root(path)),
            Holds::Customer(scope, signals) => {
                let signals = signals.iter().map(|signal| self.signal(signal)).collect::<Rows>()?;
                format!("Customer(Scope::{scope:?}, {})", self.span("SIGNALS", "Signal", signals)?)
            }
            Holds::Other(code) => format!("Other(ErrorCode::{code:?})"),
        };
        let [fields, directed] = self.fields(shape.fields, base)?;
        // Of what holds no order nothing is asked.
        let asked = if let Holds::Customer(..) | Holds::Other(_) = shape.holds {
            Vec::new()
        } else {
            self.asked.clone()
        };
        let asked = self.places(&asked, base)?;
        let silent = shape.silent.iter().map(|rule| self.rule(rule, docs)).collect::<Rows>()?;
        let members = [
            ("name", self.text(shape.name)?),
            ("kind", code("SourceKind", &shape.kind)),
            ("docs", self.text(shape.docs)?),
            ("carrier", code("Carrier", &shape.carrier)),
            ("marks", self.marks(rarest_first(shape.marks))?),
            ("telltales", self.marks(shape.telltales)?),
            ("holds", format!("Holds::{holds}")),
            ("of_a_customer", shape.of_a_customer.to_string()),
            ("way", optional(shape.way.map(|way| code("Direction", &way)))),
            ("family", self.text(shape.family)?),
            ("start", self.spot(&base.order).to_string()),
            ("fields", fields),
            ("directed", directed),
            ("asked", asked),
            ("history", self.histories(shape.fields.history)?),
            ("silent", self.span("RULES", "Rule", silent)?),
        ];
        Ok(literal("Shape", &members))
    }

    fn histories(&mut self, histories: &[History]) -> Result<String> {
        let order = vec![ASIDE.into()];
        let row = |history: &History| {
            let list = [order.clone(), split(history.list)].concat();
            let within = |path| [list.clone(), vec![ELEMENT.into()], split(path)].concat();
            let places = [
                ("order", order.clone()),
                ("list", list.clone()),
                ("word", within(history.word)),
                ("detail", within(history.detail)),
                ("at", within(history.at)),
            ];
            literal("History", &places.map(|(name, place)| (name, self.spot(&place).to_string())))
        };
        let rows = histories.iter().map(row).collect();
        self.span("HISTORIES", "History", rows)
    }

    fn signal(&mut self, signal: &Signal) -> Result<String> {
        let root = &Base::default();
        let signal = match signal {
            Signal::Onboarding(paths, facts) => {
                format!("Onboarding({}, {})", self.places(paths, root)?, self.facts(facts)?)
            }
            Signal::Account(paths, facts) => {
                format!("Account({}, {})", self.places(paths, root)?, self.facts(facts)?)
            }
            Signal::Beside(path, facts) => format!("Beside({}, {})", self.root(path), self.facts(facts)?),
            Signal::Null(path, what) => format!("Null({}, Requirement::{what:?})", self.root(path)),
            Signal::Missing(list, inner, facts) => {
                let element = self.spot(&Base::of(&Holds::Many(list, inner)).order);
                format!("Missing({}, {element}, {})", self.root(list), self.facts(facts)?)
            }
            Signal::Changed(paths) => format!("Changed({})", self.places(paths, root)?),
        };
        Ok(format!("Signal::{signal}"))
    }

    fn facts(&mut self, facts: &[Fact]) -> Result<String> {
        let mut rows = Vec::new();
        for Fact { word, says } in facts {
            let says = match says {
                Says::Onboarding(word) => format!("Onboarding(Onboarding::{word:?})"),
                Says::Account(word) => format!("Account(Account::{word:?})"),
                Says::MayOrder(word) => format!("MayOrder(Permission::{word:?})"),
                Says::MayRetry(word) => format!("MayRetry(Permission::{word:?})"),
                Says::Missing(word) => format!("Missing(Requirement::{word:?})"),
            };
            rows.push(format!("Fact {{ word: {}, says: Says::{says} }}", self.text(word)?));
        }
        self.span("FACTS", "Fact", rows)
    }

    fn marks<'m>(&mut self, marks: impl IntoIterator<Item = &'m Mark>) -> Result<String> {
        let rows = marks.into_iter().map(|mark| self.mark(mark)).collect::<Rows>()?;
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
            Mark::Any(marks) => format!("Any({})", self.marks(*marks)?),
        };
        Ok(format!("Mark::{mark}"))
    }

    /// Where the fields are: first those that do not depend on the direction, then the others.
    fn fields(&mut self, fields: &Fields, base: &Base) -> Result<[String; 2]> {
        let mut sure = Vec::new();
        let mut directed = Vec::new();
        for (slot, paths) in slots(fields) {
            sure.extend(self.reads(slot, None, "Plain", paths, base));
        }
        for (at, amount) in fields.amounts.iter().enumerate() {
            let same_case = |other: &&AmountField| {
                let apart = (other.direction, amount.direction);
                other.role == amount.role && !matches!(apart, (Some(one), Some(other)) if one != other)
            };
            if fields.amounts.iter().skip(at + 1).any(|other| same_case(&other)) {
                return Err(format!("two amounts may be the one that is {:?}", amount.role).into());
            }
            let way = amount.direction;
            let rows = if way.is_none() { &mut sure } else { &mut directed };
            let [value, currency, network] = amount.role.slots();
            let how = match (amount.once_moved, amount.minor, amount.decimals) {
                (false, false, []) => "Plain",
                (true, false, []) => "OnceMoved",
                (false, true, []) => "Minor",
                (false, false, _) => "Scaled",
                _ => return Err("an amount is read in one way".into()),
            };
            rows.extend(self.reads(Slot::Decimals, way, "Plain", amount.decimals, base));
            rows.extend(self.reads(value, way, how, amount.value, base));
            // Before the currency, which may carry a network that counts only where none is stated.
            rows.extend(self.reads(network, way, "Plain", amount.network, base));
            let how = if amount.network_suffix { "Suffixed" } else { "Plain" };
            rows.extend(self.reads(currency, way, how, amount.currency, base));
        }
        Ok([self.span("READS", "Read", sure)?, self.span("READS", "Read", directed)?])
    }

    fn reads(
        &mut self,
        slot: Slot,
        way: Option<Direction>,
        how: &str,
        paths: &[Path],
        base: &Base,
    ) -> Vec<String> {
        let way = optional(way.map(|way| code("Direction", &way)));
        let start = self.spot(&base.order) as u16;
        let read = |path| {
            // Numbers that do not fit wrap around, and back.
            let offset = (self.spot(&base.place(path)) as u16).wrapping_sub(start);
            format!("Read {{ slot: Slot::{slot:?}, way: {way}, how: How::{how}, offset: {offset} }}")
        };
        paths.iter().copied().map(read).collect()
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
                Condition::Has(path) => format!("Has({}, {})", self.nth(path), self.text(path)?),
                Condition::Is(path, text) => {
                    format!("Is({}, {}, {})", self.nth(path), self.text(path)?, self.text(text)?)
                }
                Condition::Begins(path, text) => {
                    format!("Begins({}, {}, {})", self.nth(path), self.text(path)?, self.text(text)?)
                }
                Condition::In(path, texts) => {
                    format!("In({}, {}, {})", self.nth(path), self.text(path)?, self.texts(texts)?)
                }
                Condition::Detail(texts) => format!("Detail({})", self.texts(texts)?),
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
        if steps.len() > MAX_STEPS {
            return Err(format!("more than {MAX_STEPS} actions: {steps:?}").into());
        }
        self.span("STEPS", "Step", steps.iter().map(step).collect())
    }

    fn usual(&mut self, usual: &Usual) -> Result<String> {
        let members = [
            ("networks", self.texts(usual.networks)?),
            ("min_ms", (usual.min_seconds * 1000).to_string()),
            ("max_ms", (usual.max_seconds * 1000).to_string()),
            ("docs", self.text(usual.docs)?),
        ];
        Ok(literal("Usual", &members))
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

/// The place of a text in a list, which it may have been added to.
fn place(texts: &mut Vec<&'static str>, text: &'static str) -> usize {
    texts.iter().position(|known| *known == text).unwrap_or_else(|| {
        texts.push(text);
        texts.len() - 1
    })
}

fn code(list: &str, word: &dyn Debug) -> String {
    format!("{list}::{word:?}")
}

fn list(name: &str, rows: &[impl Debug]) -> String {
    let rows: Vec<_> = rows.iter().map(|row| code(name, row)).collect();
    format!("&[{}]", rows.join(", "))
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
            Holds::Token(_) | Holds::Text(_) | Holds::Customer(..) | Holds::Other(_) => Self::default(),
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
    "0.provider",
    "0.id",
    "0.direction",
    "0.word",
    "0.status",
    "0.trust",
    "0.fulfilment",
    "0.finality",
    "0.progress.step",
    "0.times",
    "0.times.updated",
    "0.environment",
    "0.money",
    "0.actor",
    "0.times.created",
    "0.times.paid",
    "0.times.completed",
    "0.expiresAt",
    "0.reopenableUntil",
    "0.reference",
    "0.txHash",
    "0.links.checkout",
    "0.amounts.paid.value",
    "0.amounts.paid.currency",
    "0.amounts.paid.network",
    "0.amounts.expected.value",
    "0.amounts.expected.currency",
    "0.amounts.expected.network",
    "0.actions",
    "0.kind",
    "0.audience",
    "1",
    "1.provider",
    "1.id",
    "1.direction",
    "1.word",
    "1.status",
    "1.trust",
    "1.fulfilment",
    "1.finality",
    "1.progress.step",
    "1.times",
    "1.times.updated",
    "1.httpStatus",
    "1.orderId",
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
    "2.reference",
    "2.previous.word",
    "3",
    "3.retry-after",
    "3.date",
    "4",
    "4.now",
];

/// What is read of the header and the claims of a signed token, `src/webhook/token.rs`, and of the context of `verify`.
const WEBHOOK: &[Path] = &["alg", "crit", "b64", "zip", "typ", "exp", "nbf", "iat", "2.tolerance"];

/// The key of whatever stands in a list of orders.
const ELEMENT: &str = "*";

/// The key of where an order is read once more, for what is seldom asked for. No payload is looked into there, so to read
/// one costs nothing more.
const ASIDE: &str = "#";

/// The key of what stands last in a list.
const LAST: &str = "-1";

fn path_of(condition: &Condition) -> Option<Path> {
    match condition {
        Condition::Has(path)
        | Condition::Is(path, _)
        | Condition::Begins(path, _)
        | Condition::In(path, _) => Some(path),
        Condition::Detail(_)
        | Condition::PaidUnder
        | Condition::PaidOver
        | Condition::PaidLate
        | Condition::Previously(_) => None,
    }
}

fn slots(fields: &Fields) -> [(Slot, &'static [Path]); 20] {
    [
        (Slot::Word, fields.word),
        (Slot::Family, fields.family),
        (Slot::SecondWord, fields.second_word),
        (Slot::Event, fields.event),
        (Slot::Id, fields.id),
        (Slot::Reference, fields.reference),
        (Slot::Via, fields.via),
        (Slot::Direction, fields.direction),
        (Slot::Detail, fields.detail),
        (Slot::Created, fields.created),
        (Slot::Updated, fields.updated),
        (Slot::Paid, fields.paid),
        (Slot::Completed, fields.completed),
        (Slot::Expires, fields.expires),
        (Slot::TxHash, fields.tx_hash),
        (Slot::Address, fields.address),
        (Slot::Memo, fields.memo),
        (Slot::Checkout, fields.checkout),
        (Slot::StatusPage, fields.status_page),
        (Slot::TransactionPage, fields.transaction_page),
    ]
}
