//! How two numbers, written as digits, differ by a slip of the hand.

/// The least by which digits differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Apart {
    /// The digit at this place is another one.
    Digit(usize),
    /// Two digits beside each other are exchanged.
    Exchanged,
}

/// How two rows of digits of one length differ; `None` where they are the same, or by more than one slip.
pub fn apart(one: &str, other: &str) -> Option<Apart> {
    if one.len() != other.len() {
        return None;
    }
    let pairs = || one.bytes().zip(other.bytes()).enumerate();
    let mut others = pairs().filter(|(_, (one, other))| one != other);
    let ((first, (one_first, other_first)), second) = (others.next()?, others.next());
    match (second, others.next()) {
        (None, _) => Some(Apart::Digit(first)),
        (Some((second, (one_second, other_second))), None) => {
            let exchanged = second == first + 1 && one_first == other_second && one_second == other_first;
            exchanged.then_some(Apart::Exchanged)
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_slip_is_told_from_more() {
        for (one, other, expected) in [
            ("125", "125", None),
            ("126", "125", Some(Apart::Digit(2))),
            ("215", "125", Some(Apart::Exchanged)),
            ("521", "125", None),
            ("226", "125", None),
            ("1251", "1521", Some(Apart::Exchanged)),
            ("12", "125", None),
        ] {
            assert_eq!(apart(one, other), expected, "{one} and {other}");
        }
    }
}
