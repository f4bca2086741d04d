//! A table of what was measured.

use crate::steps::Cost;

/// What was measured of one tree.
#[derive(Debug, Clone)]
pub(crate) struct Row {
    pub(crate) name: String,
    pub(crate) threads: usize,
    pub(crate) parsed: Cost,
    pub(crate) fjall: Cost,
    pub(crate) bare: Option<Cost>,
    pub(crate) one: Option<Cost>,
    pub(crate) sqlite: Option<Cost>,
    pub(crate) loaded: Option<Cost>,
    pub(crate) second: Cost,
    pub(crate) walked: Cost,
}

/// The first index of each tree, and what a second run takes.
pub(crate) fn first_index(rows: &[Row]) -> String {
    let threads = rows.first().map_or(0, |row| row.threads);
    let mut table = format!(
        "### A first index on {threads} threads, and a second\n\n\
         | tree | files | parsing alone | fjall | fjall : parsing | bare fjall load | memory | one thread : {threads} | SQLite | bare load | \
         SQLite : (1.5 parsing + load) | nothing changed | bare walk | changed nothing : walk |\n\
         | --- | --: | --: | --: | --: | --: | --: | --: | --: | --: | --: | --: | --: | --: |\n"
    );
    for row in rows {
        let parsed = row.parsed.seconds;
        let sqlite = row.sqlite.zip(row.loaded);
        let sqlite = sqlite.map(|(index, load)| index.seconds / (1.5 * parsed + load.seconds));
        let cells = [
            row.name.clone(),
            row.fjall.files.to_string(),
            seconds(Some(row.parsed)),
            seconds(Some(row.fjall)),
            ratio(Some(row.fjall.seconds / parsed)),
            seconds(row.bare),
            format!("{:.0} MiB", row.fjall.peak / f64::from(1 << 20)),
            ratio(row.one.map(|one| one.seconds / row.fjall.seconds)),
            seconds(row.sqlite),
            seconds(row.loaded),
            ratio(sqlite),
            seconds(Some(row.second)),
            seconds(Some(row.walked)),
            ratio(Some(row.second.seconds / row.walked.seconds)),
        ];
        table.push_str(&format!("| {} |\n", cells.join(" | ")));
    }
    table
}

pub(crate) fn seconds(cost: Option<Cost>) -> String {
    cost.map(|cost| format!("{:.2} s", cost.seconds)).unwrap_or_default()
}

fn ratio(of: Option<f64>) -> String {
    of.map(|of| format!("{of:.2}")).unwrap_or_default()
}
