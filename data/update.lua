-- Replaces the bundled snapshot by IANA's own registry, and prints what changed:
-- `make update-data`.
--
-- usage: lua data/update.lua DATA CACHE [BASE]
--
-- DATA is the folder of the snapshot. CACHE is a folder for IANA's files as they were
-- downloaded, so that they are downloaded again only if they have changed. BASE is the
-- address of the folder with these files, if it is not IANA's. The new registry is compared
-- with the one that the module was built with.

local acceptance = require "ianaports.update.acceptance"
local attempt = require "ianaports.base.attempt"
local copy = require "ianaports.update.copy"
local diff = require "ianaports.diff"
local files = require "ianaports.base.files"
local ianaports = require "ianaports"
local quote = require("ianaports.format.csv").quote
local update = require "ianaports.update"

local CSV = "service-names-port-numbers.csv"

local function line(...)
  local cells = {}
  for index = 1, select("#", ...) do
    cells[index] = quote(select(index, ...) or "")
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

-- Replaces the files whose texts are new. Returns their number.
local function replace(folder, texts)
  local list = {}
  for name, text in pairs(texts) do
    local path = folder .. "/" .. name
    if files.read(path) ~= text then
      list[#list + 1] = { path = path, text = text }
    end
  end
  copy.write(list)
  return #list
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

local function run(folder, cache, base)
  if not folder or not cache then
    attempt.fail "usage: update.lua DATA CACHE [BASE]"
  end
  base = base or update.BASE
  local result = attempt.check(update.fetch { folder = cache, base = base })
  if result.note then
    attempt.fail(result.note)
  end
  local registry = attempt.check(update.load("xml", cache))
  acceptance.check(registry, ianaports.bundled, base)
  local replaced = replace(folder, {
    [CSV] = attempt.check(files.read(cache .. "/" .. CSV)),
    ["contacts.csv"] = contacts_csv(registry),
    ["info.csv"] = info_csv(registry, base),
  })
  if replaced == 0 then
    print(("unchanged since %s"):format(registry:info().last_updated))
  else
    print_changes(ianaports.bundled, registry)
    print(("%s now contains IANA's registry; make compiles it in"):format(folder))
  end
  return true
end

local succeeded, message = attempt.run(run, arg[1], arg[2], arg[3])
if not succeeded then
  io.stderr:write("update-data: ", message, "\n")
  os.exit(1)
end
