-- Holds the module against the model: one seed is one made-up registry and some queries.

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

-- What `f` returns; or that it raises an error, and which.
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

-- Both answers as text if they differ, or nil. What one side refuses, the other must, too; in
-- which words, other specs say.
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

-- The source that makes the registry, the query, and the difference of their answers, as text; nil
-- if there is none. A registry that is refused is a difference, too: all that are made up are good.
local function examine(made_up, query, ask)
  local opened, registry = pcall(forms.open, made_up)
  if not opened then
    return ("%s\n-- is refused: %s"):format(forms.source(made_up), tostring(registry)), "refused"
  end
  local found = difference(registry, new_model(forms.parts(made_up)), query, ask)
  if found then
    return ("%s\n\n%s\n-- model:  %s\n-- module: %s"):format(forms.source(made_up),
      queries.show(query), found.expected, found.got), "answered"
  end
  return nil
end

local function report(seed, made_up, query, ask)
  local _, kind = examine(made_up, query, ask)
  local small, small_query = shrink.run(made_up, query, function(smaller, smaller_query)
    return registries.is_good(smaller) and select(2, examine(smaller, smaller_query, ask)) == kind
  end)
  local found = examine(small, small_query, ask)
  return ("%s\n\nRun it again: make test-model SECONDS=1 SEED=%d"):format(found, seed)
end

-- What is wrong with the registry of a seed: a report, or nil; and how many queries were asked.
-- `ask(registry, query)` asks the module.
function check.seed(seed, ask)
  ask = ask or queries.ask
  local made_up, random, names = registries.draw(seed)
  local opened, registry = pcall(forms.open, made_up)
  if not opened then
    return report(seed, made_up, queries.draw(random, made_up, names), ask), 0
  end
  local model = new_model(forms.parts(made_up))
  for number = 1, QUERIES do
    local query = queries.draw(random, made_up, names)
    if difference(registry, model, query, ask) then
      return report(seed, made_up, query, ask), number
    end
  end
  return nil, QUERIES
end

return check
