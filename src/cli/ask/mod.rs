//! Questions about the graph, without a screen.

pub(super) mod args;
mod lines;
mod meant;
mod near;

use serde_json::{Value, json};

use self::args::{Find, Impact, Near, Question, Way};
use self::lines::{Lines, symbol};
use self::meant::Names;
use super::interrupt::Interrupt;
use super::print::Failure;
use super::{database, remembered, spinner};
use crate::graph::{self, CallGraph, Relation, Spot, Step, Watch};
use crate::model::{Certainty, NodeId};
use crate::source::Roots;
use crate::store::{self, Reader};

/// Steps that are read at once.
const PAGE: usize = 500;

/// Steps that are put into order before they are printed; of more, each so many.
const ORDERED: usize = 50_000;

/// Answers a question.
pub(super) fn run(question: &Question) -> Result<(), Failure> {
    // Before anything else, so that no signal is lost.
    let interrupt = Interrupt::watch()?;
    let path = database::at(&question.whole().database)?;
    let store = store::open(&path)?;
    let reader = store.reader()?;
    let meta = reader.meta()?;
    database::tell_notices(&path, &meta);
    let roots = Roots::new(meta.root.as_deref(), remembered::root(&path).as_deref());
    let bar = spinner::spinner("looking");
    let tell = |done| bar.set_position(done);
    let mut asked = Asked {
        reader: &*reader,
        names: Names { reader: &*reader, roots: &roots },
        lines: Lines::new(question.whole().json),
        watch: Watch::new(interrupt.flag(), &tell),
    };
    let answered = asked.answer(question);
    bar.finish_and_clear();
    match interrupt.code() {
        Some(code) => Err(Failure::interrupted(code, format!("{}: interrupted", path.display()))),
        None => answered.and_then(|()| asked.lines.end()),
    }
}

/// A question that is being answered.
struct Asked<'a> {
    reader: &'a dyn Reader,
    names: Names<'a>,
    lines: Lines,
    watch: Watch<'a>,
}

