-- Invents the registry's two files in the form in which IANA publishes them.

local registry_text = require "spec.support.registry_text"

local publication = {}

-- Row K is "svc-K" on 1000 + K/tcp, registered on the publication's date.
local function rows(count, date)
  local csv, xml = {}, {}
  for number = 1, count do
    csv[number] = ("svc-%d,%d,tcp,Service %d,,[Somebody],%s,,,,,"):format(number, 1000 + number,
      number, date)
    xml[number] = ('<record date="%s"><name>svc-%d</name><protocol>tcp</protocol>'
      .. '<description>Service %d</description><number>%d</number>'
      .. '<xref type="person" data="Somebody"/></record>')
      :format(date, number, number, 1000 + number)
  end
  return csv, table.concat(xml, "\n")
end

local XML = [[
<?xml version='1.0' encoding='UTF-8'?>
<registry xmlns="http://www.iana.org/assignments" id="service-names-port-numbers">
<title>Made-Up Registry</title>
<updated>%s</updated>
<note>Two
lines</note>
%s
<people>%s</people>
</registry>
]]

-- Returns the texts of CSV and XML with so many rows and contacts; the default is one contact.
function publication.of(count, date, contacts)
  local csv, xml = rows(count, date)
  local people = {}
  for number = 1, contacts or 1 do
    people[number] = ('<person id="Somebody%s"><name>Some "Body", %d</name>'
      .. '<uri>mailto:some&amp;example.org</uri></person>')
      :format(number == 1 and "" or number, number)
  end
  return registry_text.of(csv), XML:format(date, xml, table.concat(people, "\n"))
end

return publication
