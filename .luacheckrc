std = "max"
max_line_length = 100
exclude_files = { "build" }
files["lua/hosts/haproxy"] = { read_globals = { "core" } }
files["lua/hosts/suricata"] = {
  globals = { "deinit", "init", "log", "setup" },
  read_globals = {
    "SCFlowAppLayerProto", "SCFlowHasAlerts", "SCFlowId", "SCFlowStats", "SCFlowTimestamps",
    "SCFlowTuple", "SCLogPath",
  },
}
files["lua/hosts/wireshark"] = {
  read_globals = {
    "Dir", "Dissector", "Field", "Listener", "MENU_STAT_UNSORTED", "Pref", "Proto", "ProtoExpert",
    "ProtoField", "TextWindow", "TreeItem", "base", "expert", "gui_enabled", "register_menu",
    "register_postdissector", "report_failure", "retap_packets", "set_plugin_info",
  },
}
files["spec"] = { std = "max+busted" }
files["data/compile.lua"] = { std = "lua54" }
-- Declarations for editors, which are generated: every parameter is unused.
files["lua/types"] = { unused = false, max_line_length = false }
