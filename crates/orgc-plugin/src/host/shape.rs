//! The shape of a component, as far as compiling it takes time and memory.
//!
//! Compiling takes time in proportion to the code for what compilers make. What they do not make can take
//! the square of it: many variables over many branches, many values handed over at once, loops in loops
//! in loops. So each of these is bounded far above what plugins have, and far below what would hurt.
//!
//! Measured with an optimized host: of five components at these bounds the worst (20,000 functions with ten
//! calls each) took 5 seconds of one processor, and none took the process above 290 MiB.

use super::inspect::malformed;
use super::limits;
use super::load_error::LoadReason;
use wasmparser::{
    CompositeInnerType, FuncToValidate, FuncValidatorAllocations, FunctionBody, Operator, OperatorsReader,
    Payload, TypeSectionReader, ValidatorResources,
};

/// What a component has of everything that is bounded, as far as it was read.
#[derive(Default)]
pub(super) struct Shape {
    functions: u64,
    code: u64,
    /// Branches and calls.
    work: u64,
    /// Values that are alive at branches, each at each.
    live: u64,
    memories: u64,
    items: u64,
    depth: usize,
}

impl Shape {
    /// How many components and modules stand around what is read.
    pub(super) fn depth(&self) -> usize {
        self.depth
    }

    /// Counts what was read; refuses what is too much.
    pub(super) fn count(&mut self, payload: &Payload<'_>) -> Result<(), LoadReason> {
        match payload {
            Payload::Version { .. } => self.depth += 1,
            Payload::End(_) => self.depth -= 1,
            Payload::FunctionSection(section) => self.functions += u64::from(section.count()),
            Payload::MemorySection(section) => self.memories += u64::from(section.count()),
            Payload::CodeSectionEntry(body) => self.count_body(body)?,
            other => self.items += items(other),
        }
        for (what, value, unit, most) in [
            ("it nests modules and components", self.depth as u64, "deep", limits::NESTING as u64),
            ("it has", self.functions, "functions", limits::FUNCTIONS),
            ("it has", self.code, "bytes of code", limits::CODE_BYTES),
            ("it has", self.memories, "memories", limits::MEMORIES),
            ("it has", self.items, "types, imports and exports", limits::ITEMS),
        ] {
            check(what, value, unit, most)?;
        }
        match payload {
            Payload::TypeSection(section) => check_types(section),
            _ => Ok(()),
        }
    }

    fn count_body(&mut self, body: &FunctionBody<'_>) -> Result<(), LoadReason> {
        let bytes = body.range().len() as u64;
        self.code += bytes;
        check("it has a function of", bytes, "bytes", limits::BODY_BYTES as u64)?;
        let mut locals = 0_u64;
        for group in body.get_locals_reader().map_err(malformed)? {
            locals += u64::from(group.map_err(malformed)?.0);
        }
        check("it has a function with", locals, "variables", limits::LOCALS)
    }

    /// Validates a function, and counts what is alive at its branches.
    pub(super) fn count_function(
        &mut self,
        function: FuncToValidate<ValidatorResources>,
        body: &FunctionBody<'_>,
    ) -> Result<(), LoadReason> {
        let mut validator = function.into_validator(FuncValidatorAllocations::default());
        let mut reader = body.get_binary_reader();
        validator.read_locals(&mut reader).map_err(malformed)?;
        let locals = u64::from(validator.len_locals());
        let mut reader = OperatorsReader::new(reader);
        let (mut work, mut nest) = (0, Nest::default());
        while !reader.eof() {
            let (operator, offset) = reader.read_with_offset().map_err(malformed)?;
            let branches = branches(&operator);
            let alive = locals + u64::from(validator.operand_stack_height()) + limits::RESULTS;
            self.live += branches * alive;
            work += branches + calls(&operator);
            nest.follow(&operator)?;
            validator.op(offset, &operator).map_err(malformed)?;
            check("it has a function with", work, "branches and calls", limits::FUNCTION_BRANCHES)?;
            check("it has", self.live, "values at branches", limits::LIVE)?;
        }
        self.work += work;
        check("it has", self.work, "branches and calls", limits::BRANCHES)?;
        reader.finish().map_err(malformed)
    }
}

