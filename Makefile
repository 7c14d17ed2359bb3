LUA_VERSION ?= 5.4
CFLAGS ?= -O2 -g
OUT = build/$(LUA_VERSION)
LUA_INCDIR ?= /usr/include/lua$(LUA_VERSION)
CORE = text field utf8 fault buffer interner port_index registry builder index_builder port_index_builder hash_index_builder csv_table csv_reader registry_csv
LIB = $(CORE) lookup filter search reference lua_argument lua_registry lua_entry lua_filter lua_lookup lua_iterator lua_search lua_info lua_load lua_build lua_module
F = -std=c11 -Wall -Wextra -Wpedantic -Wshadow -Werror -fPIC -fvisibility=hidden -Isrc
all: $(OUT)/ianaports.so
build/generate_bundled: $(CORE:%=src/%.c) src/generate_bundled.c $(wildcard src/*.h)
	mkdir -p build
	$(CC) $(CFLAGS) $(F) -o $@ $(filter %.c,$^) -lcsv
build/bundled.c: build/generate_bundled $(wildcard data/*.csv)
	build/generate_bundled data/service-names-port-numbers.csv data/contacts.csv data/info.csv $@.new
	mv $@.new $@
$(OUT)/ianaports.so: $(LIB:%=src/%.c) build/bundled.c $(wildcard src/*.h)
	mkdir -p $(OUT)
	$(CC) $(CFLAGS) $(F) -I$(LUA_INCDIR) -shared -o $@ $(filter %.c,$^) -lcsv
