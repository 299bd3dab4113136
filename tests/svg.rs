//! The pictures of flows: well-formed, the same as the data, and legible. Nothing is looked at here, so what can be measured is.
#![cfg(not(target_arch = "wasm32"))]
#![allow(
    clippy::allow_attributes,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::string_slice,
    clippy::unwrap_used,
    reason = "a test that panics has failed"
)]

use std::collections::BTreeSet;

use orderstate::{EdgeBasis, Finality, Flow, Status, flow, providers};
use roxmltree::{Document, Node};

/// The widest that a character can be of the monospaced text, and of the proportional one, by their sizes in pixels.
const WIDE: f64 = 0.62;

fn flows() -> Vec<Flow> {
    let ways = providers().into_iter().flat_map(|provider| {
        provider.directions.iter().map(move |direction| flow(provider.id, *direction).unwrap())
    });
    ways.collect()
}

fn pictures(check: impl Fn(&Flow, &Document<'_>, &str)) {
    let mut count = 0;
    for flow in flows() {
        let (text, name) = (flow.svg(), format!("{} {}", flow.provider, flow.direction));
        assert_eq!(text.is_empty(), flow.states.is_empty(), "{name}");
        assert_eq!(text, flow.svg(), "{name} is drawn otherwise the second time");
        if !text.is_empty() {
            count += 1;
            check(&flow, &Document::parse(&text).expect(&name), &name);
        }
    }
    assert!(count > 0);
}

fn named<'a>(picture: &'a Document<'_>, name: &str) -> Vec<Node<'a, 'a>> {
    picture.descendants().filter(|node| node.has_tag_name(name)).collect()
}

fn number(node: &Node<'_, '_>, name: &str) -> f64 {
    node.attribute(name).unwrap().parse().unwrap()
}

/// Left, top, right, bottom.
type Area = [f64; 4];

fn area(rect: &Node<'_, '_>) -> Area {
    let [x, y, width, height] = ["x", "y", "width", "height"].map(|name| number(rect, name));
    [x, y, x + width, y + height]
}

fn boxes(picture: &Document<'_>) -> Vec<Area> {
    named(picture, "rect").iter().map(area).collect()
}

/// The lines of the edges, without their heads: those are in the definitions.
fn lines<'a>(picture: &'a Document<'_>) -> Vec<Node<'a, 'a>> {
    picture.root_element().children().filter(|node| node.has_tag_name("path")).collect()
}

#[test]
fn a_picture_has_a_box_for_each_state_and_a_line_for_each_edge() {
    pictures(|flow, picture, name| {
        let words: Vec<(String, &str, bool)> = (picture.root_element().children())
            .filter(|node| node.has_tag_name("g"))
            .map(|group| {
                let texts: Vec<&str> =
                    group.descendants().filter(Node::is_text).filter_map(|node| node.text()).collect();
                let (status, word) = texts.split_last().unwrap();
                assert_eq!(group.attribute("class"), Some(*status));
                let corner = number(&group.first_element_child().unwrap(), "rx");
                (word.concat(), *status, corner > 5.0)
            })
            .collect();
        let states = flow.states.iter();
        let wanted: Vec<(String, &str, bool)> = states
            .map(|state| (state.id.into(), state.status.as_str(), state.finality != Finality::Open))
            .collect();
        assert_eq!(words, wanted, "{name}");

        let lines = lines(picture);
        assert_eq!(lines.len(), flow.edges.len(), "{name}");
        let with = |mark: fn(&Node<'_, '_>) -> bool| lines.iter().filter(|line| mark(line)).count();
        let edges =
            |mark: fn(&orderstate::FlowEdge) -> bool| flow.edges.iter().filter(|edge| mark(edge)).count();
        assert_eq!(
            with(|line| line.has_attribute("stroke-dasharray")),
            edges(|edge| edge.basis == EdgeBasis::Implied)
        );
        assert_eq!(
            with(|line| line.attribute("marker-end").unwrap().ends_with("-cross)")),
            edges(|edge| edge.refused)
        );
        assert_eq!(with(|line| line.attribute("class") == Some("revival")), edges(|edge| edge.revival));
    });
}

