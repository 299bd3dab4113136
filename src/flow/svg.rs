//! A flow as a picture: SVG, drawn without a browser, from the flow alone, and always the same.
//!
//! Three columns. In the middle, one below the other, stands what an order that goes well comes through, and behind that the
//! return of its money; to the left what holds it, to the right where it ends without success. Lines run between the columns
//! and between the rows, so none crosses a box.

use alloc::format;
use alloc::string::{String, ToString as _};
use alloc::vec::Vec;
use core::fmt::{self, Display, Formatter};

use super::{Flow, FlowEdge, FlowState};
use crate::vocabulary::{EdgeBasis, Finality, Status};

// In pixels, of a picture that is shown as large as it is.
/// Beside the outer columns, where lines go around there, and where none do.
const MARGIN: i32 = 44;
const EDGE: i32 = 8;
const GUTTER: i32 = 64;
const GAP: i32 = 30;
const LINE: i32 = 14;
/// Above the first line of a box and below the last.
const PAD: i32 = 9;
/// A character of the monospaced text, and of the status in a proportional one, a little more than it is.
const WIDE: i32 = 7;
const NARROW: i32 = 6;
/// The longest line of a word; longer words are broken.
const LONGEST: usize = 18;
/// Between two lines that meet the same side.
const PORT: i32 = 6;
/// How long a head is, which ends before the box.
const HEAD: i32 = 7;

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Column {
    Left,
    Middle,
    Right,
}

/// A state and where it stands.
struct Placed<'f> {
    state: &'f FlowState,
    lines: Vec<&'f str>,
    column: Column,
    row: usize,
    /// The left upper corner, and the size.
    x: i32,
    y: i32,
    width: i32,
    height: i32,
    /// How many lines meet its left side, and its right side.
    ports: [i32; 2],
}

/// The side of a box that a line meets.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Left,
    Right,
}

impl Flow {
    /// A picture of it: an `<svg>` to put into a page, which scales and takes the page's colour of text. Drawn and said edges are
    /// solid, implied ones dashed; what has ended is round, and refused edges end in a cross.
    ///
    /// Empty where the flow is not written down yet.
    ///
    /// ```
    /// use orderstate::{Direction, flow};
    ///
    /// let picture = flow("mugglepay", Direction::Pay)?.svg();
    /// assert!(picture.starts_with("<svg ") && picture.contains(">UNRESOLVED</tspan>"));
    /// # Ok::<(), orderstate::Error>(())
    /// ```
    #[must_use]
    pub fn svg(&self) -> String {
        if self.states.is_empty() { String::new() } else { Picture::of(self).to_string() }
    }
}

struct Picture<'f> {
    flow: &'f Flow,
    placed: Vec<Placed<'f>>,
    /// Each edge with its two ends.
    edges: Vec<(&'f FlowEdge, End, End)>,
    width: i32,
    height: i32,
    /// Where each row ends.
    bottoms: Vec<i32>,
}

/// Where a line meets a box.
#[derive(Clone, Copy)]
struct End {
    place: usize,
    /// None: above or below it, in the middle.
    side: Option<(Side, i32)>,
}

impl<'f> Picture<'f> {
    fn of(flow: &'f Flow) -> Self {
        let mut placed: Vec<Placed<'f>> = flow.states.iter().map(|state| Placed::of(state, flow)).collect();
        rows(flow, &mut placed);
        let around = |column| {
            flow.edges
                .iter()
                .any(|edge| [edge.from, edge.to].iter().all(|id| column_of(&placed, id) == column))
        };
        let margins =
            [Column::Left, Column::Right].map(|column| if around(Some(column)) { MARGIN } else { EDGE });
        let (width, height, bottoms) = sizes(&mut placed, margins);
        let mut picture = Self { flow, placed, edges: Vec::new(), width, height, bottoms };
        picture.connect();
        picture
    }

