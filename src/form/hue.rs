//! Colours as people name them: a status is often a colour and nothing else.

/// A colour by its name, whatever its shade.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Hue {
    /// 'red'
    Red,
    /// 'amber', or 'orange'
    Amber,
    /// 'yellow'
    Yellow,
    /// 'green'
    Green,
    /// 'blue'
    Blue,
    /// 'purple'
    Purple,
    /// 'grey': no colour, and neither black nor white.
    Grey,
}

/// A colour is grey where its strongest part and its weakest one differ by less, of 255.
const LEAST_COLOUR: i32 = 28;

/// A colour is black or white where all its parts are below or above these.
const BLACK: i32 = 48;
const WHITE: i32 = 240;

/// No colour further away on the wheel, in degrees, is taken for a hue.
const FURTHEST: i32 = 45;

impl Hue {
    /// The names, in the order of the wheel.
    pub const NAMES: [&'static str; 7] = ["red", "amber", "yellow", "green", "blue", "purple", "grey"];

    /// All, in the order of their names.
    const ALL: [Hue; 7] = [Hue::Red, Hue::Amber, Hue::Yellow, Hue::Green, Hue::Blue, Hue::Purple, Hue::Grey];

    /// The one of this name, in any case; 'orange' is amber, and 'gray' grey.
    ///
    /// ```
    /// use piperoll::form::Hue;
    /// assert_eq!(Hue::named("Orange"), Some(Hue::Amber));
    /// assert_eq!(Hue::named("mauve"), None);
    /// ```
    pub fn named(name: &str) -> Option<Hue> {
        let name = name.trim().to_lowercase();
        let name = match name.as_str() {
            "orange" => "amber",
            "gray" => "grey",
            name => name,
        };
        let place = Self::NAMES.iter().position(|known| *known == name)?;
        Self::ALL.get(place).copied()
    }

    /// Its name.
    pub fn name(self) -> &'static str {
        Self::ALL.iter().zip(Self::NAMES).find(|(hue, _)| **hue == self).map_or("", |(_, name)| name)
    }

    /// The hue among `known` that is nearest to a colour (red, green, blue); none for black and white, and where none is near.
    ///
    /// ```
    /// use piperoll::form::Hue;
    /// let lights = [Hue::Red, Hue::Amber, Hue::Green];
    /// assert_eq!(Hue::nearest((0xFF, 0xC0, 0x00), &lights), Some(Hue::Amber));
    /// assert_eq!(Hue::nearest((0x92, 0xD0, 0x50), &lights), Some(Hue::Green));
    /// assert_eq!(Hue::nearest((0x00, 0x70, 0xC0), &lights), None);
    /// ```
    pub fn nearest(colour: (u8, u8, u8), known: &[Hue]) -> Option<Hue> {
        let Some(degrees) = degrees(colour) else {
            let grey = |hue: &Hue| *hue == Hue::Grey && !is_extreme(colour);
            return known.iter().copied().find(grey);
        };
        let away = |hue: &Hue| {
            let apart = (hue.degrees()? - degrees).abs();
            Some((apart.min(360 - apart), *hue))
        };
        let (apart, hue) = known.iter().filter_map(away).min()?;
        (apart <= FURTHEST).then_some(hue)
    }

    /// The name of a colour, as a person would say it: of all hues the nearest.
    pub fn of(colour: (u8, u8, u8)) -> Option<Hue> {
        Self::nearest(colour, &Self::ALL)
    }

    /// Its place on the wheel of colours.
    fn degrees(self) -> Option<i32> {
        match self {
            Hue::Red => Some(0),
            Hue::Amber => Some(38),
            Hue::Yellow => Some(58),
            Hue::Green => Some(115),
            Hue::Blue => Some(210),
            Hue::Purple => Some(285),
            Hue::Grey => None,
        }
    }
}

fn is_extreme((red, green, blue): (u8, u8, u8)) -> bool {
    let parts = [red, green, blue].map(i32::from);
    parts.iter().all(|part| *part < BLACK) || parts.iter().all(|part| *part >= WHITE)
}

/// The place of a colour on the wheel, in degrees; none where it is grey, black or white.
fn degrees((red, green, blue): (u8, u8, u8)) -> Option<i32> {
    let (red, green, blue) = (i32::from(red), i32::from(green), i32::from(blue));
    let (most, least) = (red.max(green).max(blue), red.min(green).min(blue));
    let span = most - least;
    if span < LEAST_COLOUR || most < BLACK {
        return None;
    }
    let degrees = match most {
        most if most == red => 60 * (green - blue) / span,
        most if most == green => 120 + 60 * (blue - red) / span,
        _ => 240 + 60 * (red - green) / span,
    };
    Some(degrees.rem_euclid(360))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_fills_that_spreadsheets_offer_are_named_as_people_name_them() {
        for (colour, name) in [
            ((0xFF, 0x00, 0x00), Some("red")),
            ((0xC0, 0x00, 0x00), Some("red")),
            ((0xFF, 0xC7, 0xCE), Some("red")),
            ((0xFF, 0xC0, 0x00), Some("amber")),
            ((0xED, 0x7D, 0x31), Some("amber")),
            ((0xFF, 0xBF, 0x00), Some("amber")),
            ((0xFF, 0xFF, 0x00), Some("yellow")),
            ((0x00, 0xB0, 0x50), Some("green")),
            ((0x92, 0xD0, 0x50), Some("green")),
            ((0xC6, 0xEF, 0xCE), Some("green")),
            ((0x70, 0xAD, 0x47), Some("green")),
            ((0x00, 0x70, 0xC0), Some("blue")),
            ((0x00, 0xB0, 0xF0), Some("blue")),
            ((0x70, 0x30, 0xA0), Some("purple")),
            ((0xBF, 0xBF, 0xBF), Some("grey")),
            ((0xFF, 0xFF, 0xFF), None),
            ((0x00, 0x00, 0x00), None),
        ] {
            assert_eq!(Hue::of(colour).map(Hue::name), name, "{colour:02X?}");
        }
    }

    #[test]
    fn only_what_the_form_knows_is_taken_and_nothing_far_away() {
        // With no amber in the form its yellow is the nearest, and the other way round.
        assert_eq!(Hue::nearest((0xFF, 0xC0, 0), &[Hue::Red, Hue::Yellow, Hue::Green]), Some(Hue::Yellow));
        assert_eq!(Hue::nearest((0xFF, 0xFF, 0), &[Hue::Red, Hue::Amber, Hue::Green]), Some(Hue::Amber));
        assert_eq!(Hue::nearest((0xBF, 0xBF, 0xBF), &[Hue::Red, Hue::Green]), None);
        assert_eq!(Hue::nearest((0x70, 0x30, 0xA0), &[Hue::Green, Hue::Amber]), None);
    }
}
