-- Makes a made-up registry and a query smaller for as long as they still fail.

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

-- Removes from a list what is not needed, in chunks of half its size, then smaller ones.
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

-- Removes from a table the fields that are not needed. A row must keep its name or its port.
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

-- Smaller copies of both; `fails(made_up, query)` is true of them, as it was before.
function shrink.run(made_up, query, fails)
  made_up, query = copy(made_up), copy(query)
  local function still_fails()
    return fails(made_up, query)
  end
  local form = made_up.form
  made_up.form = "build"
  if not still_fails() then
    made_up.form = form
  end
  for _, name in ipairs(ROW_LISTS) do
    shrink_list(made_up[name] or {}, still_fails)
  end
  for _, name in ipairs(ROW_LISTS) do
    for _, row in ipairs(made_up[name] or {}) do
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
  return made_up, query
end

return shrink
