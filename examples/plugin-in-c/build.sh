#!/bin/sh
# Makes `break-glass.wasm`: clang compiles a core module, and `orgc plugin pack` makes it a plugin.
#
# WASI_SYSROOT is where the C library for WebAssembly lies: `/usr` with Debian's package `wasi-libc`,
# `share/wasi-sysroot` in a WASI SDK. Only `malloc` and functions on memory and strings are used of it:
# whatever would import something from a host is not linked in, and orgc refuses a plugin that does.
set -eu
cd "$(dirname "$0")"
module="${TMPDIR:-/tmp}/break-glass-$$.wasm"
trap 'rm -f "$module"' EXIT
"${CC:-clang}" --target=wasm32-wasi --sysroot="${WASI_SYSROOT:-/usr}" \
  -std=c11 -Wall -Wextra -Oz \
  -nostartfiles -nodefaultlibs -Wl,--no-entry,--stack-first,--strip-debug \
  break-glass.c bindings/plugin.c bindings/plugin_component_type.o -lc -o "$module"
"${ORGC:-orgc}" plugin pack "$module" --out break-glass.wasm --plugin-version 0.1.0 --license "MIT OR Apache-2.0"
