//! Where an item stands, which decides what it may be.

use orgc_ir::Address;

/// Where an item stands.
#[derive(Clone, Debug)]
pub(super) enum Place {
    Top,
    Organization(Address),
    Unit(Address),
    Account,
    Policy,
    /// A block of a plugin kind.
    Block(String),
    /// `defaults { … }`
    Defaults,
    /// `delegation { … }`
    Delegation,
    /// `tags`, `parameters` and their like, whose own items are read later; inside a block of a
    /// plugin or a policy they may have parts of their own.
    Part {
        nests: bool,
    },
}

impl Place {
    pub(super) fn is_target(&self) -> bool {
        matches!(self, Self::Organization(_) | Self::Unit(_) | Self::Account)
    }

    /// Whether things here have a life of their own, with tags, protection and adoption.
    pub(super) fn has_life(&self) -> bool {
        self.is_target() || matches!(self, Self::Policy | Self::Block(_))
    }

    pub(super) fn noun(&self) -> &'static str {
        match self {
            Self::Top => "at the top of a file",
            Self::Organization(_) => "in the organization",
            Self::Unit(_) => "in an OU",
            Self::Account => "in an account",
            Self::Policy => "in a policy",
            Self::Block(_) => "in this block",
            Self::Defaults => "in `defaults`",
            Self::Delegation => "in `delegation`",
            Self::Part { .. } => "here",
        }
    }
}