#[test]
fn pictures_are_told_to_who_cannot_see_them_and_stand_beside_each_other() {
    let ids = std::cell::RefCell::new(BTreeSet::new());
    pictures(|flow, picture, name| {
        let root = picture.root_element();
        assert_eq!(root.attribute("role"), Some("img"));
        let [title, about] = ["title", "desc"].map(|tag| named(picture, tag)[0]);
        let labels = [title, about].map(|node| node.attribute("id").unwrap()).join(" ");
        assert_eq!(root.attribute("aria-labelledby"), Some(labels.as_str()));
        assert_eq!(title.text(), Some(format!("{}, {}", flow.provider, flow.direction).as_str()));
        // Each step that can be made, once.
        let told = about.text().unwrap();
        let told: Vec<(&str, &str)> = (told.split(". ").filter(|part| !part.is_empty()))
            .flat_map(|part| {
                let (from, to) = part.split_once(" → ").unwrap();
                to.split(", ").map(move |to| (from, to))
            })
            .collect();
        let steps: BTreeSet<_> =
            flow.edges.iter().filter(|edge| !edge.refused).map(|edge| (edge.from, edge.to)).collect();
        assert_eq!((told.len(), told.into_iter().collect::<BTreeSet<_>>()), (steps.len(), steps), "{name}");
        for node in picture.descendants() {
            if let Some(id) = node.attribute("id") {
                assert!(ids.borrow_mut().insert(id.to_owned()), "{name}: {id} again");
            }
            // Colours are the page's.
            for paint in ["fill", "stroke"] {
                assert!(matches!(node.attribute(paint), None | Some("none" | "currentColor")), "{name}");
            }
        }
    });
}

#[test]
fn every_text_is_inside_of_its_box_and_no_two_boxes_touch() {
    pictures(|_, picture, name| {
        let [.., width, height] =
            picture.root_element().attribute("viewBox").unwrap().split(' ').collect::<Vec<_>>()[..]
        else {
            panic!("{name}")
        };
        let (width, height): (f64, f64) = (width.parse().unwrap(), height.parse().unwrap());
        // Three columns of short lines: a telephone shows it at half its size, or more.
        assert!(width <= 640.0, "{name} is {width} wide");
        let boxes = boxes(picture);
        for (at, [left, top, right, bottom]) in boxes.iter().enumerate() {
            assert!(*left >= 0.0 && *top >= 0.0 && *right <= width && *bottom <= height, "{name}");
            for [other_left, other_top, other_right, other_bottom] in &boxes[at + 1..] {
                let apart = right + 20.0 <= *other_left
                    || other_right + 20.0 <= *left
                    || bottom + 8.0 <= *other_top
                    || other_bottom + 8.0 <= *top;
                assert!(apart, "{name}");
            }
        }
        for group in named(picture, "g") {
            let [left, top, right, bottom] = area(&group.first_element_child().unwrap());
            for line in group.descendants().filter(|node| node.has_tag_name("tspan")) {
                let size = line.attribute("font-size").map_or(11.0, |size| size.parse().unwrap());
                let half = line.text().unwrap().chars().count() as f64 * size * WIDE / 2.0;
                let (x, y) = (number(&line, "x"), number(&line, "y"));
                assert!(x - half >= left && x + half <= right, "{name}: {:?} is too wide", line.text());
                assert!(y - size >= top && y + size / 3.0 <= bottom, "{name}: {:?} is too high", line.text());
            }
        }
    });
}

