//! The explorer over a database of its own, drawn into a buffer.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::Duration;

use crossbeam_channel::Receiver;
use crossterm::event::{Event, KeyCode, KeyEvent, KeyModifiers, MouseButton, MouseEvent, MouseEventKind};
use magellan_tui::index;
use magellan_tui::store::{self, Engine, Origin, Reader, Store};
use magellan_tui::tui::app::App;
use magellan_tui::tui::jobs::Delivery;
use magellan_tui::tui::keymap::Keymap;
use magellan_tui::tui::memory::Memory;
use magellan_tui::tui::migrate::{Copier, Disk};
use magellan_tui::tui::services::Effect;
use magellan_tui::tui::theme::Theme;
use magellan_tui::tui::{Options, Start, ThemeChoice};
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::buffer::Buffer;
use tempfile::TempDir;

use crate::common;

/// How long an answer may take before the test is given up.
pub const PATIENCE: Duration = Duration::from_secs(60);

/// A store under another path, so that no folder of the machine comes onto the screen.
struct Renamed(Arc<dyn Store>, PathBuf);

impl Store for Renamed {
    fn path(&self) -> &Path {
        &self.1
    }

    fn origin(&self) -> Origin {
        self.0.origin()
    }

    fn reader(&self) -> store::Result<Box<dyn Reader + '_>> {
        self.0.reader()
    }

    fn generation(&self) -> store::Result<u64> {
        self.0.generation()
    }

    fn verify(&self, progress: &mut dyn FnMut(&str, u64) -> bool) -> store::Result<store::Verification> {
        self.0.verify(progress)
    }

    fn check_beside(&self, progress: &mut dyn FnMut(&str, u64) -> bool) -> store::Result<Vec<String>> {
        self.0.check_beside(progress)
    }
}

/// What to explore: a database in a folder of its own, and maybe sources.
pub struct World {
    pub dir: TempDir,
    pub store: Arc<dyn Store>,
    pub root: Option<PathBuf>,
    pub copier: Arc<dyn Copier>,
}

impl World {
    /// A copy of a database that Magellan wrote; its sources are nowhere.
    pub fn of_magellan(version: &str) -> World {
        World::of_changed_magellan(version, |_| {})
    }

    /// The same, changed before it is opened.
    pub fn of_changed_magellan(version: &str, change: impl FnOnce(&Path)) -> World {
        let dir = TempDir::new().unwrap();
        let path = dir.path().join("sample.db");
        fs::copy(common::fixture(&format!("magellan-{version}.db")), &path).unwrap();
        change(&path);
        let store = Arc::new(Renamed(store::open(&path).unwrap(), "databases/sample.db".into()));
        // Not the folder that the database names: it may be there on some machine.
        World { dir, store, root: Some("/nowhere/sample".into()), copier: Arc::new(Disk) }
    }

    /// A copy of the same in the other engine.
    pub fn copied_to_fjall(self) -> World {
        let options = magellan_tui::migrate::Options {
            from: self.dir.path().join("sample.db"),
            to: self.dir.path().join("sample.fjall"),
            engine: Some(Engine::Fjall),
            force: false,
            wait: Duration::ZERO,
        };
        magellan_tui::migrate::run(&options, &mut |_| {}, &AtomicBool::new(false)).unwrap();
        let store = Arc::new(Renamed(store::open(&options.to).unwrap(), "databases/sample.fjall".into()));
        World { store, ..self }
    }

    /// An index of our own of [`common::write_clock`].
    pub fn of_clock() -> World {
        let dir = TempDir::new().unwrap();
        common::write_clock(&dir.path().join("clock"));
        World::indexed(dir, Engine::Fjall)
    }

    /// An index of our own, in an engine, of what is in the folder's `clock`.
    pub fn indexed(dir: TempDir, engine: Engine) -> World {
        let database = dir.path().join("clock.index");
        let options = index::Options {
            root: dir.path().join("clock"),
            database: database.clone(),
            engine,
            wait: std::time::Duration::ZERO,
            jobs: 1,
            args: vec!["magellan-tui".to_owned()],
            rules: Default::default(),
            scip: Vec::new(),
        };
        index::run(&options, &|_| {}, &AtomicBool::new(false)).unwrap();
        World { dir, store: store::open(&database).unwrap(), root: None, copier: Arc::new(Disk) }
    }

    /// A path of the sources.
    pub fn source(&self, path: &str) -> PathBuf {
        self.dir.path().join("clock").join(path)
    }

