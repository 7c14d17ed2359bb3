# make                       build/5.4/ianaports.so
# make LUA_VERSION=5.3       the same for another Lua: 5.1, 5.2, 5.3, 5.4, 5.5 or jit
# make demo                  shows what the module does
# make install | uninstall   PREFIX, DESTDIR, LIBDIR, LUADIR, BINDIR and DATADIR set the folders
# make install-hosts | uninstall-hosts   the scripts for Nmap and Wireshark: lua/hosts/install
# make test                  runs the specs
# make test-all              runs them under every Lua
# make test-hosts            runs those of the host programs alone: Nmap, Wireshark and others
# make doc                   writes the reference as HTML: build/doc
# make reference             writes lua/REFERENCE.md and lua/types
# make update-data           replaces the snapshot in data/ by IANA's registry of today
# make clean
#
# .ci/checks.mk has the targets for developers and .ci/run: lint, bench, fuzz, sanitizers and more;
# .ci/release.mk those that make a release: dist, rockspec, deb.

version := $(shell sed -n 's/.*_VERSION "\(.*\)"/\1/p' src/version.h)

LUA_VERSION ?= 5.4
PREFIX ?= /usr/local
DESTDIR ?=

ifeq ($(LUA_VERSION),jit)
LUA ?= luajit
LUA_ABI = 5.1
lua_headers = /usr/include/luajit-2.1
lua_packages = luajit
else
LUA ?= lua$(LUA_VERSION)
LUA_ABI = $(LUA_VERSION)
lua_headers = /usr/include/lua$(LUA_VERSION)
lua_packages = lua$(LUA_VERSION) lua-$(LUA_VERSION) lua$(subst .,,$(LUA_VERSION))
endif
# Where Debian has them; elsewhere pkg-config may know.
ifeq ($(origin LUA_INCDIR),undefined)
LUA_INCDIR := $(or $(wildcard $(lua_headers)),$(patsubst -I%,%,$(firstword $(shell \
  for name in $(lua_packages); do pkg-config --cflags-only-I $$name && break; done 2>/dev/null))),\
  $(lua_headers))
endif

# What the compiler builds for decides how it links.
machine := $(shell $(CC) -dumpmachine 2>/dev/null)
target := $(if $(findstring mingw,$(machine)),windows,$(if $(findstring darwin,$(machine)),macos,elf))

# Lua 5.1 unloads the module before it runs finalizers that are older than the module. What they
# call must still be there: -z nodelete.
elf_system = posix
elf_suffix = so
elf_cflags = -fPIC
elf_link = -shared
elf_hardening = -Wl,-z,relro,-z,now,-z,noexecstack,-z,nodelete

macos_system = posix
macos_suffix = so
macos_cflags = -fPIC
macos_link = -bundle -undefined dynamic_lookup

# A module for Windows names the library of its Lua. LUA_LIBS says which, if it has another name.
windows_system = windows
windows_suffix = dll
windows_cflags = -D__USE_MINGW_ANSI_STDIO=1
windows_link = -shared -static-libgcc
LUA_LIBS ?= $(if $(filter windows,$(target)),-llua$(subst .,,$(LUA_ABI)))

# Compiles the program that runs while building. It differs from CC if CC builds for another machine.
# gcc says x86_64-linux-gnu where clang says x86_64-pc-linux-gnu.
this_machine := $(shell cc -dumpmachine 2>/dev/null)
HOST_CC ?= $(if $(filter $(subst -pc-,-,$(machine)),$(subst -pc-,-,$(this_machine))),$(CC),cc)

STANDARD ?= c11
CFLAGS ?= -O3 -g
WARNINGS = -Wall -Wextra -Wpedantic -Wshadow -Wconversion
# gcc optimizes all files as one, which makes look-ups and loading a tenth faster. clang needs
# a plugin of the linker for that, which many lack.
ifeq ($(origin LTO),undefined)
LTO := $(if $(findstring clang,$(shell $(CC) --version 2>/dev/null)),,-flto=auto)
endif
# The options that the compiler accepts. Builds with sanitizers set this to nothing.
ifeq ($(target),windows)
HARDENING_CFLAGS ?=
endif
ifeq ($(origin HARDENING_CFLAGS),undefined)
accepted = $(shell $(CC) -Werror -O1 $(1) -include string.h -x c -c -o /dev/null /dev/null \
  2>/dev/null && echo '$(1)')
