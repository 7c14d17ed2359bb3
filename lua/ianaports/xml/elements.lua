-- The elements of IANA's XML. Part of ianaports.xml.
--
-- Each element is a table:
--   children    its child elements, by name
--   start       function(reader, attributes, name): called when it begins
--   stop        function(reader): called when it ends
-- An element with text has these in place of start and stop:
--   has_text    true
--   field       the field of `reader.into` (a row, a contact or the header) that is set to the
--               text, unless the text is blank
--   repeated    function(reader, field, text): called if the field is set already
--   store       in place of field and repeated, function(reader, text, attributes): called when the
--               element ends; the text is nil if it is blank

local protocols = require "ianaports.base.protocol"

local elements = {}

local find, gsub, match, sub = string.find, string.gsub, string.match, string.sub

local NAMESPACE = "http://www.iana.org/assignments"
local REGISTRY_ID = "service-names-port-numbers"
local MAX_PORT = 65535

elements.MAX_CELL = 64 * 1024 -- bytes, as in CSV

-- Expat puts this between the namespace and the name of an element, neither of which has a space.
elements.SEPARATOR = " "

-- Returns child elements by the names that expat uses.
local function named(children)
  local qualified = {}
  for name, element in pairs(children) do
    qualified[NAMESPACE .. elements.SEPARATOR .. name] = element
  end
  return qualified
end

-- Returns the beginning of a text for a message.
local function excerpt(text)
  local shown = text:gsub("%c", " ")
  return #shown > 40 and sub(shown, 1, 40) .. "..." or shown
end

-- Elements inside a text ------------------------------------------------------------

-- An unknown element inside a text is ignored, but not its text.
local inline = {}
local transparent = { children = inline }

-- Returns the text of a reference, or nil: for a person the id of the contact, for anything else
-- the element's own text or, if it has none, what its attributes name.
local function reference_text(attributes, text)
  local kind, data = attributes.type, attributes.data
  if kind == "person" then
    return data or text
  end
  return text or kind == "rfc" and data and data:upper() or data
end

local function break_line(reader)
  reader:add_text "\n"
end

local function start_reference(reader, attributes)
  reader:add_text "["
  reader.inline_attributes, reader.text_before = attributes, reader.text()
end

local function stop_reference(reader)
  if reader.text() == reader.text_before then
    reader:add_text(reference_text(reader.inline_attributes) or "")
  end
  reader:add_text "]"
end

for name, element in pairs(named {
  br = { children = inline, start = break_line },
  paragraph = { children = inline, start = break_line },
  xref = { children = inline, start = start_reference, stop = stop_reference },
}) do
  inline[name] = element
end
setmetatable(inline, {
  __index = function()
    return transparent
  end,
})

-- Elements with text ----------------------------------------------------------------

local function refuse_repeated(reader, field)
  reader:refuse("record has two of %s", (gsub(field, "_", " ")))
end

local function text_element(store)
  return { children = inline, has_text = true, store = store }
end

local function cell(field, repeated)
  return { children = inline, has_text = true, field = field, repeated = repeated }
end

-- Adds a text to a field. Before it comes the separator, unless the field is not set yet.
local function append(reader, field, separator, text)
  local into = reader.into
  into[field] = reader:check_length(into[field] and into[field] .. separator .. text or text)
end

local function add_line(reader, field, text)
  append(reader, field, "\n", text)
end

-- Changes the white space of a text to that of the CSV: a line that ends with a space and the
-- indented line after it become one line, and a <br/> at a line end adds no empty line.
local function set_lines(text)
  if not find(text, "\n", 1, true) then
    return text
  end
  if find(text, " \n ", 1, true) then
    text = gsub(text, "([^ ]) +\n +", "%1 ") -- begins at the first of several spaces only
  end
  return (gsub(text, "\n%s*\n", "\n"))
end

local function running_text(field)
  return text_element(function(reader, text)
    if text then
      add_line(reader, field, set_lines(text))
    end
  end)
end

-- Adds a reference in brackets to the field.
local function add_reference(reader, field, attributes, text)
  local shown = reference_text(attributes, text and set_lines(text))
  if shown and shown ~= "" then
    append(reader, field, "", "[" .. shown .. "]")
  end
end

local function references(field)
  return text_element(function(reader, text, attributes)
    add_reference(reader, field, attributes, text)
  end)
end

-- Records ---------------------------------------------------------------------------

-- An element that occurs once in a record. store(reader, text) is called unless it is blank.
local function single(field, store)
  return text_element(function(reader, text)
    if text and reader.into[field] then
      refuse_repeated(reader, field)
    elseif text then
      store(reader, text)
    end
  end)
end

