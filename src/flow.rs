//! How a provider's orders move from word to word: as data, and as a picture in Mermaid's text.

mod svg;

use alloc::string::String;
use alloc::vec::Vec;

use crate::error::{Error, ErrorCode};
use crate::recognise::known;
use crate::tables::{Edge, Flow as Rows, State};
use crate::text::{add, before, split_once};
use crate::vocabulary::{Direction, EdgeBasis, Finality, Status};

/// How a provider's orders of one direction move. [`transition`](crate::transition) goes by it.
///
/// Of a provider whose flow is not written down yet there are neither states nor edges.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "camelCase"))]
#[non_exhaustive]
pub struct Flow {
    /// Whose orders: `"banxa"`.
    pub provider: &'static str,
    /// Which way they go.
    pub direction: Direction,
    /// The id of the state in which orders begin.
    pub entry: Option<&'static str>,
    /// The ids of the states in which they end. From some of them an order can come back, or its money can go back.
    pub ends: Vec<&'static str>,
    /// What an order can be in.
    pub states: Vec<FlowState>,
    /// Which state can follow on which, in one step. What is skipped on the way is not listed again.
    pub edges: Vec<FlowEdge>,
    /// A flowchart of it in Mermaid's text; [`Flow::svg`] is another. Drawn and said edges are solid, implied ones dashed; what has ended is round,
    /// and refused edges end in a cross.
    pub mermaid: String,
}

/// A word of the provider's, as a state of its orders.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "camelCase"))]
#[non_exhaustive]
pub struct FlowState {
    /// What edges call it: the word, and where the word means this beside a field alone, `?` and the field's path.
    pub id: &'static str,
    /// The provider's word.
    pub word: &'static str,
    /// What it means.
    pub status: Status,
    /// Whether the order can still move.
    pub finality: Finality,
}

/// A step from one state to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(rename_all = "camelCase"))]
#[non_exhaustive]
pub struct FlowEdge {
    /// The id of the state before.
    pub from: &'static str,
    /// The id of the state after.
    pub to: &'static str,
    /// Where the edge comes from.
    pub basis: EdgeBasis,
    /// Whether it brings an order back that had ended without success.
    pub revival: bool,
    /// Whether the provider's own text contradicts it: it is shown, and no order may take it.
    pub refused: bool,
}

/// How a provider's orders of one direction move.
///
/// ```
/// use orderstate::{Direction, EdgeBasis, flow};
///
/// let flow = flow("mugglepay", Direction::Pay)?;
/// assert_eq!(flow.entry, Some("NEW"));
/// let late = flow.edges.iter().find(|edge| (edge.from, edge.to) == ("EXPIRED", "UNRESOLVED"));
/// assert!(late.is_some_and(|edge| edge.revival && edge.basis == EdgeBasis::Said));
/// # Ok::<(), orderstate::Error>(())
/// ```
///
/// # Errors
///
/// [`ErrorCode::BadContext`], where there is no such provider, or it has no orders of that direction.
pub fn flow(provider: &str, direction: Direction) -> Result<Flow, Error> {
    let (provider, flow) = find(provider, direction)?;
    let states = flow.states.rows();
    let id = |place: u8| states.get(usize::from(place)).map_or("", |state| state.id.as_str());
    let edge = |edge: &Edge| FlowEdge {
        from: id(edge.from),
        to: id(edge.to),
        basis: edge.basis,
        revival: flow.revives(edge),
        refused: edge.refused,
    };
    let mut text = String::new();
    mermaid(flow, &mut text);
    let (mut ends, mut all) = (Vec::new(), Vec::new());
    for state in states {
        let id = state.id.as_str();
        all.push(FlowState { id, word: state.word(), status: state.status, finality: state.finality });
        if state.ended() {
            ends.push(id);
        }
    }
    Ok(Flow {
        provider,
        direction,
        entry: states.first().map(|state| state.id.as_str()),
        ends,
        states: all,
        edges: flow.edges.rows().iter().map(edge).collect(),
        mermaid: text,
    })
}

/// The provider's id, and its flow in a direction.
pub(crate) fn find(provider: &str, direction: Direction) -> Result<(&'static str, &'static Rows), Error> {
    let provider = known(provider)?;
    let id = provider.id.as_str();
    let flow = provider.flow(direction).ok_or_else(|| {
        let why = ["`", id, "` has no orders of the direction `", direction.as_str(), "`"];
        Error::new(ErrorCode::BadContext, &why)
    })?;
    Ok((id, flow))
}

impl State {
    pub(crate) fn word(&self) -> &'static str {
        before(self.id.as_str(), b"?")
    }

    /// Whether it is a word's state: as rows have the word, or as payloads do, without the family.
    pub(crate) fn is(&self, word: &str) -> bool {
        let own = self.word();
        own == word || split_once(own, "/").is_some_and(|(_, bare)| bare == word)
    }

    pub(crate) fn ended(&self) -> bool {
        self.finality != Finality::Open
    }
}

impl Rows {
    /// Whether an edge brings an order back that had ended without success.
    pub(crate) fn revives(&self, edge: &Edge) -> bool {
        let [from, to] = [edge.from, edge.to].map(|place| self.states.rows().get(usize::from(place)));
        let status = |state: Option<&State>| state.map_or(Status::Unknown, |state| state.status);
        !edge.refused && status(from).comes_back_as(status(to))
    }
}

/// Writes a flow as a flowchart.
pub(crate) fn mermaid(flow: &Rows, text: &mut String) {
    add(text, &["flowchart TD\n"]);
    let mut write = |place: usize, parts: [&str; 5]| {
        add(text, &["  s", itoa::Buffer::new().format(place)]);
        add(text, &parts);
    };
    for (place, state) in flow.states.rows().iter().enumerate() {
        let [open, close] = if state.ended() { ["([\"", "\"])\n"] } else { ["[\"", "\"]\n"] };
        write(place, [open, state.id.as_str(), "<br>", state.status.as_str(), close]);
    }
    for edge in flow.edges.rows() {
        let arrow = match edge.basis {
            EdgeBasis::Drawn | EdgeBasis::Said if edge.refused => " --x",
            EdgeBasis::Drawn | EdgeBasis::Said => " -->",
            EdgeBasis::Implied => " -.->",
        };
        write(
            usize::from(edge.from),
            [arrow, " s", itoa::Buffer::new().format(usize::from(edge.to)), "\n", ""],
        );
    }
}
