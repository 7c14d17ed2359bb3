-- Counts the flows of each port and protocol. $1: the flows

CREATE TABLE protocols AS SELECT * FROM (VALUES
  ('6', 'tcp'), ('17', 'udp'), ('33', 'dccp'), ('132', 'sctp'),
  ('tcp', 'tcp'), ('udp', 'udp'), ('dccp', 'dccp'), ('sctp', 'sctp')
) AS spellings (spelling, protocol);

COPY (
  SELECT dst_port, protocol, sum(rows)::BIGINT
  FROM (
    SELECT dst_port, lower(proto) AS spelling, count(*) AS rows
    FROM read_csv('$1', header = true, columns = {
      'ts': 'VARCHAR', 'src_ip': 'VARCHAR', 'src_port': 'VARCHAR', 'dst_ip': 'VARCHAR',
      'dst_port': 'INTEGER', 'proto': 'VARCHAR', 'packets': 'VARCHAR', 'bytes': 'VARCHAR',
      'flags': 'VARCHAR'
    })
    GROUP BY ALL
  )
  JOIN protocols USING (spelling)
  GROUP BY ALL
) TO '/dev/stdout' (HEADER false, DELIMITER ' ');
