// The plugin `break-glass`: an emergency role in every account that `deploy` sentences reach.
//
// Each function at the end answers one call of the contract. `orgc` has checked a block against the schema
// before it asks, so nothing here doubts what a block holds. Every call runs in an instance of its own
// that is thrown away afterwards, so nothing is freed.

#include "bindings/plugin.h"

#include <stdlib.h>
#include <string.h>

// What every account gets. The account that is trusted is a parameter: its id may be known only once AWS
// has made it, so this program may pass it on, but never sees it.
static const char TEMPLATE[] =
    "{\"Parameters\":{\"RoleName\":{\"Type\":\"String\"},\"Trusted\":{\"Type\":\"String\"}},"
    "\"Resources\":{\"Role\":{\"Type\":\"AWS::IAM::Role\",\"Properties\":{"
    "\"RoleName\":{\"Ref\":\"RoleName\"},"
    "\"Description\":\"For emergencies. Whoever takes it has signed in with a second factor.\","
    "\"MaxSessionDuration\":3600,"
    "\"ManagedPolicyArns\":[{\"Fn::Sub\":\"arn:${AWS::Partition}:iam::aws:policy/AdministratorAccess\"}],"
    "\"AssumeRolePolicyDocument\":{\"Version\":\"2012-10-17\",\"Statement\":[{"
    "\"Effect\":\"Allow\",\"Action\":\"sts:AssumeRole\","
    "\"Principal\":{\"AWS\":{\"Fn::Sub\":\"arn:${AWS::Partition}:iam::${Trusted}:root\"}},"
    "\"Condition\":{\"Bool\":{\"aws:MultiFactorAuthPresent\":\"true\"},"
    "\"NumericLessThan\":{\"aws:MultiFactorAuthAge\":\"3600\"}}}]}}}}}";

// Roles have no Region, but the stack that makes one has.
static const char REGION[] = "us-east-1";

// ---- Making values ------------------------------------------------------------------------------------

// Zeroed memory: an optional value that is zero is none, and a list that is zero is empty.
static void *memory(size_t size) {
    void *made = calloc(1, size);
    if (!made) __builtin_trap(); // `orgc` reports a trap as an error at the block
    return made;
}

// Makes a list have this many elements, all zero.
#define MAKE(list, count) ((list).len = (count), (list).ptr = memory((list).len * sizeof *(list).ptr))

// A copy, because the bindings free what they hand over.
static plugin_string_t text(const char *characters) {
    plugin_string_t made;
    plugin_string_dup(&made, characters);
    return made;
}

static plugin_string_t copy(plugin_string_t from) {
    plugin_string_t made;
    plugin_string_dup_n(&made, (const char *)from.ptr, from.len);
    return made;
}

static plugin_string_t joined(const char *before, plugin_string_t middle, const char *after) {
    size_t first = strlen(before), last = strlen(after);
    plugin_string_t made = {memory(first + middle.len + last), first + middle.len + last};
    memcpy(made.ptr, before, first);
    memcpy(made.ptr + first, middle.ptr, middle.len);
    memcpy(made.ptr + first + middle.len, after, last);
    return made;
}

// ---- Reading the block --------------------------------------------------------------------------------

// A value is a table of nodes that refer to each other by index; the last one is the whole.
static const types_node_t *root(const types_tree_t *tree) { return &tree->nodes.ptr[tree->nodes.len - 1]; }

static bool begins(plugin_string_t one, const char *other) {
    return one.len >= strlen(other) && memcmp(one.ptr, other, strlen(other)) == 0;
}

static bool is(plugin_string_t one, const char *other) {
    return one.len == strlen(other) && begins(one, other);
}

// A member of a mapping; none if it is not there.
static const types_node_t *member(const types_tree_t *tree, const types_node_t *mapping, const char *key) {
    for (size_t i = 0; i < mapping->val.mapping.len; i++) {
        const types_member_t *one = &mapping->val.mapping.ptr[i];
        if (is(one->key, key)) return &tree->nodes.ptr[one->value];
    }
    return NULL;
}

// An attribute that is a list. One that was not written has no elements.
static types_list_node_id_t list(const types_tree_t *tree, const types_node_t *mapping, const char *key) {
    const types_node_t *found = member(tree, mapping, key);
    return found ? found->val.sequence : (types_list_node_id_t){0};
}

// ---- What the plugin offers ---------------------------------------------------------------------------

