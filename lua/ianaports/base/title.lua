-- The title of a registry. `info` is what `registry:info()` returns, or another table with its
-- `title` and `last_updated`.

local title = {}

function title.of(info)
  return info.title or "A registry of service names and port numbers"
end

-- The title and, if it is known, the date.
function title.dated(info)
  return title.of(info) .. (info.last_updated and ", " .. info.last_updated or "")
end

return title
