//! The table of diagnostic codes.
//!
//! A code is a promise: its id and name never change their meaning, and its page
//! (`docs/diagnostics/<id>.md`) says what it means, shows an example and how to mend it.

use serde::{Deserialize, Serialize};

/// How bad a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// The program is wrong; nothing is planned or applied.
    Error,
    /// Probably not what is meant; does not stop anything.
    Warning,
}

/// A stable code with its name and page.
#[derive(Clone, Copy, Debug)]
pub struct Code(&'static Entry);

#[derive(Debug)]
struct Entry {
    id: &'static str,
    name: &'static str,
    page: &'static str,
}

impl Code {
    /// The id, for example `E0201`.
    pub fn id(self) -> &'static str {
        self.0.id
    }

    /// The name, for example `unknown-name`.
    pub fn name(self) -> &'static str {
        self.0.name
    }

    /// The page of the code, in Markdown.
    pub fn page(self) -> &'static str {
        self.0.page
    }

    /// The severity: codes beginning with `W` are warnings.
    pub fn severity(self) -> Severity {
        if self.0.id.starts_with('W') { Severity::Warning } else { Severity::Error }
    }

    /// The code with this id or name, in any case of letters.
    pub fn find(written: &str) -> Option<Self> {
        let matches = |code: &Code| {
            code.id().eq_ignore_ascii_case(written) || code.name().eq_ignore_ascii_case(written)
        };
        Self::all().iter().copied().find(matches)
    }
}

impl PartialEq for Code {
    fn eq(&self, other: &Self) -> bool {
        self.0.id == other.0.id
    }
}

impl Eq for Code {}

macro_rules! code_table {
    ($($constant:ident $id:literal $name:literal;)*) => {
        /// One constant for each code.
        pub mod codes {
            use super::{Code, Entry};
            $(
                #[doc = concat!("`", $id, "` ", $name, ".")]
                pub const $constant: Code = Code(&Entry {
                    id: $id,
                    name: $name,
                    page: include_str!(concat!("../../../docs/diagnostics/", $id, ".md")),
                });
            )*
        }

        impl Code {
            /// Every code there is, in the order of the ids.
            pub fn all() -> &'static [Code] {
                &[$(codes::$constant),*]
            }
        }
    };
}