-- Returns the port in digits, which are a part of the cell `ports`.
local function port(reader, digits, ports)
  local number = tonumber(digits)
  if number > MAX_PORT then
    reader:refuse('port number "%s" is over %d', excerpt(ports), MAX_PORT)
  end
  return number
end

local function store_ports(reader, ports)
  local row = reader.into
  local first, hyphen, last = match(ports, "^(%d+)(%-?)(%d*)$")
  if not first or hyphen == "-" and last == "" then
    reader:refuse('port number "%s" is neither a number nor a range FIRST-LAST', excerpt(ports))
  end
  row.port_number = port(reader, first, ports)
  row.port_last = last ~= "" and port(reader, last, ports) or nil
  if row.port_last and row.port_last < row.port_number then
    reader:refuse('port number "%s" is a range that runs backwards', excerpt(ports))
  end
end

local function store_protocol(reader, name)
  local protocol = name:lower()
  if not protocols.RANKS[protocol] then
    reader:refuse('unknown transport protocol "%s" (%s)', excerpt(name), protocols.KNOWN)
  end
  reader.into.transport_protocol = protocol
end

local function store_reference(reader, text, attributes)
  local field = attributes.type == "person" and "contact" or "reference"
  add_reference(reader, field, attributes, text)
end

local function start_record(reader, attributes)
  if reader.has_all_rows then
    reader:refuse "record after the people; all records must come before them"
  end
  local registered, modified = attributes.date, attributes.updated
  reader.into = {
    registration_date = registered and reader:check_length(registered),
    modification_date = modified and reader:check_length(modified),
  }
end

local function stop_record(reader)
  local row, rows = reader.into, reader.rows
  if not row.service_name and not row.port_number then
    reader:refuse "record ends with neither a service name nor a port number"
  end
  if not row.assignee then
    row.assignee = row.contact -- a person in an xref of the record is both
  end
  rows[#rows + 1] = row
  reader.has_rows = true
  reader.into = reader.info
end

local record = {
  start = start_record,
  stop = stop_record,
  children = named {
    name = cell("service_name", refuse_repeated),
    number = single("port_number", store_ports),
    protocol = single("transport_protocol", store_protocol),
    description = running_text "description",
    assignee = { children = named { xref = references "assignee" } },
    xref = text_element(store_reference),
    note = running_text "assignment_notes",
    unauthorized = running_text "unauthorized_use_reported",
    sc = cell("service_code", refuse_repeated),
  },
}

-- Contacts --------------------------------------------------------------------------

local function start_person(reader, attributes)
  local id = attributes.id
  if not id or id == "" then
    reader:refuse "person has no id"
  end
  reader.into = { id = reader:check_length(id) }
end

-- IANA's file has the people after all records. A record that comes after a person is refused, so
-- that all rows can be built before the contacts are read.
local function stop_person(reader)
  reader.contacts[#reader.contacts + 1] = reader.into
  reader.has_all_rows = reader.has_rows
  reader.into = reader.info
end

local people = {
  children = named {
    person = {
      start = start_person,
      stop = stop_person,
      children = named {
        name = cell("name", add_line),
        org = cell("organization", add_line),
        uri = cell("uri", add_line),
        updated = cell("last_updated", add_line),
      },
    },
  },
}

-- The registry ----------------------------------------------------------------------

-- A note is a paragraph of `info.note`. It begins with its title, or with its number, by which
-- references name it.
local function header_note(attribute, format)
  return text_element(function(reader, text, attributes)
    local title = attributes[attribute]
    text = title and format:format(title, text or "") or text
    if text then
      append(reader, "note", "\n\n", text)
    end
  end)
end

local function check_registry(reader, attributes)
  local id = attributes.id
  if id and id ~= REGISTRY_ID then
    reader:refuse('registry "%s" where "%s" is expected', excerpt(id), REGISTRY_ID)
  end
end

local registry = {
  start = check_registry,
  children = named {
    title = running_text "title",
    updated = running_text "last_updated",
    expert = running_text "experts",
    xref = references "reference",
    note = header_note("title", "%s\n%s"),
    footnote = header_note("anchor", "[%s] %s"),
    record = record,
    people = people,
    registry = { children = named { record = record, people = people } }, -- within another
  },
}

local function refuse_root(reader, _, name)
  local namespace, tag = match(name, "^(.*) (.*)$")
  reader:refuse(
    'root element is %s where <registry xmlns="%s"> is expected',
    namespace and ('<%s xmlns="%s">'):format(excerpt(tag), excerpt(namespace))
      or ("<%s>"):format(excerpt(name)),
    NAMESPACE
  )
end

local other_root = { children = {}, start = refuse_root }

-- The element around the root element.
elements.document = {
  children = setmetatable(named { registry = registry }, {
    __index = function()
      return other_root
    end,
  }),
}

-- An unknown element is ignored with all that is in it.
elements.passed_over = { children = {} }

return elements
