//! What an entry says that is no record, for a person.

use std::collections::HashMap;

use crate::model::{Node, NodeData, NodeId};
use crate::store::{Reader, Result, Said, Saying};
use crate::tui::text;

/// Nodes that a row names, and that its detail does.
const IN_ROW: usize = 3;
const IN_DETAIL: usize = 200;

/// On one line, nodes by their ids: rows are looked through by the million.
pub(super) fn line(says: &[Saying]) -> String {
    let said = says.iter().map(|Saying { name, value }| match value {
        Said::Nodes(nodes) => {
            let ids: Vec<String> = nodes.iter().take(IN_ROW).map(|node| id(*node)).collect();
            let more = nodes.len().saturating_sub(IN_ROW);
            let more = if more > 0 { format!(" +{more}") } else { String::new() };
            format!("{name} {}{more}", ids.join(" "))
        }
        Said::Moment(seconds) => format!("{name} {}", text::time(*seconds)),
        Said::Text(said) => format!("{name} {said}"),
    });
    said.collect::<Vec<_>>().join(", ")
}

/// On lines, nodes by their names, each once with how often it stands there.
///
/// # Errors
/// Where nodes cannot be read.
pub(super) fn lines(reader: &dyn Reader, says: &[Saying]) -> Result<Vec<String>> {
    let mut lines = Vec::new();
    for Saying { name, value } in says {
        let nodes = match value {
            Said::Text(said) => {
                lines.push(format!("{name}: {said}"));
                continue;
            }
            Said::Moment(seconds) => {
                lines.push(format!("{name}: {}", text::time(*seconds)));
                continue;
            }
            Said::Nodes(nodes) => nodes,
        };
        let mut times: HashMap<NodeId, usize> = HashMap::new();
        let mut order = Vec::new();
        for node in nodes {
            let times = times.entry(*node).or_default();
            if *times == 0 {
                order.push(*node);
            }
            *times += 1;
        }
        for node in order.iter().take(IN_DETAIL) {
            let times = times.get(node).copied().unwrap_or_default();
            let times = if times > 1 { format!(" \u{d7}{times}") } else { String::new() };
            lines.push(format!("{name}: {}{times}", named(reader, *node)?));
        }
        if let Some(more) = order.len().checked_sub(IN_DETAIL).filter(|more| *more > 0) {
            lines.push(format!("{name}: and {more} more"));
        }
    }
    Ok(lines)
}

/// A node by its id and what it is called.
fn named(reader: &dyn Reader, node: NodeId) -> Result<String> {
    let name = match reader.node(node)? {
        Some(Node { data: NodeData::File(file), .. }) => file.path,
        Some(Node { data: NodeData::Symbol(symbol), .. }) => symbol.shown_name().to_owned(),
        Some(other) => other.kind().as_str().to_owned(),
        None => "nothing".to_owned(),
    };
    Ok(format!("{} {name}", id(node)))
}

fn id(node: NodeId) -> String {
    format!("{:016x}", node.0)
}
