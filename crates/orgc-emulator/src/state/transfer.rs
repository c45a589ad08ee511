//! Responsibility transfers: paying for another organization.

use serde::{Deserialize, Serialize};

use super::handshake::Party;
use crate::clock::Moment;

/// A transfer towards this organization. There is no other one here that could ask for this one's.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Transfer {
    pub name: String,
    pub status: TransferStatus,
    /// The management account whose responsibility comes here.
    pub source: Party,
    pub starts: Moment,
    pub ends: Option<Moment>,
    pub handshake: String,
}

/// How far a transfer is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum TransferStatus {
    Requested,
    Accepted,
    Declined,
    Canceled,
    Expired,
    Withdrawn,
}

impl TransferStatus {
    /// The `Status` member.
    pub fn text(self) -> &'static str {
        match self {
            Self::Requested => "REQUESTED",
            Self::Accepted => "ACCEPTED",
            Self::Declined => "DECLINED",
            Self::Canceled => "CANCELED",
            Self::Expired => "EXPIRED",
            Self::Withdrawn => "WITHDRAWN",
        }
    }

    pub fn is_active(self) -> bool {
        matches!(self, Self::Requested | Self::Accepted)
    }
}
