# What shows that the module is hard to break.
#
# Each kind of build has a checkout of its own, build/asan-gcc say, which is made of links: all
# of the suite works in there as it does here. Targets named suite-* run in there.

linked = $(addprefix ../../,$(filter-out . .. .git build,$(wildcard * .[a-z]*)))

tree-%:
	@mkdir -p build/$*
	@ln -sfn $(linked) build/$*

# Programs that run the module and watch it.
LUA_LIBRARY ?= -llua$(LUA_VERSION)
program_cflags = $(all_cflags) -D_GNU_SOURCE -I$(LUA_INCDIR)
everything = $(binding) $(core) build/core/bundled.o

build/memory/%.o: spec/memory/%.c
	@mkdir -p $(@D)
	$(CC) $(program_cflags) -c -o $@ $<

# Under the name of the Lua that it stands for, so that the specs' commands start it, too.
watching = build/bin/$(notdir $(LUA))

$(watching): build/memory/interpreter.o build/memory/collecting.o
	@mkdir -p $(@D)
	$(CC) $(CFLAGS) $(all_ldflags) -Wl,-E -o $@ $^ $(LUA_LIBRARY)

wrapped = $(foreach function,malloc calloc realloc free mmap,-Wl,--wrap=$(function))

build/lua_failing: build/memory/interpreter.o build/memory/failing.o $(everything)
	$(CC) $(CFLAGS) $(all_ldflags) $(wrapped) -Wl,-E -o $@ $^ -l:libcsv.a $(LUA_LIBRARY)

build/threads: spec/threads/threads.c $(everything)
	$(CC) $(program_cflags) $(all_ldflags) -pthread -o $@ $^ -lcsv $(LUA_LIBRARY)

-include $(wildcard build/memory/*.d build/threads.d)

# Specs, run by one of these programs. Left out are host programs, which bring a Lua of their
# own; how the process grows, since sanitizers hold back freed memory; and what the module is
# linked like.
left_out = hosts,footprint,hardening
with = PATH=$(CURDIR)/build/bin:$$PATH $(checkout) LUA=$(LUA) LUA_VERSION=$(LUA_VERSION) $(1) \
  /usr/bin/busted --exclude-tags=$(left_out)

# Sanitizers. Programs that the specs start report into files, where no spec can miss them.
sanitized = LTO= HARDENING_CFLAGS= LDFLAGS=-Wl,-z,nodelete CFLAGS="-O1 -g -fno-omit-frame-pointer \
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
	$(MAKE) --no-print-directory -C build/asan-$* CC=$* $(sanitized) suite-asan \
	  COLLECTOR=$(if $(filter clang,$*),generational,incremental)

suite-asan: all $(watching)
	$(call run_watched,LUA_INIT="collectgarbage '$(COLLECTOR)'" $(call with,$(LUA)) spec)

# A full collection at each of the first allocations of the module in every test, and at fewer
# and fewer after; sooner fewer where tests ask whole registries. Each file has a process of its
# own, so that there is little to go through. Left out is what other processes do, and the oracle,
# which asks the same over and over. Then every allocation fails in turn.
collected = $(addprefix src/lua/,argument build build_finalizer entries filter finalizer info lookup module \
  registry search) src/base/input src/read/csv data/snapshot project/readme project/types \
  $(addprefix lua/,annotate export ffi format/services format/tables ports report services xml) argument \
  $(sooner_fewer)
sooner_fewer = $(addprefix lua/,diff html overlay format/svg) fuzz/corpus src/lua/load
first = 1000
collecting = LUA_INIT="collectgarbage 'generational'" COLLECT_FIRST=$(first) $(call with,$(LUA)) \
  --helper=spec/memory/each_test.lua

test-memory: needs-hard tree-asan-gcc
	$(MAKE) --no-print-directory -C build/asan-gcc CC=gcc $(sanitized) -j2 --output-sync suite-memory

suite-memory: $(collected:%=collected-%) build/lua_failing
	$(call run_watched,$(collecting) spec/memory/collecting.lua)
	$(call run_watched,$(call with,build/lua_failing) spec/memory/failing.lua)

$(sooner_fewer:%=collected-%): first = 20

$(collected:%=collected-%): collected-%: all $(watching)
	$(call run_watched,$(collecting) spec/$*_spec.lua)

# Files and tables at the limits of size, which take long.
test-hostile: needs-test all
	$(checkout) LUA=$(LUA) LUA_VERSION=$(LUA_VERSION) $(LUA) /usr/bin/busted --tags=vast spec

# Threads under ThreadSanitizer.
test-threads: needs-hard tree-tsan
	$(MAKE) --no-print-directory -C build/tsan CC=gcc LTO= HARDENING_CFLAGS= \
	  CFLAGS="-O1 -g -fsanitize=thread" suite-threads

suite-threads: build/threads
	build/threads spec/threads/answers.lua

# Which lines and branches of src/ the suite reaches; what LuaJIT's FFI calls, LuaJIT reaches, and
# what Lua 5.1 alone needs for its collector, Lua 5.1. Specs
# that run the module as nobody are left out, since nobody may not add to the figures.
coverage: needs-hard tree-coverage
	$(MAKE) --no-print-directory -C build/coverage CC=gcc LTO= HARDENING_CFLAGS= \
	  CFLAGS="-O0 -g --coverage" suite-coverage

suite-ffi: all
	$(call with,$(LUA)) spec/lua/ffi_spec.lua

suite-collector: all
	$(call with,$(LUA)) spec/src/lua/collector_spec.lua

lcov = lcov --quiet --rc lcov_branch_coverage=1

suite-coverage: left_out = hosts,hardening,as_nobody
suite-coverage: all build/lua_failing
	find build -name '*.gcda' -delete
	$(call with,$(LUA)) spec
	$(call with,build/lua_failing) spec/memory/failing.lua
	$(MAKE) --no-print-directory suite-ffi LUA_VERSION=jit
	$(MAKE) --no-print-directory suite-collector LUA_VERSION=5.1
	$(lcov) --capture --no-external --directory build --base-directory . --output-file build/all.info
	$(lcov) --extract build/all.info '*/src/*' --output-file build/coverage.info
	$(LUA) .ci/check-coverage.lua build/coverage.info

# The specs that run most of the C code under memcheck, which slows it fifty times. The others
# are plain Lua, start other programs, or ask all of the registry many times over.
checked = $(addprefix src/lua/,build build_finalizer entries filter finalizer info lookup module \
  registry search) src/read/csv lua/services

test-valgrind: needs-hard all
	$(checkout) LUA=$(LUA) LUA_VERSION=$(LUA_VERSION) valgrind --quiet --error-exitcode=99 \
	  --leak-check=full --show-leak-kinds=definite,indirect,possible \
	  --errors-for-leak-kinds=definite,indirect,possible --keep-debuginfo=yes \
	  $(LUA) /usr/bin/busted --exclude-tags=$(left_out) $(checked:%=spec/%_spec.lua)

# Two builds from two folders are the same to the byte.
test-reproducible: needs-build tree-one tree-another-one
	$(MAKE) --no-print-directory -C build/one all
	$(MAKE) --no-print-directory -C build/another-one all
	cmp build/one/$(module) build/another-one/$(module)

.PHONY: test-asan test-valgrind test-reproducible test-memory test-hostile test-threads coverage \
  suite-asan suite-memory suite-threads suite-coverage suite-ffi suite-collector $(collected:%=collected-%)
