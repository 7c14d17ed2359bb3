-- Writes lua/REFERENCE.md and lua/types from the comments that LDoc has parsed, below the folder
-- that the environment variable REFERENCE names, for VERSION: `make reference`.
--
-- Beside LDoc's own tags there are:
--   @value Name      a named type that is not a table; `@is` says which
--   @constant name   a field of the module; `@is` is its type
--   @is TYPE         the type of a value or a constant, or the type that a table extends
--   @static          a function that is not a method of a registry
--
-- A type has no spaces. It is `int`, `file`, another type of Lua, a literal, `?A` (A or nil),
-- `A|B`, `{A,...}` (an array), `{[A]=B}`, `function(A,name:B):C` (C or nil), or the name of a table
-- or value of this module or of `ianaports`.

local links = {} -- the anchor in the page by full name

local function fail(name, message)
  error(name .. " " .. message, 0)
end

local function trim(text)
  return (text or ""):match "^%s*(.-)%s*$"
end

local function is_method(item)
  return item.name:find(":", 1, true)
end

local function full_name(module, item)
  return is_method(item) and item.name or module.name .. "." .. item.name
end

local function heading(module, item)
  return full_name(module, item) .. (item.type == "function" and "" or " (" .. item.type .. ")")
end

-- The anchor that Markdown on the web gives to a heading.
local function anchor(text)
  return "#" .. text:lower():gsub("[^%w_ -]", ""):gsub(" ", "-")
end

-- The full name of what a module calls `name`.
local function resolve(module, name)
  for _, candidate in ipairs { module.name .. "." .. name, "ianaports." .. name, name } do
    if links[candidate] then
      return candidate
    end
  end
end

local function type_tag(item)
  return item.tags.is and trim(item.tags.is[1])
end

-- The type of a parameter or field without "?", and whether it may be nil.
local function type_of(item, name)
  local kind, marks = item:type_of_param(name):gsub("^%?", "")
  return kind, marks > 0 or item:default_of_param(name) ~= nil
end

local function results_of(item)
  return item.retgroups and item.retgroups[1] or {}
end

-- Types for editors ------------------------------------------------------------------

local LUACATS = { int = "integer", file = "file*" }

local function to_luacats(module, kind)
  local function convert(text)
    if text:find "^%?" then
      return convert(text:sub(2)) .. "?"
    end
    local parameters, results = text:match "^function(%b()):?([^|]*)$"
    if parameters then
      parameters = parameters:sub(2, -2):gsub("[^,]+", function(parameter)
        local name, of = parameter:match "^(.*):(.*)$"
        return ("%s: %s"):format(name or parameter:lower(), convert(of or parameter))
      end)
      results = results:gsub("[^,]+", function(result)
        return convert(result == "any" and result or "?" .. result)
      end)
      return ("fun(%s): %s"):format(parameters:gsub(",", ", "), (results:gsub(",", ", ")))
    elseif text:find("|", 1, true) then
      return (text:gsub("[^|]+", convert))
    end
    local key, value = text:match "^{%[(.-)%]=(.*)}$"
    local element = text:match "^{(.*),%.%.%.}$"
    return key and ("table<%s, %s>"):format(convert(key), convert(value))
      or element and convert(element) .. "[]"
      or LUACATS[text] or resolve(module, text) or text
  end
  return convert(kind)
end

-- A text on one line, without links.
local function plain(text)
  return (trim(text):gsub("@{([^}|]+)|?[^}]*}", "`%1`"):gsub("%s+", " "))
end

-- The class of the options of ianaports.export.write is ianaports.export.WriteOptions.
local function options_class(module, item)
  local words = item.name:gsub("%f[%a]%l", string.upper):gsub("_", "")
  return module.name .. "." .. words .. "Options"
end