fortify = -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=
HARDENING_CFLAGS := $(or $(call accepted,$(fortify)3),$(fortify)2) \
  $(call accepted,-fstack-protector-strong) $(call accepted,-fstack-clash-protection) \
  $(call accepted,-fcf-protection)
endif
HARDENING_LDFLAGS ?= $($(target)_hardening)
# Keeps the folder out of debug information, so that builds are reproducible.
prefix_map = -ffile-prefix-map='$(CURDIR)'=.
own_cflags = -std=$(STANDARD) $(WARNINGS) $($(target)_cflags) $(prefix_map) -MMD -MP \
  -Isrc $(HARDENING_CFLAGS)
all_cflags = $(own_cflags) $(CPPFLAGS) $(CFLAGS)
all_ldflags = $(LTO) $(prefix_map) $(HARDENING_LDFLAGS) $(LDFLAGS)

snapshot = data/service-names-port-numbers.csv data/contacts.csv data/info.csv

# The binding, src/lua, is built for each Lua; the core once for all.
# What asks the operating system is written once for each kind of system.
sources = $(sort $(wildcard src/*/*.c src/system/$($(target)_system)/*.c))
binding = $(patsubst src/%.c,build/$(LUA_VERSION)/%.o,$(filter src/lua/%,$(sources)))
core = $(patsubst src/%.c,build/core/%.o,$(filter-out src/lua/%,$(sources)))
module = build/$(LUA_VERSION)/ianaports.$($(target)_suffix)

all: $(module)

# Replaced as a whole, since a program that runs may have the old one open.
$(module): $(binding) $(core) build/core/bundled.o
	$(CC) $($(target)_link) $(HARDENING_CFLAGS) $(CFLAGS) $(all_ldflags) -o $@.new $^ -lcsv $(LUA_LIBS)
	mv $@.new $@

$(binding): | headers

headers:
	@command -v $(firstword $(CC)) >/dev/null || { echo "there is no compiler $(CC)" >&2; exit 1; }
	@echo '#include <lauxlib.h>' | $(CC) -I$(LUA_INCDIR) $(CPPFLAGS) -E - >/dev/null 2>&1 || { \
	  echo "the headers of Lua $(LUA_VERSION) are missing: no lauxlib.h in $(LUA_INCDIR);" \
	    "LUA_INCDIR=FOLDER names another place" >&2; \
	  exit 1; \
	}

build/$(LUA_VERSION)/%.o: src/%.c
	@mkdir -p $(@D)
	$(CC) $(own_cflags) -I$(LUA_INCDIR) $(CPPFLAGS) $(CFLAGS) $(LTO) -c -o $@ $<

build/core/%.o: src/%.c
	@mkdir -p $(@D)
	$(CC) $(all_cflags) $(LTO) -c -o $@ $<

# An archive of `make dist` comes with the tables, so that building it runs no program. They serve
# until the data or a source has changed.
bundled := $(if $(shell find -H data src -type f -newer src/bundled.c 2>&1),build,src)/bundled.c

build/core/bundled.o: $(bundled)
	$(CC) $(all_cflags) -c -o $@ $<

# A line of this file becomes { "dns", "domain", 53, "udp" }.
common_names = data/common-names.csv

build/bundled.c: build/generate_bundled $(snapshot) $(common_names)
	build/generate_bundled $(snapshot) $@.new
	{ echo; echo 'const struct common_name bundled_common_names[] = {'; \
	  sed '1d; s/^\([^,]*\),\([^,]*\),\([0-9]*\),\([a-z]*\),.*/  { "\1", "\2", \3, "\4" },/' \
	    $(common_names); \
	  echo '  { "", "", 0, "" },'; echo '};'; } >>$@.new
	mv $@.new $@

# The program that writes the tables. It is of the core, which is compiled for this machine, too, if
# that differs.
ifeq ($(HOST_CC),$(CC))
host = build/core
HOST_CFLAGS ?= $(CFLAGS) $(all_ldflags)
else
host = build/host
HOST_CFLAGS ?= -O2
endif
host_core = $(patsubst build/core/%,$(host)/%,$(filter-out build/core/ffi/% build/core/system/%,$(core)))

build/generate_bundled: $(host_core) $(host)/generate_bundled.o
	$(HOST_CC) $(HOST_CFLAGS) -o $@.new $^ -lcsv
	mv $@.new $@

build/host/%.o: src/%.c
	@mkdir -p $(@D)
	$(HOST_CC) -std=$(STANDARD) -Isrc -MMD -MP $(HOST_CFLAGS) -c -o $@ $<

# Everything from a checkout: the module just built, and the Lua files.
checkout = LUA_CPATH="build/$(LUA_VERSION)/?.$($(target)_suffix);;" LUA_PATH="lua/?.lua;lua/?/init.lua;;"
# Specs and other programs start the same Lua. A make that they start has the variables of this one,
# and none of its jobs.
checkout_of_lua = $(checkout) LUA=$(LUA) LUA_VERSION=$(LUA_VERSION) MAKEFLAGS='-- $(MAKEOVERRIDES)'

demo: needs-demo
	@$(MAKE) --no-print-directory --silent all
	@$(checkout) $(LUA) lua/demo.lua

# Tags in the names of specs say what they need: spec/README.md.
busted = $(checkout_of_lua) $(LUA) spec/run.lua
# The files that hold a tag. busted reads no others then.
tagged = $(shell grep -rl --include='*_spec.lua' '\#$(1)' spec | sort)

# Runs several parts at once: the specs of each tag in $(aside), whose output follows at the end, and
# the others. Those of host programs run in one part only.
aside = hosts slow
comma = ,
excluded = vast$(if $(filter-out hosts,$(1)),$(comma)hosts)

test: needs-test
	$(MAKE) --no-print-directory all
	@parts=; status=0; trap 'kill $$parts; exit 1' INT TERM; \
	$(foreach tag,$(aside),$(busted) --tags=$(tag) --exclude-tags=$(call excluded,$(tag)) \
	  $(call tagged,$(tag)) >build/$(tag).log 2>&1 & parts="$$parts $$!";) \
	$(busted) --exclude-tags=vast,hosts,slow spec || status=1; \
	for part in $$parts; do wait $$part || status=1; done; \
	cat $(aside:%=build/%.log); \
	exit $$status

test-hosts: needs-hosts
	$(MAKE) --no-print-directory all
	@$(busted) --tags=hosts --exclude-tags=vast $(call tagged,hosts)

# Host programs embed a Lua of their own: once is enough for them. Two other Luas run at a time, each
# in a checkout of its own (.ci/checks.mk).
other_versions = 5.1 5.2 5.3 jit $(if $(shell command -v lua5.5),5.5)

test-all: needs-hosts test
	$(MAKE) --no-print-directory test-others

test-others: needs-lua
	$(MAKE) --no-print-directory --jobs=2 --keep-going $(output_sync) \
	  $(other_versions:%=test-lua-%)

test-lua-%: tree-lua-%
	$(MAKE) --no-print-directory --directory=build/lua-$* LUA_VERSION=$* suite-whole

suite-whole: all
	@$(busted) --exclude-tags=vast,hosts spec

# The reference comes from LDoc's comments: HTML in build/doc, and lua/REFERENCE.md and lua/types,
# which are in the repository. Debian has LDoc's converter of Markdown for Lua 5.1 only.
ldoc = lua5.1 "$$(command -v ldoc)" --quiet --fatalwarnings --config .ci/config.ld
write_reference = mkdir -p $1/types/ianaports && \
  REFERENCE=$(CURDIR)/$1 VERSION=$(version) $(ldoc) --filter reference.write . >/dev/null

doc: needs-doc
	$(ldoc) --date "for version $(version)" .

reference: needs-doc
	$(call write_reference,lua)

# Compares IANA's registry with the one compiled in, and prints the differences.
update-data: needs-update
	@$(MAKE) --no-print-directory --silent all
	@$(checkout) $(LUA) data/update.lua data build/registry

clean:
	rm -rf build

# Checks that the packages of a purpose are installed, and otherwise lists those that are missing.
needs-%:
	@LUA_VERSION=$(LUA_VERSION) .ci/setup --check $*

# As they were given, for the check below. What begins with ~ was meant for a shell.
given := DESTDIR=$(value DESTDIR) PREFIX=$(value PREFIX)
tilde := $(if $(filter ~%,$(DESTDIR) $(PREFIX)),~)
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

# install-hosts needs no such check: its folders are in the environment, which quotes nothing.
ifneq ($(filter-out %-hosts,$(or $(MAKECMDGOALS),all)),)
folders := $(DESTDIR)$(LIBDIR)$(LUADIR)$(BINDIR)$(DATADIR)
ifneq ($(words .$(folders)),1)
$(error make cannot install into folders whose names have blanks)
endif
# What make, sh, or package.path of Lua would read in a name. `$(name)` in a name has been replaced.
open := (
close := )
unread = $(subst $$$(open),,$(subst $${,,$(1)))
special := $(strip $(foreach character," ' ` \ ; * ? [ ] < > | & $(open) $(close), \
  $(findstring $(character),$(folders))) $(findstring $$,$(call unread,$(given))$(folders)))
ifneq ($(special)$(tilde),)
$(error make cannot install into folders whose names have $(special)$(tilde): $(given))
endif
endif

# $(call put,FILE,MODE,TARGET): everybody can read it, even if root's umask is stricter.
put = (umask 022 && mkdir -p "$(DESTDIR)$(dir $(3))") || exit 1; \
  if [ -d "$(DESTDIR)$(3)" ]; then \
    echo "$(DESTDIR)$(3) is a folder; $(1) cannot be installed there under this name" >&2; exit 1; \
  fi; \
  install -m $(2) $(1) "$(DESTDIR)$(3)" || exit 1

install: install-module install-command

install-module: all
	@$(call put,$(module),755,$(LIBDIR)/$(notdir $(module)))
	@set -e; $(foreach file,$(submodules),$(call put,$(file),644,$(LUADIR)/$(file:lua/%=%));)
	@echo "installed for Lua $(LUA_VERSION): $(LIBDIR)/$(notdir $(module)), $(LUADIR)/ianaports/"
	@$(LUA) -e 'os.exit(package.cpath:find("$(LIBDIR)/?.$($(target)_suffix)", 1, true) and 0 or 1)' 2>/dev/null || \
	  echo 'for scripts: LUA_PATH="$(LUADIR)/?.lua;;" LUA_CPATH="$(LIBDIR)/?.$($(target)_suffix);;"'

# The installed command knows the folders of its modules, so that it needs no LUA_PATH. It names the
# interpreter by its path if that is known, because env would take time to find it.
define command_script
#!$(or $(shell command -v $(LUA)),/usr/bin/env $(LUA))
-- The ianaports command for Lua $(LUA_ABI); all of it is in ianaports.cli.
package.path = [[$(LUADIR)/?.lua;]] .. package.path
package.cpath = [[$(LIBDIR)/?.$($(target)_suffix);]] .. package.cpath
os.exit(require("ianaports.cli").run(arg, io.stdout, io.stderr))
endef
export command_script

installed_command = "$(DESTDIR)$(BINDIR)/ianaports"
# The Lua of the command that is installed, "5.4", or nothing.
command_abi = sed -n 's/^-- The ianaports command for Lua \([0-9.]*\);.*/\1/p' \
  $(installed_command) 2>/dev/null

# The command belongs to one Lua: the first that is installed, until that one is uninstalled.
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

# Folders that every system has: make uninstall keeps them even if they are empty.
kept = $(foreach prefix,/usr /usr/local,$(addprefix $(prefix)/,bin lib share share/man))
command_files = $(BINDIR)/ianaports $(manual) $(completion_files)

# Keeps the command if it belongs to another Lua. Removes folders that have become empty.
uninstall:
	@abi=$$($(command_abi)); \
	files="$(LIBDIR)/$(notdir $(module)) $(LUADIR)/ianaports"; \
	if [ "$${abi:-$(LUA_ABI)}" = $(LUA_ABI) ]; then files="$$files $(command_files)"; fi; \
	rm -rf "$(DESTDIR)$(LUADIR)/ianaports"; \
	for file in $$files; do \
	  rm -f "$(DESTDIR)$$file" || exit 1; \
	  folder=$${file%/*}; \
	  while case " $(kept) " in *" $$folder "*) false ;; esac && \
	    case $$folder in $(PREFIX)/*) rmdir "$(DESTDIR)$$folder" 2>/dev/null ;; *) false ;; esac; do \
	    folder=$${folder%/*}; \
	  done; \
	done; \
	echo "removed:" $$files

# The scripts for Nmap and Wireshark, where these look for them. FOR=everybody or FOR=me. make puts
# FOR and DESTDIR into the environment.
install-hosts uninstall-hosts:
	@MAKE="$(MAKE)" lua/hosts/install $(@:-hosts=)

include .ci/checks.mk .ci/release.mk

-include $(binding:.o=.d) $(core:.o=.d) build/core/bundled.d $(host_core:.o=.d) \
  $(host)/generate_bundled.d

.PHONY: all headers demo test test-all test-others suite-whole test-hosts doc reference update-data clean \
  install install-module install-command install-command-files uninstall \
  install-hosts uninstall-hosts
.DELETE_ON_ERROR:
