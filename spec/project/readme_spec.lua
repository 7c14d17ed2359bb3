-- Every example in the README files prints the output that is shown. The examples in
-- lua/hosts/README.md need other programs; spec/hosts/readme_spec.lua runs them.

local capture = require "spec.support.capture"
local files = require "spec.support.files"
local shell = require "spec.support.shell"

-- README.md and those of the folders, as { path, text } each.
local pages = {}
for path in shell.run "find -L * -path build -prune -o -name README.md -print":gmatch "[^\n]+" do
  if path ~= "lua/hosts/README.md" then
    pages[#pages + 1] = { path, files.read(path) }
  end
end
local readme = files.read "README.md"

-- The blocks of this language before a block of output, as { source, output } each.
local function examples(page, language)
  local found = {}
  for source, stop in page:gmatch("```" .. language .. "\n(.-)```()") do
    local output = page:match("^%s*```text\n(.-)```", stop)
    if output then
      found[#found + 1] = { source = source, output = output }
    end
  end
  return found
end

local function count_blocks(page, language)
  return select(2, page:gsub("```" .. language .. "\n", ""))
end

-- The pages have command lines for Lua 5.4. Under another Lua, they run with that Lua's build.
local lua, version = os.getenv "LUA" or "lua5.4", os.getenv "LUA_VERSION" or "5.4"

local function for_this_lua(source)
  if version == "5.4" then
    return source
  end
  return (source:gsub("lua5%.4", lua):gsub("build/5%.4/", "build/" .. version .. "/")
    :gsub("lua/bin/ianaports", lua .. " %0"))
end

for _, named_page in ipairs(pages) do
  local path, page = named_page[1], named_page[2]

  describe(path, function()
    it("shows the output of every Lua example", function()
      assert.equal(count_blocks(page, "lua"), #examples(page, "lua"))
    end)

    for index, example in ipairs(examples(page, "lua")) do
      it("has the right output for Lua example " .. index, function()
        assert.equal(example.output, capture(example.source, "example " .. index))
      end)
    end

    for index, example in ipairs(examples(page, "sh")) do
      it("has the right output for shell example " .. index, function()
        local output, succeeded = shell.run((for_this_lua(example.source):gsub("%s+$", "")))
        assert.equal(example.output, output)
        assert.is_true(succeeded)
      end)
    end
  end)
end

describe("A link in a page", function()
  it("leads to a file that is there", function()
    local links = 0
    for path in shell.run "find -L * -path build -prune -o -name '*.md' -print":gmatch "[^\n]+" do
      for target in files.read(path):gmatch "%]%(([^)#:]+)[^):]*%)" do
        links = links + 1
        local linked = io.open((path:match "^.*/" or "") .. target)
        assert.is_truthy(linked, ("%s: no %s"):format(path, target))
        linked:close()
      end
    end
    assert.is_true(links > 20)
  end)
end)

describe("README", function()
  it("has examples in Lua and for the shell", function()
    assert.is_true(#examples(readme, "lua") > 0)
    assert.is_true(#examples(readme, "sh") > 0)
  end)

  it("is short: at most 200 lines", function()
    assert.is_true(select(2, readme:gsub("\n", "")) <= 200)
  end)

  it("links to a table that names every public function", function()
    assert.is_truthy(readme:find("(lua/README.md)", 1, true))
    local page = files.read "lua/README.md"
    for name, value in pairs(require "ianaports") do
      if type(value) == "function" then
        assert.is_truthy(page:find("`[^`\n]*" .. name .. "[({]"), name .. " is not in the table")
      end
    end
  end)

  it("states the number of entries and the date of the snapshot", function()
    local info = require("ianaports").info()
    local count = tostring(info.record_count):reverse():gsub("(%d%d%d)", "%1,"):reverse()
    assert.is_truthy(readme:find(info.last_updated, 1, true))
    assert.is_truthy(readme:find(count .. " entries", 1, true))
  end)
end)
