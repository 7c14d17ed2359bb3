-- Reduces a random registry and a query as long as they still fail.

local shrink = {}

local ROW_LISTS = { "second_overlay", "overlay", "rows", "contacts" }

local function copy(value)
  if type(value) ~= "table" then
    return value
  end
  local copied = {}
  for key, item in pairs(value) do
    copied[key] = copy(item)
  end
  return copied
end

-- Removes from a list what the failure does not need, in chunks of half its size, then smaller
-- ones.
local function shrink_list(list, still_fails)
  local size = #list
  while size >= 1 do
    local first = 1
    while first <= #list do
      local removed = {}
      for _ = 1, math.min(size, #list - first + 1) do
        removed[#removed + 1] = table.remove(list, first)
      end
      if not still_fails() then
        for index, item in ipairs(removed) do
          table.insert(list, first + index - 1, item)
        end
        first = first + size
      end
    end
    size = math.floor(size / 2)
  end
end

-- Removes from a table the fields that the failure does not need. A row must keep its name or port.
local function shrink_fields(fields, still_fails)
  local names = {}
  for field in pairs(fields) do
    names[#names + 1] = field
  end
  table.sort(names)
  for _, field in ipairs(names) do
    local value = fields[field]
    fields[field] = nil
    if not still_fails() then
      fields[field] = value
    end
  end
end

-- Returns smaller copies of both, for which `fails(random_registry, query)` is still true.
function shrink.run(random_registry, query, fails)
  random_registry, query = copy(random_registry), copy(query)
  local function still_fails()
    return fails(random_registry, query)
  end
  local form = random_registry.form
  random_registry.form = "build"
  if not still_fails() then
    random_registry.form = form
  end
  for _, name in ipairs(ROW_LISTS) do
    shrink_list(random_registry[name] or {}, still_fails)
  end
  for _, name in ipairs(ROW_LISTS) do
    for _, row in ipairs(random_registry[name] or {}) do
      shrink_fields(row, still_fails)
    end
  end
  local arguments = query.arguments
  shrink_fields(arguments, still_fails)
  for index = 1, query.count do
    if type(arguments[index]) == "table" then
      shrink_fields(arguments[index], still_fails)
    end
  end
  return random_registry, query
end

return shrink
