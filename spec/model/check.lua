-- Compares the module with the model: each seed makes one random registry and some queries.

local compat = require "spec.support.compat"
local forms = require "spec.model.forms"
local new_model = require "spec.model.model"
local queries = require "spec.model.queries"
local registries = require "spec.model.registries"
local show = require "spec.model.show"
local shrink = require "spec.model.shrink"

local check = {}

local QUERIES = 60 -- of each registry

local function same(a, b)
  if type(a) ~= "table" or type(b) ~= "table" then
    return a == b
  end
  for key, value in pairs(a) do
    if not same(value, b[key]) then
      return false
    end
  end
  for key in pairs(b) do
    if a[key] == nil then
      return false
    end
  end
  return true
end

-- Calls `f` and returns its results, or the error that it raises.
local function answer(f, ...)
  local succeeded, result = pcall(f, ...)
  if succeeded then
    return result, nil
  end
  return nil, tostring(result)
end

local function ask_model(model, query)
  return model[query.method](model, compat.unpack(queries.arguments(query), 1, query.count))
end

-- Returns both answers as text if they differ, or nil. Both sides must refuse the same queries;
-- other specs check the messages.
local function difference(registry, model, query, ask)
  local expected, refused = answer(ask_model, model, query)
  local got, message = answer(ask, registry, query)
  if (refused == nil) == (message == nil) and same(expected, got) then
    return nil
  end
  return {
    expected = refused and "an error: " .. refused or show(expected),
    got = message and "an error: " .. message or show(got),
  }
end

-- Returns as text the source that makes the registry, the query and both answers if they differ, or
-- nil. A registry that the module refuses is a difference, too, because every one is valid.
local function examine(random_registry, query, ask)
  local opened, registry = pcall(forms.open, random_registry)
  if not opened then
    local source = forms.source(random_registry)
    return ("%s\n-- is refused: %s"):format(source, tostring(registry)), "refused"
  end
  local found = difference(registry, new_model(forms.parts(random_registry)), query, ask)
  if found then
    return ("%s\n\n%s\n-- model:  %s\n-- module: %s"):format(forms.source(random_registry),
      queries.show(query), found.expected, found.got), "answered"
  end
  return nil
end

local function report(seed, random_registry, query, ask)
  local _, kind = examine(random_registry, query, ask)
  local small, small_query = shrink.run(random_registry, query, function(smaller, smaller_query)
    return registries.is_good(smaller) and select(2, examine(smaller, smaller_query, ask)) == kind
  end)
  local found = examine(small, small_query, ask)
  return ("%s\n\nRun it again: make test-model SECONDS=1 SEED=%d"):format(found, seed)
end

-- Checks the registry of a seed. Returns a report on the first difference, or nil; and the number
-- of queries so far. `ask(registry, query)` asks the module.
function check.seed(seed, ask)
  ask = ask or queries.ask
  local random_registry, random, names = registries.draw(seed)
  local opened, registry = pcall(forms.open, random_registry)
  if not opened then
    return report(seed, random_registry, queries.draw(random, random_registry, names), ask), 0
  end
  local model = new_model(forms.parts(random_registry))
  for number = 1, QUERIES do
    local query = queries.draw(random, random_registry, names)
    if difference(registry, model, query, ask) then
      return report(seed, random_registry, query, ask), number
    end
  end
  return nil, QUERIES
end

return check