// The types of the attributes: an attribute names its type by its place here.
enum { NAME, ACCOUNT, TARGET, REGION_NAME, REGIONS, ANYTHING, PARAMETERS, DEPLOYMENT, DEPLOYMENTS, BLOCK, TYPES };

static schema_value_type_t named(const char *name) {
    return (schema_value_type_t){.tag = SCHEMA_VALUE_TYPE_NAMED, .val.named = text(name)};
}

static schema_value_type_t list_of(schema_type_id_t item) {
    return (schema_value_type_t){.tag = SCHEMA_VALUE_TYPE_SEQUENCE, .val.sequence.item = item};
}

static schema_attribute_t attribute(const char *name, schema_type_id_t type, const char *doc) {
    return (schema_attribute_t){.name = text(name), .value_type = type, .doc = text(doc)};
}

static schema_value_type_t role_name(void) {
    schema_value_type_t type = {.tag = SCHEMA_VALUE_TYPE_TEXT};
    type.val.text.pattern = (plugin_option_string_t){true, text("[A-Za-z0-9+=,.@_-]{1,64}")};
    return type;
}

// What `orgc` makes of each `deploy` sentence that names the block.
static schema_value_type_t deployment(void) {
    schema_value_type_t type = {.tag = SCHEMA_VALUE_TYPE_BLOCK};
    MAKE(type.val.block, 3);
    type.val.block.ptr[0] = attribute("target", TARGET, "The organization, a unit or an account.");
    type.val.block.ptr[0].required = true;
    type.val.block.ptr[1] = attribute("regions", REGIONS, "The Regions after `in`.");
    type.val.block.ptr[2] = attribute("parameters", PARAMETERS, "What follows `with`.");
    return type;
}

static schema_value_type_t block(void) {
    schema_value_type_t type = {.tag = SCHEMA_VALUE_TYPE_BLOCK};
    MAKE(type.val.block, 3);
    schema_attribute_t *name = &type.val.block.ptr[0];
    *name = attribute("role-name", NAME, "The name of the role in every account.");
    name->default_.is_some = true;
    MAKE(name->default_.val.nodes, 1);
    name->default_.val.nodes.ptr[0] = (types_node_t){TYPES_NODE_TEXT, .val.text = text("BreakGlass")};
    type.val.block.ptr[1] = attribute("trusted", ACCOUNT, "The account whose users may take the role.");
    type.val.block.ptr[1].required = true;
    type.val.block.ptr[2] = attribute("deployments", DEPLOYMENTS, "Filled in from `deploy` sentences.");
    return type;
}

void exports_manifest_describe(exports_manifest_info_t *info) {
    *info = (exports_manifest_info_t){.name = text("break-glass"), .summary = text("Emergency access to accounts")};
    MAKE(info->kinds, 1);
    schema_kind_t *kind = &info->kinds.ptr[0];
    kind->name = text("role");
    kind->doc = text("A role for emergencies, in every account that `deploy` sentences reach.");
    MAKE(kind->emits, 1);
    kind->emits.ptr[0] = text("stack-set");
    kind->root = BLOCK;
    MAKE(kind->value_types, TYPES);
    schema_value_type_t *types = kind->value_types.ptr;
    types[NAME] = role_name();
    types[ACCOUNT] = named("account");
    types[TARGET] = named("target");
    types[REGION_NAME] = named("region");
    types[REGIONS] = list_of(REGION_NAME);
    types[ANYTHING] = (schema_value_type_t){.tag = SCHEMA_VALUE_TYPE_ANYTHING};
    types[PARAMETERS] = (schema_value_type_t){.tag = SCHEMA_VALUE_TYPE_MAPPING, .val.mapping = ANYTHING};
    types[DEPLOYMENT] = deployment();
    types[DEPLOYMENTS] = list_of(DEPLOYMENT);
    types[BLOCK] = block();
}

// ---- What a schema cannot say -------------------------------------------------------------------------

// `in` after a block whose Region means nothing, marked at the first Region.
static types_diagnostic_t meaningless(size_t deployment, plugin_string_t region) {
    types_diagnostic_t finding = {.severity = TYPES_SEVERITY_ERROR, .code = text("no-regions")};
    finding.message = joined("`in ", region, "` means nothing: a role is in all Regions");
    finding.help = (plugin_option_string_t){true, text("remove `in` and what follows it")};
    MAKE(finding.at, 4);
    finding.at.ptr[0] = (types_step_t){TYPES_STEP_KEY, .val.key = text("deployments")};
    finding.at.ptr[1] = (types_step_t){TYPES_STEP_INDEX, .val.index = deployment};
    finding.at.ptr[2] = (types_step_t){TYPES_STEP_KEY, .val.key = text("regions")};
    finding.at.ptr[3] = (types_step_t){TYPES_STEP_INDEX, .val.index = 0};
    return finding;
}

