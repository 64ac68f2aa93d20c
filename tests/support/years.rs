//! Honest years: what the schemes of a council do over some financial years, quarter by quarter, with no fault in them. The
//! same seed gives the same years. How a council writes them down is said in `years/`, one file a form.
//!
//! A scheme starts with the year or during it, grows evenly, late, or in one lump, keeps its target or falls short of it or
//! exceeds it, and stays listed with its last figures until the year ends. Few are dropped or have their target changed. With
//! the new year what is achieved starts again from nil; what was delivered leaves, some of what was not goes on under a new
//! target, and new schemes come.

// Each test binary uses a part of it.
#![allow(dead_code)]

use crate::random::Random;

#[path = "years/register.rs"]
pub mod register;
#[path = "years/thousands.rs"]
pub mod thousands;

/// One quarter of a council: what each area would report.
pub struct Quarter {
    /// The year in which the financial year starts.
    pub year: u16,
    /// From 1 to 4.
    pub quarter: usize,
    /// The rows of each area, in the areas' order.
    pub areas: Vec<Vec<Row>>,
}

impl Quarter {
    /// As its folder of returns is called: '2022-23-q3'.
    pub fn id(&self) -> String {
        format!("{}-{:02}-q{}", self.year, (self.year + 1) % 100, self.quarter)
    }
}

/// How a scheme stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// Nothing is due yet.
    NotStarted,
    /// As planned.
    OnTrack,
    /// It will fall short of its target.
    Short,
    /// It will come to more than its target.
    Over,
    /// All of its target is achieved.
    Delivered,
}

/// What there is to report of a scheme: amounts in pounds.
#[derive(Debug, Clone)]
pub struct Row {
    /// A number that no other scheme of the area has.
    pub number: usize,
    /// Its title, as it is typed this quarter.
    pub title: String,
    /// The programme it belongs to, from 0.
    pub programme: usize,
    /// What it is to save this year.
    pub target: i64,
    /// How much of that by now; `None` where nothing is profiled yet.
    pub profile: Option<i64>,
    /// What it will save this year.
    pub forecast: i64,
    /// What it saved since the year began.
    pub achieved: i64,
    /// How it stands.
    pub state: State,
    /// The quarter in which it will be delivered, from 1; beyond 4 in a later year.
    pub due: usize,
    /// A number to draw words by, which stays with the scheme.
    pub voice: usize,
}

/// What a scheme does in one year.
#[derive(Debug, Clone)]
struct Scheme {
    number: usize,
    title: String,
    programme: usize,
    target: i64,
    /// The quarter in which it is first listed.
    starts: usize,
    /// How much of it is planned, and done, by the end of each quarter, in percent.
    planned: [i64; 4],
    done: [i64; 4],
    /// What it comes to in the end, in percent of its target, and the quarter in which that is known.
    comes_to: i64,
    known: usize,
    /// The quarter in which it leaves the list undelivered.
    dropped: Option<usize>,
    /// The quarter in which its target changes, and what to.
    rebased: Option<(usize, i64)>,
    /// The quarter in which somebody types its title in capitals.
    capitals: Option<usize>,
    voice: usize,
}

/// How many schemes an area has, and into how many programmes they fall.
pub struct Size {
    /// Of areas.
    pub areas: usize,
    /// Of schemes an area when the first year begins.
    pub schemes: usize,
    /// Of programmes an area.
    pub programmes: usize,
}

/// The quarters of `years` financial years from April 2022.
pub fn quarters(seed: u64, size: &Size, years: u16) -> Vec<Quarter> {
    let mut random = Random::of(seed, "honest years");
    let mut areas: Vec<Area> = (0..size.areas).map(|area| Area::new(area, size, &mut random)).collect();
    let mut quarters = Vec::new();
    for year in (2022..).take(usize::from(years)) {
        for quarter in 1..=4 {
            let rows = areas.iter().map(|area| area.rows(quarter)).collect();
            quarters.push(Quarter { year, quarter, areas: rows });
        }
        areas.iter_mut().for_each(|area| area.turn(size, &mut random));
    }
    quarters
}

struct Area {
    index: usize,
    /// How many schemes it ever had.
    ever: usize,
    schemes: Vec<Scheme>,
}

