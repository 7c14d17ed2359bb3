-- Nine rows of IANA's registry page of 2026-05-11, with all cells by column. They replace those
-- of the packages that data/compile.lua reads.

local function row(name, port, protocol, description, others)
  local cells = others or {}
  cells["Service Name"] = name
  cells["Port Number"] = port
  cells["Transport Protocol"] = protocol
  cells["Description"] = description
  return cells
end

local function person(id)
  return { Assignee = id, Contact = id }
end

local function rfc5734()
  return { Reference = "[RFC5734]" }
end

return {
  row("epp", "700", "tcp", "Extensible Provisioning Protocol", rfc5734()),
  row("epp", "700", "udp", "Extensible Provisioning Protocol", rfc5734()),
  row("els", "1315", "tcp", "E.L.S., Event Listener Service", person "[Jim_Cleppe]"),
  row("els", "1315", "udp", "E.L.S., Event Listener Service", person "[Jim_Cleppe]"),
  row("eppc", "3031", "tcp", "Remote AppleEvents/PPC Toolbox", person "[Steve_Zellers]"),
  row("eppc", "3031", "udp", "Remote AppleEvents/PPC Toolbox", person "[Steve_Zellers]"),
  row("epp", "3044", "tcp", "EndPoint Protocol", person "[Stephen_Cipolli]"),
  row("epp", "3044", "udp", "EndPoint Protocol", person "[Stephen_Cipolli]"),
  row("acplt", "7509", "tcp", "ACPLT - process automation service", {
    Assignee = "[Chair_for_Process_Control_Engineering]",
    Contact = "[Ulrich_Epple]",
    ["Registration Date"] = "2010-12-07",
    ["Modification Date"] = "2012-08-07",
  }),
}