void exports_kinds_validate(exports_kinds_request_t *request, exports_kinds_list_diagnostic_t *findings) {
    const types_tree_t *config = &request->config;
    types_list_node_id_t deployments = list(config, root(config), "deployments");
    MAKE(*findings, deployments.len);
    findings->len = 0;
    for (size_t i = 0; i < deployments.len; i++) {
        types_list_node_id_t regions = list(config, &config->nodes.ptr[deployments.ptr[i]], "regions");
        if (regions.len == 0) continue;
        plugin_string_t first = config->nodes.ptr[regions.ptr[0]].val.text;
        findings->ptr[findings->len++] = meaningless(i, first);
    }
}

// ---- What becomes of a block --------------------------------------------------------------------------

// A parameter of the template whose value is one part: a text, or a reference to what is known later.
static core_pair_t parameter(const char *key, types_text_part_t value) {
    core_pair_t pair = {.key = text(key)};
    MAKE(pair.value, 1);
    pair.value.ptr[0] = value;
    return pair;
}

// What a `deploy` sentence names. Addresses say what they are of: `account/prod`, `ou/Work`.
static core_target_t target(plugin_string_t address) {
    core_target_t made = {.tag = CORE_TARGET_ROOT};
    if (begins(address, "account/")) {
        made.tag = CORE_TARGET_ACCOUNT;
        made.val.account = copy(address);
    } else if (begins(address, "ou/")) {
        made.tag = CORE_TARGET_ORGANIZATIONAL_UNIT;
        made.val.organizational_unit = copy(address);
    }
    return made;
}

static void deploy(const types_tree_t *config, core_stack_set_t *set) {
    types_list_node_id_t deployments = list(config, root(config), "deployments");
    // AWS reaches a single account through the unit around it, and would follow the whole of that.
    set->auto_deployment = (core_option_auto_deployment_t){true, {.enabled = true}};
    MAKE(set->deployments, deployments.len);
    for (size_t i = 0; i < deployments.len; i++) {
        core_deployment_t *one = &set->deployments.ptr[i];
        const types_node_t *sentence = &config->nodes.ptr[deployments.ptr[i]];
        MAKE(one->targets, 1);
        one->targets.ptr[0] = target(member(config, sentence, "target")->val.reference.address);
        if (one->targets.ptr[0].tag == CORE_TARGET_ACCOUNT) set->auto_deployment.val.enabled = false;
        MAKE(one->regions, 1);
        one->regions.ptr[0] = text(REGION);
    }
}

bool exports_kinds_expand(exports_kinds_request_t *request, exports_kinds_expansion_t *expansion,
                          exports_kinds_list_diagnostic_t *errors) {
    (void)errors; // what can be wrong was found by `validate`
    const types_tree_t *config = &request->config;
    plugin_string_t name = member(config, root(config), "role-name")->val.text;
    plugin_string_t trusted = member(config, root(config), "trusted")->val.reference.address;

    core_core_resource_t resource = {.name = text("stack-set"), .body.tag = CORE_BODY_STACK_SET};
    core_stack_set_t *set = &resource.body.val.stack_set;
    set->description = joined("Break glass: ", request->name, "");
    set->template_ = text(TEMPLATE);
    set->permission_model = CORE_PERMISSION_MODEL_SERVICE_MANAGED;
    MAKE(set->capabilities, 1);
    set->capabilities.ptr[0] = text("CAPABILITY_NAMED_IAM");
    MAKE(set->parameters, 2);
    set->parameters.ptr[0] = parameter("RoleName", (types_text_part_t){
        TYPES_TEXT_PART_LITERAL, .val.literal = copy(name)});
    set->parameters.ptr[1] = parameter("Trusted", (types_text_part_t){
        TYPES_TEXT_PART_REFERENCE, .val.reference = {copy(trusted), text("id")}});
    deploy(config, set);

    *expansion = (exports_kinds_expansion_t){0};
    MAKE(expansion->resources, 1);
    expansion->resources.ptr[0] = resource;
    return true;
}
