-- Writes captures in the classic pcap format, in Lua alone.
--
--   pcap.write(path, {
--     pcap.ethernet(pcap.ipv4(pcap.tcp(50000, 443, "payload"))),
--     pcap.ethernet(pcap.ipv6(pcap.udp(5353, 5353))),
--   })
--
-- A transport returns its bytes and its IP protocol number, which the network layer
-- around it takes. Headers are the shortest that are valid. Checksums are right,
-- but for SCTP's, which stays zero: Wireshark does not look at it unless told.

local pcap = {}

local char = string.char

local function uint8(value)
  return char(value % 256)
end

local function uint16(value)
  return char(math.floor(value / 256) % 256, value % 256)
end

local function uint32(value)
  return uint16(math.floor(value / 65536)) .. uint16(value % 65536)
end

-- File headers are little-endian, as most writers leave them.
local function uint32_le(value)
  return uint32(value):reverse()
end

-- The Internet checksum, RFC 1071.
local function checksum(bytes)
  local sum = 0
  for index = 1, #bytes, 2 do
    local high, low = bytes:byte(index, index + 1)
    sum = sum + high * 256 + (low or 0)
  end
  while sum > 65535 do
    sum = sum % 65536 + math.floor(sum / 65536)
  end
  return 65535 - sum
end

-- Transports ---------------------------------------------------------------

pcap.SYN, pcap.SYN_ACK = 0x02, 0x12

-- A segment; by default, ACK alone is set.
function pcap.tcp(source, destination, payload, flags)
  local header = uint16(source) .. uint16(destination)
    .. uint32(1) .. uint32(1)          -- sequence and acknowledgment number
    .. uint8(5 * 16) .. uint8(flags or 0x10) -- length in words, flags
    .. uint16(65535) .. uint16(0) .. uint16(0) -- window, checksum, urgent pointer
  return header .. (payload or ""), 6
end

function pcap.udp(source, destination, payload)
  payload = payload or ""
  return uint16(source) .. uint16(destination) .. uint16(8 + #payload) .. uint16(0) .. payload, 17
end

-- A packet with a single COOKIE ACK chunk.
function pcap.sctp(source, destination)
  local chunk = uint8(11) .. uint8(0) .. uint16(4)
  return uint16(source) .. uint16(destination) .. uint32(1) .. uint32(0) .. chunk, 132
end

-- A DCCP-Data packet with the long sequence number.
function pcap.dccp(source, destination, payload)
  local header = uint16(source) .. uint16(destination)
    .. uint8(4) .. uint8(0) .. uint16(0)     -- data offset in words, CCVal, checksum
    .. uint8(2 * 2 + 1) .. uint8(0)          -- type, extended sequence numbers
    .. uint16(0) .. uint32(1)                -- sequence number
  return header .. (payload or ""), 33
end

-- "Port unreachable", quoting the packet that it answers.
function pcap.icmp_unreachable(packet)
  local rest = uint32(0) .. packet
  local head = uint8(3) .. uint8(3)
  return head .. uint16(checksum(head .. uint16(0) .. rest)) .. rest, 1
end

-- The same for a packet of IPv6.
function pcap.icmpv6_unreachable(packet)
  return uint8(1) .. uint8(4) .. uint16(0) .. uint32(0) .. packet, 58
end

-- Network and link ----------------------------------------------------------

-- Where the checksum field lies that covers the addresses of the network layer.
local checksum_at = { [6] = 17, [17] = 7, [33] = 7, [58] = 3 }

local function with_checksum(payload, protocol, addresses)
  local at = checksum_at[protocol]
  if not at then
    return payload
  end
  local sum = checksum(addresses .. uint16(#payload) .. uint16(protocol) .. payload)
  -- RFC 768: zero would say that there is none.
  return payload:sub(1, at - 1) .. uint16(sum > 0 and sum or 65535) .. payload:sub(at + 2)
end

local function ipv4(payload, protocol, addresses)
  local head = uint8(0x45) .. uint8(0) .. uint16(20 + #payload)
    .. uint32(0) .. uint8(64) .. uint8(protocol)
  return head .. uint16(checksum(head .. addresses)) .. addresses
    .. with_checksum(payload, protocol, addresses), 4
end

-- From 192.0.2.1 to 192.0.2.2, the addresses for documentation.
function pcap.ipv4(payload, protocol)
  return ipv4(payload, protocol, char(192, 0, 2, 1, 192, 0, 2, 2))
end

-- From 192.0.2.2 to 192.0.2.1.
function pcap.ipv4_answer(payload, protocol)
  return ipv4(payload, protocol, char(192, 0, 2, 2, 192, 0, 2, 1))
end

-- From 2001:db8::1 to 2001:db8::2.
function pcap.ipv6(payload, protocol)
  local prefix = char(0x20, 0x01, 0x0d, 0xb8) .. ("\0"):rep(11)
  local addresses = prefix .. uint8(1) .. prefix .. uint8(2)
  return uint32(0x60000000) .. uint16(#payload) .. uint8(protocol) .. uint8(64) .. addresses
    .. with_checksum(payload, protocol, addresses), 41
end

local ethertypes = { [4] = 0x0800, [6] = 0x86dd }

-- The type follows from the version in the first bits of the packet.
function pcap.ethernet(packet)
  local version = math.floor(packet:byte() / 16)
  return char(2, 0, 0, 0, 0, 2) .. char(2, 0, 0, 0, 0, 1) .. uint16(ethertypes[version]) .. packet
end

-- The payload of a VXLAN datagram that carries the frame (RFC 7348).
function pcap.vxlan(frame)
  return uint32(0x08000000) .. uint32(42 * 256) .. frame
end

-- File -----------------------------------------------------------------------

local link_type_ethernet = 1

-- Writes Ethernet frames, a millisecond apart. They come from an array, or from a
-- function that returns one after another and then nil.
function pcap.write(path, frames)
  local next_frame = frames
  if type(frames) == "table" then
    local index = 0
    next_frame = function()
      index = index + 1
      return frames[index]
    end
  end

  local file = assert(io.open(path, "wb"))
  file:write(uint32_le(0xa1b2c3d4), char(2, 0, 4, 0), uint32_le(0), uint32_le(0),
    uint32_le(65535), uint32_le(link_type_ethernet))
  local count = 0
  for frame in next_frame do
    local length = uint32_le(#frame)
    file:write(uint32_le(math.floor(count / 1000)), uint32_le(count % 1000 * 1000),
      length, length, frame)
    count = count + 1
  end
  assert(file:close())
end

return pcap