impl Asked<'_> {
    fn answer(&mut self, question: &Question) -> Result<(), Failure> {
        match question {
            Question::Find(find) => self.find(find),
            Question::Callers(near) => self.near(near, &[Relation::Callers]),
            Question::Callees(near) => self.near(near, &[Relation::Callees]),
            Question::Refs(near) => self.near(near, &[Relation::Callers, Relation::References]),
            Question::Path(way) => self.path(way),
            Question::Impact(impact) => self.impact(impact),
            Question::Cycles(_) => self.cycles(),
            Question::Unreached(_) => self.unreached(),
        }
    }

    fn find(&mut self, find: &Find) -> Result<(), Failure> {
        for name in &find.names {
            match name.strip_suffix('*') {
                Some(prefix) => self.find_prefixed(prefix, name)?,
                None => {
                    for found in self.names.all(name)? {
                        self.put(&Spot::of(&found))?;
                    }
                }
            }
        }
        Ok(())
    }

    fn find_prefixed(&mut self, prefix: &str, name: &str) -> Result<(), Failure> {
        let mut after: Option<(String, NodeId)> = None;
        loop {
            let last = after.as_ref().map(|(name, id)| (name.as_str(), *id));
            let page = self.reader.symbols_prefixed(prefix, last, PAGE)?;
            if page.items.is_empty() && after.is_none() {
                return Err(anyhow::anyhow!("{name}: no symbol has a name that begins so").into());
            }
            for found in &page.items {
                self.put(&Spot::of(found))?;
            }
            after = page.items.last().map(|symbol| (symbol.name.clone(), symbol.id));
            self.watch.look()?;
            if !page.more || !self.lines.is_read() || after.is_none() {
                return Ok(());
            }
        }
    }

    fn put(&mut self, spot: &Spot) -> Result<(), Failure> {
        self.lines.put(&spot.path, spot.line, &spot.name, || symbol(spot))
    }

    fn near(&mut self, near: &Near, relations: &[Relation]) -> Result<(), Failure> {
        for name in &near.names {
            for of in self.names.of(name, near.all)? {
                for relation in relations {
                    self.steps(&Spot::of(&of), *relation)?;
                }
            }
        }
        Ok(())
    }

    /// Prints what is next to a symbol, by file and line: the store has it by ids, which mean nothing to a reader.
    fn steps(&mut self, of: &Spot, relation: Relation) -> Result<(), Failure> {
        let mut after = None;
        let mut steps = Vec::new();
        loop {
            let page = graph::steps(self.reader, relation, of.id, after, PAGE)?;
            steps.extend(page.items);
            self.watch.look()?;
            after = page.next;
            if after.is_none() || steps.len() >= ORDERED {
                self.put_steps(of, relation, std::mem::take(&mut steps))?;
            }
            if after.is_none() || !self.lines.is_read() {
                return Ok(());
            }
        }
    }

    fn put_steps(&mut self, of: &Spot, relation: Relation, mut steps: Vec<Step>) -> Result<(), Failure> {
        steps.sort_by(|a, b| (&a.path, a.span.byte_start).cmp(&(&b.path, b.span.byte_start)));
        for step in steps {
            let is_unknown = relation == Relation::Callees && step.to.is_none();
            let name = if is_unknown { format!("{} (not resolved)", step.name) } else { step.name.clone() };
            let fields = || step_json(of, relation, &step);
            self.lines.put(&step.path, step.span.start.line, &name, fields)?;
        }
        Ok(())
    }

    fn path(&mut self, way: &Way) -> Result<(), Failure> {
        let from = self.names.ids_of(&way.from, way.all)?;
        let to = self.names.ids_of(&way.to, way.all)?;
        let found = graph::paths(self.reader, &from, &to, way.most as usize, &self.watch)?;
        if found.chains.is_empty() {
            return Err(anyhow::anyhow!("no calls lead from {} to {}", way.from, way.to).into());
        }
        for chain in &found.chains {
            self.lines.group(chain, json!({ "calls": chain.len() - 1 }))?;
        }
        if found.more {
            super::print::message(&format!("there are more than these {}; --most N prints more", way.most));
        }
        Ok(())
    }

    fn impact(&mut self, impact: &Impact) -> Result<(), Failure> {
        let mut of = Vec::new();
        for name in &impact.near.names {
            of.extend(self.names.ids_of(name, impact.near.all)?);
        }
        let lines = &mut self.lines;
        let mut written = Ok(());
        graph::impact(
            self.reader,
            &of,
            impact.depth.unwrap_or(u32::MAX),
            &self.watch,
            &mut |calls, spot| {
                let away = if calls == 1 { "call" } else { "calls" };
                let name = format!("{}, {calls} {away} away", spot.name);
                let fields = || with(symbol(&spot), "calls", calls.into());
                written = lines.put(&spot.path, spot.line, &name, fields);
                written.is_ok() && lines.is_read()
            },
        )?;
        written
    }

    fn cycles(&mut self) -> Result<(), Failure> {
        let graph = CallGraph::read(self.reader, &self.watch)?;
        for members in graph::cycles(&graph, &self.watch)? {
            let mut spots = Vec::with_capacity(members.len());
            for member in members {
                self.watch.step()?;
                spots.extend(Spot::read(self.reader, member)?);
            }
            spots.sort_by(|a, b| (&a.path, a.line).cmp(&(&b.path, b.line)));
            self.lines.group(&spots, json!({ "size": spots.len() }))?;
            if !self.lines.is_read() {
                break;
            }
        }
        Ok(())
    }

    fn unreached(&mut self) -> Result<(), Failure> {
        for found in graph::unreached(self.reader, &self.watch)? {
            let spot = &found.spot;
            let fields = || with(symbol(spot), "is_called", found.is_called.into());
            self.lines.put(&spot.path, spot.line, &spot.name, fields)?;
        }
        Ok(())
    }
}

/// A step in JSON.
fn step_json(of: &Spot, relation: Relation, step: &Step) -> Value {
    let relation = match relation {
        Relation::Callers => "caller",
        Relation::Callees => "callee",
        Relation::References => "reference",
        Relation::Implementers => "implementer",
        Relation::Implemented => "implemented",
        Relation::Imports => "import",
    };
    json!({
        "of": of.name,
        "relation": relation,
        "name": step.name,
        "path": step.path,
        "line": step.span.start.line,
        "column": step.span.start.column,
        "resolution": step.certainty.map(Certainty::as_str),
        "symbol": step.to.as_ref().map(symbol),
    })
}

/// An object with one field more.
fn with(mut object: Value, name: &str, value: Value) -> Value {
    if let Some(fields) = object.as_object_mut() {
        fields.insert(name.to_owned(), value);
    }
    object
}