local function types_of(module)
  local short = module.name:match "[^.]+$"
  local types, options, constants, functions = {}, {}, {}, {}
  local function put(lines, format, ...)
    lines[#lines + 1] = format:format(...):gsub(" $", "")
  end
  local function put_names(lines, tag, item, names)
    for _, name in ipairs(names) do
      local kind, optional = type_of(item, name)
      kind = item.subparams[name] and options_class(module, item) or to_luacats(module, kind)
      put(lines, "---@%s %s%s %s %s", tag, item:display_name_of(name), optional and "?" or "", kind,
        plain(item.params.map[name]))
    end
  end
  local function put_function(item, owner)
    put(functions, "---%s", plain(item.summary))
    put_names(functions, "param", item, item.params)
    for _, result in ipairs(results_of(item)) do
      put(functions, "---@return %s # %s", to_luacats(module, result.type), plain(result.text))
    end
    put(functions, "function %s%s(%s) end\n", owner, item.name:gsub("^.*:", ""),
      table.concat(item.params, ", "))
  end
  for item in module.items:iter() do
    local of = type_tag(item) and to_luacats(module, type_tag(item))
    if item.type == "value" or item.type == "table" then
      put(types, "---%s", plain(item.summary))
      put(types, item.type == "value" and "---@alias %s %s" or of and "---@class %s: %s"
        or "---@class %s", full_name(module, item), of)
      if item.name == "Registry" then
        put(types, "---@operator len: integer\nlocal registry = {}")
      end
      put_names(types, "field", item, item.params)
      put(types, "")
    elseif item.type == "constant" then
      put(constants, "---@field %s %s %s", item.name, of, plain(item.summary))
    else
      for _, names in pairs(item.subparams) do
        put(options, "---@class %s", options_class(module, item))
        put_names(options, "field", item, names)
        put(options, "")
      end
      if not is_method(item) then
        put_function(item, short .. ".")
      end
      if module.name == "ianaports" and not item.tags.static then
        put_function(item, "registry:")
      end
    end
  end
  local parts = { "---@meta " .. module.name,
    "-- Types for editors (LuaCATS). `make reference` makes them.\n" }
  for _, lines in ipairs { types, options, { "---@class " .. module.name }, constants,
    { ("local %s = {}\n"):format(short) }, functions, { "return " .. short } } do
    parts[#parts + 1] = lines[1] and table.concat(lines, "\n")
  end
  return table.concat(parts, "\n") .. "\n"
end

-- The page ---------------------------------------------------------------------------

local function markdown(module, text)
  local unindented = trim(text):gsub("\n ", "\n")
  return (unindented:gsub("@{([^}|]+)|?([^}]*)}", function(name, label)
    local target = resolve(module, name) or fail(module.name, "refers to nothing: " .. name)
    return ("[%s](%s)"):format(label ~= "" and label or name, links[target])
  end))
end

local function on_one_line(module, text)
  return (markdown(module, text):gsub("%s+", " "))
end

-- A type in words, with links: "`string`, [`Entry`](#ianaportsentry-table) or `nil`".
local function in_words(module, kind)
  local words = {}
  for one in kind:gsub("^%?", ""):gmatch "[^|]+" do
    local target = resolve(module, one:match "[%w.]*%f[%w]%u%w*" or "")
    words[#words + 1] = target and ("[`%s`](%s)"):format(one, links[target]) or "`" .. one .. "`"
  end
  words[#words + 1] = kind:find "^%?" and "`nil`"
  return (table.concat(words, ", "):gsub("^(.*), ", "%1 or "))
end

local function page_of(module)
  local lines = {}
  local function put(format, ...)
    lines[#lines + 1] = format:format(...)
  end
  local function put_parameters(item, names, indent)
    for _, name in ipairs(names) do
      local kind, optional = type_of(item, name)
      local default = item:default_of_param(name)
      local note = type(default) == "string" and ", default " .. default
      put("%s- `%s` (%s%s): %s", indent, item:display_name_of(name), in_words(module, kind),
        note or optional and ", optional" or "", on_one_line(module, item.params.map[name]))
      put_parameters(item, item.subparams[name] or {}, indent .. "  ")
    end
  end
  local function put_function(item)
    put("`%s%s`\n", full_name(module, item), item.args)
    put("%s\n", markdown(module, item.summary .. item.description))
    put_parameters(item, item.params, "")
    for number, result in ipairs(results_of(item)) do
      put("%s %s: %s", number == 1 and "\nReturns" or "\nand", in_words(module, result.type),
        on_one_line(module, result.text))
    end
    put("%s", item.raise and ("\nRaises %s.\n"):format(on_one_line(module, item.raise)) or "")
    put("```lua\n%s\n```\n", trim(item.usage[1]))
  end
  local function put_type(item)
    put("%s\n", markdown(module, item.summary .. item.description))
    local label = item.type == "table" and "Extends" or "Type:"
    put("%s", type_tag(item) and ("%s %s\n"):format(label, in_words(module, type_tag(item))) or "")
    if #item.params > 0 then
      put "| field | type | meaning |\n|---|---|---|"
    end
    for _, name in ipairs(item.params) do
      local kind, optional = type_of(item, name)
      put("| `%s` | %s%s | %s |", name, in_words(module, kind), optional and ", optional" or "",
        on_one_line(module, item.params.map[name]))
    end
    put ""
  end
  put("## %s\n\n%s\n", module.name, markdown(module, module.summary .. module.description))
  local section
  for item in module.items:iter() do
    if item.section ~= section and item.section ~= item.type then
      put("### %s\n", item.section)
    end
    section = item.section
    put("#### %s\n", heading(module, item));
    (item.type == "function" and put_function or put_type)(item)
  end
  return table.concat(lines, "\n"):gsub("\n\n\n+", "\n\n")
end

-- Both -------------------------------------------------------------------------------

local function check(module, item)
  local name = full_name(module, item)
  for parameter, text in pairs(item.params.map) do
    if item:type_of_param(parameter) == "" or trim(text) == "" then
      fail(name, "has no type or no text of " .. parameter)
    end
  end
  if item.type == "function" then
    if not item.usage or not item.retgroups and not is_method(item) then
      fail(name, "has no @usage or no @treturn")
    end
  elseif item.type ~= "table" and not type_tag(item) then
    fail(name, "has no @is")
  end
end

local function write(path, text)
  local file = assert(io.open(os.getenv "REFERENCE" .. "/" .. path, "wb"))
  assert(file:write(text))
  assert(file:close())
end

-- LDoc calls this with the modules that it has parsed.
local function write_all(modules)
  for module in modules:iter() do
    links[module.name] = anchor(module.name)
    for item in module.items:iter() do
      links[module.name .. "." .. item.name] = anchor(heading(module, item))
      check(module, item)
    end
  end
  local contents, pages = {}, {}
  for module in modules:iter() do
    contents[#contents + 1] = ("- [%s](%s): %s"):format(module.name, links[module.name],
      on_one_line(module, module.summary))
    pages[#pages + 1] = page_of(module)
    write("types/" .. module.name:gsub("%.", "/") .. ".lua", types_of(module))
  end
  write("REFERENCE.md", ("# Reference of ianaports %s\n\n"
    .. "`make reference` makes this page from the comments in the sources.\n\n%s\n\n%s")
    :format(os.getenv "VERSION", table.concat(contents, "\n"), table.concat(pages, "\n")))
end

return { write = write_all }
