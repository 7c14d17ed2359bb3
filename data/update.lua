-- Puts IANA's own registry in the place of the bundled snapshot, and prints what
-- changed: `make update-data`.
--
-- usage: lua data/update.lua DATA CACHE [BASE]
--
-- DATA is the folder of the snapshot. CACHE is a folder for IANA's files as they were
-- downloaded, so that they are downloaded again only where they have changed. BASE is
-- the address of the folder that holds them, where it is not IANA's. What has arrived
-- is held against the registry that the module was built with.

local acceptance = require "ianaports.update.acceptance"
local diff = require "ianaports.diff"
local ianaports = require "ianaports"
local staging = require "ianaports.update.staging"
local update = require "ianaports.update"

local CSV = "service-names-port-numbers.csv"

-- Values as a line of CSV, quoted only where they must be, as IANA writes it.
local function line(...)
  local cells = {}
  for index = 1, select("#", ...) do
    local cell = select(index, ...) or ""
    cells[index] = cell:find '[,"\r\n]' and '"' .. cell:gsub('"', '""') .. '"' or cell
  end
  return table.concat(cells, ",") .. "\n"
end

local function contacts_csv(registry)
  local lines = { line("ID", "Name", "Organization", "Contact URI", "Last Updated") }
  for contact in registry:contacts() do
    lines[#lines + 1] = line(contact.id, contact.name, contact.organization, contact.uri,
      contact.last_updated)
  end
  return table.concat(lines)
end

local function info_csv(registry, base)
  local info, lines = registry:info(), { line("Key", "Value") }
  for _, key in ipairs { "title", "last_updated", "experts", "reference", "note" } do
    if info[key] then
      lines[#lines + 1] = line(key, info[key])
    end
  end
  lines[#lines + 1] = line("source",
    ("%s%s of %s: all rows and columns"):format(base, CSV, info.last_updated))
  lines[#lines + 1] = line("source",
    ("%s of %s: header and contacts"):format(base .. CSV:gsub("csv$", "xml"), info.last_updated))
  return table.concat(lines)
end

-- Puts those texts in place that are not there yet; gives how many, or nil and a message.
local function put(folder, texts)
  return staging.with(folder, function(stage)
    local list = {}
    for name, text in pairs(texts) do
      local from, to = stage .. "/" .. name, folder .. "/" .. name
      if staging.read(to) ~= text then
        local written, message = staging.write(from, text)
        if not written then
          return nil, message
        end
        list[#list + 1] = { from = from, to = to }
      end
    end
    local replaced, message = staging.replace(list)
    return replaced and #list, message
  end)
end

local function print_changes(old, new)
  local counts = diff.summary(old, new)
  print(("rows     %d, were %d: %d added, %d removed, %d changed"):format(#new, #old,
    counts.added, counts.removed, counts.changed))
  local columns = {}
  for column, count in pairs(counts.columns) do
    if count > 0 then
      columns[#columns + 1] = ("  %-26s %d"):format(column, count)
    end
  end
  table.sort(columns)
  if columns[1] then
    print("changed in\n" .. table.concat(columns, "\n"))
  end
  print(("contacts %d, were %d"):format(new:info().contact_count, old:info().contact_count))
  print(("date     %s, was %s"):format(new:info().last_updated,
    old:info().last_updated or "unknown"))
end

-- Gives the text of the CSV and the registry of the XML, or nil and a message.
local function download(cache, base)
  local result, message = update.fetch { folder = cache, base = base }
  if not result then
    return nil, message
  elseif result.note then
    return nil, result.note
  end
  local registry
  registry, message = update.load("xml", cache)
  if not registry then
    return nil, message
  end
  local accepted, refusal = acceptance.check(registry, ianaports.bundled)
  if not accepted then
    return nil, ("refused what came from %s: it %s"):format(base, refusal)
  end
  return staging.read(cache .. "/" .. CSV), registry
end

local function run(folder, cache, base)
  if not folder or not cache then
    return nil, "usage: update.lua DATA CACHE [BASE]"
  end
  base = base or update.BASE
  local text, registry = download(cache, base)
  if not text then
    return nil, registry
  end
  local replaced, message = put(folder, {
    [CSV] = text,
    ["contacts.csv"] = contacts_csv(registry),
    ["info.csv"] = info_csv(registry, base),
  })
  if not replaced then
    return nil, message
  elseif replaced == 0 then
    print(("unchanged since %s"):format(registry:info().last_updated))
  else
    print_changes(ianaports.bundled, registry)
    print(("%s now holds IANA's registry; make compiles it in"):format(folder))
  end
  return true
end

local succeeded, message = run(arg[1], arg[2], arg[3])
if not succeeded then
  io.stderr:write("update-data: ", message, "\n")
  os.exit(1)
end
