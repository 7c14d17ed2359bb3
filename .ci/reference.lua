-- Writes lua/REFERENCE.md and lua/types from the comments that LDoc has parsed, below the folder
-- that the environment variable REFERENCE names: `make reference`.
--
-- Beside LDoc's own tags there are:
--   @value Name      a named type that is not a table; `@is` says which
--   @constant name   a field of the module; `@is` is its type
--   @is TYPE         what a value or a constant is, or the type whose fields a table has as well
--   @static          a function that is not a method of a registry
-- A type is `int`, `?string` (or nil), `A|B`, `{A,...}` (array), `{[A]=B}`, `function(A):B`, `file`,
-- or the name of a table or value of this module or of `ianaports`, without spaces.

local folder = assert(os.getenv "REFERENCE", "REFERENCE names no folder")

local had_error = false

local function complain(name, message)
  io.stderr:write(name, ": ", message, "\n")
  had_error = true
end

-- Each named type of a module, as LuaCATS calls it: "ianaports.Entry", "ianaports.diff.Change".
local named = {}

local LUACATS = { int = "integer", file = "file*" }

-- A type of LDoc as one of LuaCATS.
local function to_luacats(module, ldoc_type)
  local function convert(text)
    if text:find "^%?" then
      local inner = convert(text:gsub("^%?|?", ""))
      return inner == "any" and inner or inner:find "[|(]" and inner .. "|nil" or inner .. "?"
    end
    local parameters, results = text:match "^function(%b()):?([^|]*)$"
    if parameters then
      parameters = parameters:sub(2, -2):gsub("[^,]+", function(name)
        return ("%s: %s"):format(name:lower(), convert(name))
      end)
      results = results:gsub("[^,]+", function(name)
        return convert("?" .. name)
      end)
      local tail = results ~= "" and ": " .. results:gsub(",", ", ") or ""
      return "fun(" .. parameters:gsub(",", ", ") .. ")" .. tail
    end
    if text:find("|", 1, true) then
      return (text:gsub("[^|]+", convert))
    end
    local key, value = text:match "^{%[(.-)%]=(.*)}$"
    if key then
      return ("table<%s, %s>"):format(convert(key), convert(value))
    end
    local element = text:match "^{(.*),%.%.%.}$"
    if element then
      return convert(element) .. "[]"
    end
    return LUACATS[text] or named[module.name .. "." .. text] or named["ianaports." .. text] or text
  end
  return convert(ldoc_type)
end

local function trim(text)
  return (text or ""):match "^%s*(.-)%s*$"
end

-- The text of a comment on one line, for an editor.
local function plain(text)
  return (trim(text):gsub("@{([^}|]+)|?[^}]*}", "`%1`"):gsub("%s+", " "))
end

local function full_name(module, item)
  if item.name:find(":", 1, true) or item.type == "value" or item.type == "table" then
    return item.name
  end
  return module.name .. "." .. item.name
end

-- The heading of an item in the page.
local function heading(module, item)
  local is_type = item.type == "value" or item.type == "table"
  return is_type and named[module.name .. "." .. item.name] or full_name(module, item)
end

-- The link target that renderers of Markdown make of a heading.
local function anchor(text)
  return "#" .. text:lower():gsub("[^%w_ -]", ""):gsub(" ", "-")
end

local function is_optional(item, name)
  return item:default_of_param(name) or item:type_of_param(name):find "^%?"
end

local function type_tag(item)
  return item.tags.is and trim(item.tags.is[1])
end

-- Types ------------------------------------------------------------------------------

-- "options" of `write` in ianaports.export is ianaports.export.WriteOptions.
local function options_class(module, item)
  return ("%s.%sOptions"):format(module.name, item.name:gsub("_(%l)", string.upper):gsub("^%l", string.upper))
end

local function add_class(lines, name, parent)
  lines[#lines + 1] = "---@class " .. name .. (parent and ": " .. parent or "")
end

local function add_field(lines, module, item, name)
  local optional = is_optional(item, name)
  local kind = to_luacats(module, (item:type_of_param(name):gsub("^%?|?", "")))
  lines[#lines + 1] = trim(("---@field %s%s %s %s"):format(item:display_name_of(name),
    optional and "?" or "", kind, plain(item.params.map[name])))
end

