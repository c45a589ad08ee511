//! Handshakes: what an account is asked, and what it answers.

use std::collections::BTreeMap;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::clock::Moment;

/// A question to an account or to the organization's own management.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Handshake {
    pub action: Action,
    pub state: HandshakeState,
    pub recipient: Party,
    pub requested: Moment,
    pub expires: Moment,
    pub notes: Option<String>,
    /// The tags that an invited account will have.
    pub tags: BTreeMap<String, String>,
    /// The handshake that waits for this one.
    pub parent: Option<String>,
    /// The transfer that is asked for.
    #[serde(default)]
    pub transfer: Option<String>,
}

/// What is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Action {
    /// To join the organization.
    Invite,
    /// To go from billing to all features, once every invited member agrees.
    EnableAllFeatures,
    /// To agree to that.
    ApproveAllFeatures,
    /// To let this organization pay.
    TransferResponsibility,
}

/// Who is asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Party {
    Account(String),
    Email(String),
    Organization,
}

/// How far a handshake is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum HandshakeState {
    /// It waits for others.
    Requested,
    /// It waits for its recipient.
    Open,
    Canceled,
    Accepted,
    Declined,
    Expired,
}

impl Handshake {
    /// A handshake that waits for its recipient so long, with nothing else to say.
    pub fn open(action: Action, recipient: Party, now: Moment, expiry: Duration) -> Self {
        Self {
            action,
            state: HandshakeState::Open,
            recipient,
            requested: now,
            expires: now.after(expiry),
            notes: None,
            tags: BTreeMap::new(),
            parent: None,
            transfer: None,
        }
    }
}

impl Action {
    /// The `Action` member.
    pub fn text(self) -> &'static str {
        match self {
            Self::Invite => "INVITE",
            Self::EnableAllFeatures => "ENABLE_ALL_FEATURES",
            Self::ApproveAllFeatures => "APPROVE_ALL_FEATURES",
            Self::TransferResponsibility => "TRANSFER_RESPONSIBILITY",
        }
    }
}

impl HandshakeState {
    /// The `State` member.
    pub fn text(self) -> &'static str {
        match self {
            Self::Requested => "REQUESTED",
            Self::Open => "OPEN",
            Self::Canceled => "CANCELED",
            Self::Accepted => "ACCEPTED",
            Self::Declined => "DECLINED",
            Self::Expired => "EXPIRED",
        }
    }

    /// Whether nobody has answered yet.
    pub fn is_pending(self) -> bool {
        matches!(self, Self::Requested | Self::Open)
    }
}
