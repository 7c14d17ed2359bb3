-- Adds the service of each flow. $1: the names of services; $2: the flows; $3: options of COPY

CREATE TABLE names AS
  SELECT * FROM read_csv('$1', header = true, columns = {
    'port': 'INTEGER', 'protocol': 'VARCHAR', 'service': 'VARCHAR'
  });

-- A join with another table does not keep the order.
COPY (
  SELECT flows.* EXCLUDE line, service
  FROM (
    SELECT *, row_number() OVER () AS line FROM read_csv('$2', header = true, columns = {
      'ts': 'VARCHAR', 'src_ip': 'VARCHAR', 'src_port': 'VARCHAR', 'dst_ip': 'VARCHAR',
      'dst_port': 'INTEGER', 'proto': 'VARCHAR', 'packets': 'VARCHAR', 'bytes': 'VARCHAR',
      'flags': 'VARCHAR'
    })
  ) AS flows
  LEFT JOIN names ON port = dst_port AND protocol = proto
  ORDER BY line
) TO '/dev/stdout' (HEADER, DELIMITER ',', $3);
