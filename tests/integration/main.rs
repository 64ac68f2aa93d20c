//! The whole program, run as people run it.

#![allow(clippy::expect_used, clippy::unwrap_used, clippy::panic, reason = "a test says what went wrong by failing")]

#[cfg(feature = "typst")]
#[path = "../support/conforms.rs"]
mod conforms;
#[path = "../../samples/grids.rs"]
mod grids;
#[cfg(feature = "typst")]
mod listened;
mod office;
mod page_one;
#[cfg(any(feature = "typst", feature = "genpdf"))]
#[cfg_attr(not(feature = "typst"), allow(dead_code, reason = "a proof has no structure"))]
mod pages;
#[cfg(any(feature = "typst", feature = "genpdf"))]
use piperoll::report;
#[cfg(any(feature = "typst", feature = "genpdf"))]
#[path = "../support/printed_words.rs"]
mod printed_words;
#[path = "../support/random.rs"]
mod random;
mod support;
#[path = "../support/workbook.rs"]
mod workbook;
#[path = "../support/years.rs"]
mod years;

mod area_groups;
mod area_totals;
mod as_above;
mod at_outturn;
mod beside;
mod blank_columns;
mod blanks;
mod budget_recovery;
mod cannot_run;
mod causes;
mod certainty;
mod change_requests;
mod command_line;
mod control;
mod csv;
mod culprits;
mod decide;
mod docs;
mod every_cell;
mod exempt;
mod file_names;
mod first_page;
mod fixed_words;
mod floors;
mod following;
#[cfg(target_os = "linux")]
mod for_it;
mod form_alone;
mod formats;
mod forms;
mod gallery;
mod groups;
#[cfg(target_os = "linux")]
mod growth;
mod headings;
mod headings_otherwise;
mod honest_years;
mod hostile;
mod language;
mod lasting_answers;
#[cfg(feature = "typst")]
mod layout;
mod ledger;
mod libreoffice;
mod limits;
mod manners;
mod many;
mod movements;
mod multi_year_programme;
mod names;
mod net;
mod new;
mod new_council;
mod new_year;
mod not_updated;
mod one_cause;
mod only_in;
mod origins;
mod origins_behind;
mod output_set;
mod outside_totals;
#[cfg(feature = "typst")]
mod pdf;
mod printed_workbook;
mod prior;
mod privacy;
mod proof;
mod published;
mod rag_schemes;
mod rating_rows;
mod recalculation;
mod recovery_plan;
mod recurrence;
mod same_as;
mod same_bytes;
mod samples;
mod savings_list;
mod set_aside;
mod several_areas;
mod sheets;
mod shown;
mod sixth_form;
mod sizes;
mod spare_rows;
#[cfg(target_os = "linux")]
mod terminal;
#[cfg(feature = "typst")]
mod three_quarters;
mod totals;
mod totals_asked;
mod totals_of_all;
mod trace;
mod trend;
mod under;
mod wrong_figures;
mod year;
