-- The ways in which a made-up registry becomes a registry of the module. Each form says which
-- rows, overlay and contacts the module should then have (`parts`), and has the Lua source that
-- makes the registry (`source`), which is both run and, if an answer is wrong, printed.

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

-- The lists of these names, as far as there is anything in them.
local function parts_of(made_up, ...)
  local parts = {}
  for _, name in ipairs { ... } do
    parts[name] = made_up[name] and made_up[name][1] and made_up[name] or nil
  end
  return parts
end

forms.build = {
  parts = function(made_up)
    return made_up
  end,
  source = function(made_up)
    return "local registry = ianaports.build "
      .. show(parts_of(made_up, "rows", "overlay", "contacts"))
  end,
}

forms.overlay = forms.build

forms.iterator = {
  parts = forms.build.parts,
  source = function(made_up)
    return ([[
local rows, index = %s, 0
local registry = ianaports.build {
  rows = function()
    index = index + 1
    return rows[index]
  end,
  contacts = %s,
}]]):format(show(made_up.rows), show(made_up.contacts, "  "))
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
function forms.csv_text(made_up)
  local records = { registry_text.columns }
  for _, row in ipairs(made_up.rows) do
    records[#records + 1] = cells_of(row)
  end
  local line_end = #made_up.rows % 2 == 0 and "\n" or "\r\n"
  return registry_text.write(records, { line_end = line_end })
end

forms.csv = {
  parts = forms.build.parts,
  source = function(made_up)
    return parse_source(forms.csv_text(made_up), "csv")
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

-- An alias is a row of its own, unless it is the name once more.
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
  parts = function(made_up)
    local rows = {}
    for _, line in ipairs(made_up.rows) do
      for _, row in ipairs(service_rows(line)) do
        rows[#rows + 1] = row
      end
    end
    return { rows = rows }
  end,
  source = function(made_up)
    local lines = { "# services(5)" }
    for _, row in ipairs(made_up.rows) do
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
  parts = function(made_up)
    local overlay = from(made_up.second_overlay, "lab")
    for _, row in ipairs(from(made_up.overlay, "site")) do
      overlay[#overlay + 1] = row
    end
    local rows = from(made_up.rows, "iana")
    return { rows = rows, overlay = overlay, contacts = made_up.contacts }
  end,
  source = function(made_up)
    return ([[
local overlay = require "ianaports.overlay"
local registry = ianaports.build %s
registry = overlay.new(registry, %s)
registry = overlay.new(registry, %s, "lab")]])
      :format(show(parts_of(made_up, "rows", "contacts")), show(made_up.overlay),
        show(made_up.second_overlay))
  end,
}

-- The source that makes the registry, as the local variable `registry`.
function forms.source(made_up)
  return 'local ianaports = require "ianaports"\n' .. forms[made_up.form].source(made_up)
end

-- What the registry should hold, for the model.
function forms.parts(made_up)
  return forms[made_up.form].parts(made_up)
end

function forms.open(made_up)
  return assert(compat.load(forms.source(made_up) .. "\nreturn registry", "=registry"))()
end

return forms
