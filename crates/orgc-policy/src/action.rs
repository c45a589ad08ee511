//! The form of an action: `service:Name`, with `*` and `?` as wildcards, or `*` alone.
//!
//! Whether there is such an action is another question, which needs a catalogue of actions.

/// An action or a pattern of actions, as it stands in `Action` and `NotAction`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ActionPattern<'a> {
    /// `*`
    Everything,
    /// `service:Name`; both may hold wildcards. IAM compares both without regard to case.
    Of {
        /// The service prefix: `s3`.
        service: &'a str,
        /// The name: `Get*`.
        name: &'a str,
    },
}

/// Why a text is not an action.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ActionFault {
    /// There is no colon, or more than one.
    #[error("a service, a colon and a name are expected")]
    Colon,
    /// Nothing stands before the colon.
    #[error("the service before the colon is missing")]
    NoService,
    /// Nothing stands after the colon.
    #[error("the name after the colon is missing; write `*` for every action of the service")]
    NoName,
    /// A character that no action has.
    #[error("`{character}` cannot stand in an action")]
    Character {
        /// The first such character.
        character: char,
    },
}

impl<'a> ActionPattern<'a> {
    /// The pattern that a text is.
    ///
    /// # Errors
    /// The reason why it is none.
    pub fn parse(text: &'a str) -> Result<Self, ActionFault> {
        if text == "*" {
            return Ok(Self::Everything);
        }
        let (service, name) = text.split_once(':').ok_or(ActionFault::Colon)?;
        match () {
            () if name.contains(':') => Err(ActionFault::Colon),
            () if service.is_empty() => Err(ActionFault::NoService),
            () if name.is_empty() => Err(ActionFault::NoName),
            () => {
                allowed(service, &['-', '_', '*', '?'])?;
                allowed(name, &['-', '_', '*', '?', '/', '.'])?;
                Ok(Self::Of { service, name })
            }
        }
    }
}

fn allowed(text: &str, others: &[char]) -> Result<(), ActionFault> {
    match text.chars().find(|c| !c.is_ascii_alphanumeric() && !others.contains(c)) {
        Some(character) => Err(ActionFault::Character { character }),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn actions_are_a_service_and_a_name() {
        assert_eq!(ActionPattern::parse("*"), Ok(ActionPattern::Everything));
        let get = ActionPattern::Of { service: "execute-api", name: "*Get?" };
        assert_eq!(ActionPattern::parse("execute-api:*Get?"), Ok(get));
        for (text, message) in [
            ("s3", "a service, a colon and a name are expected"),
            ("**", "a service, a colon and a name are expected"),
            ("aws:s3:Get", "a service, a colon and a name are expected"),
            (":Get", "the service before the colon is missing"),
            ("s3:", "the name after the colon is missing; write `*` for every action of the service"),
            ("s3: Get", "` ` cannot stand in an action"),
            ("s3:${x}", "`$` cannot stand in an action"),
        ] {
            assert_eq!(ActionPattern::parse(text).unwrap_err().to_string(), message, "{text}");
        }
    }
}
