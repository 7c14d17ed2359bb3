-- Runs the examples of lua/REFERENCE.md: in `EXPRESSION --> VALUES`, the values must be right.

local files = require "spec.support.files"
local ianaports = require "ianaports"

local page = files.read "lua/REFERENCE.md"

-- Patterns of examples that need what a spec lacks: files, the network or input.
local UNAVAILABLE = { "io%.", "%.load%(", "os%.exit", "update%.fetch" }

local function can_run(example)
  for _, pattern in ipairs(UNAVAILABLE) do
    if example:find(pattern) then
      return false
    end
  end
  return rawget(_G, "jit") or not example:find("ianaports.ffi", 1, true)
end

local load_text = loadstring or load -- luacheck: ignore

-- Makes a function of the example. Each line with `-->` becomes a call of `check` with the values
-- of the expression and the expected values.
local function compile(example)
  local code = ("\n" .. example):gsub("\n([^\n]-) %-%-> ([^\n]*)", function(expression, values)
    return ("\ncheck({ %s }, { %s })"):format(expression, values)
  end)
  return assert(load_text("local ianaports, check, print, path = ...\n" .. code, "=" .. example))
end

-- Each example, with the heading above it.
local function examples()
  local list, name, lines = {}, nil, nil
  for line in page:gmatch "[^\n]*" do
    name = line:match "^#### (.*)" or name
    if line == "```lua" then
      lines = {}
    elseif line == "```" then
      list[#list + 1] = { name = name, text = table.concat(lines, "\n") }
      lines = nil
    elseif lines and line ~= "" then
      lines[#lines + 1] = line
    end
  end
  return list
end

describe("lua/REFERENCE.md", function()
  local list = examples()

  it("has an example of each function", function()
    local _, functions = page:gsub("\n`[%w_.:]+%([^\n]-%)`\n", "")
    assert.is_true(functions > 30)
    assert.equal(functions, #list)
  end)

  for _, example in ipairs(list) do
    local run = can_run(example.text)
    it((run and "runs" or "compiles") .. " the example of " .. example.name, function()
      local chunk = compile(example.text)
      if run then
        chunk(ianaports, function(got, expected)
          assert.same(expected, got)
        end, function() end)
      end
    end)
  end

  it("runs most examples that have values", function()
    local with_values, run = 0, 0
    for _, example in ipairs(list) do
      if example.text:find("-->", 1, true) then
        with_values = with_values + 1
        run = run + (can_run(example.text) and 1 or 0)
      end
    end
    assert.is_true(run >= (rawget(_G, "jit") and with_values or with_values - 3))
  end)
end)