    /// Finds out which sides the lines meet, and in which order: where they come from, from above to below.
    fn connect(&mut self) {
        let place = |id: &str| self.placed.iter().position(|placed| placed.state.id == id);
        let middle = |place: usize| self.placed.get(place).map_or(0, |placed| placed.y + placed.height / 2);
        let mut meetings = Vec::new();
        for edge in &self.flow.edges {
            let (Some(from), Some(to)) = (place(edge.from), place(edge.to)) else { continue };
            let [leaves, meets] = self.sides(from, to);
            let end = |place, side: Option<Side>| End { place, side: side.map(|side| (side, 0)) };
            let number = self.edges.len();
            meetings.push((middle(to), number, true));
            meetings.push((middle(from), number, false));
            self.edges.push((edge, end(from, leaves), end(to, meets)));
        }
        meetings.sort_unstable();
        for (_, number, begins) in meetings {
            let Some((_, from, to)) = self.edges.get_mut(number) else { continue };
            let end = if begins { from } else { to };
            let (Some((side, port)), Some(placed)) = (&mut end.side, self.placed.get_mut(end.place)) else {
                continue;
            };
            let [left, right] = &mut placed.ports;
            let ports = if *side == Side::Left { left } else { right };
            *ports += 1;
            *port = *ports;
        }
    }

    fn sides(&self, from: usize, to: usize) -> [Option<Side>; 2] {
        let (Some(a), Some(b)) = (self.placed.get(from), self.placed.get(to)) else { return [None, None] };
        match (a.column, b.column) {
            // One step down the middle.
            (Column::Middle, Column::Middle) if b.row == a.row + 1 => [None, None],
            (Column::Middle | Column::Left, Column::Middle | Column::Left) if a.column == b.column => {
                [Some(Side::Left); 2]
            }
            (Column::Right, Column::Right) => [Some(Side::Right); 2],
            (a, b) if a < b => [Some(Side::Right), Some(Side::Left)],
            _ => [Some(Side::Left), Some(Side::Right)],
        }
    }

    /// The point of an end: to the side of the box, or below it where the line begins, and above it where it ends.
    fn point(&self, end: End, begins: bool) -> (i32, i32) {
        let Some(placed) = self.placed.get(end.place) else { return (0, 0) };
        let Placed { x, y, width, height, ports: [left, right], .. } = *placed;
        match end.side {
            None => (x + width / 2, if begins { y + height } else { y }),
            Some((Side::Left, port)) => (x, y + height * port / (left + 1)),
            Some((Side::Right, port)) => (x + width, y + height * port / (right + 1)),
        }
    }

    /// For who cannot see it: what follows on each state.
    fn describe(&self, f: &mut Formatter<'_>) -> fmt::Result {
        for state in &self.flow.states {
            let after = self.flow.edges.iter().filter(|edge| edge.from == state.id && !edge.refused);
            for (at, edge) in after.enumerate() {
                match at {
                    0 => write!(f, "{} → {}", state.id, edge.to)?,
                    _ => write!(f, ", {}", edge.to)?,
                }
            }
            f.write_str(". ")?;
        }
        Ok(())
    }

    /// The path of a line, which ends a head before its box.
    fn line(&self, from: End, to: End, number: i32, f: &mut Formatter<'_>) -> fmt::Result {
        let ((x1, y1), (x2, y2)) = (self.point(from, true), self.point(to, false));
        let (Some((leaves, _)), Some((meets, _))) = (from.side, to.side) else {
            return write!(f, "M{x1} {y1}V{}", y2 - HEAD);
        };
        let end = x2 + meets.outwards(HEAD);
        let placed = |end: End| {
            self.placed.get(end.place).map_or((Column::Middle, 0), |placed| (placed.column, placed.row))
        };
        let ((column, row), (other, _)) = (placed(from), placed(to));
        if leaves == meets {
            // Around to the same side: the further, the wider, and never as far as the next column.
            let room = if column == Column::Middle { GUTTER } else { MARGIN } - HEAD;
            let bulge = leaves.outwards((16 + (y1 - y2).abs() / 6).min(room) * 4 / 3);
            write!(f, "M{x1} {y1}C{} {y1} {} {y2} {end} {y2}", x1 + bulge, x2 + bulge)
        } else if column != Column::Middle && other != Column::Middle {
            // Across the middle, below the row in which it begins.
            let below = self.bottoms.get(row).map_or(0, |bottom| bottom + 6 + number % 4 * 5);
            let away = 14 + number % 5 * 8;
            let (a, b) = (x1 + leaves.outwards(away), x2 + meets.outwards(GUTTER - away));
            write!(f, "M{x1} {y1}H{a}V{below}H{b}V{y2}H{end}")
        } else {
            // In the gutter between two columns.
            let (a, b) = (leaves.outwards(GUTTER / 2), meets.outwards(GUTTER / 2));
            write!(f, "M{x1} {y1}C{} {y1} {} {y2} {end} {y2}", x1 + a, x2 + b)
        }
    }
}