    pub fn explore(&self, size: (u16, u16)) -> Explorer {
        self.explore_from(Start::Overview, size)
    }

    pub fn explore_from(&self, start: Start, size: (u16, u16)) -> Explorer {
        self.explore_in(start, Theme::dark(), size)
    }

    pub fn explore_in(&self, start: Start, theme: Theme, size: (u16, u16)) -> Explorer {
        self.explore_with(self.options(start), theme, size)
    }

    fn options(&self, start: Start) -> Options {
        Options {
            store: Arc::clone(&self.store),
            root: self.root.clone(),
            project: None,
            update: false,
            start,
            theme: ThemeChoice::Auto,
            keymap: Keymap::built_in().unwrap(),
            plain: false,
            memory: Memory::default(),
            remember: Box::new(|_| ()),
            copier: Arc::clone(&self.copier),
        }
    }

    /// As it starts where it remembers something.
    pub fn explore_remembering(&self, memory: Memory, size: (u16, u16)) -> Explorer {
        let options = Options { memory, ..self.options(Start::Overview) };
        self.explore_with(options, Theme::dark(), size)
    }

    /// Without boxes and arrows.
    pub fn explore_plain(&self, size: (u16, u16)) -> Explorer {
        let options = Options { plain: true, ..self.options(Start::Overview) };
        self.explore_with(options, Theme::dark(), size)
    }

    fn explore_with(&self, options: Options, theme: Theme, (width, height): (u16, u16)) -> Explorer {
        let (sender, deliveries) = crossbeam_channel::unbounded();
        let outbox = Arc::new(move |delivery| drop(sender.send(delivery)));
        let app = App::new(options, theme, outbox);
        let terminal = Terminal::new(TestBackend::new(width, height)).unwrap();
        let mut explorer = Explorer { app, deliveries, terminal };
        explorer.settle();
        explorer
    }
}

/// The explorer, and what its terminal would show.
pub struct Explorer {
    pub app: App,
    pub deliveries: Receiver<Delivery>,
    terminal: Terminal<TestBackend>,
}

impl Explorer {
    /// Draws a frame.
    pub fn draw(&mut self) -> &Buffer {
        self.terminal.draw(|frame| self.app.draw(frame)).unwrap();
        self.terminal.backend().buffer()
    }

    /// Takes answers until no question is open, as the event loop does, and draws.
    pub fn settle(&mut self) {
        self.draw();
        while !self.app.is_idle() {
            let delivery = self.deliveries.recv_timeout(PATIENCE).unwrap();
            self.app.deliver(delivery);
        }
        self.draw();
    }

    /// Presses a key, and waits for nothing.
    pub fn send(&mut self, name: &str) -> &mut Explorer {
        self.app.terminal(Event::Key(key(name)));
        self.draw();
        self
    }

    /// Takes answers until the screen shows a text.
    pub fn wait_for(&mut self, text: &str) {
        while !self.text().contains(text) {
            let delivery = self.deliveries.recv_timeout(PATIENCE);
            let delivery = delivery.unwrap_or_else(|_| panic!("no {text:?} in\n{}", self.text()));
            self.app.deliver(delivery);
        }
    }

    /// Takes answers for as long as the screen shows a text.
    pub fn wait_while(&mut self, text: &str) {
        while self.text().contains(text) {
            let delivery = self.deliveries.recv_timeout(PATIENCE);
            let delivery = delivery.unwrap_or_else(|_| panic!("{text:?} stays in\n{}", self.text()));
            self.app.deliver(delivery);
        }
    }

    /// Presses keys (`"ctrl-p a enter"`), each on a screen that has come to rest.
    pub fn press(&mut self, keys: &str) -> &mut Explorer {
        for name in keys.split_whitespace() {
            self.app.terminal(Event::Key(key(name)));
            self.settle();
        }
        self
    }

    /// Types a text.
    pub fn type_text(&mut self, text: &str) -> &mut Explorer {
        for character in text.chars() {
            let code = KeyCode::Char(character);
            self.app.terminal(Event::Key(KeyEvent::new(code, KeyModifiers::NONE)));
            self.settle();
        }
        self
    }

    /// Pastes a text.
    pub fn paste(&mut self, text: &str) {
        self.app.terminal(Event::Paste(text.to_owned()));
        self.settle();
    }

    /// Finds a name, goes to the best match and from its text to the tree.
    pub fn find(&mut self, name: &str) -> &mut Explorer {
        self.press("ctrl-p").type_text(name).press("enter backtab")
    }

