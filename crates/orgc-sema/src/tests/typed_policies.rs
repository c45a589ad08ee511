//! Policies of the management types, written in attributes.

use super::{findings, model};
use orgc_ir::Address;
use orgc_ir::desired::Body;

/// The document of a policy of this type.
fn document(policy_type: &str, items: &str) -> String {
    let source = format!(
        "organization O {{ attach P management payer {{ email = \"p@b.co\" }} account dev {{ email = \"a@b.co\" }} }}\npolicy P: {policy_type} {{\n{items}\n}}"
    );
    match &model(&source).resources[&Address::policy("P")].body {
        Body::Policy(policy) => policy.document.to_string(),
        other => panic!("{other:?}"),
    }
}

/// The findings of a policy of this type; its items begin in line 3.
fn found(policy_type: &str, items: &str) -> String {
    findings(&format!("organization O {{ attach P }}\npolicy P: {policy_type} {{\n{items}\n}}"))
}

#[test]
fn opting_out_of_ai_training() {
    let all = document("ai-opt-out", "opt-out = all");
    insta::assert_snapshot!(all, @r#"{"services":{"default":{"opt_out_policy":{"@@assign":"optOut"}}}}"#);
    assert_eq!(all.len(), 65);
    insta::assert_snapshot!(document("ai-opt-out", "opt-in = [rekognition, \"lex\"]\nopt-out = all\nlocked = true"), @r#"{"services":{"@@operators_allowed_for_child_policies":["@@none"],"default":{"@@operators_allowed_for_child_policies":["@@none"],"opt_out_policy":{"@@operators_allowed_for_child_policies":["@@none"],"@@assign":"optOut"}},"lex":{"@@operators_allowed_for_child_policies":["@@none"],"opt_out_policy":{"@@operators_allowed_for_child_policies":["@@none"],"@@assign":"optIn"}},"rekognition":{"@@operators_allowed_for_child_policies":["@@none"],"opt_out_policy":{"@@operators_allowed_for_child_policies":["@@none"],"@@assign":"optIn"}}}}"#);
    insta::assert_snapshot!(found("ai-opt-out", "opt-out = [lexx, lex]\nopt-in = [lex]\nopt-ouf = all"), @"
    E0307 3:12 `lexx`: `lexx` is not one of `codeguruprofiler`, `codewhisperer`, `comprehend`, `connectamd`, `connectoptimization`, `contactlens`, `frauddetector`, `guardduty`, `lex`, `polly`, `rekognition`, `textract`, `transcribe`, `translate`
    E0203 3:18 `lex`: `lex` is given twice
    E0205 5:1 `opt-ouf`: policy `P` has no `opt-ouf`
    ");
}

#[test]
fn tags() {
    insta::assert_snapshot!(document("tag", "keys {\nCostCenter = [\"100\", \"200*\"]\nOwner = {}\nproject { key = \"Project\" values { append = [\"a\"] children-may = [append, remove] } enforced-for = [ec2:instance, s3:*, \"dynamodb:table\"] report-missing-on = [ec2:ALL_SUPPORTED] }\n\"locked\" = { locked = true }\nchildren-may = none\n}"), @r#"{"tags":{"@@operators_allowed_for_child_policies":["@@none"],"CostCenter":{"tag_key":{"@@assign":"CostCenter"},"tag_value":{"@@assign":["100","200*"]}},"Owner":{"tag_key":{"@@assign":"Owner"}},"project":{"enforced_for":{"@@assign":["ec2:instance","s3:*","dynamodb:table"]},"report_required_tag_for":{"@@assign":["ec2:ALL_SUPPORTED"]},"tag_key":{"@@assign":"Project"},"tag_value":{"@@operators_allowed_for_child_policies":["@@append","@@remove"],"@@append":["a"]}},"locked":{"@@operators_allowed_for_child_policies":["@@none"],"tag_key":{"@@operators_allowed_for_child_policies":["@@none"],"@@assign":"locked"}}}}"#);
    insta::assert_snapshot!(found("tag", "keys {\na = [\"x*y*\"]\nb { key = \"c\" valus = [] }\nc { enforced-for = [all] }\nd = \"x\"\ne { values { apend = [] } }\n}"), @r#"
    E0205 5:15 `valus`: `b` has no `valus`
    E0201 6:21 `all`: nothing is called `all`
    E0301 7:5 `"x"`: expected a list, each element a string, found a string
    E0205 8:14 `apend`: this value has no `apend`
    "#);
    insta::assert_snapshot!(found("tag", "keys {\na = [\"x*y*\"]\nb { key = \"c\"  enforced-for = [\"*:*\"] }\n}"), @r#"
    E0304 4:6 `"x*y*"`: `x*y*` is not a tag value, in which one `*` may stand
    E0304 5:32 `"*:*"`: `*:*` is not a type of resources such as `ec2:instance` or `ec2:*`
    "#);
}

#[test]
fn backups() {
    insta::assert_snapshot!(document("backup", "plans {\nDaily {\nregions = [eu-west-1, us-east-1]\nrules {\nHourly {\nschedule = \"cron(0 5 ? * * *)\"\nvault = \"Default\"\nstart-within = 1h\ncomplete-within = 8h\ncontinuous = true\ncold-after = 30d\ndelete-after = 18w\ncopy-to {\n\"arn:aws:backup:eu-west-1:$account:backup-vault:b\" { vault = \"arn:aws:backup:eu-west-1:${dev.id}:backup-vault:b\" delete-after = 30d }\n}\nrecovery-tags { Own { key = \"Own\" value = \"ops\" } }\n}\n}\nselections { tags { Pii { role = \"arn:aws:iam::$account:role/Backup\" key = \"data\" values = [\"PII\"] } } }\nadvanced { ec2 { windows-vss = enabled } }\n}\n}".replace("\"arn:aws:backup:eu-west-1:$account:backup-vault:b\" {", "\"arn:aws:backup:eu-west-1:$account:backup-vault:b\" = {").replace(":b\" delete-after = 30d }", ":b\", delete-after = 30d }").as_str()), @r#"{"plans":{"Daily":{"advanced_backup_settings":{"ec2":{"windows_vss":{"@@assign":"enabled"}}},"regions":{"@@assign":["eu-west-1","us-east-1"]},"rules":{"Hourly":{"complete_backup_window_minutes":{"@@assign":"480"},"copy_actions":{"arn:aws:backup:eu-west-1:$account:backup-vault:b":{"lifecycle":{"delete_after_days":{"@@assign":"30"}},"target_backup_vault_arn":{"@@assign":"arn:aws:backup:eu-west-1:{account/dev.id}:backup-vault:b"}}},"enable_continuous_backup":{"@@assign":"true"},"lifecycle":{"delete_after_days":{"@@assign":"126"},"move_to_cold_storage_after_days":{"@@assign":"30"}},"recovery_point_tags":{"Own":{"tag_key":{"@@assign":"Own"},"tag_value":{"@@assign":"ops"}}},"schedule_expression":{"@@assign":"cron(0 5 ? * * *)"},"start_backup_window_minutes":{"@@assign":"60"},"target_backup_vault_name":{"@@assign":"Default"}}},"selections":{"tags":{"Pii":{"iam_role_arn":{"@@assign":"arn:aws:iam::$account:role/Backup"},"tag_key":{"@@assign":"data"},"tag_value":{"@@assign":["PII"]}}}}}}}"#);
    insta::assert_snapshot!(found("backup", "plans { P { rules { R { cold-after = 30d delete-after = 60d start-within = 90s vault = { assign = 5 } } } regions { append = [eu-west-1], remove = [\"moon\"] } } }"), @r#"
    E0301 3:76 `90s`: expected whole minutes
    E0301 3:99 `5`: expected a string, found a whole number
    E0304 3:149 `"moon"`: `moon` is not the name of a Region, such as `eu-west-1`
    "#);
    insta::assert_snapshot!(found("backup", "plans { P { rules { R { cold-after = 30d delete-after = 60d } } } }"), @"E0607 3:42 `delete-after`: a backup stays in cold storage for at least 90 days: it moves there after 30 days and cannot be deleted after 60");
}

#[test]
fn regions_of_security_services() {
    insta::assert_snapshot!(document("security-hub", "enable = all-supported\ndisable = [us-west-1]"), @r#"{"securityhub":{"disable_in_regions":{"@@assign":["us-west-1"]},"enable_in_regions":{"@@assign":["ALL_SUPPORTED"]}}}"#);
    insta::assert_snapshot!(document("security-hub", "enable { append = [eu-west-1] }\ndisable { remove = [eu-west-1] }"), @r#"{"securityhub":{"disable_in_regions":{"@@remove":["eu-west-1"]},"enable_in_regions":{"@@append":["eu-west-1"]}}}"#);
    insta::assert_snapshot!(document("inspector", "ec2 = all-supported\necr { enable = [eu-west-1] disable = [us-east-1] }\nlambda { enable = all-supported code = [eu-west-1] }"), @r#"{"inspector":{"enablement":{"ec2_scanning":{"disable_in_regions":{"@@assign":[]},"enable_in_regions":{"@@assign":["ALL_SUPPORTED"]}},"ecr_scanning":{"disable_in_regions":{"@@assign":["us-east-1"]},"enable_in_regions":{"@@assign":["eu-west-1"]}},"lambda_standard_scanning":{"disable_in_regions":{"@@assign":[]},"enable_in_regions":{"@@assign":["ALL_SUPPORTED"]},"lambda_code_scanning":{"disable_in_regions":{"@@assign":[]},"enable_in_regions":{"@@assign":["eu-west-1"]}}}}}}"#);
    insta::assert_snapshot!(document("network-security-director", "enable = all-supported"), @r#"{"network_security_director":{"enablement":{"network_security_scan":{"disable_in_regions":{"@@assign":[]},"enable_in_regions":{"@@assign":["ALL_SUPPORTED"]}}}}}"#);
    insta::assert_snapshot!(document("guardduty", "regions {\ndefault { foundational = enabled s3-data-events = enabled }\nus-east-1 { foundational = disabled }\n}"), @r#"{"guardduty":{"enablement":{"default":{"foundational":{"status":{"@@assign":"enabled"}},"s3_data_events":{"status":{"@@assign":"enabled"}}},"us-east-1":{"foundational":{"status":{"@@assign":"disabled"}}}}}}"#);
    insta::assert_snapshot!(found("security-hub", "enable { append = [eu-west-1] }"), @"E0302 2:1 `policy P`: policy `P` needs `disable`");
    insta::assert_snapshot!(found("guardduty", "regions { default { foundational = disabled ai-protection = enabled s3-data-events = on } mars { } }"), @"E0307 3:86 `on`: `on` is not one of `enabled`, `disabled`");
    insta::assert_snapshot!(found("guardduty", "regions { default { foundational = disabled ai-protection = enabled } mars { } }"), @"E0304 3:71 `mars`: `mars` cannot be a key here: expected a Region such as `eu-west-1`, or `default`");
}

#[test]
fn settings_of_services() {
    insta::assert_snapshot!(document("declarative-ec2", "exception-message = \"ask ops\"\nserial-console-access = disabled\nimage-block-public-access = block-new-sharing\nsnapshot-block-public-access = block-all-sharing\nvpc-block-public-access { mode = block-ingress exclusions = enabled }\ninstance-metadata-defaults { http-tokens = required hop-limit = 2 tags = enabled }\nallowed-images { state = audit-mode criteria { criteria_1 { providers = [\"amazon\", payer.id] created-within = 300d } } }"), @r#"{"ec2_attributes":{"allowed_images_settings":{"image_criteria":{"criteria_1":{"allowed_image_providers":{"@@assign":["amazon","{account/payer.id}"]},"creation_date_condition":{"maximum_days_since_created":{"@@assign":"300"}}}},"state":{"@@assign":"audit_mode"}},"exception_message":{"@@assign":"ask ops"},"image_block_public_access":{"state":{"@@assign":"block_new_sharing"}},"instance_metadata_defaults":{"http_put_response_hop_limit":{"@@assign":"2"},"http_tokens":{"@@assign":"required"},"instance_metadata_tags":{"@@assign":"enabled"}},"serial_console_access":{"status":{"@@assign":"disabled"}},"snapshot_block_public_access":{"state":{"@@assign":"block_all_sharing"}},"vpc_block_public_access":{"internet_gateway_block":{"exclusions_allowed":{"@@assign":"enabled"},"mode":{"@@assign":"block_ingress"}}}}}"#);
    insta::assert_snapshot!(document("s3", "block-public-access = all"), @r#"{"s3_attributes":{"public_access_block_configuration":{"@@assign":"all"}}}"#);
    insta::assert_snapshot!(document("upgrade-rollout", "default = second\nby-tag { environment { dev = first prod = last } }"), @r#"{"upgrade_rollout":{"default":{"patch_order":{"@@assign":"second"}},"tags":{"environment":{"tag_values":{"dev":{"patch_order":{"@@assign":"first"}},"prod":{"patch_order":{"@@assign":"last"}}}}}}}"#);
    insta::assert_snapshot!(document("bedrock", "guardrails {\nus-east-1 = \"arn:aws:bedrock:us-east-1:${payer.id}:guardrail/h:1\"\neu-west-1 { guardrail = \"arn:aws:bedrock:eu-west-1:123456789012:guardrail/h:1\" guard { system = selective messages = comprehensive } models { include = [\"ALL\"] exclude = [\"x\"] } }\n}"), @r#"{"bedrock":{"guardrail_inference":{"us-east-1":{"config_1":{"identifier":{"@@assign":"arn:aws:bedrock:us-east-1:{account/payer.id}:guardrail/h:1"}}},"eu-west-1":{"config_1":{"identifier":{"@@assign":"arn:aws:bedrock:eu-west-1:123456789012:guardrail/h:1"},"model_enforcement":{"excluded_models":{"@@assign":["x"]},"included_models":{"@@assign":["ALL"]}},"selective_content_guarding":{"messages":{"@@assign":"comprehensive"},"system":{"@@assign":"selective"}}}}}}}"#);
    insta::assert_snapshot!(document("chat", "default = disabled\nslack { client = enabled workspaces = [\"T1\"] default { channels = [private] roles = [user-role] } overrides { T1 { channels = [public, private] } } }\nteams { tenants { t1 = [\"x\"] } overrides { t1 { x { roles = [channel-role] } } } }\nchime = disabled"), @r#"{"chatbot":{"default":{"client":{"@@assign":"disabled"}},"platforms":{"chime":{"client":{"@@assign":"disabled"}},"microsoft_teams":{"overrides":{"t1":{"x":{"supported_role_settings":{"@@assign":["channel_role"]}}}},"tenants":{"t1":{"@@assign":["x"]}}},"slack":{"client":{"@@assign":"enabled"},"default":{"supported_channel_types":{"@@assign":["private"]},"supported_role_settings":{"@@assign":["user_role"]}},"overrides":{"T1":{"supported_channel_types":{"@@assign":["public","private"]}}},"workspaces":{"@@assign":["T1"]}}}}}"#);
    insta::assert_snapshot!(found("s3", "block-public-access = some\nfoo { }"), @"
    E0307 3:23 `some`: `some` is not one of `all`, `none`
    E0205 4:1 `foo`: policy `P` has no `foo`
    ");
    insta::assert_snapshot!(found("declarative-ec2", "instance-metadata-defaults { hop-limit = 99 http-tokens = required }"), @"E0607 3:42 `99`: 99 is not allowed here: the number must be between -1 and 64");
}

#[test]
fn where_attributes_cannot_stand() {
    insta::assert_snapshot!(found("security-hub-cspm", "enable = all-supported\nregions { }"), @"
    E0205 3:1 `enable`: policy `P` has no `enable`
    E0205 4:1 `regions`: policy `P` has no `regions`
    ");
    insta::assert_snapshot!(found("scp", "deny q:*\nregions { }"), @"E0205 4:1 `regions`: policy `P` has no `regions`");
    insta::assert_snapshot!(found("ai-optout", "opt-out = all"), @"E0307 2:11 `ai-optout`: `ai-optout` is not one of `scp`, `rcp`, `ai-opt-out`, `backup`, `bedrock`, `chat`, `declarative-ec2`, `guardduty`, `inspector`, `network-security-director`, `s3`, `security-hub-cspm`, `security-hub`, `tag`, `upgrade-rollout`");
    insta::assert_snapshot!(found("ai-opt-out", "opt-out = all\ncontent = { services = {} }"), @"E0210 2:1 `policy P`: policy `P` has more than one text: rules, attributes of its type, `from` and `content` exclude each other");
    insta::assert_snapshot!(found("ai-opt-out", ""), @"E0302 2:1 `policy P`: policy `P` says nothing");
    insta::assert_snapshot!(found("ai-opt-out", "deny q:*"), @"E0607 3:1 `deny q:*`: an AI services opt-out policy has no rules");
    insta::assert_snapshot!(found("tag", "keys = 5"), @"E0301 3:8 `5`: expected a map, found a whole number");
    insta::assert_snapshot!(found("s3", "block-public-access { }\nlocked = 5"), @"
    E0302 3:1 `block-public-access`: this value says nothing
    E0301 4:10 `5`: expected `true` or `false`, found a whole number
    ");
}

#[test]
fn values_that_hold_maps() {
    let source = "let cost = { values = [\"100\"], enforced-for = [\"ec2:*\"] }\nlet all = { Cost = cost }\norganization O { attach P, Q }\npolicy P: tag { keys { Cost = cost, Cost = cost } }\npolicy Q: tag { keys = all }";
    insta::assert_snapshot!(findings(source), @"
    E0301 4:31 `cost`: expected a list, each element a string, found a map
    E0203 4:37 `Cost`: `Cost` is given twice
    ");
}

#[test]
fn content_is_shown_where_it_is_written() {
    insta::assert_snapshot!(found("tag", "content = { tags = { Cost = { tag_kee = { \"@@assign\" = \"Cost\" }, tag_value = [\"x\"],\nenforced_for = { \"@@assign\" = [\"ec2:*\", \"*\"] } } } }"), @r#"
    E0615 3:31 `tag_kee`: `content`: `tag_kee` is not a key here; there are `enforced_for`, `report_required_tag_for`, `tag_key`, `tag_value`, at `tags.Cost.tag_kee`
    E0615 3:66 `tag_value`: `content`: a value stands under an inheritance operator: write `{"@@assign": …}`, at `tags.Cost.tag_value`
    E0615 4:41 `"*"`: `content`: `*` is not a type of resources such as `ec2:instance` or `ec2:*`, at `tags.Cost.enforced_for.@@assign[1]`
    "#);
}