code_table! {
    NOT_ORGC "E0101" "not-orgc";
    UNEXPECTED_TOKEN "E0102" "unexpected-token";
    UNCLOSED_BLOCK "E0103" "unclosed-block";
    STRAY_BRACE "E0104" "stray-brace";
    UNTERMINATED_STRING "E0105" "unterminated-string";
    BAD_ESCAPE "E0106" "bad-escape";
    NESTING_TOO_DEEP "E0107" "nesting-too-deep";
    BAD_LITERAL "E0108" "bad-literal";
    HIDDEN_CHARACTERS "E0109" "hidden-characters";
    UNKNOWN_NAME "E0201" "unknown-name";
    AMBIGUOUS_NAME "E0202" "ambiguous-name";
    DUPLICATE_NAME "E0203" "duplicate-name";
    UNKNOWN_KIND "E0204" "unknown-kind";
    UNKNOWN_ATTRIBUTE "E0205" "unknown-attribute";
    PRIVATE_NAME "E0206" "private-name";
    IMPORT_NOT_FOUND "E0207" "import-not-found";
    DUPLICATE_AWS_NAME "E0208" "duplicate-aws-name";
    SHADOWED_NAME "E0209" "shadowed-name";
    NOT_ALLOWED_HERE "E0210" "not-allowed-here";
    TYPE_MISMATCH "E0301" "type-mismatch";
    MISSING_ATTRIBUTE "E0302" "missing-attribute";
    LATER_IN_STRUCTURE "E0303" "later-in-structure";
    BAD_CHECKED_STRING "E0304" "bad-checked-string";
    MISSING_UNIT "E0305" "missing-unit";
    UNHANDLED_NONE "E0306" "unhandled-none";
    NOT_IN_UNION "E0307" "not-in-union";
    BAD_DATA_ROW "E0308" "bad-data-row";
    VALUE_CYCLE "E0401" "value-cycle";
    RECURSIVE_TEMPLATE "E0402" "recursive-template";
    EXPANSION_LIMIT "E0403" "expansion-limit";
    DATA_FILE "E0404" "data-file";
    NO_SUCH_KEY "E0405" "no-such-key";
    ARITHMETIC "E0406" "arithmetic";
    OU_TOO_DEEP "E0501" "ou-too-deep";
    DUPLICATE_EMAIL "E0502" "duplicate-email";
    DUPLICATE_SIBLING "E0503" "duplicate-sibling";
    MANAGEMENT_ACCOUNT "E0504" "management-account";
    OU_REPARENTED "E0506" "ou-reparented";
    BAD_DELEGATE "E0507" "bad-delegate";
    TOO_MANY_TAGS "E0508" "too-many-tags";
    NEEDS_ALL_FEATURES "E0509" "needs-all-features";
    ACCOUNT_QUOTA "W0510" "account-quota";
    POLICY_TOO_LARGE "E0601" "policy-too-large";
    TOO_MANY_POLICIES "E0602" "too-many-policies";
    WRONG_TARGET "E0603" "wrong-target";
    UNKNOWN_ACTION "E0604" "unknown-action";
    KEY_NOT_AVAILABLE "E0605" "key-not-available";
    OPERATOR_MISMATCH "E0606" "operator-mismatch";
    ELEMENT_NOT_ALLOWED "E0607" "element-not-allowed";
    NO_ALLOW_LEFT "E0608" "no-allow-left";
    LOCKS_OUT_OPERATOR "E0609" "locks-out-operator";
    UNREACHABLE_RULE "E0610" "unreachable-rule";
    SHADOWED_RULE "W0611" "shadowed-rule";
    NO_EFFECT "W0612" "no-effect";
    FAILS_OPEN "W0613" "fails-open";
    NEAR_LIMIT "W0614" "near-limit";
    BAD_POLICY_JSON "E0615" "bad-policy-json";
    UNATTACHED "W0616" "unattached";
    REMOVED_WITHOUT_VERB "E0701" "removed-without-verb";
    PROTECTED_REMOVAL "E0702" "protected-removal";
    BAD_MOVE "E0703" "bad-move";
    ADOPT_CONFLICT "E0704" "adopt-conflict";
    APPLIED_REMOVAL "W0705" "applied-removal";
    CLOSE_QUOTA "E0706" "close-quota";
    EMAIL_CHANGE "W0707" "email-change";
    STILL_DECLARED "E0708" "still-declared";
    BAD_TEMPLATE "E0801" "bad-template";
    BAD_PARAMETER "E0802" "bad-parameter";
    MISSING_CAPABILITY "E0803" "missing-capability";
    MANAGEMENT_EXCLUDED "W0804" "management-excluded";
    REGION_OPT_IN "W0805" "region-opt-in";
    UNPINNED_PLUGIN "E0851" "unpinned-plugin";
    PLUGIN_SCHEMA "E0852" "plugin-schema";
    PLUGIN_FAULT "E0853" "plugin-fault";
    DEPRECATED_ATTRIBUTE "W0854" "deprecated-attribute";
    CHANGED_PLUGIN "E0855" "changed-plugin";
    PLUGIN_MISSING "E0856" "plugin-missing";
    PLUGIN_LOAD "E0861" "plugin-load";
    PLUGIN_TOO_LARGE "E0862" "plugin-too-large";
    PLUGIN_IMPORTS "E0863" "plugin-imports";
    PLUGIN_CONTRACT "E0864" "plugin-contract";
    PLUGIN_DESCRIBE "E0865" "plugin-describe";
    PLUGIN_OFFER "E0866" "plugin-offer";
    ASSERTION_FAILED "E0901" "assertion-failed";
    ASSERTION_UNDECIDED "E0902" "assertion-undecided";
    TEST_IS_EMPTY "E0903" "test-is-empty";
    SAY_ON "E0904" "say-on";
    OUTSIDE_POLICIES "E0905" "outside-policies";
    NOT_YET "E1001" "not-yet";
    PROJECT_FILE "E1002" "project-file";
    NO_SOURCES "E1003" "no-sources";
    UNREADABLE_SOURCE "E1004" "unreadable-source";
    MIXED_EXTENSIONS "E1005" "mixed-extensions";
    SOURCES_EXIST "E1006" "sources-exist";
    STALE_PLAN "E1101" "stale-plan";
    GUARD_WOULD_DROP "E1102" "guard-would-drop";
    NO_FREE_SLOT "E1103" "no-free-slot";
    CREATION_ONLY "E1104" "creation-only";
    ORDER_CYCLE "E1105" "order-cycle";
    PLAN_FILE "E1106" "plan-file";
    ACCOUNT_NOT_ACTIVE "E1107" "account-not-active";
    UNIT_NOT_EMPTY "E1108" "unit-not-empty";
    OVER_THRESHOLD "E1109" "over-threshold";
    CREDENTIALS "E1201" "credentials";
    ACCESS_DENIED "E1202" "access-denied";
    AWS_ERROR "E1203" "aws-error";
    ALREADY_RUNNING "E1204" "already-running";
    SANDBOX_STATE "E1205" "sandbox-state";
    WRONG_ACCOUNT "E1206" "wrong-account";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_sorted_within_their_number_and_names_are_unique() {
        let numbers: Vec<&str> =
            Code::all().iter().map(|code| code.id().trim_start_matches(['E', 'W'])).collect();
        assert!(numbers.is_sorted(), "the table is in the order of the numbers");
        let mut names: Vec<&str> = Code::all().iter().map(|code| code.name()).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), Code::all().len());
    }

    #[test]
    fn every_page_begins_with_its_code_and_shows_how_to_mend() {
        for code in Code::all() {
            let title = format!("# {} {}\n", code.id(), code.name());
            assert!(
                code.page().starts_with(&title),
                "docs/diagnostics/{}.md begins with `{title}`",
                code.id()
            );
            assert!(code.page().contains("\n## How to fix\n"), "{} says how to fix it", code.id());
        }
    }

    #[test]
    fn a_code_is_found_by_id_and_by_name() {
        assert_eq!(Code::find("e0201"), Some(codes::UNKNOWN_NAME));
        assert_eq!(Code::find("unknown-name"), Some(codes::UNKNOWN_NAME));
        assert_eq!(Code::find("E9999"), None);
    }
}
