--- A registry with a site's own assignments on top.
-- @module ianaports.overlay

local array = require "ianaports.base.array"
local check = require "ianaports.base.options"
local ianaports = require "ianaports"
local lacks = require "ianaports.base.lacks"

local overlay = {}

local DEFAULT_SOURCE = "site"

-- Copies of the rows, so that the caller's own tables stay as they are.
local function copies(rows)
  local list = {}
  for index = 1, #rows do
    local row, copy = rows[index], {}
    if type(row) ~= "table" then
      check.expected(row, 2, "new", ("rows[%d]: table"):format(index), 4)
    end
    for field, value in next, row do
      copy[field] = value
    end
    list[index] = copy
  end
  return list
end

-- Sets the source of each row: `source` if it is not nil, else the row's own, else the default.
local function mark(rows, source, default)
  for _, row in ipairs(rows) do
    row.source = source or row.source or default
  end
  return rows
end

-- The contacts of the base, and those that only the other registry has.
local function contacts_of(base, own_registry)
  local list = array.collect(base:contacts())
  if own_registry then
    for contact in own_registry:contacts() do
      if not base:contact(contact.id) then
        list[#list + 1] = contact
      end
    end
  end
  return list
end

-- The header of the base, with the sources of the own rows before its sources.
local function info_of(base, own_registry, source)
  local info = base:info()
  local sources = array.append({ source }, own_registry and own_registry:info().sources or {})
  info.sources = array.unique(array.append(sources, info.sources))
  return info
end

-- The entries of the base, either those of its own overlay or the others.
local function entries_of(base, in_overlay)
  return mark(array.collect(base:entries { overlay = in_overlay }), nil, lacks.REGISTRY_SOURCE)
end

-- The message about a row that cannot be built, which names the caller's argument.
local function own_message(wrong)
  local field = wrong.field and "." .. wrong.field or ""
  return ("bad argument #2 to 'new' (rows[%d]%s: %s)"):format(wrong.index, field, wrong.reason)
end

local function build(parts)
  local built, result = pcall(ianaports.build, parts, own_message)
  if not built then
    error(result, 3)
  end
  return result
end

--- Makes a registry in which a site's own rows come before all of the base, in every look-up and
-- in the registry's order. The field `source` of each entry says where it comes from: for the
-- base's entries `iana`, unless they have a source already.
--
-- The base may be an overlay itself. Then the own rows of both come before the registry's. Among
-- the own rows the usual order holds; new ones come first if it does not decide.
--
-- @function new
-- @tparam ?Registry base the registry below, which is not changed; the bundled one if it is `nil`
-- @tparam {Row,...}|Registry|string rows an array of rows, as for `ianaports.build`; or a registry,
--   whose entries are the rows; or the path of a file that `ianaports.load` reads
-- @tparam[opt] string source the source of all own rows; by default a row keeps its own, and the
--   others have `site`, or the path
-- @treturn ?Registry the registry, with the base's header and contacts, and the sources of both in
--   `info().sources`; `nil` if the file cannot be read or anything in it is wrong
-- @treturn ?string what is wrong; with a registry, the note on lines of the file that were passed
--   over, as `ianaports.load` returns it
-- @raise an argument error if the registry, the rows or the source is wrong; it names the row and
--   the field
-- @usage
-- local overlay = require "ianaports.overlay"
-- local site = overlay.new(nil, {
--   { service_name = "billing", port_number = 9000, transport_protocol = "tcp" },
-- })
-- site:find(9000).source --> "site"
-- site:find("https").source --> "iana"
function overlay.new(base, rows, source)
  base = base == nil and ianaports.bundled or base
  check.registry(base, 1, "new")
  if source ~= nil and type(source) ~= "string" then
    check.expected(source, 3, "new", "source (string)")
  end
  local default, own_registry, note = DEFAULT_SOURCE, nil, nil
  if type(rows) == "string" then
    own_registry, note = ianaports.load(rows)
    if not own_registry then
      return nil, note
    end
    default = rows
  elseif check.is_registry(rows) then
    own_registry = rows
  elseif type(rows) ~= "table" then
    check.expected(rows, 2, "new", "rows (array of tables), registry or path of a file")
  end
  local own_rows = own_registry and array.collect(own_registry:entries()) or copies(rows)
  local registry = build {
    overlay = array.append(mark(own_rows, source, default), entries_of(base, true)),
    rows = entries_of(base, false),
    contacts = contacts_of(base, own_registry),
    info = info_of(base, own_registry, source or default),
  }
  return registry, note
end

return overlay
