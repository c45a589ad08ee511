//! Faults as people write them, in TOML or JSON.

use std::time::Duration;

use serde::Deserialize;

use super::{Fault, Trouble, When};
use crate::protocol::Service;

/// What a file of faults orders.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Faults {
    /// The faults, in the order in which they are asked.
    pub faults: Vec<Fault>,
    /// How long reads of Organizations lag behind writes.
    pub visibility_delay: Duration,
}

impl<'de> Deserialize<'de> for Faults {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let written = Written::deserialize(deserializer)?;
        let seed = written.seed;
        let read = |one: WrittenFault| one.read(seed).map_err(serde::de::Error::custom);
        Ok(Self {
            faults: written.fault.into_iter().map(read).collect::<Result<_, _>>()?,
            visibility_delay: Duration::from_millis(written.visibility_delay_ms),
        })
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Written {
    #[serde(default)]
    seed: u64,
    #[serde(default)]
    visibility_delay_ms: u64,
    #[serde(default)]
    fault: Vec<WrittenFault>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct WrittenFault {
    service: Option<WrittenService>,
    operation: Option<String>,
    call: Option<u64>,
    probability: Option<f64>,
    times: Option<u64>,
    trouble: WrittenTrouble,
    code: Option<String>,
    message: Option<String>,
    reason: Option<String>,
    status: Option<u16>,
    delay_ms: Option<u64>,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum WrittenService {
    Organizations,
    Account,
    Cloudformation,
    Sts,
    Tagging,
}

#[derive(Clone, Copy, Deserialize, PartialEq)]
#[serde(rename_all = "kebab-case")]
enum WrittenTrouble {
    Throttle,
    Fail,
    LoseRequest,
    LoseReply,
    Repeat,
    Delay,
    Stale,
    EmptyPage,
}

impl WrittenFault {
    fn read(self, seed: u64) -> Result<Fault, String> {
        let when = match (self.call, self.probability) {
            (None, None) => When::Always,
            (Some(0), None) => return Err("`call` counts from 1".to_owned()),
            (Some(nth), None) => When::At(nth),
            (None, Some(probability)) if (0.0..=1.0).contains(&probability) => {
                When::Sometimes { probability, seed }
            }
            (None, Some(_)) => return Err("`probability` is a number from 0 to 1".to_owned()),
            (Some(_), Some(_)) => return Err("a fault has `call` or `probability`, not both".to_owned()),
        };
        Ok(Fault {
            service: self.service.map(WrittenService::read),
            when,
            times: self.times.unwrap_or(u64::MAX),
            trouble: self.trouble()?,
            operation: self.operation,
        })
    }

    fn trouble(&self) -> Result<Trouble, String> {
        let says_error = self.code.is_some() || self.message.is_some() || self.reason.is_some();
        if self.trouble != WrittenTrouble::Fail && (says_error || self.status.is_some()) {
            return Err("`code`, `message`, `reason` and `status` belong to `trouble = \"fail\"`".to_owned());
        }
        if self.trouble != WrittenTrouble::Delay && self.delay_ms.is_some() {
            return Err("`delay-ms` belongs to `trouble = \"delay\"`".to_owned());
        }
        Ok(match self.trouble {
            WrittenTrouble::Throttle => Trouble::Throttle,
            WrittenTrouble::Fail => Trouble::Fail {
                code: self.code.clone().ok_or("`trouble = \"fail\"` needs the `code` of the error")?,
                message: self.message.clone().unwrap_or_else(|| "ordered by a file of faults".to_owned()),
                reason: self.reason.clone(),
                status: self.status.unwrap_or(400),
            },
            WrittenTrouble::LoseRequest => Trouble::LoseRequest,
            WrittenTrouble::LoseReply => Trouble::LoseReply,
            WrittenTrouble::Repeat => Trouble::Repeat,
            WrittenTrouble::Delay => {
                let delay = self.delay_ms.ok_or("`trouble = \"delay\"` needs `delay-ms`")?;
                Trouble::Delay(Duration::from_millis(delay))
            }
            WrittenTrouble::Stale => Trouble::Stale,
            WrittenTrouble::EmptyPage => Trouble::EmptyPage,
        })
    }
}

impl WrittenService {
    fn read(self) -> Service {
        match self {
            Self::Organizations => Service::Organizations,
            Self::Account => Service::Account,
            Self::Cloudformation => Service::CloudFormation,
            Self::Sts => Service::Sts,
            Self::Tagging => Service::Tagging,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[expect(clippy::needless_pass_by_value, reason = "calls read better with the value in place")]
    fn read(fault: serde_json::Value) -> Result<Faults, String> {
        serde_json::from_value(json!({"seed": 7, "fault": [fault]})).map_err(|error| error.to_string())
    }

    #[test]
    fn what_is_written_is_ordered() {
        let faults = read(json!({"operation": "CreateAccount", "call": 2, "trouble": "lose-reply"})).unwrap();
        assert_eq!(faults.faults, [Fault::at("CreateAccount", 2, Trouble::LoseReply)]);
        let faults =
            read(json!({"service": "account", "probability": 0.3, "times": 5, "trouble": "throttle"}));
        let expected = Fault::sometimes(0.3, 7, Trouble::Throttle).in_service(Service::Account).at_most(5);
        assert_eq!(faults.unwrap().faults, [expected]);
        let faults = read(json!({"trouble": "delay", "delay-ms": 1500})).unwrap();
        assert_eq!(faults.faults, [Fault::always(Trouble::Delay(Duration::from_millis(1500)))]);
    }

    #[test]
    fn what_makes_no_sense_is_refused_with_a_reason() {
        for (fault, reason) in [
            (json!({"trouble": "fail"}), "needs the `code`"),
            (json!({"trouble": "delay"}), "needs `delay-ms`"),
            (json!({"trouble": "throttle", "delay-ms": 1}), "`delay-ms` belongs to"),
            (json!({"trouble": "throttle", "code": "X"}), "belong to `trouble = \"fail\"`"),
            (json!({"trouble": "throttle", "call": 0}), "counts from 1"),
            (json!({"trouble": "throttle", "probability": 2}), "from 0 to 1"),
            (json!({"trouble": "throttle", "probability": 1, "call": 1}), "not both"),
            (json!({"trouble": "explode"}), "unknown variant `explode`"),
            (json!({"trouble": "throttle", "colour": 1}), "unknown field `colour`"),
        ] {
            let refused = read(fault).unwrap_err();
            assert!(refused.contains(reason), "{refused}");
        }
    }
}
