-- The ways to make a registry of the module from a random registry. Each form has a function
-- `parts`, which returns the rows, overlay and contacts that the module should have, and a function
-- `source`, which returns the Lua source that makes the registry. The source is run and, if an
-- answer is wrong, printed.

local compat = require "spec.support.compat"
local registry_text = require "spec.support.registry_text"
local show = require "spec.model.show"

local forms = {}

local function copy(row, changes)
  local copied = {}
  for _, fields in ipairs { row, changes or {} } do
    for field, value in pairs(fields) do
      copied[field] = value
    end
  end
  return copied
end

-- The lists with these names that are not empty.
local function parts_of(random_registry, ...)
  local parts = {}
  for _, name in ipairs { ... } do
    local list = random_registry[name]
    parts[name] = list and list[1] and list or nil
  end
  return parts
end

forms.build = {
  parts = function(random_registry)
    return random_registry
  end,
  source = function(random_registry)
    return "local registry = ianaports.build "
      .. show(parts_of(random_registry, "rows", "overlay", "contacts"))
  end,
}

forms.overlay = forms.build

forms.iterator = {
  parts = forms.build.parts,
  source = function(random_registry)
    return ([[
local rows, index = %s, 0
local registry = ianaports.build {
  rows = function()
    index = index + 1
    return rows[index]
  end,
  contacts = %s,
}]]):format(show(random_registry.rows), show(random_registry.contacts, "  "))
  end,
}

-- A row as the cells of IANA's file.
local function cells_of(row)
  local port = row.port_number and tostring(row.port_number) or ""
  return {
    row.service_name or "",
    row.port_last and port .. "-" .. row.port_last or port,
    row.transport_protocol or "",
    row.description or "",
    row.assignee or "",
    row.contact or "",
    row.registration_date or "",
    row.modification_date or "",
    row.reference or "",
    row.service_code or "",
    row.unauthorized_use_reported or "",
    row.assignment_notes or "",
  }
end

local function parse_source(text, format)
  return ("local registry = assert(ianaports.parse(%s, %s))"):format(show(text), show(format))
end

-- The text of the form `csv`.
function forms.csv_text(random_registry)
  local records = { registry_text.columns }
  for _, row in ipairs(random_registry.rows) do
    records[#records + 1] = cells_of(row)
  end
  local line_end = #random_registry.rows % 2 == 0 and "\n" or "\r\n"
  return registry_text.write(records, { line_end = line_end })
end

forms.csv = {
  parts = forms.build.parts,
  source = function(random_registry)
    return parse_source(forms.csv_text(random_registry), "csv")
  end,
}

local function service_line(row)
  local place = row.port_last and ("%d-%d"):format(row.port_number, row.port_last)
    or tostring(row.port_number)
  local words = { row.service_name, "\t", place, "/", row.transport_protocol }
  for _, alias in ipairs(row.aliases or {}) do
    words[#words + 1] = " " .. alias
  end
  return table.concat(words) .. (row.description and " # " .. row.description or "")
end

-- An alias is a row of its own, unless it repeats the name.
local function service_rows(row)
  local rows = { copy(row) }
  rows[1].aliases = nil
  for _, alias in ipairs(row.aliases or {}) do
    if alias ~= row.service_name then
      rows[#rows + 1] = copy(rows[1], {
        service_name = alias,
        assignment_notes = ('This entry is an alias to "%s"'):format(row.service_name),
      })
    end
  end
  return rows
end

forms.services = {
  parts = function(random_registry)
    local rows = {}
    for _, line in ipairs(random_registry.rows) do
      for _, row in ipairs(service_rows(line)) do
        rows[#rows + 1] = row
      end
    end
    return { rows = rows }
  end,
  source = function(random_registry)
    local lines = { "# services(5)" }
    for _, row in ipairs(random_registry.rows) do
      lines[#lines + 1] = service_line(row)
    end
    return parse_source(table.concat(lines, "\n") .. "\n", "services")
  end,
}

local function from(rows, source)
  local marked = {}
  for index, row in ipairs(rows) do
    marked[index] = copy(row, { source = source })
  end
  return marked
end

-- An overlay on an overlay: the own rows of both come before the rest, the last ones first.
forms.overlays = {
  parts = function(random_registry)
    local overlay = from(random_registry.second_overlay, "lab")
    for _, row in ipairs(from(random_registry.overlay, "site")) do
      overlay[#overlay + 1] = row
    end
    local rows = from(random_registry.rows, "iana")
    return { rows = rows, overlay = overlay, contacts = random_registry.contacts }
  end,
  source = function(random_registry)
    return ([[
local overlay = require "ianaports.overlay"
local registry = ianaports.build %s
registry = overlay.new(registry, %s)
registry = overlay.new(registry, %s, "lab")]])
      :format(show(parts_of(random_registry, "rows", "contacts")), show(random_registry.overlay),
        show(random_registry.second_overlay))
  end,
}

-- The source that makes the registry, as the local variable `registry`.
function forms.source(random_registry)
  local form = forms[random_registry.form]
  return 'local ianaports = require "ianaports"\n' .. form.source(random_registry)
end

-- What the registry should hold, for the model.
function forms.parts(random_registry)
  return forms[random_registry.form].parts(random_registry)
end

function forms.open(random_registry)
  return assert(compat.load(forms.source(random_registry) .. "\nreturn registry", "=registry"))()
end

return forms
