-- A short run of the model, always with the same registries. `make test-model` makes new ones for
-- as long as you like.

local check = require "spec.model.check"
local compat = require "spec.support.compat"
local difference = require "spec.support.difference"
local draw = require "spec.conformance.draw"
local forms = require "spec.model.forms"
local new_model = require "spec.model.model"
local new_oracle = require "spec.conformance.oracle"
local queries = require "spec.model.queries"
local registries = require "spec.model.registries"
local shell = require "spec.support.shell"

local REGISTRIES = 400

-- Returns the registry that a report's source makes, and the call after it.
local function run_report(report)
  local source, call = report:match "^(.-)\n\n(registry:%w[^\n]*)\n"
  return assert(compat.load(source .. "\nreturn registry"))(), call
end

-- Returns the report on the first registry for which this answer, taken as the module's, is wrong.
local function first_report(ask)
  for seed = 1, REGISTRIES do
    local report = check.seed(seed, ask)
    if report then
      return report, seed
    end
  end
  return nil
end

describe("The module and a model of it in plain Lua #slow", function()
  it("give the same answers for random registries", function()
    for seed = 1, REGISTRIES do
      assert.is_nil((check.seed(seed)))
    end
  end)

  it("are compared for the time and from the seed that run.lua gets", function()
    local lua = os.getenv "LUA" or "lua5.4"
    local output, succeeded = shell.run(lua .. " spec/model/run.lua 0.05 7")
    assert.matches("^SEED=7\n%d+ registries, %d+ queries, none wrong; SEED=7 to %d+\n$", output)
    assert.is_true(succeeded)
  end)

  it("are reported if they differ, with the smallest registry that shows it", function()
    local report, seed = first_report(function(registry, query)
      local answer = queries.ask(registry, query)
      if query.method == "find_all" and answer[2] and answer[1].port_last then
        answer[1], answer[2] = answer[2], answer[1]
      end
      return answer
    end)
    local registry, call = run_report(report)
    assert.equal(2, #registry)
    assert.matches("^registry:find_all%(", call)
    assert.matches("\n%-%- model:  {.+\n%-%- module: {", report)
    assert.matches("SEED=" .. seed .. "$", report)
  end)

  it("are reported if only one of them refuses a query", function()
    local report = first_report(function(registry, query)
      local refused = not pcall(queries.ask, registry, query)
      return not refused and queries.ask(registry, query) or nil
    end)
    local registry = run_report(report)
    assert.equal(0, #registry)
    assert.matches("\n%-%- model:  an error: .+\n%-%- module: nil\n", report)
  end)
end)

describe("The model and the oracle of the conformance specs #slow", function()
  local PROTOCOLS = { false, "tcp", "udp", "sctp", "dccp" } -- false: none given
  local REGISTRIES_OF_BOTH = 12 -- few, because the oracle lists the rows of each port

  local function agree(expected, got)
    assert.is_nil(difference.list(expected, got))
  end

  local function agree_on_ports(model, oracle, protocol)
    for _, entry in ipairs(model:entries()) do
      for _, port in ipairs { entry.port_number, entry.port_last } do
        agree(model:find_all(port, protocol), oracle:find_all(port, protocol))
        assert.equal(model:service_name(port, protocol), (oracle:service_name(port, protocol)))
      end
    end
    agree(model:unassigned(0, 65535, protocol), oracle:unassigned(0, 65535, protocol))
  end

  local function agree_on_names(model, oracle, protocol, names)
    for _, name in ipairs(names) do
      if not name:find "^%d+$" then
        agree(model:find_all(name, protocol), oracle:find_all(name, protocol))
        assert.same(model:port_number(name, protocol), { oracle:port_number(name, protocol) })
      end
    end
  end

  local function agree_on_lists(model, oracle, random)
    for _, text in ipairs { "a", "B", "two lines", "rfc1", "so", "4" } do
      local filter = oracle.rows[1] and draw.filter(random, oracle.rows) or nil
      agree(model:entries(filter), oracle:entries(filter))
      agree(model:range(0, 1023, filter), oracle:range(0, 1023, filter))
      agree(model:search(text, filter), oracle:search(text, filter))
    end
  end

  it("give the same answers", function()
    local seed, count = 0, 0
    while count < REGISTRIES_OF_BOTH do
      seed = seed + 1
      local random_registry, random, names = registries.draw(seed)
      if random_registry.form == "csv" then
        local model = new_model(forms.parts(random_registry))
        local oracle = new_oracle(forms.csv_text(random_registry))
        count = count + 1
        for _, protocol in ipairs(PROTOCOLS) do
          agree_on_ports(model, oracle, protocol or nil)
          agree_on_names(model, oracle, protocol or nil, names)
        end
        agree_on_lists(model, oracle, random)
      end
    end
  end)
end)
