//! The index that follows its folder: what happens there is in the index, and on the screen, a moment later.

use super::App;
use super::update::not_there;
use crate::index::{Follow, Halt, News, Summary, Update};
use crate::tui::answer::{Answer, Slot};
use crate::tui::services::Tone;
use crate::tui::text;

/// An index that follows its folder. When nobody wants it any more it is halted.
pub(super) struct Following {
    halt: Halt,
    /// Whether it is up to date, and waits for what happens.
    is_there: bool,
}

impl Drop for Following {
    fn drop(&mut self) {
        self.halt.halt();
    }
}

impl Following {
    /// What the foot says of it.
    pub(super) fn sign(&self) -> &'static str {
        if self.is_there { "\u{25cf} following " } else { "following \u{2026} " }
    }
}

impl App {
    /// Has the index follow its folder from now on, or no longer.
    pub(super) fn toggle_follow(&mut self) {
        if self.following.take().is_some() {
            return self.services.say(Tone::Done, "the index does not follow the folder any more");
        }
        if let Some(why) = self.why_no_update() {
            return self.services.say(Tone::Refusal, why);
        }
        let Some(options) = self.index_options() else { return };
        let follow = Follow::new(&options);
        self.following = Some(Following { halt: follow.halt(), is_there: false });
        self.services.ask(Slot::Follow, move |desk| {
            if !options.root.is_dir() {
                return Ok(Answer::Followed(Err(not_there(&options.root))));
            }
            let mut tell = |news| (desk.report)(Answer::News(news));
            let done = follow.run(&options, &|_| {}, &mut tell);
            Ok(Answer::Followed(done.map_err(|error| error.to_string())))
        });
    }

    /// Takes what an index that follows has to tell.
    pub(super) fn follows(&mut self, answer: Result<Answer, String>) {
        let Some(following) = &mut self.following else { return };
        match answer {
            Ok(Answer::News(News::Follows(summary, trouble))) => {
                following.is_there = true;
                let trouble =
                    trouble.map(|trouble| format!("; {trouble}: it is looked at every few seconds"));
                let told = format!("the index follows the folder{}", trouble.unwrap_or_default());
                self.services.say(Tone::Done, told);
                let Summary { parsed, removed, .. } = *summary;
                self.read_again(parsed + removed > 0);
            }
            Ok(Answer::News(News::Updated(update, _))) => {
                let Update { summary, written, .. } = *update;
                self.services.say(
                    Tone::Done,
                    format!("{} changed", text::counted(summary.parsed + summary.removed, "file")),
                );
                self.read_again(written > 0);
            }
            Ok(Answer::News(News::Waits(why))) => self.services.say(Tone::Refusal, why),
            Ok(Answer::Followed(Err(why))) | Err(why) => {
                self.following = None;
                self.services.say(Tone::Failure, format!("the folder is not followed any more: {why}"));
            }
            Ok(_) => self.following = None,
        }
    }
}
