//! Exporting what is on the screen.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

use super::{App, Screen};
use crate::tui::action::Action;
use crate::tui::answer::{Answer, Slot};
use crate::tui::exporting::{Export, Format, News, Target, write};
use crate::tui::popup::Popup;
use crate::tui::popup::confirm::{Asked, Confirm};
use crate::tui::popup::export::ExportPrompt;
use crate::tui::services::{Effect, Tone};
use crate::tui::text;

/// An export that is being written, or waits for whether a file is to be replaced.
pub(super) struct Exporting {
    export: Export,
    format: Format,
    target: Target,
    rows: u64,
}

impl App {
    /// What there is to export on the screen, or why there is nothing.
    pub(super) fn export(&self) -> Result<Export, &'static str> {
        match self.screen {
            Screen::Explore => self.explore.export(&self.services),
            Screen::Overview => self.overview.export(&self.services),
            Screen::Migrate => Err(NOTHING),
            screen => self.views.get(screen).map_or(Err(NOTHING), |view| view.export(&self.services)),
        }
    }

    /// Asks how and where to export it.
    pub(super) fn open_export(&mut self) {
        if self.services.jobs.is_open(&Slot::Export) {
            return self.services.say(Tone::Refusal, "an export is being written; esc stops it");
        }
        match self.export() {
            Ok(export) => self.popup = Some(Popup::Export(Box::new(ExportPrompt::new(export)))),
            Err(why) => self.services.say(Tone::Refusal, why),
        }
    }

    pub(super) fn key_in_export(&mut self, key: KeyEvent) {
        let Some(Popup::Export(prompt)) = &mut self.popup else { return };
        let control = key.modifiers.contains(KeyModifiers::CONTROL);
        match key.code {
            KeyCode::Esc => self.popup = None,
            KeyCode::Char('c') if control => self.popup = None,
            KeyCode::Char('z') if control => self.act(Action::Suspend),
            KeyCode::Enter => {
                let (export, format, target) = (prompt.export.clone(), prompt.format(), prompt.target());
                if matches!(&target, Target::File { path, .. } if path.is_empty()) {
                    return self.services.say(Tone::Refusal, "name the file");
                }
                self.popup = None;
                self.write_export(Exporting { export, format, target, rows: 0 });
            }
            _ => prompt.key(key),
        }
    }

    fn write_export(&mut self, exporting: Exporting) {
        let Exporting { export, format, target, .. } = &exporting;
        let (export, format, target) = (export.clone(), *format, target.clone());
        self.services
            .ask(Slot::Export, move |desk| Ok(Answer::Export(write(desk, &export, format, &target))));
        self.exporting = Some(exporting);
    }

    /// Takes what becomes of the export.
    pub(super) fn exported(&mut self, answer: Result<Answer, String>) {
        let news = match answer {
            Ok(Answer::Export(news)) => news,
            Ok(_) => return,
            Err(why) => News::Failed(why),
        };
        let Some(exporting) = &mut self.exporting else { return };
        let rows = text::counted(exporting.rows, "row");
        let told = if exporting.rows == 0 { String::new() } else { format!("{rows}: ") };
        match news {
            News::Rows(rows) => {
                exporting.rows = rows;
                return;
            }
            News::IsThere(path) => {
                self.popup = Some(Popup::Confirm(Confirm::new(Asked::ReplaceFile(path))));
                return;
            }
            News::Written(path) => {
                self.services.say(Tone::Done, format!("{told}written to {}", path.display()));
            }
            News::Copied(text) => self.services.effects.push(Effect::Copy(text)),
            News::Stopped => self.services.say(Tone::Done, "stopped; nothing was written"),
            News::Failed(why) => self.services.say(Tone::Failure, why),
        }
        self.exporting = None;
    }

    /// Writes the export again, in the place of the file that is there.
    pub(super) fn replace_exported(&mut self) {
        let Some(mut exporting) = self.exporting.take() else { return };
        if let Target::File { replaces, .. } = &mut exporting.target {
            *replaces = true;
        }
        self.write_export(exporting);
    }

    /// Stops an export that is being written; `false` where none is.
    pub(super) fn stop_export(&mut self) -> bool {
        self.services.jobs.stop(&Slot::Export)
    }

    /// How far the export is, for the foot.
    pub(super) fn export_status(&self) -> Option<String> {
        let exporting = self.exporting.as_ref().filter(|_| self.services.jobs.is_open(&Slot::Export))?;
        Some(format!("exporting: {}, esc stops ", text::counted(exporting.rows, "row")))
    }
}

/// What is said where there is nothing to export.
pub(super) const NOTHING: &str = "there is no table and no graph here to export";
