//! The bounds. They are the same on every machine and in every command.

/// The largest component, in bytes.
pub const COMPONENT_BYTES: usize = 8 << 20;
/// The most functions. Compiling takes more than linear time in their number.
pub const FUNCTIONS: u64 = 20_000;
/// The largest body of a function, in bytes. Compiling takes more than linear time in its length.
pub const BODY_BYTES: usize = 128 << 10;
/// The most code of all functions together, in bytes.
pub const CODE_BYTES: u64 = 3 << 20;
/// The most variables of a function.
pub const LOCALS: u64 = 1_000;
/// The most parameters of a function or a block.
pub const PARAMETERS: u64 = 64;
/// The most results of a function or a block.
pub const RESULTS: u64 = 4;
/// How deep loops may stand in each other.
pub const LOOPS: u64 = 50;
/// The most branches and calls of a function.
pub const FUNCTION_BRANCHES: u64 = 8_000;
/// The most branches and calls of all functions together.
pub const BRANCHES: u64 = 150_000;
/// As how many of them a loop or an indirect call counts: compiling it takes so much longer.
pub const LOOP_BRANCHES: u64 = 10;
/// The most values that are alive at branches, each counted at each branch of all functions.
pub const LIVE: u64 = 1_000_000;
/// The most memories.
pub const MEMORIES: u64 = 4;
/// The most types, aliases, instances, imports and exports together.
pub const ITEMS: u64 = 100_000;
/// How deep components and modules may stand in each other.
pub const NESTING: usize = 5;

/// Instructions, roughly, of `describe`.
pub const DESCRIBE_FUEL: u64 = 50_000_000;
/// Instructions, roughly, of one call.
pub const CALL_FUEL: u64 = 1_000_000_000;
/// Linear memory of one call, in bytes.
pub const MEMORY_BYTES: usize = 128 << 20;
/// The most fuel that a project can grant.
pub const CEILING_FUEL: u64 = 20_000_000_000;
/// The most memory that a project can grant, in bytes.
pub const CEILING_MEMORY_BYTES: usize = 1 << 30;
/// The largest answer that a project can grant, in bytes.
pub const CEILING_ANSWER_BYTES: usize = 64 << 20;
/// Elements of the tables of one call, together.
pub const TABLE_ELEMENTS: usize = 10_000;
/// Core instances of one call.
pub const INSTANCES: usize = 10;
/// What one call may hand to the host, in bytes.
pub const ANSWER_BYTES: usize = 16 << 20;
/// The length of a tick, in milliseconds.
pub const TICK_MILLISECONDS: u64 = 10;
/// The ticks after which a call is stopped, whatever fuel it has left.
pub const DEADLINE_TICKS: u64 = 500;
/// What is kept of a call's log, in bytes.
pub const LOG_BYTES: usize = 4 << 10;
/// What a message of the log counts for at least, in bytes, of what a call may hand over.
pub const LOG_MESSAGE_BYTES: usize = 64;

/// The most resources of an expansion.
pub const RESOURCES: usize = 10_000;
/// The most findings of an answer.
pub const FINDINGS: usize = 1_000;
/// The longest message, help or label, in bytes.
pub const MESSAGE_BYTES: usize = 8 << 10;
/// The longest name of a resource, a code, a kind or an attribute, in bytes.
pub const NAME_BYTES: usize = 64;
/// How many characters of a plugin's text an error repeats.
pub const EXCERPT_CHARACTERS: usize = 500;
/// The most labels of a finding.
pub const LABELS: usize = 16;
/// The most things that one resource comes after.
pub const AFTER: usize = 1_000;
/// How deep values may be nested.
pub const VALUE_DEPTH: usize = 64;
/// How deep types may be nested.
pub const TYPE_DEPTH: usize = 16;
/// The most types, attributes and values of the schemas of a plugin, each use counted.
pub const SCHEMA_SIZE: usize = 10_000;
/// The most text in the schemas of a plugin, in bytes, each use counted.
pub const SCHEMA_TEXT: usize = 1 << 20;
/// The most forms of texts in the schemas of a plugin, each use counted: each is compiled.
pub const SCHEMA_PATTERNS: usize = 64;
