-- What load and parse make of IANA's XML, and what they refuse.

local compare = require "spec.support.compare"
local files = require "spec.support.files"
local ianaports = require "ianaports"
local process = require "spec.support.process"
local registry_text = require "spec.support.registry_text"
local sample = require "spec.support.sample"
local shell = require "spec.support.shell"
local xml = require "ianaports.xml"

local MAX_CELL = 64 * 1024
local NAMESPACE = "http://www.iana.org/assignments"
local OPEN = '<registry xmlns="' .. NAMESPACE .. '" id="service-names-port-numbers">'
local CLOSE = "</registry>"

-- A document on one line after its declaration, so that every fault is in line 2 unless
-- the body has more lines.
local function document(body)
  return "<?xml version='1.0' encoding='UTF-8'?>\n" .. OPEN .. body .. CLOSE .. "\n"
end

-- The registry of a body, which load and parse must agree on.
local function registry_of(body)
  local text = document(body)
  local parsed = assert(ianaports.parse(text))
  local loaded = assert(files.with(text, ianaports.load))
  assert.is_nil(compare.entries(parsed, loaded))
  assert.is_nil(compare.contacts(parsed, loaded))
  return parsed
end

local function entry_of(body)
  local entries = sample.collect(registry_of(body):entries())
  assert.equal(1, #entries)
  return entries[1]
end

local function record(inner)
  return "<record><name>kiwi</name>" .. inner .. "</record>"
end

-- The message for a body without the name of its source.
local function message_of(text)
  local registry, message = ianaports.parse(text, "xml")
  assert.is_nil(registry)
  local loaded, other = files.with(text, function(path)
    local result, told = ianaports.load(path, "xml")
    return result, told and told:sub(1, #path) == path and "text" .. told:sub(#path + 1) or told
  end)
  assert.is_nil(loaded)
  assert.equal(message, other)
  return (message:gsub("^text:", ""))
end

-- A function that gives the text in pieces of this size, then nil and the message.
local function in_pieces(text, size, message)
  local position = 1
  return function()
    local piece = text:sub(position, position + size - 1)
    position = position + size
    if piece ~= "" then
      return piece
    end
    return nil, message
  end
end

local full = [[
  <title>Made-up Registry</title>
  <category>Passed over</category>
  <updated>2031-04-05</updated>
  <xref type="rfc" data="rfc9999"/>
  <expert>One Expert
Another Expert</expert>
  <note>
First, see <xref type="rfc" data="rfc9998"/>.

Second.
</note>
  <note title="Requests"><xref type="uri" data="https://example.org/apply"/></note>
  <record date="2031-01-02" updated="2032-03">
    <name>kiwi</name>
    <protocol>tcp</protocol>
    <assignee>
      <xref type="person" data="Kim_Kiwi"/>
    </assignee>
    <xref type="person" data="Kai_Kiwi"/>
    <xref type="rfc" data="rfc9999"/>
    <description>Kiwi &amp; Exchange</description>
    <number>9001</number>
    <sc>1234</sc>
    <unauthorized>on 9002</unauthorized>
    <note>A note</note>
  </record>
  <record>
    <name>plum</name>
    <protocol>udp</protocol>
    <xref type="person" data="Pat_Plum"/>
    <number>9002-9009</number>
    <description/>
    <note/>
  </record>
  <record><description>Reserved</description><number>9010</number></record>
  <record><name>pear</name></record>
  <footnote anchor="1">Not by default.</footnote>
  <people>
    <person id="Kim_Kiwi">
      <name>Kim Kiwi</name>
      <org>Kiwi Works</org>
      <uri>mailto:kim&amp;example.org</uri>
      <updated>2031-01</updated>
    </person>
    <person id="Pat_Plum"><name/><org>Plum</org></person>
  </people>
]]

describe("an XML registry", function()
  local registry = registry_of(full)

  it("gives every row with all columns", function()
    local twin = assert(ianaports.parse(registry_text.of {
      "kiwi,9001,tcp,Kiwi & Exchange,[Kim_Kiwi],[Kai_Kiwi],2031-01-02,2032-03,[RFC9999],1234,"
        .. "on 9002,A note",
      "plum,9002-9009,udp,,[Pat_Plum],[Pat_Plum],,,,,,",
      ",9010,,Reserved,,,,,,,,",
      "pear,,,,,,,,,,,",
    }))
    assert.equal(4, #registry)
    assert.is_nil(compare.entries(twin, registry))
  end)

  it("gives its contacts", function()
    assert.same({
      {
        id = "Kim_Kiwi",
        name = "Kim Kiwi",
        organization = "Kiwi Works",
        uri = "mailto:kim&example.org",
        email = "kim@example.org",
        last_updated = "2031-01",
      },
      { id = "Pat_Plum", organization = "Plum" },
    }, sample.collect(registry:contacts()))
    assert.equal("Kim Kiwi", registry:contact(registry:find("kiwi").assignee).name)
  end)

  it("gives its header", function()
    assert.same({
      title = "Made-up Registry",
      last_updated = "2031-04-05",
      experts = "One Expert\nAnother Expert",
      reference = "[RFC9999]",
      note = "First, see [RFC9998].\n\nSecond.\n\nRequests\n[https://example.org/apply]\n\n"
        .. "[1] Not by default.",
      record_count = 4,
      contact_count = 2,
      sources = { "text" },
    }, registry:info())
  end)

  it("names its file as its source", function()
    files.with(document(full), function(path)
      assert.same({ path }, assert(ianaports.load(path)):info().sources)
    end)
  end)

  it("is known by its content and by the format", function()
    local text = document(record "")
    for _, format in ipairs { false, "xml" } do
      assert.equal(1, #assert(ianaports.parse(text, format or nil)))
    end
    assert.equal(1, #assert(ianaports.parse("\239\187\191" .. text)))
    assert.equal(1, #assert(ianaports.parse("\n " .. OPEN .. record "" .. CLOSE)))
    assert.is_nil((ianaports.parse(text, "csv")))
  end)

  it("may be empty", function()
    assert.equal(0, #registry_of "")
    assert.equal(0, #assert(ianaports.parse('<registry xmlns="' .. NAMESPACE .. '"/>')))
  end)

  it("comes out the same however it is cut", function()
    local text = document(full:gsub("Kiwi &amp;", "K\195\188wi\226\130\172 &amp;"))
    local whole = assert(ianaports.parse(text))
    assert.equal("K\195\188wi\226\130\172 & Exchange", whole:find("kiwi").description)
    for size = 1, 40 do
      local cut = assert(xml.read(in_pieces(text, size), "cut"))
      assert.is_nil(compare.entries(whole, cut))
      assert.is_nil(compare.contacts(whole, cut))
      assert.equal(whole:info().note, cut:info().note)
    end
  end)

  it("may be within another, and there may be several of all", function()
    local nested = registry_of(record "" .. "<registry><record><name>fig</name></record>"
      .. '<people><person id="A"/></people></registry><people><person id="B"/></people>')
    assert.same({ "kiwi - -", "fig - -" }, sample.labels(nested:entries()))
    assert.equal(2, nested:info().contact_count)
  end)
end)

describe("people", function()
  it("may come before the records", function()
    local registry = registry_of('<people><person id="A"/></people>' .. record "")
    assert.equal(1, #registry)
    assert.equal("A", registry:contact("A").id)
  end)
end)

describe("in a record", function()
  it("people are assignee and contact unless an assignee is told", function()
    local both = entry_of(record '<xref type="person" data="A"/><xref type="person" data="B"/>')
    assert.equal("[A][B]", both.assignee)
    assert.equal("[A][B]", both.contact)
    local told = entry_of(record('<xref type="person" data="A"/><assignee>'
      .. '<xref type="person" data="C"/><xref type="person" data="D"/></assignee>'))
    assert.equal("[C][D]", told.assignee)
    assert.equal("[A]", told.contact)
    local alone = entry_of(record '<assignee><xref type="person" data="C"/></assignee>')
    assert.equal("[C]", alone.assignee)
    assert.is_nil(alone.contact)
  end)

  local references = {
    ['<xref type="rfc" data="rfc123"/>'] = "[RFC123]",
    ['<xref type="rfc" data="rfc123"></xref>'] = "[RFC123]",
    ['<xref type="rfc" data="rfc123">RFC123, Section 6.1</xref>'] = "[RFC123, Section 6.1]",
    ['<xref type="draft" data="draft-kiwi-02"/>'] = "[draft-kiwi-02]",
    ['<xref type="draft" data="RFC-ietf-kiwi-02"/>'] = "[RFC-ietf-kiwi-02]",
    ['<xref type="uri" data="https://example.org/a?b&amp;c"/>'] = "[https://example.org/a?b&c]",
    ['<xref type="uri" data="https://example.org">Kiwi</xref>'] = "[Kiwi]",
    ['<xref type="text"> ISO/IEC 1 </xref>'] = "[ISO/IEC 1]",
    ['<xref type="note" data="1"/><xref type="rfc" data="rfc1"/>'] = "[1][RFC1]",
  }
  for markup, expected in pairs(references) do
    it("the reference " .. markup .. " is " .. expected, function()
      assert.equal(expected, entry_of(record(markup)).reference)
    end)
  end

  it("an empty reference is none", function()
    assert.is_nil(entry_of(record '<xref type="text"/><xref data=""/>').reference)
  end)

  local texts = {
    ["one two"] = "one two",
    [" \n\t one  two \n"] = "one  two",
    ["one\n      two"] = "one\n      two",
    ["one \n      two"] = "one two",
    ["one \ntwo"] = "one \ntwo",
    ["one<br/>two"] = "one\ntwo",
    ["one<br/><br/>\ntwo"] = "one\ntwo",
    ["one<br/>\n  two<br></br>\n  three"] = "one\n  two\n  three",
    ["<br/>one<br/>"] = "one",
    ["<paragraph>one</paragraph>\n <paragraph>two</paragraph>"] = "one\ntwo",
    ['by <xref type="rfc" data="rfc12"/>.'] = "by [RFC12].",
    ['by <xref type="person" data="A_B"/> and <xref type="uri" data="x:y">Y</xref>'] =
      "by [A_B] and [Y]",
    ['<xref type="draft" data="draft-x-1"/>'] = "[draft-x-1]",
    ["one <em>two <b>three</b></em>"] = "one two three",
    ["&lt;a&gt; &amp;amp; &quot;&apos; &#x41;&#66;"] = "<a> &amp; \"' AB",
    ["<![CDATA[<br/> & ]]>x"] = "<br/> & x",
    ["one<!-- <name>x</name> --> two<?pi x?>!"] = "one two!",
    ["\195\188 \226\130\172 \240\159\141\135"] = "\195\188 \226\130\172 \240\159\141\135",
  }
  for column, field in pairs {
    description = "description",
    note = "assignment_notes",
    unauthorized = "unauthorized_use_reported",
  } do
    for markup, expected in pairs(texts) do
      it(("the %s %q is read"):format(column, markup), function()
        local body = ("<%s>%s</%s>"):format(column, markup, column)
        assert.equal(expected, entry_of(record(body))[field])
      end)
    end
  end

  it("a text may come several times, each on its line", function()
    assert.equal("one\ntwo", entry_of(
      record "<note>one</note><note/><note>two</note><note> </note>").assignment_notes)
  end)

  it("blank cells are no fields", function()
    assert.same({ service_name = "kiwi", status = "assigned" }, entry_of(record(
      "<number/><protocol> </protocol><description>\n</description><sc/><note><br/></note>"
        .. "<assignee/><unauthorized></unauthorized><name/>")))
  end)

  it("ports, ranges and protocols are read as in CSV", function()
    local labels = sample.labels(registry_of(
      record "<number>0</number><protocol>TCP</protocol>"
        .. record "<number> 65535 </number><protocol>dccp</protocol>"
        .. record "<number>00-65535</number><protocol>Sctp</protocol>"
        .. record "<number>7-7</number>"):entries())
    assert.same({ "kiwi 0 tcp", "kiwi 65535 dccp", "kiwi 0-65535 sctp", "kiwi 7-7 -" }, labels)
  end)

  it("status and alias follow from the text", function()
    local entry = entry_of(record '<note>This entry is an alias to "fig".</note>')
    assert.equal("fig", entry.alias_of)
    assert.equal("unassigned",
      entry_of("<record><number>9</number><description>Unassigned</description></record>").status)
  end)

  it("what is not known is passed over", function()
    assert.same({ service_name = "kiwi", port_number = 7, status = "assigned" }, entry_of(record(
      "<value>x<name>fig</name></value><assignee>x<name>fig</name></assignee>stray"
        .. '<x:number xmlns:x="urn:x">8</x:number><number xmlns="">9</number>'
        .. "<number>7</number><start xmlns=''/><children xmlns=''/>")))
    assert.equal(0, #registry_of "<group><record><name>fig</name></record></group>")
  end)
end)

describe("a contact", function()
  it("may have several URIs, each on its line", function()
    local registry = registry_of('<people><person id="A"><uri>https://example.org</uri>'
      .. "<uri>mailto:a&amp;example.org</uri></person></people>")
    assert.equal("https://example.org\nmailto:a&example.org", registry:contact("A").uri)
  end)
end)

describe("an XML document", function()
  it("may bind the namespace to a prefix", function()
    local registry = assert(ianaports.parse(([[<i:registry xmlns:i="%s"><i:record>
      <i:name>kiwi</i:name><name>fig</name></i:record></i:registry>]]):format(NAMESPACE), "xml"))
    assert.same({ "kiwi - -" }, sample.labels(registry:entries()))
  end)

  it("may be in the other encodings that expat knows", function()
    local body = OPEN .. record "<description>\252ber</description>" .. CLOSE
    local latin = assert(ianaports.parse("<?xml version='1.0' encoding='ISO-8859-1'?>" .. body))
    assert.equal("\195\188ber", latin:find("kiwi").description)
    local wide = "\255\254" .. (OPEN .. record "" .. CLOSE):gsub(".", "%0\0")
    assert.equal("kiwi", assert(ianaports.parse(wide, "xml")):find("kiwi").service_name)
  end)
end)

describe("refused is", function()
  local body_of = record
  local cases = {
    ["a port that is none"] = {
      "\n<record>\n<number>80x</number></record>",
      '4: port number "80x" is neither a number nor a range FIRST-LAST',
    },
    ["a port below 0"] = {
      body_of "<number>-1</number>",
      '2: port number "-1" is neither a number nor a range FIRST-LAST',
    },
    ["a hexadecimal port"] = {
      body_of "<number>0x50</number>",
      '2: port number "0x50" is neither a number nor a range FIRST-LAST',
    },
    ["a port over 65535"] = {
      body_of "<number>65536</number>",
      '2: port number "65536" is over 65535',
    },
    ["a port with hundreds of digits"] = {
      body_of("<number>" .. ("9"):rep(400) .. "</number>"),
      '2: port number "' .. ("9"):rep(40) .. '..." is over 65535',
    },
    ["a range that ends over 65535"] = {
      body_of "<number>1-65536</number>",
      '2: port number "1-65536" is over 65535',
    },
    ["a backwards range"] = {
      body_of "\n\n<number>9-8</number>",
      '4: port number "9-8" is a range that runs backwards',
    },
    ["an unknown protocol"] = {
      body_of "\n<protocol>ip\nx</protocol>",
      '4: unknown transport protocol "ip x" (known: tcp, udp, sctp, dccp)',
    },
    ["a record without name and port"] = {
      "<record>\n<description>x</description>\n</record>",
      "4: record ends with neither a service name nor a port number",
    },
    ["a second name"] = { body_of "<name>fig</name>", "2: record has two of service name" },
    ["a second port"] = {
      body_of "<number>1</number>\n<number>2-3</number>",
      "3: record has two of port number",
    },
    ["a second protocol"] = {
      body_of "<protocol>tcp</protocol><protocol>udp</protocol>",
      "2: record has two of transport protocol",
    },
    ["a second service code"] = {
      body_of "<sc>1</sc><sc>2</sc>",
      "2: record has two of service code",
    },
    ["a person without an id"] = { "<people>\n<person/></people>", "3: person has no id" },
    ["a person with an empty id"] = { "<people><person id=''/></people>", "2: person has no id" },
    ["a record after the people"] = {
      record "" .. '<people><person id="A"/></people>\n' .. record "",
      "3: record after the people; all records must come before them",
    },
    ["a tag that is not closed"] = { "\n  <record>", "3:13: malformed XML: mismatched tag" },
    ["a bare ampersand"] = {
      "\n<title>a & b</title>",
      "3:11: malformed XML: not well-formed (invalid token)",
    },
    ["invalid UTF-8"] = {
      "\n<title>\255</title>",
      "3:8: malformed XML: not well-formed (invalid token)",
    },
    ["a NUL byte"] = {
      "\n\0",
      "3:1: malformed XML: not well-formed (invalid token)",
    },
    ["an entity that is not defined"] = {
      "\n<title>&kiwi;</title>",
      "3:8: malformed XML: undefined entity",
    },
    ["a prefix that is not bound"] = { "\n<x:y/>", "3:1: malformed XML: unbound prefix" },
  }
  for label, case in pairs(cases) do
    it(label, function()
      assert.equal(case[2], message_of(document(case[1])))
    end)
  end

  local wanted = (' where <registry xmlns="%s"> is expected'):format(NAMESPACE)
  local documents = {
    ["another root element"] = {
      '\n<people xmlns="' .. NAMESPACE .. '"/>',
      '2: root element is <people xmlns="' .. NAMESPACE .. '">' .. wanted,
    },
    ["a root element without namespace"] = {
      "<registry><record/></registry>",
      "1: root element is <registry>" .. wanted,
    },
    ["a root element of another namespace"] = {
      '<registry xmlns="urn:kiwi"/>',
      '1: root element is <registry xmlns="urn:kiwi">' .. wanted,
    },
    ["another registry"] = {
      ('<registry xmlns="%s" id="protocol-numbers"/>'):format(NAMESPACE),
      '1: registry "protocol-numbers" where "service-names-port-numbers" is expected',
    },
    ["an empty file"] = { "", "1:1: malformed XML: no element found" },
    ["what is no XML"] = {
      "kiwi,80",
      "1:1: malformed XML: syntax error",
    },
    ["a document after the document"] = {
      document "" .. "\n" .. OPEN,
      "4:1: malformed XML: junk after document element",
    },
    ["an encoding that is not known"] = {
      "<?xml version='1.0' encoding='kiwi'?><registry/>",
      "1:31: malformed XML: unknown encoding",
    },
  }
  for label, case in pairs(documents) do
    it(label, function()
      assert.equal(case[2], message_of(case[1]))
    end)
  end

  it("a document that is cut off anywhere", function()
    local text = document(full):gsub("%s+$", "")
    for length = 0, #text - 1, 7 do
      local registry, message = ianaports.parse(text:sub(1, length), "xml")
      assert.is_nil(registry)
      assert.matches("^text:%d+:%d+: malformed XML: ", message)
    end
    assert.equal(4, #assert(ianaports.parse(text, "xml")))
  end)

  it("a file that cannot be read to its end", function()
    local registry, message = xml.read(in_pieces(document(full), 300, "read error"), "f.xml")
    assert.is_nil(registry)
    assert.matches("^f%.xml:%d+: read error$", message)
  end)

  it("nothing with a raised error, whatever the reader is given", function()
    local function fail()
      error("broken", 0)
    end
    assert.same({ nil, "f.xml: broken", { source = "f.xml", reason = "broken" } },
      { xml.read(fail, "f.xml") })
  end)
end)

describe("a cell in XML", function()
  local long, longer = ("x"):rep(MAX_CELL), ("x"):rep(MAX_CELL + 1)
  local places = {
    ["a description"] = { "<description>", "</description>", "description" },
    ["a name"] = { "</record><record><name>", "</name>", "service_name" },
    ["a note with breaks"] = { "<note><br/>", "<br/></note>", false },
    ["a reference"] = { '<xref type="text">', "</xref>", false },
    ["an attribute of a reference"] = { '<xref type="uri" data="', '"/>', false },
  }
  for label, place in pairs(places) do
    it(("of over %d bytes is refused as %s"):format(MAX_CELL, label), function()
      local message = message_of(document(record(place[1] .. longer .. place[2])))
      assert.equal("2: cell is longer than 65536 bytes", message)
    end)

    if place[3] then
      it(("of %d bytes is read as %s"):format(MAX_CELL, label), function()
        local registry = registry_of(record(place[1] .. long .. place[2]))
        local entries = sample.collect(registry:entries())
        assert(long == entries[#entries][place[3]])
      end)
    end
  end

  it("is refused where its parts are too long together", function()
    local half = ("x"):rep(MAX_CELL / 2)
    for _, part in ipairs {
      "<note>" .. half .. "</note>",
      '<xref type="text">' .. half .. "</xref>",
      '<xref type="person" data="' .. half .. '"/>',
    } do
      assert.equal("2: cell is longer than 65536 bytes", message_of(document(record(part:rep(2)))))
      assert.equal(1, #registry_of(record(part)))
    end
  end)

  for _, attribute in ipairs { "date", "updated" } do
    it("is refused as the attribute " .. attribute, function()
      assert.equal("2: cell is longer than 65536 bytes",
        message_of(document("<record " .. attribute .. "='" .. longer .. "'/>")))
    end)
  end

  it("is refused as the id of a person", function()
    assert.equal("2: cell is longer than 65536 bytes",
      message_of(document("<people><person id='" .. longer .. "'/></people>")))
  end)
end)

describe("hostile XML:", function()
  local refused = ": document type declaration; the registry has none"

  it("entities that multiply are refused before they are defined", function()
    local declarations = { '<!ENTITY a0 "kiwi">' }
    for index = 1, 12 do
      declarations[#declarations + 1] =
        ('<!ENTITY a%d "%s">'):format(index, ("&a%d;"):format(index - 1):rep(10))
    end
    local text = ("<!DOCTYPE registry [\n%s]>\n%s<title>&a12;</title>%s"):format(
      table.concat(declarations, "\n"), OPEN, CLOSE)
    local start = os.clock()
    assert.equal("1" .. refused, message_of(text))
    assert.is_true(os.clock() - start < 1)
  end)

  it("a large entity that is used often is refused", function()
    local text = ('<!DOCTYPE registry [<!ENTITY a "%s">]>%s<title>%s</title>%s'):format(
      ("x"):rep(100000), OPEN, ("&a;"):rep(50000), CLOSE)
    assert.equal("1" .. refused, message_of(text))
  end)

  for label, declaration in pairs {
    ["a file as an external entity"] = '[<!ENTITY a SYSTEM "file:///etc/passwd">]',
    ["an external parameter entity"] = '[<!ENTITY % a SYSTEM "file:///etc/passwd"> %a;]',
    ["an external subset"] = 'SYSTEM "file:///etc/passwd"',
    ["a public external subset"] = 'PUBLIC "-//X//Y" "http://127.0.0.1/x.dtd"',
    ["default attributes"] = '[<!ATTLIST record date CDATA "2031-01-02">]',
  } do
    it(label .. " is refused", function()
      local text = "\n<!DOCTYPE registry " .. declaration .. ">" .. OPEN .. record "&a;" .. CLOSE
      assert.equal("2" .. refused, message_of(text))
    end)
  end

  it("elements may nest 64 deep", function()
    -- The registry itself is the first.
    assert.equal(0, #registry_of(("<a>"):rep(63) .. ("</a>"):rep(63)))
    assert.equal("2: elements nest deeper than 64",
      message_of(document(("<a>"):rep(64) .. ("</a>"):rep(64))))
  end)

  it("elements in a text that nest without end are refused", function()
    assert.equal("2: elements nest deeper than 64",
      message_of(document(record("<note>" .. ("<a>"):rep(200000)))))
  end)

  for label, start in pairs {
    ["a tag"] = "<record ",
    ["an attribute"] = "<record x='",
    ["a comment"] = "<!--",
    ["a processing instruction"] = "<?x ",
    ["a closing tag"] = "<a></a ",
  } do
    it(label .. " without end is given up in time", function()
      local rest = (" "):rep(65535) .. "\n"
      local count = 0
      local began = os.clock()
      local registry, message = xml.read(function()
        count = count + 1
        return count == 1 and OPEN .. start or count < 16000 and rest or nil
      end, "f.xml")
      assert.is_nil(registry)
      assert.matches("^f%.xml:%d+: tag or comment is longer than 262144 bytes$", message)
      assert.is_true(count < 10)
      assert.is_true(os.clock() - began < 1)
    end)
  end

  it("a text without end is refused as a cell", function()
    local count = 0
    local registry, message = xml.read(function()
      count = count + 1
      return count == 1 and OPEN .. "<title>" or ("x"):rep(1000)
    end, "f.xml")
    assert.is_nil(registry)
    assert.equal("f.xml:1: cell is longer than 65536 bytes", message)
    assert.is_true(count < 70)
  end)

  it("a file of over 1 GiB is refused", function()
    local megabyte = (" "):rep(1024 * 1024)
    local count = 0
    local registry, message = xml.read(function()
      count = count + 1
      return count == 1 and OPEN or count < 1100 and megabyte or nil
    end, "f.xml")
    assert.is_nil(registry)
    assert.equal("f.xml:1: file is larger than 1 GiB", message)
    assert.equal(1025, count)
  end)

  it("blank text is trimmed in time", function()
    local began = os.clock()
    local blank = (" "):rep(MAX_CELL)
    registry_of(record("<description>" .. blank .. "</description>"))
    registry_of(record("<note>x" .. (" \n"):rep(30000) .. "x</note>"))
    assert.is_true(os.clock() - began < 2)
  end)

  it("what is refused gives its memory back #footprint", function()
    local text = document(record "<note>x</note>" .. record("<number>80x</number>"))
    local growth = process.growth(4000, ([[
      local ianaports, text = require "ianaports", %q
      return function() assert(not ianaports.parse(text, "xml")) end]]):format(text))
    assert(growth < 4096, ("grew by %d KiB"):format(growth))
  end)
end)

describe("an XML registry that was read", function()
  it("gives its memory back #footprint", function()
    local text = document(full)
    local growth = process.growth(4000, ([[
      local ianaports, text = require "ianaports", %q
      return function() assert(ianaports.parse(text)) end]]):format(text))
    assert(growth < 4096, ("grew by %d KiB"):format(growth))
  end)
end)

describe("luaexpat", function()
  local lxp, preloaded = package.loaded.lxp, package.preload.lxp

  after_each(function()
    package.loaded.lxp, package.preload.lxp = lxp, preloaded
  end)

  it("is named with its packages where it is missing", function()
    package.loaded.lxp = nil
    package.preload.lxp = function()
      error("module 'lxp' not found:\n\tno file", 0)
    end
    local registry, message = ianaports.parse(document "")
    assert.is_nil(registry)
    local told = "text: reading XML needs luaexpat (Debian: lua-expat; LuaRocks: luaexpat): "
    assert.equal(told, message:sub(1, #told))
    assert.matches("module 'lxp' not found", message:sub(#told + 1), 1, true)
    assert.is_nil(message:find("\n", 1, true))
  end)

  it("is loaded only where XML is read, as the reader is", function()
    local output = files.with(([[
      local ianaports = require "ianaports"
      local function show()
        print(package.loaded.lxp ~= nil, package.loaded["ianaports.xml"] ~= nil)
      end
      ianaports.find(80)
      assert(ianaports.load "data/service-names-port-numbers.csv")
      show()
      assert(ianaports.parse(%q))
      show()
    ]]):format(document ""), function(path)
      return (shell.run((os.getenv "LUA" or "lua5.4") .. " " .. path))
    end)
    assert.equal("false\tfalse\ntrue\ttrue\n", output)
  end)
end)
