//! The store's contract: one suite, run for every engine.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    missing_docs
)]

mod alike;
mod changes;
mod commits;
#[allow(dead_code, reason = "shared with other tests")]
#[path = "../common/contents.rs"]
mod contents;
mod files;
mod lab;
mod lists;
mod lookups;
mod made;
mod raw;
mod runs;
mod scans;
mod search;
mod sorted;
mod sqlite;
mod sqlite_verify;
mod whole;
mod words;

use magellan_tui::store::Engine;

/// Runs the whole suite for an engine.
macro_rules! contract {
    ($name:ident, $engine:expr) => {
        mod $name {
            use super::*;
            contract!(@ $engine,
                files::everything_is_read_back_as_it_was_put,
                files::a_file_is_replaced_whole,
                files::a_huge_file_is_as_whole_as_others,
                files::a_file_put_over_another_form_of_itself_is_as_if_put_alone,
                files::a_file_is_removed_whole,
                files::times_alone_can_be_updated,
                files::what_leads_away_is_found_by_its_place,
                raw::entries_are_the_same_both_ways_in_pages_of_any_size,
                words::texts_are_found_wherever_they_stand,
                words::the_index_follows_the_files,
                words::every_order_is_the_same_in_pages_of_any_size,
                words::an_update_that_is_stopped_leaves_whole_files,
                words::an_index_that_is_no_good_is_made_again,
                lists::every_list_is_the_same_in_pages_of_any_size,
                lists::folders_are_listed_in_the_order_of_their_names,
                lists::names_stop_when_told,
                lists::the_largest_come_first_and_equals_by_key,
                lists::a_node_of_an_unknown_id_has_no_lists,
                lookups::symbols_are_found_by_the_beginning_of_their_name,
                lookups::symbols_are_found_by_their_qualified_name,
                lookups::symbols_are_found_by_their_stable_id,
                lookups::chunks_of_a_file_are_listed_by_their_span,
                lookups::syntax_trees_and_control_flow_are_read_back,
                sorted::symbols_are_sorted_by_any_column_either_way,
                sorted::files_are_sorted_by_any_column_either_way,
                runs::a_run_is_found_by_its_id,
                runs::runs_are_found_by_their_outcome,
                runs::runs_are_found_by_when_they_began,
                runs::a_run_that_ends_is_no_longer_found_as_running,
                runs::what_a_run_complained_of_stays_until_it_complains_of_something_else,
                scans::every_record_is_scanned_in_order,
                scans::a_scan_stops_when_told,
                scans::counts_are_those_of_what_is_there,
                scans::languages_are_those_of_what_is_there,
                scans::a_whole_database_is_clean,
                changes::any_changes_come_to_the_same_as_a_new_database,
                commits::a_reader_sees_one_commit,
                commits::a_killed_run_is_marked_and_others_are_left,
                commits::a_dropped_writer_leaves_nothing,
                commits::a_database_appears_whole_or_not_at_all,
                commits::there_is_one_writer,
                commits::a_writer_goes_on_from_what_the_last_commit_left,
                commits::a_folder_that_has_moved_is_recorded_with_the_commit,
                commits::a_folder_that_is_missing_is_named);
        }
    };
    (@ $engine:expr, $($topic:ident::$test:ident),*) => {
        $(#[test] fn $test() { $topic::$test($engine) })*
    };
}

contract!(on_sqlite, Engine::Sqlite);
contract!(on_fjall, Engine::Fjall);