#[test]
fn the_way_of_an_order_that_goes_well_is_straight_and_the_rest_beside_it() {
    pictures(|flow, picture, name| {
        let middle = |[left, _, right, _]: &Area| left + right;
        let way = |status: Status| {
            !matches!(status, Status::OnHold | Status::Failed | Status::Cancelled | Status::Expired)
        };
        let boxes = boxes(picture);
        let placed: Vec<_> = flow.states.iter().zip(&boxes).collect();
        let main: Vec<_> = placed.iter().filter(|(state, _)| way(state.status)).collect();
        let line = middle(main[0].1);
        assert!(main.iter().all(|(_, area)| middle(area) == line), "{name}");
        for (state, area) in placed.iter().filter(|(state, _)| !way(state.status)) {
            assert_eq!(middle(area) < line, state.status == Status::OnHold, "{name}: {}", state.id);
        }
    });
}

/// Points along a path of the commands M, H, V and C, whose numbers are places.
fn along(path: &str) -> Vec<(f64, f64)> {
    let mut points = Vec::new();
    let mut at = (0.0, 0.0);
    let mut rest = path;
    while let Some(command) = rest.chars().next() {
        let end = rest[1..].find(char::is_alphabetic).map_or(rest.len(), |end| end + 1);
        let numbers: Vec<f64> = rest[1..end].split(' ').map(|number| number.parse().unwrap()).collect();
        rest = &rest[end..];
        let before = at;
        let curve = match (command, &numbers[..]) {
            ('M', [x, y]) => [(*x, *y); 4],
            ('H', [x]) => [before, before, (*x, before.1), (*x, before.1)],
            ('V', [y]) => [before, before, (before.0, *y), (before.0, *y)],
            ('C', [a, b, c, d, x, y]) => [before, (*a, *b), (*c, *d), (*x, *y)],
            other => panic!("{other:?}"),
        };
        at = curve[3];
        for step in 0..=40 {
            let t = f64::from(step) / 40.0;
            let weights =
                [(1.0 - t).powi(3), 3.0 * t * (1.0 - t).powi(2), 3.0 * t * t * (1.0 - t), t.powi(3)];
            let sum = |pick: fn((f64, f64)) -> f64| {
                weights.iter().zip(curve).map(|(weight, point)| weight * pick(point)).sum::<f64>()
            };
            points.push((sum(|point| point.0), sum(|point| point.1)));
        }
    }
    points
}

#[test]
fn no_line_crosses_a_box_or_leaves_the_picture() {
    pictures(|_, picture, name| {
        let root = picture.root_element();
        let (width, height) = (number(&root, "width"), number(&root, "height"));
        let boxes = boxes(picture);
        for line in lines(picture) {
            let path = line.attribute("d").unwrap();
            for (x, y) in along(path) {
                assert!((0.0..=width).contains(&x) && (0.0..=height).contains(&y), "{name}: {path}");
                for [left, top, right, bottom] in &boxes {
                    let inside = x > left + 0.5 && x < right - 0.5 && y > top + 0.5 && y < bottom - 0.5;
                    assert!(!inside, "{name}: {path} crosses a box at {x} {y}");
                }
            }
        }
    });
}

/// Whether a line ends where its edge does, a head before the box.
#[test]
fn lines_lead_from_state_to_state() {
    pictures(|flow, picture, name| {
        let boxes = boxes(picture);
        let at = |(x, y): (f64, f64), reach: f64| {
            let near = |[left, top, right, bottom]: &Area| {
                x >= left - reach && x <= right + reach && y >= top - reach && y <= bottom + reach
            };
            let place = boxes.iter().position(near).unwrap_or_else(|| panic!("{name}: nothing at {x} {y}"));
            flow.states[place].id
        };
        let drawn: BTreeSet<_> = lines(picture)
            .iter()
            .map(|line| {
                let points = along(line.attribute("d").unwrap());
                (at(points[0], 0.0), at(*points.last().unwrap(), 7.5))
            })
            .collect();
        let edges: BTreeSet<_> = flow.edges.iter().map(|edge| (edge.from, edge.to)).collect();
        assert_eq!(drawn, edges, "{name}");
    });
}
