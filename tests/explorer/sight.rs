//! Colours as people see them who lack a sort of cones: what means different things still looks different, and what a
//! colour says a sign says too.

use magellan_tui::model::Outcome;
use magellan_tui::tui::overview::outcome;
use magellan_tui::tui::theme::{Paint, Theme};
use ratatui::style::{Color, Style};

use crate::harness::World;

type Vector = [f64; 3];
type Matrix = [Vector; 3];

/// Who sees: everybody else, and those whose red, green or blue cones see nothing. The matrices are those of
/// G. M. Machado, M. M. Oliveira, L. A. F. Fernandes, "A Physiologically-based Model for Simulation of Color Vision
/// Deficiency", IEEE TVCG 15 (6), 2009, for severity 1; they take and give linear RGB.
const SIGHTS: [(&str, Matrix); 4] = [
    ("everybody else", [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]]),
    (
        "protanopia",
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
    ),
    (
        "deuteranopia",
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]],
    ),
    (
        "tritanopia",
        [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]],
    ),
];

/// By how much colours must differ that mean different things, in CIEDE2000. 1 is what can just be seen of two areas
/// that touch; letters are thin and stand apart.
const APART: f64 = 10.0;

fn times(matrix: &Matrix, vector: Vector) -> Vector {
    matrix.map(|row| row.iter().zip(vector).map(|(a, b)| a * b).sum())
}

/// A colour in CIE L*a*b* (D65), as somebody sees it.
fn seen(color: Color, sight: &Matrix) -> Vector {
    let Color::Rgb(r, g, b) = color else { panic!("{color:?} is no colour of a theme") };
    let linear = [r, g, b].map(|value| {
        let value = f64::from(value) / 255.0;
        if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
    });
    let rgb = times(sight, linear).map(|value| value.clamp(0.0, 1.0));
    // IEC 61966-2-1.
    let xyz = times(
        &[
            [0.4124564, 0.3575761, 0.1804375],
            [0.2126729, 0.7151522, 0.0721750],
            [0.0193339, 0.1191920, 0.9503041],
        ],
        rgb,
    );
    let white = [0.95047, 1.0, 1.08883];
    let [x, y, z] = [0, 1, 2].map(|at| {
        let value = xyz[at] / white[at];
        if value > 216.0 / 24389.0 { value.cbrt() } else { (24389.0 / 27.0 * value + 16.0) / 116.0 }
    });
    [116.0 * y - 16.0, 500.0 * (x - y), 200.0 * (y - z)]
}

/// CIEDE2000, as G. Sharma, W. Wu and E. N. Dalal write it down in "The CIEDE2000 Color-Difference Formula", Color
/// Research and Application 30 (1), 2005.
fn difference([l1, a1, b1]: Vector, [l2, a2, b2]: Vector) -> f64 {
    let seventh = |chroma: f64| (chroma.powi(7) / (chroma.powi(7) + 25f64.powi(7))).sqrt();
    let g = 0.5 * (1.0 - seventh((a1.hypot(b1) + a2.hypot(b2)) / 2.0));
    let (a1, a2) = (a1 * (1.0 + g), a2 * (1.0 + g));
    let (c1, c2) = (a1.hypot(b1), a2.hypot(b2));
    let hue =
        |a: f64, b: f64| if a == 0.0 && b == 0.0 { 0.0 } else { b.atan2(a).to_degrees().rem_euclid(360.0) };
    let (h1, h2) = (hue(a1, b1), hue(a2, b2));
    let is_grey = c1 * c2 == 0.0;
    let turn = match h2 - h1 {
        _ if is_grey => 0.0,
        turn if turn > 180.0 => turn - 360.0,
        turn if turn < -180.0 => turn + 360.0,
        turn => turn,
    };
    let between = match h1 + h2 {
        sum if is_grey => sum,
        sum if (h1 - h2).abs() <= 180.0 => sum / 2.0,
        sum if sum < 360.0 => (sum + 360.0) / 2.0,
        sum => (sum - 360.0) / 2.0,
    };
    let (lightness, chroma) = ((l1 + l2) / 2.0, (c1 + c2) / 2.0);
    let cosine = |degrees: f64| degrees.to_radians().cos();
    let t = 1.0 - 0.17 * cosine(between - 30.0)
        + 0.24 * cosine(2.0 * between)
        + 0.32 * cosine(3.0 * between + 6.0)
        - 0.20 * cosine(4.0 * between - 63.0);
    let from_middle = (lightness - 50.0).powi(2);
    let of_lightness = (l2 - l1) / (1.0 + 0.015 * from_middle / (20.0 + from_middle).sqrt());
    let of_chroma = (c2 - c1) / (1.0 + 0.045 * chroma);
    let of_hue = 2.0 * (c1 * c2).sqrt() * (turn / 2.0).to_radians().sin() / (1.0 + 0.015 * chroma * t);
    let rotation = 60.0 * (-((between - 275.0) / 25.0).powi(2)).exp();
    let crossed = -rotation.to_radians().sin() * 2.0 * seventh(chroma) * of_chroma * of_hue;
    (of_lightness.powi(2) + of_chroma.powi(2) + of_hue.powi(2) + crossed).sqrt()
}