    pub fn mouse(&mut self, kind: MouseEventKind, (column, row): (u16, u16)) {
        let modifiers = KeyModifiers::NONE;
        self.app.terminal(Event::Mouse(MouseEvent { kind, column, row, modifiers }));
        self.settle();
    }

    pub fn click(&mut self, at: (u16, u16)) {
        self.mouse(MouseEventKind::Down(MouseButton::Left), at);
    }

    /// Clicks on the first place where the screen shows `text`.
    pub fn click_on(&mut self, text: &str) {
        let at = self.position(text).unwrap_or_else(|| panic!("no {text:?} in\n{}", self.text()));
        self.click(at);
    }

    /// Where the screen shows `text` first, by rows.
    pub fn position(&mut self, text: &str) -> Option<(u16, u16)> {
        let lines: Vec<String> = self.text().lines().map(str::to_owned).collect();
        lines.iter().enumerate().find_map(|(y, line)| {
            let x = line.find(text)?;
            Some((line[..x].chars().count() as u16, y as u16))
        })
    }

    pub fn resize(&mut self, size: (u16, u16)) {
        self.set_size(size);
        self.settle();
    }

    /// Gives the terminal another size and does not wait for anything.
    pub fn set_size(&mut self, (width, height): (u16, u16)) {
        self.terminal.backend_mut().resize(width, height);
        self.app.terminal(Event::Resize(width, height));
    }

    /// What the screen shows.
    pub fn text(&mut self) -> String {
        text(self.draw())
    }

    /// The row of the screen that holds `text` first.
    pub fn row(&mut self, text: &str) -> String {
        let screen = self.text();
        let found = screen.lines().find(|line| line.contains(text));
        found.unwrap_or_else(|| panic!("no {text:?} in\n{screen}")).to_owned()
    }

    /// Fails where the screen does not show `text`.
    pub fn shows(&mut self, text: &str) {
        let screen = self.text();
        assert!(screen.contains(text), "no {text:?} in\n{screen}");
    }

    /// Fails where the screen shows `text`.
    pub fn hides(&mut self, text: &str) {
        let screen = self.text();
        assert!(!screen.contains(text), "{text:?} in\n{screen}");
    }

    /// What the message at the foot says.
    pub fn said(&self) -> &str {
        self.app.message().map_or("", |message| message.text.as_str())
    }

    /// The only thing that the last keys want done to the terminal.
    pub fn effect(&mut self) -> Effect {
        let mut effects = self.app.take_effects();
        assert_eq!(effects.len(), 1, "{effects:?}, and the foot says {:?}", self.said());
        effects.remove(0)
    }
}

/// The text of a buffer, a line a row, without blanks at the ends of rows.
pub fn text(buffer: &Buffer) -> String {
    let mut out = String::new();
    for y in 0..buffer.area.height {
        let mut line = String::new();
        let mut covered = 0;
        for x in 0..buffer.area.width {
            let symbol = buffer[(x, y)].symbol();
            // The cell behind a wide character is its second half.
            if covered == 0 {
                line.push_str(symbol);
                covered = magellan_tui::tui::text::width(symbol).max(1);
            }
            covered -= 1;
        }
        out.push_str(line.trim_end());
        out.push('\n');
    }
    out
}

/// A key by its name: `a`, `ctrl-p`, `alt-left`, `enter`.
pub fn key(name: &str) -> KeyEvent {
    let (modifiers, base) = match name.split_once('-') {
        Some(("ctrl", base)) => (KeyModifiers::CONTROL, base),
        Some(("alt", base)) => (KeyModifiers::ALT, base),
        _ => (KeyModifiers::NONE, name),
    };
    let code = match base {
        "enter" => KeyCode::Enter,
        "esc" => KeyCode::Esc,
        "tab" => KeyCode::Tab,
        "backtab" => KeyCode::BackTab,
        "backspace" => KeyCode::Backspace,
        "up" => KeyCode::Up,
        "down" => KeyCode::Down,
        "left" => KeyCode::Left,
        "right" => KeyCode::Right,
        "home" => KeyCode::Home,
        "end" => KeyCode::End,
        "f1" => KeyCode::F(1),
        "f12" => KeyCode::F(12),
        "pagedown" => KeyCode::PageDown,
        "pageup" => KeyCode::PageUp,
        "space" => KeyCode::Char(' '),
        _ => {
            let mut characters = base.chars();
            let code = KeyCode::Char(characters.next().unwrap());
            assert_eq!(characters.next(), None, "{name}: no such key");
            code
        }
    };
    KeyEvent::new(code, modifiers)
}