impl Display for Picture<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let Self { flow: Flow { provider, direction, .. }, width, height, .. } = self;
        let id = format!("orderstate-{provider}-{direction}");
        write!(
            f,
            r#"<svg xmlns="http://www.w3.org/2000/svg" class="orderstate-flow" role="img" aria-labelledby="{id} {id}-about" viewBox="0 0 {width} {height}" width="{width}" height="{height}" style="max-width:100%;height:auto" fill="none" stroke="currentColor">
<title id="{id}">{provider}, {direction}</title>
<desc id="{id}-about">"#
        )?;
        self.describe(f)?;
        writeln!(
            f,
            r#"</desc>
<defs><marker id="{id}-head" viewBox="0 0 7 7" refY="3.5" markerWidth="7" markerHeight="7" markerUnits="userSpaceOnUse" orient="auto"><path d="M0 0 7 3.5 0 7Z" fill="currentColor" stroke="none"/></marker><marker id="{id}-cross" viewBox="0 0 7 7" refY="3.5" markerWidth="7" markerHeight="7" markerUnits="userSpaceOnUse" orient="auto"><path d="M0 0 7 7M7 0 0 7"/></marker></defs>"#
        )?;
        for (number, (edge, from, to)) in (0..).zip(&self.edges) {
            let class = if edge.revival { r#" class="revival""# } else { "" };
            let dashes = match edge.basis {
                EdgeBasis::Drawn | EdgeBasis::Said => "",
                EdgeBasis::Implied => r#" stroke-dasharray="4 3""#,
            };
            let mark = if edge.refused { "cross" } else { "head" };
            write!(f, r#"<path{class} d=""#)?;
            self.line(*from, *to, number, f)?;
            writeln!(f, r#""{dashes} marker-end="url(#{id}-{mark})"/>"#)?;
        }
        self.placed.iter().try_for_each(|placed| placed.fmt(f))?;
        f.write_str("</svg>\n")
    }
}

impl Side {
    /// How far to the right it is to go away from the box.
    const fn outwards(self, by: i32) -> i32 {
        match self {
            Self::Left => -by,
            Self::Right => by,
        }
    }
}

impl<'f> Placed<'f> {
    fn of(state: &'f FlowState, flow: &Flow) -> Self {
        let column = if state.status == Status::OnHold {
            Column::Left
        } else if state.status.unsuccessful() {
            Column::Right
        } else {
            Column::Middle
        };
        let lines = broken(state.id);
        let longest = lines.iter().map(|line| line.len()).max().unwrap_or_default();
        let width = (longest as i32 * WIDE).max(state.status.as_str().len() as i32 * NARROW) + 2 * PAD;
        let texts = (lines.len() as i32 + 1) * LINE + PAD;
        // All lines of a box beside the middle meet the same side of it, as a rule.
        let meet = flow.edges.iter().filter(|edge| edge.from == state.id || edge.to == state.id).count();
        let ports = if column == Column::Middle { 0 } else { (meet as i32 + 1) * PORT };
        let height = texts.max(ports);
        Self { state, lines, column, row: 0, x: 0, y: 0, width, height, ports: [0, 0] }
    }
}

impl Display for Placed<'_> {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        let Self { state, x, y, width, height, .. } = self;
        let corner = if state.finality == Finality::Open { 3 } else { LINE };
        write!(
            f,
            r#"<g class="{}"><rect x="{x}" y="{y}" width="{width}" height="{height}" rx="{corner}"/><text fill="currentColor" stroke="none" text-anchor="middle" font-family="ui-monospace,monospace" font-size="11">"#,
            state.status
        )?;
        let texts = (self.lines.len() as i32 + 1) * LINE + PAD;
        let (middle, mut base) = (x + width / 2, y + (height - texts) / 2 + LINE + 2);
        for line in &self.lines {
            write!(f, r#"<tspan x="{middle}" y="{base}">{line}</tspan>"#)?;
            base += LINE;
        }
        let status = state.status;
        writeln!(
            f,
            r#"<tspan x="{middle}" y="{base}" font-family="sans-serif" font-size="10" opacity=".8">{status}</tspan></text></g>"#
        )
    }
}