#[test]
fn the_formula_gives_the_differences_that_were_published_with_it() {
    // Pairs 1, 7, 14, 18, 25 and 34 of the paper's table.
    for (one, other, published) in [
        ([50.0, 2.6772, -79.7751], [50.0, 0.0, -82.7485], 2.0425),
        ([50.0, 0.0, 0.0], [50.0, -1.0, 2.0], 2.3669),
        ([50.0, -0.0010, 2.4900], [50.0, 0.0011, -2.4900], 4.7461),
        ([50.0, 2.5, 0.0], [61.0, -5.0, 29.0], 22.8977),
        ([60.2574, -34.0099, 36.2677], [60.4626, -34.1751, 39.4387], 1.2644),
        ([2.0776, 0.0795, -1.1350], [0.9033, -0.0636, -0.5514], 0.9082),
    ] {
        let found = difference(one, other);
        assert!((found - published).abs() < 5e-4, "{one:?} {other:?}: {found}, not {published}");
    }
    // Whatever one lacks, white is white and grey is grey.
    for (name, sight) in &SIGHTS {
        for grey in [Color::Rgb(255, 255, 255), Color::Rgb(120, 120, 120)] {
            let [_, a, b] = seen(grey, sight);
            assert!(a.hypot(b) < 0.1, "{name}: {a} {b}");
        }
    }
}

/// How much two colours differ for who sees them least apart, and who that is.
fn least_apart(one: Color, other: Color) -> (f64, &'static str) {
    let differences = SIGHTS.map(|(name, sight)| (difference(seen(one, &sight), seen(other, &sight)), name));
    differences.into_iter().min_by(|a, b| a.0.total_cmp(&b.0)).unwrap()
}

fn text_of(paint: Paint) -> Color {
    Style::from(paint).fg.unwrap()
}

fn ground_of(paint: Paint) -> Color {
    Style::from(paint).bg.unwrap()
}

#[test]
fn what_means_different_things_looks_different_to_everybody() {
    for name in Theme::names().filter(|name| *name != "mono") {
        let theme = Theme::named(name).unwrap();
        let outcomes = [
            ("ok", theme.ok),
            ("warning", theme.warning),
            ("error", theme.error),
            ("running", theme.bar),
            ("other", theme.dim),
        ];
        let mut pairs = Vec::new();
        for (at, (one, paint)) in outcomes.iter().enumerate() {
            for (other, other_paint) in &outcomes[at + 1..] {
                pairs.push((format!("{one} and {other}"), text_of(*paint), text_of(*other_paint)));
            }
        }
        let base = text_of(theme.base);
        for (what, paint) in [("changed", theme.changed), ("match", theme.r#match), ("dim", theme.dim)] {
            pairs.push((format!("{what} and text"), text_of(paint), base));
        }
        let ground = ground_of(theme.base);
        let [selection, unfocused] = [theme.selection, theme.selection_unfocused].map(ground_of);
        pairs.push(("a hit and the ground".to_owned(), ground_of(theme.hit), ground));
        pairs.push(("the selection and the ground".to_owned(), selection, ground));
        pairs.push(("the selection here and elsewhere".to_owned(), selection, unfocused));
        let borders = [theme.border_focused, theme.border].map(text_of);
        pairs.push((
            "the borders of the pane that has the keys and of others".to_owned(),
            borders[0],
            borders[1],
        ));
        for (what, one, other) in pairs {
            let (found, who) = least_apart(one, other);
            assert!(found >= APART, "{name}: {what} are {found:.1} apart for {who}");
        }
    }
}

#[test]
fn every_outcome_has_a_sign_of_its_own() {
    let theme = Theme::mono();
    let outcomes = [
        Outcome::Success,
        Outcome::Error,
        Outcome::Partial,
        Outcome::Running,
        Outcome::Other("killed".into()),
    ];
    let mut signs: Vec<&str> = outcomes.iter().map(|of| outcome(of, &theme).0).collect();
    signs.sort_unstable();
    signs.dedup();
    assert_eq!(signs.len(), outcomes.len(), "{signs:?}");
}

#[test]
fn the_screen_shows_the_signs() {
    let world = World::of_changed_magellan("4.17.0", |path| {
        let database = rusqlite::Connection::open(path).unwrap();
        database
            .execute_batch(
                "CREATE TEMP TABLE runs AS SELECT * FROM execution_log LIMIT 1;
                 UPDATE runs SET id = NULL, execution_id = 'ended-badly', outcome = 'error', duration_ms = 7;
                 INSERT INTO execution_log SELECT * FROM runs;
                 UPDATE runs SET execution_id = 'was-killed', outcome = 'killed';
                 INSERT INTO execution_log SELECT * FROM runs;",
            )
            .unwrap();
    });
    let mut explorer = world.explore((120, 36));
    for screen in ["1", "6"] {
        explorer.press(screen);
        for sign in ["\u{2713} success", "\u{2717} error", "? killed"] {
            explorer.shows(sign);
        }
    }
    // Of two runs what differs has a sign between, and what does not has none.
    explorer.press("6 c j");
    let row = explorer.row("version ");
    assert!(!row.contains('\u{2260}'), "{row}");
    let row = explorer.row("was-killed");
    assert!(row.contains(" \u{2260} ended-badly"), "{row}");
    // The columns of the chart say how their runs ended, but for the selected one and the marked one.
    let foot = explorer.press("j").text().lines().rev().nth(2).unwrap().to_owned();
    assert!(foot.contains("\u{25b2}\u{2717}\u{25c7}"), "{foot}");
}
