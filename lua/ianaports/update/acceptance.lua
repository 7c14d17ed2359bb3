-- Whether a registry that has arrived may take the place of the present one.

local acceptance = {}

-- The least share of the present rows, and of the contacts, that must still be there.
local LEAST_SHARE = 0.9

local HEADER = "Service Name,Port Number,Transport Protocol,Description,Assignee,Contact,"
  .. "Registration Date,Modification Date,Reference,Service Code,"
  .. "Unauthorized Use Reported,Assignment Notes"

-- The latest day on which a row was registered or modified. Days yet to come are slips
-- of the pen: one of them would make every later registry look old.
local function newest_row(registry)
  local newest, today = nil, os.date "!%Y-%m-%d"
  for entry in registry:entries() do
    for _, field in ipairs { "registration_date", "modification_date" } do
      local date = entry[field]
      if date and date <= today and (not newest or date > newest) then
        newest = date
      end
    end
  end
  return newest
end

-- The day that a registry stands for: what its header says, or else, as the CSV has no
-- such header, its newest row.
function acceptance.date(registry)
  return registry:info().last_updated or newest_row(registry)
end

-- Whether a CSV text begins with the columns that it has today. The reader takes them
-- in any order and passes over others; here a change is for people to look at first.
function acceptance.check_header(text)
  local header = text:gsub("^\239\187\191", ""):match "^[^\r\n]*"
  if header == HEADER then
    return true
  end
  return nil, ('does not begin with today\'s header "%s..." but with "%s"')
    :format(HEADER:sub(1, 40), (header:sub(1, 60):gsub("%c", "?")))
end

local function check_count(what, new, old)
  if new >= old * LEAST_SHARE then
    return true
  end
  return nil, ("has %d %s where the present copy has %d: less than %d %%")
    :format(new, what, old, LEAST_SHARE * 100)
end

-- Gives true, or nil and why `new` may not replace `old`.
function acceptance.check(new, old)
  local new_info, old_info = new:info(), old:info()
  local accepted, message = check_count("rows", new_info.record_count, old_info.record_count)
  if accepted and new_info.last_updated and old_info.last_updated then
    accepted, message = check_count("contacts", new_info.contact_count, old_info.contact_count)
  end
  if not accepted then
    return nil, message
  end
  local new_date, old_date = acceptance.date(new), acceptance.date(old)
  if old_date and (not new_date or new_date < old_date) then
    return nil, ("is of %s, older than the present copy of %s")
      :format(new_date or "an unknown day", old_date)
  end
  return true
end

-- CSV and XML are published together: row for row they hold the same.
function acceptance.check_pair(csv, xml)
  if #csv == #xml then
    return true
  end
  return nil, ("has %d rows in its CSV and %d in its XML, which are not of one publication; "
    .. "try again later"):format(#csv, #xml)
end

return acceptance
