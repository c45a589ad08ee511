//! `kill -9` of an apply at each of its changes, in the two moments that differ: the client has not heard of it yet, or
//! it has and does no more. The next run goes on until it is killed at the next change. At last it is the organization
//! that an undisturbed run makes.

use crate::deadly::{self, End, Moment};
use crate::project::Project;
use futures_util::stream::{self, StreamExt as _};
use orgc_emulator::{Clock, Emulator, Fault, Settings, Trouble};
use orgc_ir::Desired;
use orgc_plan::Plan;
use orgc_tests::examples::{self, Beginning};
use orgc_tests::sketch::sketches;
use orgc_tests::wire::{Wire, failures};
use proptest::strategy::{Strategy as _, ValueTree as _};
use proptest::test_runner::TestRunner;
use std::time::Duration;
use tokio::runtime::{Builder, Runtime};
use tokio::time::sleep;

const MOMENTS: [Moment; 2] = [Moment::Unheard, Moment::Heard];

/// How many random organizations become others.
const PAIRS: usize = 3;

/// How many runs of a chain are killed. Long ways are gone in several chains beside each other.
const LONGEST: usize = 16;

/// How many chains are gone at once.
const AT_ONCE: usize = 8;

/// Longer than anything takes that a killed run leaves under way.
const LATER: Duration = Duration::from_secs(3600);

/// Accounts may leave four days after they were made.
const FIVE_DAYS: Duration = Duration::from_secs(5 * 24 * 3600);

/// A runtime whose time passes by itself, for what happens without being disturbed.
fn calm() -> Runtime {
    Builder::new_current_thread().enable_all().start_paused(true).build().unwrap()
}

/// The same organization, for other processes: time passes between their runs.
fn stopped(emulator: &Emulator) -> Emulator {
    let mut clock = Clock::stepped();
    clock.advance(emulator.now().since(orgc_emulator::Moment::START));
    emulator.fork(clock)
}

/// Applies without being disturbed, until everything is at rest.
async fn settle(wire: &Wire, desired: &Desired) {
    let plan = wire.plan(desired).await.expect("there is a way");
    let applied = wire.apply(&plan, &wire.client()).await;
    assert_eq!(failures(&applied), [] as [&str; 0]);
    sleep(LATER).await;
}

/// A way that processes go and that ends in the middle, again and again.
struct Chain {
    moment: Moment,
    emulator: Emulator,
    project: Project,
}

impl Chain {
    /// Kills one run after the other at its first change. Answers how many, [`LONGEST`] at most, and fewer where a run
    /// finds nothing left to change.
    async fn kill(&self) -> usize {
        for kills in 0..LONGEST {
            match deadly::apply(&self.emulator, &self.project, self.moment).await {
                End::Killed => self.emulator.advance(LATER),
                End::Itself(status) => {
                    let said = self.project.read(deadly::SAID);
                    assert!(status.success(), "{:?}, {kills} kills: {said}", self.moment);
                    return kills;
                }
            }
        }
        LONGEST
    }
}

/// Which calls of a plan change something; the first call has the number one.
async fn changes(wire: &Wire, plan: &Plan) -> Vec<u64> {
    let calm = wire.fork();
    calm.apply(plan, &calm.client()).await;
    let calls = calm.emulator.calls();
    (1..).zip(&calls).filter(|(_, call)| !call.reads).map(|(nth, _)| nth).collect()
}

/// What there is at first, and when a process has died after so many of the changes.
async fn on_the_way(wire: &Wire, plan: &Plan, changes: &[u64]) -> Vec<Emulator> {
    let mut there = vec![stopped(&wire.emulator)];
    for &nth in changes.iter().skip(LONGEST - 1).step_by(LONGEST) {
        let wire = wire.fork();
        wire.die(plan, Fault::at_call(nth, Trouble::StopAfter)).await;
        there.push(stopped(&wire.emulator));
    }
    there
}

/// Goes from what there is to what the files say, undisturbed, and beside that in copies where one run after the other is
/// killed. Answers how many were.
fn sweep(calm: &Runtime, wire: &Wire, desired: &Desired, files: &[(String, Vec<u8>)]) -> usize {
    let chain = |moment, emulator: &Emulator| {
        let project = Project::nothing();
        files.iter().for_each(|(path, content)| project.write(path, content));
        Chain { moment, emulator: stopped(emulator), project }
    };
    let (changes, chains) = calm.block_on(async {
        let plan = wire.plan(desired).await.expect("there is a way");
        let changes = changes(wire, &plan).await;
        let there = on_the_way(wire, &plan, &changes).await;
        settle(wire, desired).await;
        let chains = there.iter().flat_map(|one| MOMENTS.map(|moment| chain(moment, one)));
        (changes.len(), chains.collect::<Vec<_>>())
    });
    let kills = Builder::new_current_thread().enable_all().build().unwrap().block_on(async {
        // The processes wait for the rates of AWS most of the time.
        stream::iter(&chains).map(Chain::kill).buffer_unordered(AT_ONCE).collect::<Vec<_>>().await
    });
    calm.block_on(async {
        for chain in &chains {
            let arrived = wire.resume(&chain.emulator).await;
            settle(&arrived, desired).await;
            assert_eq!(arrived.shape(), wire.shape(), "{:?}", chain.moment);
        }
    });
    let kills = kills.into_iter().sum();
    assert!(kills >= changes, "{kills} kills, {changes} changes");
    kills
}

/// An example, in each of its versions.
fn example(name: &str) {
    let folder = examples::folders().into_iter().find(|folder| folder.ends_with(name)).unwrap();
    let calm = calm();
    let Beginning { wire, versions, .. } = calm.block_on(Beginning::of(&folder));
    for sources in versions {
        let desired = examples::model(&folder, &sources);
        let texts = sources.into_iter().map(|(path, text)| (path, text.into_bytes()));
        let files: Vec<_> = texts.chain(examples::components(&folder)).collect();
        calm.block_on(async { sleep(FIVE_DAYS).await });
        println!("{name}: {} runs killed", sweep(&calm, &wire, &desired, &files));
    }
}

#[test]
fn ai_environments() {
    example("ai-environments");
}

#[test]
fn landing_zone() {
    example("landing-zone");
}

#[test]
fn northwind() {
    example("northwind");
}

#[test]
fn adoption() {
    example("adoption");
}

#[test]
fn plugin_in_c() {
    example("plugin-in-c");
}

#[test]
fn random_organizations() {
    let mut runner = TestRunner::deterministic();
    let (mut kills, mut refused) = (0, 0);
    for _ in 0..PAIRS {
        let (before, after) = (sketches(), sketches()).new_tree(&mut runner).unwrap().current();
        let before = before.unprotected();
        let (from, to) = (before.desired(None), after.desired(Some(&before)));
        let calm = calm();
        let wire = calm.block_on(async {
            let wire = Wire::new(Settings { account_quota: 50, ..Settings::default() });
            settle(&wire, &from).await;
            sleep(FIVE_DAYS).await;
            wire
        });
        if calm.block_on(wire.plan(&to)).is_err() {
            refused += 1;
            continue;
        }
        let settings = ("orgc.toml".to_owned(), "name = \"test\"\nedition = \"2026\"\n".to_owned());
        let texts = after.files(Some(&before)).into_iter().chain([settings]);
        let files: Vec<_> = texts.map(|(path, text)| (path, text.into_bytes())).collect();
        kills += sweep(&calm, &wire, &to, &files);
    }
    println!("{PAIRS} changes of random organizations, {kills} runs killed, {refused} refused");
    assert!(refused < PAIRS, "some changes have a safe way");
}
