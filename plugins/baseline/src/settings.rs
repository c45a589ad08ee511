//! A `baseline` block as typed values, each with its path.

use crate::schema::CAPABILITIES;
use orgc_plugin_sdk::{Amount, At, Diagnostic, File, Path, Request, Target, Text};

/// A `baseline` block.
#[derive(Clone, Debug, PartialEq)]
pub struct Baseline<'a> {
    /// The label of the block.
    pub name: &'a str,
    /// The template.
    pub template: File<'a>,
    /// The Regions of deployments that name none.
    pub regions: Vec<Named<'a>>,
    /// Parameters of every instance.
    pub parameters: Vec<Parameter<'a>>,
    /// The capabilities, as CloudFormation calls them.
    pub capabilities: Vec<&'static str>,
    /// The description, if written.
    pub description: Option<&'a str>,
    /// How operations proceed, if written.
    pub rollout: Option<Rollout<'a>>,
    /// Whether joining accounts get their stacks.
    pub auto_deploy: bool,
    /// Whether leaving accounts keep them, and where that is written.
    pub retain: (bool, Path),
    /// Where it goes.
    pub deployments: Vec<Deploy<'a>>,
}

/// A word and its path.
#[derive(Clone, Debug, PartialEq)]
pub struct Named<'a> {
    /// The word.
    pub name: &'a str,
    /// Where it stands.
    pub path: Path,
}

/// A parameter with its value.
#[derive(Clone, Debug, PartialEq)]
pub struct Parameter<'a> {
    /// Its name and path.
    pub key: Named<'a>,
    /// Its value as CloudFormation takes it.
    pub value: Text,
}

/// How operations proceed.
#[derive(Clone, Debug, PartialEq)]
pub struct Rollout<'a> {
    /// Accounts at a time, and where that is written.
    pub max_concurrent: (Amount, Path),
    /// Failed accounts to accept.
    pub failure_tolerance: Amount,
    /// The order of Regions.
    pub region_order: Vec<Named<'a>>,
    /// Whether all Regions run at once.
    pub regions_in_parallel: bool,
    /// Whether concurrency is soft.
    pub soft: bool,
}

/// One `deploy` sentence.
#[derive(Clone, Debug, PartialEq)]
pub struct Deploy<'a> {
    /// Where the sentence stands.
    pub path: Path,
    /// The target.
    pub target: Target,
    /// Regions of its own; empty: those of the baseline.
    pub regions: Vec<Named<'a>>,
    /// Parameters that differ.
    pub parameters: Vec<Parameter<'a>>,
}

impl<'a> Baseline<'a> {
    /// Reads a block.
    ///
    /// # Errors
    /// When a value is not of the type that the schema declares.
    pub fn read(request: &'a Request) -> Result<Self, Diagnostic> {
        let block = request.config();
        Ok(Self {
            name: request.name(),
            template: block.required("template")?.file()?,
            regions: words(block.get("regions"))?,
            parameters: parameters(block.get("parameters"))?,
            capabilities: capabilities(block.get("capabilities"))?,
            description: block.get("description").map(|at| at.text()).transpose()?,
            rollout: block.get("rollout").map(|at| Rollout::read(&at)).transpose()?,
            auto_deploy: block.get("auto-deploy").map_or(Ok(true), |at| at.boolean())?,
            retain: retain(&block)?,
            deployments: deployments(block.get("deployments"))?,
        })
    }

    /// The Regions of a deployment.
    pub fn regions_of<'b>(&'b self, deploy: &'b Deploy<'a>) -> &'b [Named<'a>] {
        if deploy.regions.is_empty() { &self.regions } else { &deploy.regions }
    }
}

impl<'a> Rollout<'a> {
    fn read(block: &At<'a>) -> Result<Self, Diagnostic> {
        let amount = |name, otherwise| match block.get(name) {
            Some(at) => at.amount().map(|amount| (amount, at.path())),
            None => Ok((Amount::Count(otherwise), block.path())),
        };
        let concurrency = block.get("concurrency").map(|at| at.text()).transpose()?;
        Ok(Self {
            max_concurrent: amount("max-concurrent", 1)?,
            failure_tolerance: amount("failure-tolerance", 0)?.0,
            region_order: words(block.get("region-order"))?,
            regions_in_parallel: block.get("regions-in-parallel").map_or(Ok(false), |at| at.boolean())?,
            soft: concurrency == Some("soft"),
        })
    }
}

fn words(list: Option<At<'_>>) -> Result<Vec<Named<'_>>, Diagnostic> {
    let Some(list) = list else { return Ok(Vec::new()) };
    list.items()?.iter().map(|at| Ok(Named { name: at.text()?, path: at.path() })).collect()
}

fn parameters(map: Option<At<'_>>) -> Result<Vec<Parameter<'_>>, Diagnostic> {
    let Some(map) = map else { return Ok(Vec::new()) };
    let parameter = |(name, at): (_, At<'_>)| {
        Ok(Parameter { value: at.parameter()?, key: Named { name, path: at.path() } })
    };
    map.members()?.into_iter().map(parameter).collect()
}

fn capabilities(list: Option<At<'_>>) -> Result<Vec<&'static str>, Diagnostic> {
    let written = words(list)?;
    Ok(CAPABILITIES
        .into_iter()
        .filter(|(word, _)| written.iter().any(|one| one.name == *word))
        .map(|(_, capability)| capability)
        .collect())
}

fn retain(block: &At<'_>) -> Result<(bool, Path), Diagnostic> {
    match block.get("on-leave") {
        Some(at) => Ok((at.text()? == "retain", at.path())),
        None => Ok((false, block.path())),
    }
}

fn deployments(list: Option<At<'_>>) -> Result<Vec<Deploy<'_>>, Diagnostic> {
    let Some(list) = list else { return Ok(Vec::new()) };
    list.items()?.iter().map(read_deploy).collect()
}

fn read_deploy<'a>(at: &At<'a>) -> Result<Deploy<'a>, Diagnostic> {
    Ok(Deploy {
        path: at.path(),
        target: at.required("target")?.target()?,
        regions: words(at.get("regions"))?,
        parameters: parameters(at.get("parameters"))?,
    })
}
