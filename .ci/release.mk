# The targets that make a release, as rockspec/README.md says. The Makefile includes this file.
#
# make dist       the archive build/dist/ianaports-VERSION.tar.gz
# make rockspec   writes rockspec/ianaports-VERSION-1.rockspec
# make deb        Debian packages, from the archive, in build/deb
# make debian     the folder debian, from which dpkg-buildpackage makes them

release = ianaports-$(version)
archive = build/dist/$(release).tar.gz

# All files get the time of the commit. In an unpacked archive, which has no commits, they have it.
SOURCE_DATE_EPOCH ?= $(shell if [ -e .git ]; then git log -1 --format=%ct; \
  else date -r src/version.h +%s; fi)
# The files of the project, each followed by a NUL.
list_files = if [ -e .git ]; then git ls-files -z --cached --others --exclude-standard; \
  else find -L $(filter-out . .. .git build debian,$(wildcard * .[a-z]*)) \
    -type f ! -path src/bundled.c -print0; fi

# It depends on the commit alone, to the byte, and building it needs no generate_bundled. This needs
# GNU tar.
dist: $(bundled)
	@[ ! -e .git ] || [ -z "$$(git status --porcelain)" ] || \
	  echo "make dist: the archive holds changes that are not committed" >&2
	@mkdir -p build/dist
	@$(list_files) >build/dist/files
	@{ LC_ALL=C sort -z build/dist/files; printf '$(bundled)\0'; } | \
	tar --create --null --files-from=- --format=ustar --dereference \
	  --owner=0 --group=0 --numeric-owner --mode=u=rwX,go=rX --mtime=@$(SOURCE_DATE_EPOCH) \
	  --transform='s,^build/,src/,;s,^,$(release)/,' \
	  --use-compress-program='gzip -9 --no-name' --file=$(archive).new
	mv $(archive).new $(archive)

ROCKSPEC ?= rockspec/$(release)-1.rockspec

rockspec:
	@$(LUA) .ci/rockspec.lua $(version) $(wildcard src/*/*.c src/system/*/*.c) $(submodules) >$(ROCKSPEC)

deb: needs-deb dist
	rm -rf build/deb
	mkdir -p build/deb
	tar --extract --file $(archive) --directory build/deb
	$(MAKE) --no-print-directory --directory build/deb/$(release) debian
	cd build/deb/$(release) && dpkg-buildpackage --build=binary --no-sign
	lintian --fail-on error,warning build/deb/*.changes

# The packager. Set both to make packages for others.
DEBFULLNAME ?= ianaports maintainers
DEBEMAIL ?= maintainers@ianaports.example

# The revision is below those of Debian's own packages, which start at 1.
define debian_changelog
ianaports ($(version)-0upstream1) unstable; urgency=medium

  * New release: CHANGELOG.md says what changed.

 -- $(DEBFULLNAME) <$(DEBEMAIL)>  $(shell LC_ALL=C date --utc --rfc-email --date=@$(SOURCE_DATE_EPOCH))
endef

debian: export changelog = $(debian_changelog)
debian:
	rm -rf $@
	cp -R rockspec/debian $@
	sed -i 's/@MAINTAINER@/$(DEBFULLNAME) <$(DEBEMAIL)>/' $@/control
	echo "$$changelog" >$@/changelog

.PHONY: dist rockspec deb debian
