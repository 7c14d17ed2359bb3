-- What lua/ENGINES.md shows.

local files = require "spec.support.files"

local page = {}

-- The blocks of a text: arrays of { language = , text = , result = }, where the result is that of
-- a block of the language `text` that follows, or nil.
local function blocks_of(text)
  local blocks = {}
  for language, block in text:gmatch "\n```(%w+)\n(.-)```" do
    if language == "text" then
      blocks[#blocks].result = block
    else
      blocks[#blocks + 1] = { language = language, text = block }
    end
  end
  return blocks
end

-- The blocks of each section, by its title.
function page.sections()
  local sections = {}
  for title, text in files.read("lua/ENGINES.md"):gsub("\n##+ ", "\n\1%0")
    :gmatch "\1\n##+ ([^\n]+)(\n[^\1]*)"
  do
    sections[title] = blocks_of(text)
  end
  return sections
end

-- The block of a section in a language.
local function only(blocks, language)
  local found
  for _, block in ipairs(blocks) do
    if block.language == language then
      assert(not found, "there are two blocks of " .. language)
      found = block.text
    end
  end
  return assert(found, "there is no block of " .. language)
end

local function replace(text, old, new)
  local first, last = text:find(old, 1, true)
  assert(first, old)
  return text:sub(1, first - 1) .. new .. text:sub(last + 1)
end

-- The dictionaries as a file for ClickHouse: the one that the page shows, and those made of it as
-- the page says. PORT stands for the server's port.
function page.dictionaries()
  local shown = only(page.sections()["ClickHouse without CREATE DICTIONARY"], "xml")
  local number = replace(shown:match "<dictionary>.*</dictionary>", ">9000<", ">PORT<")
  local transport = replace(number, "iana_service_by_number", "iana_service_by_transport")
  transport = replace(transport, "<name>protocol_number</name><type>UInt8</type>",
    "<name>transport_protocol</name><type>String</type>")
  local port = replace(number, "iana_service_by_number", "iana_service_by_port")
  port = replace(port, ">iana_services<", ">iana_ports<")
  port = replace(port, "<complex_key_hashed/>", "<flat/>")
  port = replace(port, port:match "<key>.*</key>", "<id><name>port_number</name></id>")
  return ("<dictionaries>%s%s%s</dictionaries>"):format(number, transport, port)
end

return page
