// The kind `tag-guard`: nobody starts an instance without a tag. A whole plugin in C.
//
// `bindings/plugin.h` is made from the contract by `wit-bindgen c` (see `build.sh`). It has a struct
// for every record, frees what it is told to, and leaves the rest to whoever writes the plugin.

#include "bindings/plugin.h"

#include <stdlib.h>
#include <string.h>

typedef orgc_plugin_types_tree_t tree;
typedef orgc_plugin_types_node_t node;

// A text that the bindings may free.
static plugin_string_t text(const char *literal) {
  plugin_string_t copy;
  plugin_string_dup(&copy, literal);
  return copy;
}

static bool equals(plugin_string_t found, const char *wanted) {
  return found.len == strlen(wanted) && memcmp(found.ptr, wanted, found.len) == 0;
}

// The value under a key of a mapping; none where there is none.
static const node *member(const tree *config, const node *mapping, const char *key) {
  if (mapping->tag != ORGC_PLUGIN_TYPES_NODE_MAPPING) return NULL;
  for (size_t i = 0; i < mapping->val.mapping.len; i++) {
    const orgc_plugin_types_member_t *one = &mapping->val.mapping.ptr[i];
    if (equals(one->key, key)) return &config->nodes.ptr[one->value];
  }
  return NULL;
}

static const node *root(const tree *config) { return &config->nodes.ptr[config->nodes.len - 1]; }

// Joins the tag between two texts. A tag has no quotes and no backslashes: the schema says so.
static plugin_string_t around(const char *before, plugin_string_t tag, const char *after) {
  size_t head = strlen(before), tail = strlen(after);
  plugin_string_t whole = {.len = head + tag.len + tail};
  whole.ptr = malloc(whole.len);
  memcpy(whole.ptr, before, head);
  memcpy(whole.ptr + head, tag.ptr, tag.len);
  memcpy(whole.ptr + head + tag.len, after, tail);
  return whole;
}