impl Area {
    fn new(index: usize, size: &Size, random: &mut Random) -> Area {
        let mut area = Area { index, ever: 0, schemes: Vec::new() };
        for _ in 0..size.schemes {
            let scheme = area.scheme(size, 1, random);
            area.schemes.push(scheme);
        }
        area.start_later(size, random);
        area
    }

    fn scheme(&mut self, size: &Size, starts: usize, random: &mut Random) -> Scheme {
        self.ever += 1;
        let (number, programme) = (self.ever, random.below(size.programmes));
        let target = amount(random);
        let title = title(self.index * (TITLES / size.areas) + number);
        plan(Scheme { number, title, programme, starts, ..year_of(target, random) }, random)
    }

    /// One or two schemes that start during the year.
    fn start_later(&mut self, size: &Size, random: &mut Random) {
        for _ in 0..random.below(3) {
            let starts = 2 + random.below(3);
            let scheme = self.scheme(size, starts, random);
            self.schemes.push(scheme);
        }
    }

    /// The next year: who goes on, and who comes.
    fn turn(&mut self, size: &Size, random: &mut Random) {
        let old: Vec<Scheme> = self.schemes.drain(..).collect();
        for scheme in old.into_iter().filter(|scheme| scheme.dropped.is_none()) {
            let short = scheme.target_at(4) - scheme.final_amount();
            let target = match random.below(4) {
                // What was not delivered is a target once more.
                0 | 1 if short > 0 => short,
                // A programme of several years goes on, with its next step.
                2 => scheme.target * (60 + i64::try_from(random.below(90)).unwrap_or(0)) / 100,
                _ => continue,
            };
            let (number, title, programme) = (scheme.number, scheme.title_at(4), scheme.programme);
            self.schemes.push(plan(Scheme { number, title, programme, ..year_of(target, random) }, random));
        }
        while self.schemes.len() < size.schemes {
            let scheme = self.scheme(size, 1, random);
            self.schemes.push(scheme);
        }
        self.start_later(size, random);
    }

    fn rows(&self, quarter: usize) -> Vec<Row> {
        self.schemes.iter().filter(|scheme| scheme.is_listed(quarter)).map(|scheme| scheme.row(quarter)).collect()
    }
}

impl Scheme {
    fn is_listed(&self, quarter: usize) -> bool {
        self.starts <= quarter && self.dropped.is_none_or(|dropped| quarter < dropped)
    }

    fn target_at(&self, quarter: usize) -> i64 {
        self.rebased.filter(|(from, _)| *from <= quarter).map_or(self.target, |(_, to)| to)
    }

    fn final_amount(&self) -> i64 {
        self.target_at(4) * self.comes_to / 100
    }

    fn title_at(&self, quarter: usize) -> String {
        let shouted = self.capitals.is_some_and(|from| from <= quarter);
        if shouted { self.title.to_uppercase() } else { self.title.clone() }
    }

    fn row(&self, quarter: usize) -> Row {
        let target = self.target_at(quarter);
        let forecast = if quarter >= self.known { target * self.comes_to / 100 } else { target };
        let done = self.done[quarter - 1];
        let achieved = self.final_amount() * done / 100;
        let planned = self.planned[quarter - 1];
        let state = match (forecast - target, planned, done) {
            (short, ..) if short < 0 => State::Short,
            (_, _, 100) => State::Delivered,
            (over, ..) if over > 0 => State::Over,
            (_, 0, 0) => State::NotStarted,
            _ => State::OnTrack,
        };
        let due = if state == State::Short {
            5 + self.voice % 3
        } else {
            1 + self.done.iter().position(|done| *done == 100).unwrap_or(3)
        };
        Row {
            number: self.number,
            title: self.title_at(quarter),
            programme: self.programme,
            target,
            profile: (planned > 0).then_some(target * planned / 100),
            forecast,
            achieved,
            state,
            due,
            voice: self.voice,
        }
    }
}

/// A scheme of the whole year with this target, which does nothing out of the way.
fn year_of(target: i64, random: &mut Random) -> Scheme {
    Scheme {
        number: 0,
        title: String::new(),
        programme: 0,
        target,
        starts: 1,
        planned: [0; 4],
        done: [0; 4],
        comes_to: 100,
        known: 4,
        dropped: None,
        rebased: None,
        capitals: None,
        voice: random.below(1_000),
    }
}