local function add_type(lines, module, item)
  lines[#lines + 1] = "---" .. plain(item.summary)
  local parent = type_tag(item) and to_luacats(module, type_tag(item))
  local name = named[module.name .. "." .. item.name]
  if item.type == "value" then
    lines[#lines + 1] = ("---@alias %s %s"):format(name, parent)
  else
    add_class(lines, name, parent)
    for _, field in ipairs(item.params) do
      add_field(lines, module, item, field)
    end
    if name == "ianaports.Registry" then
      lines[#lines + 1] = "---@operator len: integer\nlocal registry = {}"
    end
  end
  lines[#lines + 1] = ""
end

local function add_options(lines, module, item)
  for _, name in ipairs(item.params) do
    if item.subparams[name] then
      add_class(lines, options_class(module, item))
      for _, field in ipairs(item.subparams[name]) do
        add_field(lines, module, item, field)
      end
      lines[#lines + 1] = ""
    end
  end
end

local function returns_of(item)
  return item.retgroups and item.retgroups[1] or {}
end

local function add_function(lines, module, item, owner)
  lines[#lines + 1] = "---" .. plain(item.summary)
  for _, name in ipairs(item.params) do
    local kind = item.subparams[name] and options_class(module, item)
      or to_luacats(module, (item:type_of_param(name):gsub("^%?|?", "")))
    lines[#lines + 1] = ("---@param %s%s %s %s"):format(name, is_optional(item, name) and "?" or "",
      kind, plain(item.params.map[name]))
  end
  for _, result in ipairs(returns_of(item)) do
    lines[#lines + 1] = ("---@return %s # %s"):format(to_luacats(module, result.type), plain(result.text))
  end
  lines[#lines + 1] = ("function %s%s(%s) end\n"):format(owner, item.name:gsub("^.*:", ""),
    table.concat(item.params, ", "))
end

local function types_of(module)
  local short = module.name:match "[^.]+$"
  local lines = { "---@meta " .. module.name, "-- Types for editors (LuaCATS). `make reference` makes them.\n" }
  local function each(kind, add, ...)
    for item in module.items:iter() do
      if item.type == kind then
        add(lines, module, item, ...)
      end
    end
  end
  each("value", add_type)
  each("table", add_type)
  each("function", add_options)
  add_class(lines, module.name)
  each("constant", function(_, _, item)
    lines[#lines + 1] = ("---@field %s %s %s"):format(item.name, to_luacats(module, type_tag(item)),
      plain(item.summary))
  end)
  lines[#lines + 1] = ("local %s = {}\n"):format(short)
  each("function", function(_, _, item)
    if not item.name:find(":", 1, true) then
      add_function(lines, module, item, short .. ".")
    end
    if module.name == "ianaports" and not item.tags.static then
      add_function(lines, module, item, "registry:")
    end
  end)
  lines[#lines + 1] = "return " .. short .. "\n"
  return table.concat(lines, "\n")
end

-- Page -------------------------------------------------------------------------------

-- Where `@{NAME}` leads to, from a module.
local targets = {}

local function markdown(module, text)
  return (trim(text):gsub("@{([^}|]+)|?([^}]*)}", function(name, label)
    local target = targets[module.name .. "." .. name] or targets[name] or targets["ianaports." .. name]
    if not target then
      complain(module.name, "no such reference: " .. name)
    end
    return ("[%s](%s)"):format(label ~= "" and label or name, target)
  end))
end

local function one_line(module, text)
  return (markdown(module, text):gsub("\n%s*\n", "<br>"):gsub("%s+", " "))
end

-- A type in words, each name of one with its link: "`string` or [Entry](#ianaportsentry)".
local function type_in_words(module, text)
  local rest = text:gsub("^%?|?", "")
  if rest == "" then
    return ""
  end
  local words = {}
  for one in rest:gmatch "[^|]+" do
    local name = one:match "%u%w*"
    local target = name and (targets[module.name .. "." .. name] or targets["ianaports." .. name])
    words[#words + 1] = target and ("[`%s`](%s)"):format(one, target) or "`" .. one .. "`"
  end
  words[#words + 1] = text:find "^%?" and "`nil`" or nil
  return table.concat(words, ", ", 1, #words - 1) .. (#words > 1 and " or " or "") .. words[#words]
end

local function parameter_line(module, item, name, indent)
  local default = item:default_of_param(name)
  local optional = default == true and ", optional" or default and ", default " .. default or ""
  local kind = item.subparams[name] and "`table`" or type_in_words(module, (item:type_of_param(name)))
  return ("%s- `%s` (%s%s): %s"):format(indent, item:display_name_of(name), kind, optional,
    one_line(module, item.params.map[name]))
end

local function add_parameters(lines, module, item)
  for _, name in ipairs(item.params) do
    lines[#lines + 1] = parameter_line(module, item, name, "")
    for _, field in ipairs(item.subparams[name] or {}) do
      lines[#lines + 1] = parameter_line(module, item, field, "  ")
    end
  end
  lines[#lines + 1] = #item.params > 0 and "" or nil
end

local function add_fields_table(lines, module, item)
  lines[#lines + 1] = "| field | type | meaning |\n|---|---|---|"
  for _, name in ipairs(item.params) do
    local kind = type_in_words(module, (item:type_of_param(name):gsub("^%?|?", "")))
    local absent = is_optional(item, name) and " (may be absent)" or ""
    lines[#lines + 1] = ("| `%s` | %s%s | %s |"):format(name, kind:gsub("|", "\\|"), absent,
      one_line(module, item.params.map[name]))
  end
  lines[#lines + 1] = ""
end

local function add_results(lines, module, item)
  for number, result in ipairs(returns_of(item)) do
    lines[#lines + 1] = ("%s %s: %s\n"):format(number == 1 and "Returns" or "and",
      type_in_words(module, result.type), one_line(module, result.text))
  end
  if item.raise then
    lines[#lines + 1] = ("Raises %s.\n"):format(one_line(module, item.raise))
  end
end

local function add_item(lines, module, item)
  lines[#lines + 1] = "#### " .. heading(module, item) .. "\n"
  if item.type == "function" then
    lines[#lines + 1] = ("`%s%s`\n"):format(full_name(module, item), item.args)
  elseif type_tag(item) then
    lines[#lines + 1] = ("%s %s\n"):format(item.type == "table" and "The fields of" or "Type:",
      type_in_words(module, type_tag(item)))
  end
  lines[#lines + 1] = markdown(module, item.summary .. " " .. (item.description or "")) .. "\n"
  if item.type == "table" and #item.params > 0 then
    add_fields_table(lines, module, item)
  elseif item.type == "function" then
    add_parameters(lines, module, item)
    add_results(lines, module, item)
  end
  for _, usage in ipairs(item.usage or {}) do
    lines[#lines + 1] = "```lua\n" .. trim(usage) .. "\n```\n"
  end
end

local function add_module(lines, module)
  lines[#lines + 1] = "## " .. module.name .. "\n"
  lines[#lines + 1] = markdown(module, module.summary .. " " .. (module.description or "")) .. "\n"
  local section
  for item in module.items:iter() do
    if item.section ~= section and item.section ~= item.type then
      lines[#lines + 1] = "### " .. item.section .. "\n"
    end
    section = item.section
    add_item(lines, module, item)
  end
end

-- Checks -----------------------------------------------------------------------------

local function check_item(module, item)
  local name = full_name(module, item)
  if item.type == "value" or item.type == "constant" then
    return type_tag(item) or complain(name, "has no @is")
  end
  for parameter in pairs(item.params.map) do
    if item:type_of_param(parameter) == "" or trim(item.params.map[parameter]) == "" then
      complain(name, parameter .. " has no type or no text")
    end
  end
  if item.type == "function" and not item.usage then
    complain(name, "has no @usage")
  end
  if item.type == "function" and not item.retgroups and not item.name:find(":", 1, true) then
    complain(name, "has no @treturn")
  end
end

local function write(path, text)
  local file = assert(io.open(folder .. "/" .. path, "wb"))
  assert(file:write(text))
  assert(file:close())
end

-- What LDoc calls with the modules that it has parsed.
local function write_all(modules)
  for module in modules:iter() do
    targets[module.name] = anchor(module.name)
    for item in module.items:iter() do
      if item.type == "value" or item.type == "table" then
        named[module.name .. "." .. item.name] = module.name .. "." .. item.name
      end
      targets[module.name .. "." .. item.name] = anchor(heading(module, item))
      check_item(module, item)
    end
  end
  local lines = { "# Reference\n", "`make reference` makes this page from the comments in the sources.\n" }
  for module in modules:iter() do
    lines[#lines + 1] = ("- [%s](%s): %s"):format(module.name, anchor(module.name), one_line(module, module.summary))
  end
  lines[#lines + 1] = ""
  for module in modules:iter() do
    add_module(lines, module)
    write("types/" .. module.name:gsub("%.", "/") .. ".lua", types_of(module))
  end
  write("REFERENCE.md", (table.concat(lines, "\n"):gsub("\n+$", "\n")))
  assert(not had_error, "the reference is incomplete")
end

return { write = write_all }