/// A row for each state, as near to those before it as there is room in its column.
fn rows(flow: &Flow, placed: &mut [Placed<'_>]) {
    let mut order: Vec<usize> = (0..placed.len()).collect();
    let status = |place: &usize, placed: &[Placed<'_>]| placed.get(*place).map(|placed| placed.state.status);
    let rank = |status: Option<Status>| match status {
        Some(Status::RefundPending) => 20,
        Some(Status::Refunded) => 21,
        Some(Status::Reversed) => 22,
        status => status.and_then(Status::rank).unwrap_or(10),
    };
    order.sort_by_key(|place| rank(status(place, placed)));
    let mut row = 0;
    for place in &order {
        if let Some(placed) = placed.get_mut(*place).filter(|placed| placed.column == Column::Middle) {
            placed.row = row;
            row += 1;
        }
    }
    // Beside the middle one of the rows that lead there.
    let mut wanted: Vec<(usize, usize)> = Vec::new();
    for (at, side) in placed.iter().enumerate().filter(|(_, placed)| placed.column != Column::Middle) {
        let mut before: Vec<usize> = (flow.edges.iter().filter(|edge| edge.to == side.state.id))
            .filter_map(|edge| placed.iter().find(|placed| placed.state.id == edge.from))
            .filter(|placed| placed.column == Column::Middle)
            .map(|placed| placed.row)
            .collect();
        before.sort_unstable();
        wanted.push((before.get(before.len() / 2).copied().unwrap_or_default(), at));
    }
    wanted.sort_unstable();
    let mut next = [0, 0];
    for (row, at) in wanted {
        let Some(placed) = placed.get_mut(at) else { continue };
        let [left, right] = &mut next;
        let next = if placed.column == Column::Left { left } else { right };
        placed.row = row.max(*next);
        *next = placed.row + 1;
    }
}

fn column_of(placed: &[Placed<'_>], id: &str) -> Option<Column> {
    placed.iter().find(|placed| placed.state.id == id).map(|placed| placed.column)
}

/// Gives the columns their widths and the rows their heights; those of the picture, and where each row ends.
fn sizes(placed: &mut [Placed<'_>], [left, right]: [i32; 2]) -> (i32, i32, Vec<i32>) {
    // Lines from the middle to the middle run to the left of it.
    let held = placed.iter().any(|placed| placed.column == Column::Left);
    let mut x = if held { left } else { GUTTER };
    for column in [Column::Left, Column::Middle, Column::Right] {
        let mut boxes = placed.iter_mut().filter(|placed| placed.column == column).collect::<Vec<_>>();
        let Some(widest) = boxes.iter().map(|placed| placed.width).max() else { continue };
        for placed in &mut boxes {
            placed.width = widest;
            placed.x = x;
        }
        x += widest + GUTTER;
    }
    let (mut y, mut bottoms) = (GAP / 2, Vec::new());
    let last = placed.iter().map(|placed| placed.row).max().unwrap_or_default();
    for row in 0..=last {
        let tallest = placed.iter().filter(|placed| placed.row == row).map(|placed| placed.height).max();
        let tallest = tallest.unwrap_or_default();
        for placed in placed.iter_mut().filter(|placed| placed.row == row) {
            placed.y = y + (tallest - placed.height) / 2;
        }
        bottoms.push(y + tallest);
        y += tallest + GAP;
    }
    (x - GUTTER + right, y - GAP / 2, bottoms)
}

/// A word in lines, broken where a part of it ends.
fn broken(word: &str) -> Vec<&str> {
    let mut lines = Vec::new();
    let mut rest = word;
    while rest.len() > LONGEST {
        let bytes = rest.as_bytes();
        // Behind a mark, or before a capital letter that follows a small one.
        let ends = |at: &usize| match bytes.get(at - 1..=*at) {
            Some([b'_' | b'.' | b'/' | b'-' | b' ', _] | [_, b'?']) => true,
            Some([before, behind]) => before.is_ascii_lowercase() && behind.is_ascii_uppercase(),
            _ => false,
        };
        let at = (1..=LONGEST).rev().find(ends).unwrap_or(LONGEST);
        let Some((line, behind)) = rest.split_at_checked(at) else { break };
        lines.push(line);
        rest = behind;
    }
    lines.push(rest);
    lines
}