/// What becomes of a scheme in its year.
fn plan(mut scheme: Scheme, random: &mut Random) -> Scheme {
    let ways = [
        [25, 50, 75, 100],
        [10, 35, 65, 100],
        [0, 0, 70, 100],
        [0, 0, 100, 100],
        [40, 100, 100, 100],
        [5, 20, 50, 100],
    ];
    let lump = [[100; 4], [0, 100, 100, 100], [0, 0, 0, 100]];
    scheme.planned = match random.below(8) {
        0 => lump[random.below(3)],
        _ => ways[random.below(ways.len())],
    };
    // Before it is listed nothing of it is done; in the end all of it is.
    for (planned, quarter) in scheme.planned.iter_mut().zip(1..) {
        if quarter < scheme.starts {
            *planned = 0;
        }
    }
    // What is done runs a little before or behind the plan, and never back.
    let mut last = 0;
    for (done, planned) in scheme.done.iter_mut().zip(scheme.planned) {
        let drift = if planned == 0 || planned == 100 { 0 } else { i64::try_from(random.below(13)).unwrap_or(0) - 8 };
        last = (planned + drift).clamp(last, 100);
        *done = last;
    }
    let first = scheme.starts + 1;
    match random.below(100) {
        // Most come to what was planned; what falls short is known after a quarter or two.
        0..=7 => (scheme.comes_to, scheme.known) = (67, later(first, random)),
        8..=11 => (scheme.comes_to, scheme.known) = (50, later(first, random)),
        12 => (scheme.comes_to, scheme.known) = (0, later(first, random)),
        13..=18 => {
            scheme.comes_to = 104 + i64::try_from(random.below(20)).unwrap_or(0);
            scheme.known = later(first, random);
        }
        // Close to what was planned, as the year's last invoices show.
        19..=30 => {
            scheme.comes_to = 95 + i64::try_from(random.below(9)).unwrap_or(0);
            scheme.known = later(3.max(first), random);
        }
        31..=32 => {
            scheme.dropped = Some(later(first, random));
            (scheme.planned, scheme.done) = ([0, 0, 0, 100], [0; 4]);
        }
        33..=34 => {
            let to = scheme.target * (80 + i64::try_from(random.below(45)).unwrap_or(0)) / 100;
            scheme.rebased = Some((later(first, random), to));
        }
        35..=37 => scheme.capitals = Some(later(first, random)),
        _ => {}
    }
    // Of what comes to another amount, the last part is done when that is known.
    let known = scheme.rebased.map_or(scheme.known, |(from, _)| from);
    if scheme.comes_to != 100 || scheme.rebased.is_some() {
        let quarters = scheme.done.iter_mut().zip(1..);
        quarters.filter(|(_, quarter)| *quarter < known).for_each(|(done, _)| *done = (*done).min(80));
    }
    scheme
}

/// A quarter from `first` to the last.
fn later(first: usize, random: &mut Random) -> usize {
    let first = first.min(4);
    first + random.below(5 - first)
}

/// What savings are worth: from £5,000 to £4m, small ones more often.
fn amount(random: &mut Random) -> i64 {
    let ends: [i64; 8] = [5_000, 20_000, 50_000, 100_000, 200_000, 400_000, 1_000_000, 4_000_000];
    let at = random.below(ends.len() - 1).min(random.below(ends.len() + 2));
    let (from, to) = (ends[at], ends[at + 1]);
    let steps = 40;
    from + (to - from) / steps * i64::try_from(random.below(40)).unwrap_or(0)
}

const VERBS: [&str; 13] = [
    "Review of",
    "Fewer vacancies in",
    "Shared contract for",
    "Better use of",
    "Higher charges for",
    "Energy saving in",
    "Online requests for",
    "Insourcing of",
    "Joint commissioning of",
    "Renegotiated lease for",
    "Redesign of",
    "Grant income for",
    "Shorter hours of",
];
const THINGS: [&str; 17] = [
    "street lighting",
    "leisure centres",
    "school transport",
    "parks maintenance",
    "home adaptations",
    "libraries",
    "fleet and fuel",
    "planning enquiries",
    "waste transfer",
    "foster care",
    "day opportunities",
    "supported living",
    "audit and risk",
    "payroll",
    "the registry office",
    "car parks",
    "temporary accommodation",
];

/// How many titles there are.
const TITLES: usize = VERBS.len() * THINGS.len();

/// A title that none of the next [`TITLES`] numbers has.
fn title(number: usize) -> String {
    format!("{} {}", VERBS[number % VERBS.len()], THINGS[number % THINGS.len()])
}