/// The blocks around an operator, and which of them are loops.
#[derive(Default)]
struct Nest {
    is_loop: Vec<bool>,
    loops: u64,
}

impl Nest {
    fn follow(&mut self, operator: &Operator<'_>) -> Result<(), LoadReason> {
        match operator {
            Operator::Loop { .. } => {
                self.is_loop.push(true);
                self.loops += 1;
            }
            Operator::Block { .. } | Operator::If { .. } => self.is_loop.push(false),
            Operator::End => self.loops -= u64::from(self.is_loop.pop().unwrap_or_default()),
            _ => {}
        }
        check("it has loops", self.loops, "deep", limits::LOOPS)
    }
}

/// How many branches an operator is. A loop is checked for fuel and time in each round, which is more.
fn branches(operator: &Operator<'_>) -> u64 {
    match operator {
        Operator::Block { .. }
        | Operator::If { .. }
        | Operator::Else
        | Operator::Br { .. }
        | Operator::BrIf { .. } => 1,
        Operator::BrTable { targets } => 1 + u64::from(targets.len()),
        Operator::Loop { .. } => limits::LOOP_BRANCHES,
        _ => 0,
    }
}

/// How many calls an operator is. What is looked up before it is called is checked, which is more.
fn calls(operator: &Operator<'_>) -> u64 {
    match operator {
        Operator::Call { .. }
        | Operator::ReturnCall { .. }
        | Operator::MemoryGrow { .. }
        | Operator::MemoryFill { .. }
        | Operator::MemoryCopy { .. }
        | Operator::MemoryInit { .. }
        | Operator::TableCopy { .. }
        | Operator::TableInit { .. } => 1,
        Operator::CallIndirect { .. } | Operator::ReturnCallIndirect { .. } => limits::LOOP_BRANCHES,
        _ => 0,
    }
}

/// Blocks and functions take and give what their types say.
fn check_types(section: &TypeSectionReader<'_>) -> Result<(), LoadReason> {
    for group in section.clone() {
        for one in group.map_err(malformed)?.into_types() {
            let CompositeInnerType::Func(function) = &one.composite_type.inner else { continue };
            let (parameters, results) = (function.params().len() as u64, function.results().len() as u64);
            check("it has a function with", parameters, "parameters", limits::PARAMETERS)?;
            check("it has a function with", results, "results", limits::RESULTS)?;
        }
    }
    Ok(())
}

fn check(what: &'static str, value: u64, unit: &'static str, most: u64) -> Result<(), LoadReason> {
    if value <= most { Ok(()) } else { Err(LoadReason::too_much(what, value, unit, most)) }
}

/// How many entries a section declares, of the sections that cost something to compile.
fn items(payload: &Payload<'_>) -> u64 {
    u64::from(match payload {
        Payload::TypeSection(section) => section.count(),
        Payload::ImportSection(section) => section.count(),
        Payload::TableSection(section) => section.count(),
        Payload::GlobalSection(section) => section.count(),
        Payload::ExportSection(section) => section.count(),
        Payload::ElementSection(section) => section.count(),
        Payload::DataSection(section) => section.count(),
        Payload::InstanceSection(section) => section.count(),
        Payload::CoreTypeSection(section) => section.count(),
        Payload::ComponentInstanceSection(section) => section.count(),
        Payload::ComponentAliasSection(section) => section.count(),
        Payload::ComponentTypeSection(section) => section.count(),
        Payload::ComponentCanonicalSection(section) => section.count(),
        Payload::ComponentImportSection(section) => section.count(),
        Payload::ComponentExportSection(section) => section.count(),
        _ => 0,
    })
}
