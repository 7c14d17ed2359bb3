-- Checks whether a new registry may replace the present one. If it may not, the functions stop
-- `attempt.run`.

local attempt = require "ianaports.base.attempt"
local date = require("ianaports.base.user_copy").date

local acceptance = {}

-- The least share of the present rows, and of the contacts, that the new registry must have.
local MIN_SHARE = 0.9

local HEADER = "Service Name,Port Number,Transport Protocol,Description,Assignee,Contact,"
  .. "Registration Date,Modification Date,Reference,Service Code,"
  .. "Unauthorized Use Reported,Assignment Notes"

-- Checks that a CSV begins with the columns that IANA publishes today. The reader accepts any order
-- and skips other columns, but a person should look at such a change first.
function acceptance.check_header(text, url)
  local header = text:gsub("^\239\187\191", ""):match "^[^\r\n]*"
  if header ~= HEADER then
    attempt.fail(('%s: does not begin with today\'s header "%s..." but with "%s"')
      :format(url, HEADER:sub(1, 40), (header:sub(1, 60):gsub("%c", "?"))))
  end
end

local function refuse(base, message, ...)
  attempt.fail(("refused what came from %s: it "):format(base) .. message:format(...))
end

local function check_count(what, new, old, base)
  if new < old * MIN_SHARE then
    refuse(base, "has %d %s, less than %d %% of the %d in the present copy", new, what,
      MIN_SHARE * 100, old)
  end
end

-- Checks that `new`, which came from the address `base`, may replace `old`.
function acceptance.check(new, old, base)
  local new_info, old_info = new:info(), old:info()
  check_count("rows", new_info.record_count, old_info.record_count, base)
  if new_info.last_updated and old_info.last_updated then
    check_count("contacts", new_info.contact_count, old_info.contact_count, base)
  end
  local new_date, old_date = date(new), date(old)
  if old_date and (not new_date or new_date < old_date) then
    refuse(base, "is of %s, older than the present copy of %s", new_date or "an unknown day",
      old_date)
  end
end

-- Checks that a CSV and an XML have as many rows: IANA publishes both together.
function acceptance.check_pair(csv, xml, base)
  if #csv ~= #xml then
    refuse(base, "has %d rows in its CSV and %d in its XML, which are not of one publication; "
      .. "try again later", #csv, #xml)
  end
end

return acceptance
